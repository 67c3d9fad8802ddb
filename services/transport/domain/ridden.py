"""What a rider has on record, and what new taps make of it: journeys before and after.

Nothing here reads or writes: a rider's record goes in, the journeys that should stand come out.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from services.transport.domain import riding
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
    Journey,
)
from services.transport.domain.kept_price import written
from services.transport.domain.passes import Held
from services.transport.domain.passes_held import DAY
from services.transport.domain.pricing import FREE, Asked, Price
from services.transport.domain.record import Change, City, Counts, Outcome, Record
from services.transport.domain.rider import CARD, TICKET
from services.transport.domain.riding import Fact, Repair, Ridden
from services.transport.domain.system import FareSystem
from services.transport.domain.taps import BANK, CODE
from services.transport.domain.taps import PURSE as PURSE_MEDIUM
from services.transport.domain.transfer import FirstRide
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, age_on, china_day

_ZERO: Final = Money.zero()
_PAYER: Final = {PURSE_MEDIUM: PURSE, CODE: ACCOUNT, BANK: ACQUIRER}


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
    gone = [each for each in record.may_change if each.id not in kept and each.status != CANCELLED]
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
