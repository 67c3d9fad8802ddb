"""What a rider has on record, and what new taps make of it: journeys before and after.

Nothing here reads or writes: a rider's record goes in, the journeys that should stand come out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from services.transport.domain import riding
from services.transport.domain.grants import Grant
from services.transport.domain.journeys import (
    ACCOUNT,
    ACQUIRER,
    CANCELLED,
    COMPLETED,
    FARE_SET,
    INCOMPLETE,
    NOBODY,
    OPEN,
    PURSE,
    REPAIRED,
    TAKEN,
    Decision,
    Journey,
    Rider,
)
from services.transport.domain.passes import Held
from services.transport.domain.passes_held import DAY, TransitPass
from services.transport.domain.pricing import FREE, Asked, Price, Pricer
from services.transport.domain.rider import CARD, TICKET
from services.transport.domain.riding import Fact, Repair, Ridden, RulesOf, State
from services.transport.domain.system import FareSystem
from services.transport.domain.taps import BANK, CODE
from services.transport.domain.taps import PURSE as PURSE_MEDIUM
from services.transport.domain.transfer import FirstRide
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, age_on, china_day

_ZERO: Final = Money.zero()
_PAYER: Final = {PURSE_MEDIUM: PURSE, CODE: ACCOUNT, BANK: ACQUIRER}


@dataclass(slots=True)
class Counts:
    """What was ridden in a calendar month before what is at hand: rides and money by city, and
    rides by fare system and concession."""

    trips: dict[str, int] = field(default_factory=dict)
    spent: dict[str, Money] = field(default_factory=dict)
    uses: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(
        self, region: str, system: str, concession: str | None, paid: Money, number: int = 1
    ) -> None:
        self.trips[region] = self.trips.get(region, 0) + number
        self.spent[region] = self.spent.get(region, _ZERO) + paid
        if concession is not None:
            key = system, concession
            self.uses[key] = self.uses.get(key, 0) + number

    def copy(self) -> "Counts":
        return Counts(dict(self.trips), dict(self.spent), dict(self.uses))


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one rider.

    `before`: journeys that ended before all that may change, the latest ones. `may_change`: the
    rest. `state`: the open entry at the end of `before`. `facts`: the taps of `may_change`.
    `months`: counts that hold without `before` and `may_change`. `ridden_with`: (pass, entry, end)
    of journeys that a pass paid for, other than those.
    """

    rider: Rider
    kind: str | None  # of its transit card
    before: Sequence[Journey] = ()
    may_change: Sequence[Journey] = ()
    state: State = None
    facts: Sequence[Fact] = ()
    decisions: Sequence[Decision] = ()
    grants: Sequence[Grant] = ()
    passes: Sequence[TransitPass] = ()
    months: Mapping[Month, Counts] = field(default_factory=dict)
    ridden_with: Sequence[tuple[str, datetime, datetime]] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A journey that is new, or that is not as it was; `before`: as it stood."""

    before: Journey | None
    after: Journey

    @property
    def owed(self) -> Money:
        """What is still to be charged, with its sign."""
        return self.after.fare - (_ZERO if self.before is None else self.before.fare)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What should stand after the taps, of one rider.

    `of_tap`: the journey that each tap is part of. `open_entry`: of the journey that is open.
    """

    changes: tuple[Change, ...]
    of_tap: Mapping[str, Ridden | None]
    open_entry: State


@dataclass(frozen=True, slots=True)
class City:
    """What an outcome is worked out with: rules and prices by tap, and how ids are made.

    `day_of`: the service day of an entry.
    """

    system: Callable[[str], FareSystem]
    pricer: Callable[[str, datetime], Pricer]
    rules: RulesOf
    journey_id: Callable[[str], str]
    day_of: Callable[[str, datetime], date]
    now: datetime


