"""Payers are told to pay, payees what they will receive."""

from services.settlement.domain.cycles import Cycle
from services.settlement.domain.statements import notices
from services.settlement.flows import clearing, cycle_pay
from services.settlement.store import cycles, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def notify(cycle_id: str) -> None:
    """Issue two notices for each signed statement and set the payments on their way."""
    with store.write() as tx:
        cycle = cycles.locked(tx, cycle_id)
        if cycle is not None and cycle.status == "signed":
            _notify(tx, cycle)
        failpoint("settlement.cycle_notify.committing")
        tx.complete_job()
    failpoint("settlement.cycle_notify.committed")


def _notify(tx: Tx, cycle: Cycle) -> None:
    published = cycles.published(tx, cycle)
    made = [(row.id, notice) for row, statement in published for notice in notices(statement)]
    cycles.issue(tx, cycle, made)
    cycles.move(tx, cycle, "notify", notified_at=tx.world.now)
    payers = sorted({notice.region for _, notice in made if notice.kind == "payment"})
    for region in payers:
        clearing.arrange(tx, "pay", cycle, region)
    clearing.done(tx, cycle, "notified", notices=len(made))
    if not payers:
        cycle_pay.settle(tx, cycle.id)
