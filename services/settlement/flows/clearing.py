"""What the steps of a clearing cycle share: their jobs, due instants and queues."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from services.settlement import terms
from services.settlement.domain.calendar import Terms, calendar, overdue_at
from services.settlement.domain.cooperations import NATION, province_of
from services.settlement.domain.cycles import CYCLE, Cycle
from services.settlement.domain.kinds import MEDICAL
from services.settlement.domain.periods import Period
from services.settlement.domain.schemes import clearer_of
from services.settlement.problems import CycleFrozen
from services.settlement.problems_clearing import CycleStateForbids
from services.settlement.store import cycles
from sscsim import registry, world
from sscsim.db import Tx

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


def queue_of(region: str) -> str:
    """The Celery queue of a region's work: that of its province, or the common one."""
    return registry.province_queue("settlement", region)


def arrange(tx: Tx, step: str, cycle: Cycle, region: str | None = None, suffix: str = "") -> None:
    """Have a step done when the calendar says, but not in the past; once for each key."""
    key = ":".join(part for part in (cycle.id, region, suffix) if part)
    queue = queue_of(region) if region else "settlement"
    tx.schedule(JOBS[step], key, max(_due(cycle, step), tx.world.now), queue=queue)


def arrange_each(tx: Tx, step: str, cycle: Cycle, regions: Iterable[str], suffix: str = "") -> None:
    """The same for each of these regions, in their order."""
    keys = [
        (":".join(part for part in (cycle.id, region, suffix) if part), queue_of(region))
        for region in sorted(set(regions))
    ]
    tx.schedule_all(JOBS[step], keys, max(_due(cycle, step), tx.world.now))


def not_overdue(tx: Tx, cycle: Cycle, what: str) -> None:
    """What was waited for has come: nobody needs to look for it any more."""
    tx.cancel_job(JOBS["sign_overdue"], f"{cycle.id}:{what}")


def terms_of(cycle: Cycle) -> Terms:
    return terms.in_force(cycle.kind, cycle.period, cycle.scope)


def _due(cycle: Cycle, step: str) -> datetime:
    in_force = terms_of(cycle)
    if step == "sign_overdue":
        return overdue_at(cycle.period, in_force)
    return calendar(cycle.period, in_force)["close" if step == "pay_overdue" else step].at


def taking(tx: Tx, period: Period, clearer: str = NATION, kind: str = MEDICAL) -> Cycle:
    """The period's cycle, ready for one more claim, until the transaction ends.

    The first claim of a period makes its cycle and sets the calendar going; a period that was
    aborted is passed over. Raises CycleFrozen in the instant in which the freeze overtakes
    the claim.
    """
    cycle, is_new = cycles.open_month(tx, period, clearer, kind)
    if cycle.status == "aborted":
        return taking(tx, period + 1, clearer, kind)
    if cycle.status != "open":
        raise CycleFrozen(month=str(period))
    if is_new:
        arrange(tx, "freeze", cycle)
        tx.emit("clearing_cycle.opened", cycle.id, _named(cycle))
    return cycle


def _named(cycle: Cycle) -> dict[str, object]:
    named = {"id": cycle.id, "month": str(cycle.month)}
    if cycle.is_medical:
        return {**named}
    return {**named, "kind": cycle.kind, "period": str(cycle.period)}


def done(tx: Tx, cycle: Cycle, status: str, **more: object) -> None:
    """Tell that the cycle reached a state, as `clearing_cycle.<status>`."""
    data = {**_named(cycle), "status": status, **more}
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