def outcome(record: Record, new: Iterable[Fact], city: City) -> Outcome:
    """What the rider's taps come to, with these new ones among them.

    FareRuleMissing where the city's figures don't say what would be needed.
    """
    repairs = {
        each.tap_id: Repair(each.tap_id, each.kind, each.decided_at, each.station_id)
        for each in record.decisions
        if each.kind != FARE_SET
    }
    facts = [*record.facts, *new]
    state, ended = riding.fold(record.state, facts, city.rules, repairs, city.now)
    told = _Told(record, city)
    made = [told.priced(each) for each in ended]
    if state is not None:
        made.append(told.opened(state))
    known = {each.id: each for each in record.may_change}
    changes = [
        Change(known.get(after.id), after)
        for after in made
        if after.id not in known or _differs(known[after.id], after)
    ]
    kept = {each.id for each in made}
    gone = [each for each in record.may_change if each.id not in kept]
    changes += [Change(each, _cancelled(each)) for each in gone]
    of_tap: dict[str, Ridden | None] = {}
    for ridden in ended:
        for tap in (ridden.entry, ridden.exit):
            if tap is not None:
                of_tap[tap.id] = ridden
    if state is not None:
        of_tap[state.id] = None
    return Outcome(tuple(changes), of_tap, state)


_KEPT_BY = ("version", "created_at", "updated_at", "charge_status")


def _differs(before: Journey, after: Journey) -> bool:
    return replace(after, **{name: getattr(before, name) for name in _KEPT_BY}) != before


def _cancelled(journey: Journey) -> Journey:
    """Its taps belong to another journey: nothing of it stands."""
    return replace(
        priced(journey, FREE, journey.medium),
        status=CANCELLED,
        rule=None,
        payer=NOBODY,
        priced=None,
    )


def priced(journey: Journey, price: Price, medium: str) -> Journey:
    """The journey with another price."""
    return replace(
        journey,
        list_fare=price.list_fare,
        concession=price.concession,
        concession_discount=price.concession_discount,
        transfer_discount=price.transfer_discount,
        pass_paid=price.pass_paid,
        surcharge=price.surcharge,
        fare=price.fare,
        payer=_PAYER[medium] if price.fare else NOBODY,
    )


