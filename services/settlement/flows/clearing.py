"""What the steps of a clearing cycle share: their jobs, due instants and queues."""

from datetime import datetime
from typing import Final

from services.settlement import terms
from services.settlement.domain.calendar import ClearingTerms, calendar, overdue_at
from services.settlement.domain.cooperations import NATION, province_of
from services.settlement.domain.cycles import CYCLE, Cycle
from services.settlement.domain.schemes import clearer_of
from services.settlement.problems import CycleFrozen
from services.settlement.problems_clearing import CycleStateForbids
from services.settlement.store import cycles
from sscsim import world
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
    "sign_overdue": "settlement.cycle_overdue",
    "pay_overdue": "settlement.cycle_overdue",
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
    due = _due(cycle, step)
    key = ":".join(part for part in (cycle.id, region, suffix) if part)
    queue = queue_of(region) if region else "settlement"
    tx.schedule(JOBS[step], key, max(due, tx.world.now), queue=queue)


def not_overdue(tx: Tx, cycle: Cycle, what: str) -> None:
    """What was waited for has come: nobody needs to look for it any more."""
    tx.cancel_job(JOBS["sign_overdue"], f"{cycle.id}:{what}")


def terms_of(cycle: Cycle) -> ClearingTerms:
    return terms.clearing(cycle.month, cycle.scope)


def _due(cycle: Cycle, step: str) -> datetime:
    in_force = terms_of(cycle)
    if step == "sign_overdue":
        return overdue_at(cycle.month, in_force)
    return calendar(cycle.month, in_force)["close" if step == "pay_overdue" else step].at


def taking(tx: Tx, month: Month, clearer: str = NATION) -> Cycle:
    """The month's cycle, ready for one more claim, until the transaction ends.

    The first claim of a month makes its cycle and sets the calendar going; a month that was
    aborted is passed over. Raises CycleFrozen in the instant in which the freeze overtakes
    the claim.
    """
    cycle, is_new = cycles.open_month(tx, month, clearer)
    if cycle.status == "aborted":
        return taking(tx, month + 1, clearer)
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


def check(cycle: Cycle, event: str) -> None:
    """CycleStateForbids unless the table lets this happen to the cycle now."""
    if not CYCLE.allows(cycle.status, event):
        allowed = ", ".join(CYCLE.events(cycle.status)) or "-"
        raise CycleStateForbids(
            cycle_id=cycle.id, status=cycle.status, event=event, allowed=allowed
        )


def clearer(home: str, care: str) -> str:
    """Through whom two regions clear today; a given-up code clears as what it became (X21)."""
    return clearer_of(terms.successor(home), terms.successor(care))


def province(region: str) -> str:
    """The province that answers for a region today."""
    return province_of(terms.successor(region))


def require_region(region: str) -> None:
    """RegionNotAllowed unless the caller acts for this region, or for what it became."""
    world.require_region(terms.successor(region))


def require_clearer(clearer: str) -> None:
    """What is decided for a whole month is decided by who clears it: RegionNotAllowed."""
    at = world.current()
    if at.region is not None and at.role == "agency" and at.region != clearer:
        raise world.RegionNotAllowed(region=at.region, wanted=clearer)
