"""Closing a month: all is paid and confirmed."""

from services.settlement.flows import clearing
from services.settlement.store import cycles, store
from sscsim.failpoints import failpoint


def close(cycle_id: str) -> None:
    with store.write() as tx:
        cycle = cycles.locked(tx, cycle_id)
        if cycle is not None and cycle.status == "settled":
            cycles.move(tx, cycle, "close", closed_at=tx.world.now)
            clearing.done(tx, cycle, "closed")
        failpoint("settlement.cycle_close.committing")
        tx.complete_job()
    failpoint("settlement.cycle_close.committed")
