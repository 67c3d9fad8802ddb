"""What a ridden journey costs: all its price depends on, the price, and when two prices are one.

`Asked` is kept with the journey, so that its explanation can be made again. `Pricer` prices the
journeys of one fare system on one day, and works a price out once for all that agree in what it
depends on (`signature`): a day has a million taps and few thousand prices.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from services.transport.domain import incomplete, passes, riding, transfer
from services.transport.domain.passes import Held
from services.transport.domain.quote import Journey, Quote, quote
from services.transport.domain.rider import CARD, Moment, Rider
from services.transport.domain.riding import RidingRules
from services.transport.domain.rules import BUS, FareRules
from services.transport.domain.tariff import Metres
from services.transport.domain.transfer import FirstRide
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money

_ZERO = Money.zero()
_KEPT: Final = 20_000

WayOf = Callable[[str | None, str | None, str | None], dict[str, Metres]]
"""Metres by how they are charged, from a station to another, on a line."""
LongestOf = Callable[[str | None, str], Figure[int] | None]
"""Metres of the longest way, of the network or from a station, by the word of the rule."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that the price of a journey depends on.

    `exited_at`: None where nobody knows when it ended, and no overtime is looked at. `waited`:
    from the entry tap until staff were told that nobody went in. `decided`: a fare by hand.
    """

    how: str
    entered_at: datetime
    exited_at: datetime | None = None
    start: str | None = None
    end: str | None = None
    line_id: str | None = None
    vehicle_id: str | None = None
    waited: timedelta | None = None
    medium: str = CARD
    is_local: bool = True
    age: int | None = None
    statuses: frozenset[str] = frozenset()
    trips: int = 0
    spent: Money = _ZERO
    uses: int = 0
    first: FirstRide | None = None
    held: Held | None = None
    decided: Money | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What is kept of a price; its explanation is made again when somebody asks."""

    list_fare: Money
    concession: str | None
    concession_discount: Money
    transfer_discount: Money
    pass_paid: Money
    surcharge: Money
    fare: Money


FREE: Final = Price(_ZERO, None, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO)


