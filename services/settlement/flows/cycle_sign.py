"""A region signs its statements; when the last has signed, the month is binding (L5)."""

from typing import Any

from services.settlement.domain import posting_rules as rules
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.statements import Statement, StatementChanged, sign
from services.settlement.flows import (
    advance_usage,
    advance_year,
    clearing,
    home_region,
    read,
    statements,
)
from services.settlement.problems import CycleNotFound
from services.settlement.problems_clearing import (
    NotASignatory,
    StatementNotAsGenerated,
    StatementReplaced,
)
from services.settlement.store import cycles, ledger, signatures, store
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


def sign_by_hand(
    cycle_id: str, *, region_code: str, statement_version: int | None = None
) -> dict[str, Any]:
    """A region signs all its statements now, without waiting for the calendar."""
    clearing.require_region(region_code)
    home_region.require_up(region_code)
    with store.write() as tx:
        cycle = _to_sign(tx, cycle_id, statement_version)
        if not cycles.published(tx, cycle, region_code):
            raise NotASignatory(region_code=region_code, cycle_id=cycle_id)
        try:
            _sign(tx, cycle, region_code)
        except StatementChanged:
            raise StatementNotAsGenerated(cycle_id=cycle_id) from None
        failpoint("settlement.cycle_sign_by_hand.committing")
        shown = read.cycle_shown(tx, cycle_id)
        tx.answer(shown)
        return shown


def _to_sign(tx: Tx, cycle_id: str, version: int | None) -> Cycle:
    cycle = cycles.locked(tx, cycle_id)
    if cycle is None:
        raise CycleNotFound(cycle_id=cycle_id)
    clearing.check(cycle, "sign")
    if version is not None and version != cycle.statement_version:
        raise StatementReplaced(cycle_id=cycle_id, version=cycle.statement_version)
    return cycle


def deem_signed(tx: Tx, cycle: Cycle) -> None:
    """Take the missing signatures as given (auto_accept): the deadline has passed."""
    signed = signatures.of_cycle(tx, cycle)
    made = [
        (row.id, region, row.digest, sign(statement, row.digest, region, tx.world.seed))
        for row, statement in cycles.published(tx, cycle)
        for region in sorted({statement.payer, statement.payee} - signed.get(row.id, set()))
    ]
    signatures.add(tx, made, is_deemed=True)


def _sign(tx: Tx, cycle: Cycle, region: str) -> None:
    published = cycles.published(tx, cycle, region)
    signed = signatures.by_region(tx, cycle, region)
    _compare_with_claims(tx, cycle, region, [each for _, each in published])
    made = [
        (row.id, region, row.digest, sign(statement, row.digest, region, tx.world.seed))
        for row, statement in published
        if row.id not in signed
    ]
    if not made and cycle.status == "signing":
        return  # asked again: nothing of the month changes by it
    signatures.add(tx, made)
    cycles.move(tx, cycle, "sign")
    if signatures.is_complete(tx, cycle):
        complete(tx, cycle.id)


def _compare_with_claims(tx: Tx, cycle: Cycle, region: str, shown: list[Statement]) -> None:
    """The payer adds up its claims once more before it signs."""
    mine = [each for each in shown if each.payer == region]
    made = statements.computed(tx, cycle, cycle.statement_version, payer=region)
    if mine != made:
        raise StatementChanged(f"{region} of {cycle.period}")


def complete(tx: Tx, cycle_id: str) -> None:
    """All have signed: the mirror shows who owes whom, notices follow."""
    cycle = cycles.locked(tx, cycle_id)
    assert cycle is not None
    events = ("complete",) if cycle.status == "signing" else ("sign", "complete")
    published = cycles.totals(tx, cycle)
    entries = [
        Journal("L5", f"{cycle.id}:{each.payer}:{each.payee}", _owed(each))
        for each in published
        if each.total
    ]
    ledger.book(tx, entries, cycle_id=cycle.id)
    cycles.move(tx, cycle, *events, signed_at=tx.world.now, overdue_at=None)
    clearing.not_overdue(tx, cycle, f"v{cycle.statement_version}")
    clearing.arrange(tx, "notify", cycle)
    total = sum_money(each.total for each in published)
    clearing.done(tx, cycle, "signed", statements=len(published), total_fen=total.fen)
    if cycle.is_medical:
        advance_usage.watch(tx, cycle, published)
        advance_year.arrange(tx, cycle)


def _owed(each: cycles.Total) -> rules.Postings:
    return rules.cycle_signed(each.payer, each.payee, each.total)
