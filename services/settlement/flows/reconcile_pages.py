"""What is shown of regions' days and their differences, and what is asked of them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from services.settlement.domain.reconciliation import SIDES
from services.settlement.domain.reconciliation_states import RERUN, Difference, Reconciliation
from services.settlement.flows import clearing, reconcile_due
from services.settlement.problems_reconciliation import (
    DailyDifferenceNotFound,
    DailyReconciliationExists,
    DailyReconciliationNotFound,
    DailyReconciliationWaits,
    DayNotOver,
    RegionNotReconciled,
)
from services.settlement.store import reconciliation_differences as differences
from services.settlement.store import reconciliation_files, reconciliations, store
from sscsim import clock, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import regions


def ask(*, region_code: str, day: date) -> dict[str, Any]:
    """Have a quiet day reconciled too: when it is over, or now."""
    with store.write() as tx:
        clearing.require_region(region_code)
        if not regions.is_pooling_area(region_code):
            raise RegionNotReconciled(region=region_code)
        if day > tx.world.today:
            raise DayNotOver(day=day.isoformat(), today=tx.world.today.isoformat())
        known = reconciliations.of_day(tx, region_code, day)
        if known is not None:
            raise DailyReconciliationExists(
                region=region_code, day=day.isoformat(), reconciliation_id=known.id
            )
        made = reconcile_due.note(tx, region_code, day)
        failpoint("settlement.recon.asked")
        return tx.answer(_shown(tx, _known(tx, made.id)))


def rerun(reconciliation_id: str) -> dict[str, Any]:
    """Have a day compared once more, now; one that waits for its turn anyway is not asked twice."""
    with store.write() as tx:
        known = _known(tx, reconciliation_id, lock=True)
        if known.run == 0:
            raise DailyReconciliationWaits(
                reconciliation_id=known.id, due=clock.shown(known.due_at)
            )
        if known.asked == known.run:
            reconcile_due.arrange(tx, known, RERUN)
        failpoint("settlement.recon.rerun")
        return tx.answer(_shown(tx, _known(tx, reconciliation_id)))


def find(reconciliation_id: str) -> dict[str, Any]:
    with store.read() as tx:
        return _shown(tx, _known(tx, reconciliation_id))


def _shown(tx: Tx, known: Reconciliation) -> dict[str, Any]:
    """A day with what each side's file says, its comparisons, and what parties sent."""
    runs = reconciliations.runs(tx, known.id)
    last = next((one for one in runs if one.run == known.run), None)
    files = last.files if last is not None else None
    return {
        **asdict(known),
        "files": [{"side": side, **files[side]} for side in SIDES] if files else [],
        "runs": runs,
        "sent": reconciliation_files.of_reconciliation(tx, known.id),
    }


def listed(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Days of the caller's region, or of the cities of its province; the owner's of all."""
    at = world.current()
    wanted = dict(filters)
    if "region_code" in wanted:
        clearing.require_region(wanted["region_code"])
    elif at.region is not None:
        wanted["within"] = [at.region, *_cities_of(at.region)]
    with store.read() as tx:
        return reconciliations.page(tx, page, wanted)


def _cities_of(region: str) -> list[str]:
    return [city.code for city in regions.cities(region)]


def _known(tx: Tx, reconciliation_id: str, *, lock: bool = False) -> Reconciliation:
    look = reconciliations.locked if lock else reconciliations.find
    known = look(tx, reconciliation_id)
    if known is None:
        raise DailyReconciliationNotFound(reconciliation_id=reconciliation_id)
    clearing.require_region(known.region)
    return known


# ---- differences


def differences_of(reconciliation_id: str, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        _known(tx, reconciliation_id)
        return differences.page(tx, page, reconciliation_id, filters)


def difference(difference_id: str) -> dict[str, Any]:
    """A difference with each side's figures and all that was done about it."""
    with store.read() as tx:
        found = differences.find(tx, difference_id)
        if found is None:
            raise DailyDifferenceNotFound(difference_id=difference_id)
        _may_see(found)
        moves = differences.moves(tx, difference_id)
    sides = {
        side: {**shown, "settled_at": clock.read_instant(shown["settled_at"])}
        for side, shown in found.sides.items()
    }
    return {**asdict(found), "sides": sides, "moves": moves}


def _may_see(found: Difference) -> None:
    """Its own region, and the one of treatment, which may be asked to check a bill."""
    at = world.current()
    own = clearing.province(found.care_region), found.care_region
    if at.region not in own:
        clearing.require_region(found.region)
