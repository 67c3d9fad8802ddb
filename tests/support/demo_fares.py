"""Fares of Demo City by hand: its figures as literals, plain integers, none of the service's code.

What taps there have to cost is worked out from here by `demo_rides`; the figures are those of
`services/transport/policy/990100/`, read by a person. All amounts are fen.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

RAIL_KM = (
    *((0, 1, 5), (1, 2, 3), (2, 3, 2), (3, 4, 2), (4, 5, 8), (5, 6, 10)),
    *((7, 8, 6), (8, 3, 4), (3, 9, 6), (9, 10, 14)),
)
"""Lines 1 and 2, between neighbours; they cross at station 3."""
AIRPORT, AIRPORT_FROM, AIRPORT_FARE = 11, 6, 1_000
"""The airport line has a fare of its own, beside the rest of the way."""
STATIONS = range(12)
CAP, BUS_FARE = 800, {"DEMO-BUS-L01": 200, "DEMO-BUS-L02": 100}
TIME_LIMIT, FREE_AT_THE_SAME = 120, 10
"""Minutes; exactly so many are still in time."""
WORKDAYS = frozenset(date(2026, 4, day) for day in (1, 2, 3, 7, 8, 9, 10))
"""Of the first ten days of April 2026; the fourth to the sixth are Qingming (清明)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who rides. `is_local`: by a card of Demo City."""

    born: date = date(1990, 5, 20)
    is_student: bool = False
    is_local: bool = True
    has_card: bool = True


@dataclass(frozen=True, slots=True)
class Ridden:
    """An earlier ride: its first tap, and of a bus its line and vehicle."""

    at: datetime
    line: str | None = None
    vehicle: str | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What was ridden in the city earlier in the month, and the ride that this one may follow."""

    trips: int = 0
    spent: int = 0
    first: Ridden | None = None

    def minutes(self, at: datetime) -> float | None:
        """Since the first tap of that ride."""
        return None if self.first is None else (at - self.first.at).total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Paid:
    """`full`: the list fare; `fare`: what is paid; `off`: what the transfer took off it. Fen."""

    full: int
    fare: int
    off: int = 0


def km(start: int, end: int) -> int:
    """Of lines 1 and 2, by the only way there is: they cross once."""
    near: dict[int, dict[int, int]] = {}
    for one, other, length in RAIL_KM:
        near.setdefault(one, {})[other] = length
        near.setdefault(other, {})[one] = length
    far, edge = {start: 0}, [start]
    while edge:
        here = edge.pop()
        for there, length in near[here].items():
            if there not in far:
                far[there] = far[here] + length
                edge.append(there)
    return far[end]


def ladder(length: int) -> int:
    """2.00 up to 5 km, 3.00 up to 10, 4.00 up to 20, then 1.00 for each 10 begun; 8.00 at most."""
    for up_to, fare in ((5, 200), (10, 300), (20, 400)):
        if length <= up_to:
            return fare
    return min(CAP, 400 + 100 * -(-(length - 20) // 10))


def list_fare(start: int, end: int) -> int:
    """By distance, and the airport line's own fare beside it."""
    if start == end:
        return 200 if start != AIRPORT else ladder(0)
    beside = 0
    if AIRPORT in (start, end):
        beside = AIRPORT_FARE
        start, end = (AIRPORT_FROM if each == AIRPORT else each for each in (start, end))
        if start == end:
            return beside
    return ladder(km(start, end)) + beside


def highest_from(end: int) -> int:
    """The dearest single fare to a station, by distance alone: the longest way to it."""
    if end == AIRPORT:
        return ladder(15 + max(km(AIRPORT_FROM, other) for other in range(11)))
    return ladder(max([km(end, other) for other in range(11)] + [km(end, AIRPORT_FROM) + 15]))


def age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def percent(who: Person, at: datetime, before: Before) -> int:
    """What part of a metro fare is paid: the least of all that is due."""
    if not (who.is_local and who.has_card):
        return 100
    years, clock = age(who.born, at.date()), at.time()
    is_workday = at.date() in WORKDAYS
    due = [70 if before.trips >= 40 else 80 if before.trips >= 20 else 90]
    due.append(75 if before.spent > 20_000 else 85 if before.spent > 10_000 else 100)
    if who.is_student and years < 25:
        due.append(50)
    if 60 <= years < 70:
        due.append(50)
    if years >= 70:
        peaks = ((time(7), time(9)), (time(17), time(19)))
        is_peak = is_workday and any(first <= clock < last for first, last in peaks)
        due.append(50 if is_peak else 0)
    if is_workday and time(5) <= clock < time(6, 30):
        due.append(70)
    return min(due)


def half_up(fen: int, hundredths: int) -> int:
    return (2 * fen * hundredths + 100) // 200


def rail(who: Person, start: int, end: int, at: datetime, minutes: float, before: Before) -> Paid:
    """A ride that was left `minutes` after its entry."""
    full = list_fare(start, end)
    if start == end and minutes <= FREE_AT_THE_SAME:
        full = 0
    paid, off, gone = half_up(full, percent(who, at, before)), 0, before.minutes(at)
    if gone is not None and before.first and before.first.line and 0 <= gone <= 60:
        off = min(paid, 100)
    beside = highest_from(end) if minutes > TIME_LIMIT else 0
    return Paid(full, paid - off + beside, off)


def bus(who: Person, line: str, vehicle: str, at: datetime, before: Before) -> Paid:
    """One tap on a bus. Cards of all cities pay 80 %."""
    full = BUS_FARE[line]
    paid = half_up(full, 80 if who.has_card else 100)
    first, gone = before.first, before.minutes(at)
    if first is None or gone is None or not 0 <= gone <= 90:
        return Paid(full, paid)
    if vehicle == first.vehicle or (line == first.line and gone < 10):
        return Paid(full, paid)
    fare = min(paid, max(full - 150, 0))
    return Paid(full, fare, paid - fare)
