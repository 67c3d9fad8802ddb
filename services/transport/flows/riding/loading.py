"""All that is known of many riders at once, with a handful of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from services.transport.domain.card import TransitCard
from services.transport.domain.grants import Grant
from services.transport.domain.journeys import CANCELLED, Journey, Rider
from services.transport.domain.passes_held import TransitPass
from services.transport.domain.record import Counts, Record
from services.transport.domain.riding import Fact
from services.transport.domain.taps import Tap
from services.transport.flows.riding.pricers import Pricers
from services.transport.store import grants, journeys, passes, taps
from sscsim.db import Tx
from sscsim.kernel.periods import Month, at, china_day

BACK: Final = timedelta(hours=25)
"""How far before a tap lie the journeys that play a part in it: one may be open for a day."""


def fact_of(tap: Tap) -> Fact:
    assert tap.fare_system_id is not None, "a tap that stands was at a known terminal"
    return Fact(
        tap.id,
        tap.kind,
        tap.tapped_at,
        tap.fare_system_id,
        tap.station_id,
        tap.line_id,
        tap.vehicle_id,
    )


@dataclass(frozen=True, slots=True)
class Loaded:
    """Riders' records, and the taps in them, by their ids."""

    records: Mapping[str, Record]
    taps: Mapping[str, Tap]


def load(
    tx: Tx,
    riders: Sequence[Rider],
    of_rider: Mapping[str, TransitCard],
    new: Mapping[str, Sequence[Fact]],
    pricers: Pricers,
    look_again: Mapping[str, datetime],
) -> Loaded:
    """The records of the riders, as far as these new taps of theirs can matter to them.

    Where every new tap is newer than all that was decided, only the open journey may change;
    else all that ended at the first new one, or later. So from `look_again` on, by rider.
    """
    if not riders:
        return Loaded({}, {})
    moments = [fact.at for facts in new.values() for fact in facts]
    first = min((*moments, *look_again.values()), default=tx.world.now)
    known = [each for each in riders if each.last_tap_at is not None]
    open_ids = [each.open_journey_id for each in known if each.open_journey_id is not None]
    since = first - BACK
    rows = journeys.since(tx, (each.id for each in known), since, open_ids)
    firsts = {rider: min(fact.at for fact in facts) for rider, facts in new.items() if facts}
    for rider_id, moment in look_again.items():
        firsts[rider_id] = min(moment, firsts.get(rider_id, moment))
    parts = {each.id: _part(each, rows.get(each.id, ()), firsts.get(each.id)) for each in known}
    late = {rider_id: part for rider_id, part in parts.items() if part.is_late}
    stood = _stood(tx, late)
    people = {each.id: each.person_id for each in riders if each.person_id is not None}
    granted = _granted(tx, people.values(), new, first)
    decided = journeys.decisions(tx, (each.id for each in known))
    days = china_day(since), china_day(max((*moments, tx.world.now)))
    held = passes.held(tx, (card.id for card in of_rider.values()), *days)
    months = _months(tx, known, new, since, pricers)
    with_pass = _with_pass(tx, of_rider, held, since)
    records = {}
    for rider in riders:
        part = parts.get(rider.id) or _Part((), (), None, False)
        card = of_rider.get(rider.id)
        records[rider.id] = Record(
            rider=rider,
            kind=None if card is None else card.kind,
            before=part.before,
            may_change=part.may_change,
            state=part.state,
            facts=tuple(map(fact_of, stood.get(rider.id, ()))),
            decisions=decided.get(rider.id, ()),
            grants=granted.get(rider.person_id or "", ()),
            passes=held.get(card.id, ()) if card is not None else (),
            months=months.get(rider.id, {}),
            ridden_with=with_pass.get(rider.id, ()),
        )
    return Loaded(records, {tap.id: tap for of in stood.values() for tap in of})


@dataclass(frozen=True, slots=True)
class _Part:
    before: Sequence[Journey]
    may_change: Sequence[Journey]
    state: Fact | None
    is_late: bool


