"""A region pays what it was told to pay; every payment is matched by its bank serial (L6)."""

from services.settlement.domain.cycles import Cycle
from services.settlement.flows import home_region, paying
from services.settlement.store import cycles, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def pay(key: str) -> None:
    """Pay all open notices of one region; key is `cycle:region`."""
    cycle_id, region = key.split(":")
    home_region.wait_for(region)
    with store.write() as tx:
        cycle = cycles.locked(tx, cycle_id)
        if cycle is not None and cycle.status in ("notified", "paying"):
            _pay(tx, cycle, region)
        failpoint("settlement.cycle_pay.committing")
        tx.complete_job()
    failpoint("settlement.cycle_pay.committed")


def _pay(tx: Tx, cycle: Cycle, region: str) -> None:
    paid = paying.pay_in_full(tx, cycle, region)
    if not paid and cycle.status == "paying":
        return  # it has paid: nothing of the month changes by asking again
    paying.go_on(tx, cycle.id)