class _Told:
    """Prices journeys in the order in which they ended, and remembers each for the next."""

    def __init__(self, record: Record, city: City) -> None:
        self._record, self._city = record, city
        self._rode = [each for each in record.before if each.status != OPEN]
        self._with_pass = list(record.ridden_with)
        self._set = {each.tap_id: each for each in record.decisions if each.kind == FARE_SET}

    def opened(self, entry: Fact) -> Journey:
        journey = self._journey(entry.id, entry, FREE, entry.system_id)
        return replace(
            journey, entry_tap_id=entry.id, entry_station_id=entry.station_id, payer=NOBODY
        )

    def priced(self, ridden: Ridden) -> Journey:
        asked = self._asked(ridden)
        pricer = self._city.pricer(ridden.system_id, ridden.entered_at)
        price = pricer.price(asked)
        decided = self._set.get(ridden.key)
        status, rule = COMPLETED, None
        if ridden.how in riding.WAYS_IN_COMPLETE:
            status, rule = INCOMPLETE, ridden.how
        elif ridden.how in riding.REPAIRS:
            status, rule = REPAIRED, ridden.how
        if decided is not None:
            status, rule = REPAIRED, FARE_SET
        made = replace(
            self._journey(ridden.key, ridden.first_tap, price, ridden.system_id),
            entry_tap_id=None if ridden.entry is None else ridden.entry.id,
            exit_tap_id=None if ridden.exit is None else ridden.exit.id,
            entry_station_id=ridden.start,
            exit_station_id=ridden.end,
            entered_at=ridden.entered_at,
            exited_at=ridden.closed_at,
            status=status,
            rule=rule,
            payer=_PAYER[self._record.rider.medium] if price.fare else NOBODY,
            priced=written(asked, self._pass_of(asked, ridden, price)),
        )
        self._rode.append(made)
        return made

    def _pass_of(self, asked: Asked, ridden: Ridden, price: Price) -> str | None:
        held = self._held(ridden) if asked.held is not None and price.pass_paid else None
        if held is None:
            return None
        self._with_pass.append((held[0], ridden.entered_at, ridden.closed_at))
        return held[0]

    def _counts(self, ridden: Ridden) -> Counts | None:
        """What was ridden before it in its calendar month; None where nobody looks at it."""
        if not self._city.pricer(ridden.system_id, ridden.entered_at).counts:
            return None
        month = Month.of(ridden.entered_at)
        known = self._record.months.get(month)
        counts = Counts() if known is None else known.copy()
        for each in self._rode:
            if Month.of(each.entered_at) == month:
                counts.add(each.region_code, each.fare_system_id, each.concession, each.fare)
        return counts

    def _journey(self, key: str, tap: Fact, price: Price, system_id: str) -> Journey:
        city, now = self._city, self._city.now
        system = city.system(system_id)
        return Journey(
            id=city.journey_id(key),
            rider_id=self._record.rider.id,
            fare_system_id=system_id,
            region_code=system.region,
            medium=self._record.rider.medium,
            entry_tap_id=None,
            exit_tap_id=None,
            entry_station_id=None,
            exit_station_id=None,
            line_id=tap.line_id,
            vehicle_id=tap.vehicle_id,
            entered_at=tap.at,
            exited_at=None,
            status=OPEN,
            rule=None,
            list_fare=price.list_fare,
            concession=price.concession,
            concession_discount=price.concession_discount,
            transfer_discount=price.transfer_discount,
            pass_paid=price.pass_paid,
            surcharge=price.surcharge,
            fare=price.fare,
            payer=NOBODY,
            charge_status=TAKEN,
            service_day=city.day_of(system.region, tap.at),
            priced=None,
            version=1,
            created_at=now,
            updated_at=now,
        )

    # -- what the price depends on

    def _asked(self, ridden: Ridden) -> Asked:
        rider, entered = self._record.rider, ridden.entered_at
        system, day = self._city.system(ridden.system_id), china_day(entered)
        tap, repair = ridden.first_tap, ridden.repair
        counts = self._counts(ridden)
        decided = self._set.get(ridden.key)
        held = self._held(ridden)
        ends = ridden.how == riding.RODE or (
            ridden.how == riding.EXIT_ADDED and repair is not None and repair.at == ridden.closed_at
        )
        waits = ridden.how == riding.NOT_GONE_IN and repair is not None
        return Asked(
            how=ridden.how,
            entered_at=entered,
            exited_at=ridden.closed_at if ends else None,
            start=ridden.start,
            end=ridden.end,
            line_id=tap.line_id if ridden.how == riding.BUS_RIDE else None,
            vehicle_id=tap.vehicle_id,
            waited=repair.at - entered if waits and repair is not None else None,
            medium=TICKET if rider.medium == BANK else CARD,
            is_local=rider.region_code == system.region,
            age=None if rider.birth_date is None else age_on(rider.birth_date, day),
            statuses=frozenset(
                each.status
                for each in self._record.grants
                if each.holds_in in (None, system.region) and each.holds(day)
            ),
            trips=0 if counts is None else counts.trips.get(system.region, 0),
            spent=_ZERO if counts is None else counts.spent.get(system.region, _ZERO),
            uses=0 if counts is None else self._uses(counts, ridden),
            first=self._first(ridden, system),
            held=None if held is None else held[1],
            decided=None if decided is None else decided.fare,
            why=None if decided is None else decided.why,
        )

    def _uses(self, counts: Counts, ridden: Ridden) -> int:
        """How often concessions that are limited were used here this month."""
        fares = self._city.pricer(ridden.system_id, ridden.entered_at).fares
        return sum(
            counts.uses.get((ridden.system_id, each.code), 0)
            for each in fares.concessions
            if each.uses_a_month is not None
        )

    def _first(self, ridden: Ridden, system: FareSystem) -> FirstRide | None:
        """The ride before in this city, unless it was a transfer itself (assumed)."""
        earlier = [
            each
            for each in self._rode
            if each.region_code == system.region
            and each.entered_at < ridden.entered_at
            and each.exited_at is not None
            and each.exited_at <= ridden.entered_at
            and each.status != INCOMPLETE
        ]
        if not earlier:
            return None
        first = max(earlier, key=lambda each: (each.entered_at, each.id))
        if first.transfer_discount:
            return None
        return FirstRide(
            self._city.system(first.fare_system_id).kind,
            first.entered_at,
            first.list_fare,
            first.line_id,
            first.vehicle_id,
        )

    def _held(self, ridden: Ridden) -> tuple[str, Held] | None:
        """The pass that may pay for it, and what it has paid for before."""
        for each in self._record.passes:
            if each.fare_system_id != ridden.system_id:
                continue
            day = china_day(ridden.entered_at)
            used = [entry for pass_id, entry, _ in self._with_pass if pass_id == each.id]
            if each.kind == DAY:
                if used:
                    return each.id, Held(first_entered_at=min(used))
                if each.may_pay(ridden.system_id, day):
                    return each.id, Held(first_entered_at=ridden.entered_at)
            elif each.may_pay(ridden.system_id, day):
                return each.id, Held(holder=each.holder, rides_before=len(used))
        return None


