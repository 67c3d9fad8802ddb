"""Staff at a counter repair a journey that lacks a tap (更新), or let the rider off."""

from datetime import timedelta
from typing import Final

from services.transport import problems
from services.transport import problems_riding as riding_problems
from services.transport.domain import riding
from services.transport.domain.journeys import COMPLETED, INCOMPLETE, OPEN, Journey
from services.transport.domain.riding import RidingRules
from services.transport.flows.riding import debts
from services.transport.flows.riding.correct import correct, decide, held
from services.transport.flows.riding.pricers import Pricers
from services.transport.store import catalogue, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

SAME_STATION: Final = "same_station"
KINDS: Final = (*riding.REPAIRS, SAME_STATION)
_WITH_STATION: Final = (riding.EXIT_ADDED, riding.ENTRY_ADDED)
_WITHOUT_END: Final = timedelta(days=36_500)
_LACKS_EXIT: Final = (riding.NOT_GONE_IN, riding.EXIT_ADDED, riding.WAIVED)
_LACKS_ENTRY: Final = (riding.ENTRY_ADDED, riding.WAIVED)

_NOT_SO = Text(zh="该行程不能这样更新", en="is nothing that this journey can be repaired by")
_NO_STATION = Text(zh="须有车站", en="is missing: which station is it")
_NOT_WANTED = Text(zh="不需要车站", en="is of no use here")
_TOO_LATE = Text(zh="已超过更新期限", en="comes too late: the journey ended too long ago")
_STAYED = Text(zh="停留超过免费时间", en="isn't free: the rider stayed in for too long")


def repair(
    transit_journey_id: str, kind: str, reason: str, station_id: str | None = None
) -> Journey:
    """Repair a journey as staff see it; what was charged is corrected by the difference.

    `not_gone_in`: tapped, but nobody went in: free for so many minutes, then the lowest fare.
    `exit_added`, `entry_added`: the station whose tap is missing. `same_station`: out again where
    one came in, where that is free at the counter only. `waived`: the operator was at fault.
    TransitJourneyNotFound, RegionNotAllowed, RepairRefused, StationUnknown.
    """
    with store.write() as tx:
        journey, rider, card = held(tx, transit_journey_id)
        world.require_region(journey.region_code)
        _check(tx, journey, kind, station_id)
        if journey.status == COMPLETED:
            made = correct(tx, journey.id, Money.zero(), reason)
        else:
            made = decide(tx, journey, rider, card, kind, reason, station_id)
        debts.freed(tx, rider, card)
        failpoint("transport.repair.before_commit")
        return tx.answer(made)


def _check(tx: Tx, journey: Journey, kind: str, station_id: str | None) -> None:
    def refuse(message: Text, pointer: str) -> riding_problems.RepairRefused:
        return riding_problems.RepairRefused(message, pointer, journey.id, journey.status)

    if kind not in _possible(journey):
        raise refuse(_NOT_SO, "/kind")
    if (kind in _WITH_STATION) != (station_id is not None):
        raise refuse(_NO_STATION if station_id is None else _NOT_WANTED, "/station_id")
    network = catalogue.networks().get(journey.fare_system_id)
    if station_id is not None and (network is None or station_id not in network.stations):
        raise problems.StationUnknown(journey.fare_system_id, station_id, "/station_id")
    pricer = Pricers(tx).at(journey.fare_system_id, journey.entered_at)
    ended = journey.exited_at
    if ended is not None and tx.world.now > ended + _within(pricer.rules):
        raise refuse(_TOO_LATE, "/kind")
    if kind == SAME_STATION:
        free = pricer.fares.same_station_free
        assert ended is not None
        if free is None or ended - journey.entered_at > timedelta(minutes=free.value):
            raise refuse(_STAYED, "/kind")


def _within(rules: RidingRules | None) -> timedelta:
    """How long after its end a journey can be repaired; of a bus, on which nobody can be late,
    without end (assumed)."""
    return _WITHOUT_END if rules is None else timedelta(days=rules.repair_within.value)


def _possible(journey: Journey) -> tuple[str, ...]:
    """By what a journey like this can be repaired."""
    if journey.status == OPEN:
        return _LACKS_EXIT
    if journey.status == INCOMPLETE:
        return _LACKS_ENTRY if journey.rule == riding.NO_ENTRY else _LACKS_EXIT
    if journey.status != COMPLETED:
        return ()
    is_same = journey.entry_tap_id != journey.exit_tap_id
    is_same = is_same and journey.entry_station_id == journey.exit_station_id
    return (riding.WAIVED, SAME_STATION) if is_same else (riding.WAIVED,)