class Pricer:
    """Prices of one fare system by the rules of one day."""

    def __init__(
        self, mode: str, fares: FareRules, rules: RidingRules | None, way: WayOf, longest: LongestOf
    ) -> None:
        self.mode, self.fares, self.rules = mode, fares, rules
        self._way, self._longest = way, longest
        by_staff = rules is not None and _is_set(rules.same_station_at_counter)
        self._by_tap = replace(fares, same_station_free=None) if by_staff else fares
        self._kept: dict[Hashable, Price] = {}
        self._windows = [
            window
            for each in fares.concessions
            for held in (each.peak, each.conditions.within)
            if held is not None
            for window in held.value
        ]
        self._trips = [each.by_trip.value for each in fares.concessions if each.by_trip]
        self._spends = [each.by_spending.value for each in fares.concessions if each.by_spending]
        self._uses = [each.uses_a_month.value for each in fares.concessions if each.uses_a_month]
        conditions = [each.conditions for each in fares.concessions]
        self._ages = [
            bound.value
            for asked in conditions
            for bound in (asked.from_age, asked.below_age)
            if bound is not None
        ]
        self._held_statuses = {asked.status.value for asked in conditions if asked.status}

    @property
    def counts(self) -> bool:
        """Whether what was ridden earlier in the month plays a part."""
        return bool(self._trips or self._spends or self._uses)

    def price(self, asked: Asked) -> Price:
        """The price; the same object for all that agree in their signature. As `explained`."""
        key = self.signature(asked)
        found = self._kept.get(key)
        if found is None:
            found = shown(self.explained(asked))
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = found
        return found

    def explained(self, asked: Asked) -> Quote:
        """The price with its steps; FareRuleMissing, ConcessionUnknown, PassUnknown."""
        if asked.decided is not None:
            return incomplete.decided(asked.decided, asked.why or "")
        if asked.how == riding.WAIVED:
            return incomplete.waived()
        if asked.how in riding.WAYS_IN_COMPLETE:
            assert self.rules is not None
            return incomplete.lacking(asked.how, self._journey(asked), self.fares, self.rules)
        rider, fares = self._rider(asked), self._fares(asked)
        if asked.how == riding.NOT_GONE_IN:
            assert self.rules is not None
            way = incomplete.lowest_way(self._journey(asked))
            waited = asked.waited or timedelta(0)
            return incomplete.not_gone_in(waited, way, rider, fares, self.rules)
        return quote(self._journey(asked), rider, fares, asked.first, self._pass(asked))

    def signature(self, asked: Asked) -> Hashable:
        """All that the price depends on, no finer: two with the same signature cost the same."""
        if asked.decided is not None:
            return asked.decided, asked.why
        if asked.how in riding.WAYS_IN_COMPLETE or asked.how == riding.WAIVED:
            return asked.how, asked.start, asked.end
        moment = Moment(asked.entered_at)
        hours = None
        if self._windows and moment.is_workday:
            minute = moment.minute
            hours = tuple([window.holds(minute) for window in self._windows])
        return (
            *(asked.how, asked.start, asked.end, asked.line_id, hours, self._stay(asked)),
            *(asked.medium, asked.is_local, self._age(asked.age)),
            asked.statuses & self._held_statuses if asked.statuses else None,
            tuple([min(asked.trips + 1, each.rungs[-1][0]) for each in self._trips]),
            tuple([sum(asked.spent > above for above, _ in each) for each in self._spends]),
            tuple([asked.uses >= each for each in self._uses]),
            self._after(asked),
            self._covered(asked),
        )

    # -- what is no finer than the rules look at it

    def _age(self, age: int | None) -> int | None:
        return None if age is None else sum(age >= bound for bound in self._ages)

    def _stay(self, asked: Asked) -> tuple[bool, bool] | None:
        """Whether it was too long, and short enough to be free."""
        if asked.how == riding.NOT_GONE_IN:
            assert self.rules is not None
            free = timedelta(minutes=self.rules.not_gone_in_free.value)
            return (asked.waited or timedelta(0)) > free, False
        if asked.exited_at is None or self.mode == BUS:
            return None
        stayed = asked.exited_at - asked.entered_at
        limit, free_ = self.fares.time_limit, self._fares(asked).same_station_free
        late = limit is not None and stayed > timedelta(minutes=limit.value)
        return late, free_ is not None and stayed <= timedelta(minutes=free_.value)

    def _after(self, asked: Asked) -> Money | None:
        """The list fare of the ride before, where this one is a transfer from it."""
        first, rule = asked.first, self.fares.transfer
        if first is None or rule is None:
            return None
        at = asked.entered_at
        if not transfer.applies(rule, first, self.mode, at, asked.line_id, asked.vehicle_id):
            return None
        return first.list_fare if rule.free_up_to is not None else _ZERO

    def _covered(self, asked: Asked) -> bool:
        held = self._pass(asked)
        if held is None:
            return False
        covers = passes.covers(held, self.fares, asked.entered_at, asked.exited_at, _ZERO)
        return covers is not None

    # -- as `quote` takes it

    def _pass(self, asked: Asked) -> Held | None:
        """The pass, where the fare system still has one of its kind."""
        held = asked.held
        if held is None:
            return None
        if held.first_entered_at is not None:
            return held if self.fares.day_pass is not None else None
        return held if held.holder in self.fares.monthly_passes else None

    def _fares(self, asked: Asked) -> FareRules:
        """Where staff have to see to it, coming out at the same station is not free by itself."""
        return self._by_tap if asked.how == riding.RODE else self.fares

    def _journey(self, asked: Asked) -> Journey:
        known = asked.end or asked.start
        lacks = asked.how in (*riding.WAYS_IN_COMPLETE, riding.NOT_GONE_IN)
        return Journey(
            mode=self.mode,
            metres={} if lacks else self._way(asked.start, asked.end, asked.line_id),
            entered_at=asked.entered_at,
            exited_at=None if self.mode == BUS else asked.exited_at,
            is_same_station=asked.start is not None and asked.start == asked.end,
            line_id=asked.line_id,
            vehicle=asked.vehicle_id,
            longest=lambda charge: self._longest(known, charge),
        )

    def _rider(self, asked: Asked) -> Rider:
        return Rider(
            medium=asked.medium,
            card_is_local=asked.is_local,
            age=asked.age,
            statuses=asked.statuses,
            trips_before=asked.trips,
            spent_before=asked.spent,
            uses_before=asked.uses,
        )


def _is_set(flag: Figure[bool] | None) -> bool:
    return flag is not None and flag.value


def shown(made: Quote) -> Price:
    return Price(
        list_fare=made.list_fare,
        concession=made.concession,
        concession_discount=made.share("concession_discount"),
        transfer_discount=made.share("transfer_discount"),
        pass_paid=made.share("pass"),
        surcharge=made.surcharge,
        fare=made.fare,
    )