# ---------------------------------------------------------------- as it is kept


def written(asked: Asked, pass_id: str | None) -> dict[str, Any]:
    """What a price was made of, as JSON; `read` makes it again."""
    said: dict[str, Any] = {"how": asked.how}
    if asked.exited_at is not None:
        said["exited"] = True
    if asked.waited is not None:
        said["waited_s"] = int(asked.waited.total_seconds())
    if asked.medium != CARD:
        said["medium"] = asked.medium
    if not asked.is_local:
        said["is_local"] = False
    if asked.age is not None:
        said["age"] = asked.age
    if asked.statuses:
        said["statuses"] = sorted(asked.statuses)
    for name, number in (("trips", asked.trips), ("uses", asked.uses)):
        if number:
            said[name] = number
    if asked.spent:
        said["spent_fen"] = asked.spent.fen
    if asked.first is not None:
        first = asked.first
        said["first"] = [
            first.mode,
            first.tapped_at.isoformat(),
            first.list_fare.fen,
            first.line_id,
            first.vehicle,
        ]
    if asked.held is not None:
        held = asked.held
        begun = held.first_entered_at
        said["held"] = [begun and begun.isoformat(), held.holder, held.rides_before]
    if pass_id is not None:
        said["pass"] = pass_id
    if asked.decided is not None:
        said["decided_fen"], said["why"] = asked.decided.fen, asked.why
    return said


def read(journey: Journey) -> Asked | None:
    """What the journey's price was made of; None of one that is open or cancelled."""
    said = journey.priced
    if said is None:
        return None
    how = said["how"]
    waited, first, held = said.get("waited_s"), said.get("first"), said.get("held")
    decided = said.get("decided_fen")
    return Asked(
        how=how,
        entered_at=journey.entered_at,
        exited_at=journey.exited_at if said.get("exited") else None,
        start=journey.entry_station_id,
        end=journey.exit_station_id,
        line_id=journey.line_id if how == riding.BUS_RIDE else None,
        vehicle_id=journey.vehicle_id,
        waited=None if waited is None else timedelta(seconds=waited),
        medium=said.get("medium", CARD),
        is_local=said.get("is_local", True),
        age=said.get("age"),
        statuses=frozenset(said.get("statuses", ())),
        trips=said.get("trips", 0),
        spent=Money(said.get("spent_fen", 0)),
        uses=said.get("uses", 0),
        first=None if first is None else _first_read(first),
        held=None if held is None else _held_read(held),
        decided=None if decided is None else Money(decided),
        why=said.get("why"),
    )


def _first_read(said: Sequence[Any]) -> FirstRide:
    mode, tapped_at, fare, line_id, vehicle = said
    return FirstRide(mode, datetime.fromisoformat(tapped_at), Money(fare), line_id, vehicle)


def _held_read(said: Sequence[Any]) -> Held:
    begun, holder, rides = said
    return Held(begun and datetime.fromisoformat(begun), holder, rides)
