"""Freezing a month (L2): what the regions of treatment declare is fixed; no claim is written."""

from services.settlement.domain.cycles import Cycle
from services.settlement.domain.statements import Statement
from services.settlement.flows import clearing, late, statements
from services.settlement.store import claims, cooperations, cycles, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money, sum_money


def freeze(cycle_id: str) -> None:
    """Close the month to claims and note in the mirror what each pair declared."""
    with store.write() as tx:
        cycle = cycles.locked(tx, cycle_id)
        if cycle is not None and cycle.status == "open":
            _freeze(tx, cycle)
        failpoint("settlement.cycle_freeze.committing")
        tx.complete_job()
    failpoint("settlement.cycle_freeze.committed")


def _freeze(tx: Tx, cycle: Cycle) -> None:
    how, _ = cooperations.settings(tx, cycle.province)
    if how.declaration == "by_hand":
        late.carry_undeclared(tx, cycle)
    declared = statements.computed(tx, cycle, version=0)
    cycles.declare(tx, cycle, (_memo(each) for each in declared))
    cycles.move(tx, cycle, "freeze", frozen_at=tx.world.now, settings=how.plain())
    for region in claims.care_regions(tx, cycle.id):
        clearing.arrange(tx, "pay_providers", cycle, region)
    clearing.arrange(tx, "generate", cycle)
    total = sum_money(each.total for each in declared)
    count = sum(each.claims for each in declared)
    clearing.done(tx, cycle, "frozen", claims=count, total_fen=total.fen)


def _memo(each: Statement) -> tuple[str, str, int, Money]:
    return each.payer, each.payee, each.claims, each.total
