"""What the steps of a clearing cycle share: their jobs, due instants and queues."""

from typing import Final

from services.settlement import terms
from services.settlement.domain.calendar import calendar
from services.settlement.domain.cycles import Cycle
from services.settlement.problems import CycleFrozen
from services.settlement.store import cycles
from sscsim.db import Tx
from sscsim.kernel import regions
from sscsim.kernel.periods import Month

JOBS: Final = {
    "freeze": "settlement.cycle_freeze",
    "pay_providers": "settlement.provider_pay",
    "generate": "settlement.cycle_generate",
    "sign": "settlement.cycle_sign",
    "notify": "settlement.cycle_notify",
    "pay": "settlement.cycle_pay",
    "close": "settlement.cycle_close",
}
"""Step of the calendar -> name of its due job. Each step schedules the one after it, so
that a step that failed is never overtaken."""

_QUEUES: Final = {"chuan-yu": "settlement-chuan-yu", "yue-qiong": "settlement-hainan-guangdong"}


def queue_of(region: str) -> str:
    """The Celery queue of a region's work: that of its co-operation, or the common one."""
    if not regions.is_known(region):
        return "settlement"
    joined = (scheme.id for scheme in regions.schemes_of(region))
    return next((_QUEUES[scheme] for scheme in joined if scheme in _QUEUES), "settlement")


def arrange(tx: Tx, step: str, cycle: Cycle, region: str | None = None, suffix: str = "") -> None:
    """Have a step done when the calendar says, but not in the past; once for each key."""
    due = calendar(cycle.month, terms.clearing(cycle.month))[step].at
    key = ":".join(part for part in (cycle.id, region, suffix) if part)
    queue = queue_of(region) if region else "settlement"
    tx.schedule(JOBS[step], key, max(due, tx.world.now), queue=queue)


def taking(tx: Tx, month: Month) -> Cycle:
    """The month's cycle, ready for one more claim, until the transaction ends.

    The first claim of a month makes its cycle and sets the calendar going. Raises
    CycleFrozen in the instant in which the freeze overtakes the claim.
    """
    cycle, is_new = cycles.open_month(tx, month)
    if cycle.status != "open":
        raise CycleFrozen(month=str(month))
    if is_new:
        arrange(tx, "freeze", cycle)
        tx.emit("clearing_cycle.opened", cycle.id, {"id": cycle.id, "month": str(month)})
    return cycle


def done(tx: Tx, cycle: Cycle, status: str, **more: object) -> None:
    """Tell that the cycle reached a state, as `clearing_cycle.<status>`."""
    data = {"id": cycle.id, "month": str(cycle.month), "status": status, **more}
    tx.emit(f"clearing_cycle.{status}", cycle.id, data)
