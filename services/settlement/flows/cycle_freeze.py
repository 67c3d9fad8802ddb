"""Freezing a month (L2): what the regions of treatment declare is fixed; no claim is written."""

from services.settlement.domain.cycles import Cycle
from services.settlement.flows import clearing, late, statements
from services.settlement.store import cooperations, cycle_lines, cycles, store
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
    settings, _ = cooperations.settings(tx, cycle.province)
    how = settings.of_kind(cycle.kind)
    if how.declaration == "by_hand":
        late.carry_undeclared(tx, cycle)
    if cycle.is_medical:
        late.carry_doubted(tx, cycle)
    declared = _declared(tx, cycle)
    cycles.declare(tx, cycle, declared)
    cycles.move(tx, cycle, "freeze", frozen_at=tx.world.now, settings=how.plain())
    if cycle.is_medical:
        payees = (payee for _, payee, _, _ in declared)
        clearing.arrange_each(tx, "pay_providers", cycle, payees)
    clearing.arrange(tx, "generate", cycle)
    total = sum_money(amount for *_, amount in declared)
    count = sum(claims for _, _, claims, _ in declared)
    clearing.done(tx, cycle, "frozen", claims=count, total_fen=total.fen)


def _declared(tx: Tx, cycle: Cycle) -> list[tuple[str, str, int, Money]]:
    """What each pair declares: payer, payee, how many claims and their amount."""
    if cycle.is_medical:
        return cycle_lines.by_pair(tx, cycle.id)
    made = statements.stated(tx, cycle, version=0)
    return [(each.payer, each.payee, each.claims, each.total) for each in made]
