"""Payers are told to pay, payees what they will receive."""

from services.settlement.domain.cycles import Cycle
from services.settlement.domain.statements import Notice, both_told, notices
from services.settlement.flows import clearing, paying
from services.settlement.store import cycles, receipts, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def notify(cycle_id: str) -> None:
    """Issue two notices for each transfer and set the payments on their way."""
    with store.write() as tx:
        cycle = cycles.locked(tx, cycle_id)
        if cycle is not None and cycle.status == "signed":
            _notify(tx, cycle)
        failpoint("settlement.cycle_notify.committing")
        tx.complete_job()
    failpoint("settlement.cycle_notify.committed")


def _notify(tx: Tx, cycle: Cycle) -> None:
    made = _told(tx, cycle)
    receipts.issue(tx, cycle, made)
    cycles.move(tx, cycle, "notify", notified_at=tx.world.now)
    payers = sorted({notice.region for _, notice in made if notice.kind == "payment"})
    if cycle.how.payment == "automatic":
        # who clears pays when it has been paid
        told = [region for region in payers if region != cycle.province]
        clearing.arrange_each(tx, "pay", cycle, told)
    clearing.done(tx, cycle, "notified", notices=len(made))
    paying.offset(tx, cycle)
    if payers:
        clearing.arrange(tx, "pay_overdue", cycle, suffix="pay")
    else:
        paying.settle(tx, cycle.id)


def _told(tx: Tx, cycle: Cycle) -> list[tuple[str | None, Notice]]:
    """Two notices a statement where it is paid gross, two a transfer where it is netted."""
    published = cycles.published(tx, cycle)
    if cycle.how.netting_mode == "gross":
        return [(row.id, each) for row, statement in published for each in notices(statement)]
    transfers = paying.transfers([each for _, each in published], cycle)
    return [(None, each) for one in transfers for each in both_told(*one)]