def _part(rider: Rider, rows: Sequence[Journey], first: datetime | None) -> _Part:
    assert rider.last_tap_at is not None
    if first is None or first > rider.last_tap_at:
        open_ = [each for each in rows if each.id == rider.open_journey_id]
        before = _standing(each for each in rows if each.id != rider.open_journey_id)
        return _Part(before, open_, entry_of(open_[0]) if open_ else None, False)
    may = [each for each in rows if each.exited_at is None or each.exited_at >= first]
    ids = {each.id for each in may}
    return _Part(_standing(each for each in rows if each.id not in ids), may, None, True)


def _standing(rows: Iterable[Journey]) -> list[Journey]:
    return [each for each in rows if each.status != CANCELLED]


def entry_of(journey: Journey) -> Fact:
    """The tap by which an open journey was entered."""
    assert journey.entry_tap_id is not None, "an open journey was entered"
    return Fact(
        journey.entry_tap_id,
        "entry",
        journey.entered_at,
        journey.fare_system_id,
        journey.entry_station_id,
        journey.line_id,
        journey.vehicle_id,
    )


def _stood(tx: Tx, late: Mapping[str, _Part]) -> dict[str, list[Tap]]:
    """By rider, the taps of the journeys that may change."""
    wanted = {each.id for part in late.values() for each in part.may_change}
    since = min(
        (each.entered_at for part in late.values() for each in part.may_change), default=None
    )
    if since is None:
        return {}
    found = taps.since(tx, late, since)
    return {
        rider_id: [tap for tap in of if tap.journey_id in wanted] for rider_id, of in found.items()
    }


def _granted(
    tx: Tx, people: Iterable[str], new: Mapping[str, Sequence[Fact]], first: datetime
) -> Mapping[str, Sequence[Grant]]:
    """Grants of the days that are looked at: an open journey may be of the day before."""
    last = max((fact.at for facts in new.values() for fact in facts), default=tx.world.now)
    days = china_day(first - BACK), china_day(max(last, tx.world.now))
    return grants.between(tx, set(people), *days)


def _months(
    tx: Tx,
    riders: Sequence[Rider],
    new: Mapping[str, Sequence[Fact]],
    since: datetime,
    pricers: Pricers,
) -> dict[str, dict[Month, Counts]]:
    """By rider and month, what was ridden before `since`; nothing where no city counts it."""
    systems = {(fact.system_id, fact.at) for facts in new.values() for fact in facts}
    if not any(pricers.at(*each).counts for each in _one_a_day(systems)):
        return {}
    months = {Month.of(since), *(Month.of(moment) for _, moment in systems)}
    found: dict[str, dict[Month, Counts]] = {}
    for month in sorted(months):
        first = at(month.first, time())
        before = min(since, at((month + 1).first, time()))
        if first >= before:
            continue
        counted = journeys.counted(tx, (each.id for each in riders), first, before)
        for rider_id, rows in counted.items():
            counts = found.setdefault(rider_id, {}).setdefault(month, Counts())
            for region, system, concession, number, paid in rows:
                counts.add(region, system, concession, paid, number)
    return found


def _one_a_day(systems: Iterable[tuple[str, datetime]]) -> Iterable[tuple[str, datetime]]:
    return {(system, china_day(moment)): (system, moment) for system, moment in systems}.values()


def _with_pass(
    tx: Tx,
    of_rider: Mapping[str, TransitCard],
    held: Mapping[str, Sequence[TransitPass]],
    since: datetime,
) -> dict[str, list[tuple[str, datetime, datetime]]]:
    """By rider, journeys before `since` that a pass they hold paid for."""
    holders = {rider_id: card.id for rider_id, card in of_rider.items() if card.id in held}
    if not holders:
        return {}
    first = min(each.from_date for of in held.values() for each in of)
    found = journeys.paid_with_pass(tx, holders, at(first, time()))
    return {
        rider_id: [(pass_id, entry, end) for _, entry, end, _, pass_id in rows if entry < since]
        for rider_id, rows in found.items()
    }
