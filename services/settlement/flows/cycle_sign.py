"""A region signs its statements; when the last has signed, the month is binding (L5)."""

from services.settlement.domain import posting_rules as rules
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.statements import Statement, StatementChanged, sign
from services.settlement.flows import (
    advance_usage,
    advance_year,
    clearing,
    home_region,
    statements,
)
from services.settlement.store import cycles, ledger, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import sum_money


def sign_for(key: str) -> None:
    """Sign every statement in which a region pays or is paid; key is `cycle:region:v<n>`.

    A version that was replaced meanwhile is not signed. Raises StatementChanged when the
    claims do not come to what was generated.
    """
    cycle_id, region, version = key.split(":")
    home_region.wait_for(region)
    with store.write() as tx:
        cycle = cycles.locked(tx, cycle_id)
        current = cycle is not None and f"v{cycle.statement_version}" == version
        if cycle is not None and current and cycle.status in ("generated", "signing"):
            _sign(tx, cycle, region)
        failpoint("settlement.cycle_sign.committing")
        tx.complete_job()
    failpoint("settlement.cycle_sign.committed")


def _sign(tx: Tx, cycle: Cycle, region: str) -> None:
    published = cycles.published(tx, cycle, region)
    signed = cycles.signatures_of(tx, [row.id for row, _ in published])
    _compare_with_claims(tx, cycle, region, [each for _, each in published])
    for row, statement in published:
        if any(signature.region == region for signature in signed[row.id]):
            continue
        seal = sign(statement, row.sha256, region, tx.world.seed)
        cycles.sign(tx, row.id, region, row.sha256, seal)
    cycles.move(tx, cycle, "sign")
    if cycles.unsigned(tx, cycle) == 0:
        complete(tx, cycle.id)


def _compare_with_claims(tx: Tx, cycle: Cycle, region: str, shown: list[Statement]) -> None:
    """The payer adds up its claims once more before it signs."""
    mine = [each for each in shown if each.payer == region]
    if mine != statements.computed(tx, cycle, cycle.statement_version, payer=region):
        raise StatementChanged(f"{region} of {cycle.month}")


def complete(tx: Tx, cycle_id: str) -> None:
    """All have signed: the mirror shows who owes whom, notices follow."""
    cycle = cycles.locked(tx, cycle_id)
    assert cycle is not None
    events = ("complete",) if cycle.status == "signing" else ("sign", "complete")
    published = [statement for _, statement in cycles.published(tx, cycle)]
    entries = [
        Journal("L5", f"{cycle.id}:{each.payer}:{each.payee}", _owed(each))
        for each in published
        if each.total
    ]
    ledger.book(tx, entries, cycle_id=cycle.id)
    cycles.move(tx, cycle, *events, signed_at=tx.world.now)
    clearing.arrange(tx, "notify", cycle)
    total = sum_money(each.total for each in published)
    clearing.done(tx, cycle, "signed", statements=len(published), total_fen=total.fen)
    advance_usage.watch(tx, cycle, published)
    advance_year.arrange(tx, cycle)


def _owed(each: Statement) -> rules.Postings:
    return rules.cycle_signed(each.payer, each.payee, each.total)
