"""What taps in Demo City come to, by a model of our own: state table, fares and counts by hand.

Nothing of the service is used: a test feeds the same taps to both. The model knows no arrival: it
sorts what happened and walks through it once, so whatever order taps were told in, whoever told
them twice, and however late, there is one answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tests.support import demo_fares
from tests.support.demo_fares import Before, Person, Ridden

FORGOTTEN = timedelta(hours=24)
"""So long after its entry a journey that nobody ended is over."""


@dataclass(frozen=True, slots=True)
class Tapped:
    """`place`: number of the station, or the line of the bus."""

    at: datetime
    kind: str
    place: int | str
    vehicle: str = ""


@dataclass(frozen=True, slots=True)
class Ride:
    """One journey. `fare`: what the rider pays for it in the end, fen."""

    at: datetime
    until: datetime | None
    start: int | str | None
    end: int | None
    status: str
    full: int
    fare: int


def told(taps: Iterable[Tapped]) -> list[Tapped]:
    """Each tap once, as they happened."""
    return sorted(set(taps), key=lambda tap: (tap.at, tap.kind, str(tap.place)))


@dataclass
class Walk:
    """One card through its taps."""

    who: Person
    inside: Tapped | None = None

    def __post_init__(self) -> None:
        self.found: list[Ride] = []
        self.bus: Ridden | None = None
        self.rail: Ridden | None = None

    def step(self, tap: Tapped) -> None:
        self.late(tap.at)
        if tap.kind == "entry":
            self.gave_up(tap.at)
            self.inside = tap
        elif tap.kind == "exit" and self.inside is None:
            self.add(tap.at, tap.at, None, tap.place, "incomplete", self.no_entry(tap))
        elif tap.kind == "exit":
            self.out(tap)
        else:
            self.bus_tap(tap)

    def out(self, tap: Tapped) -> None:
        assert self.inside is not None
        start, end, at = self.inside.place, tap.place, self.inside.at
        assert isinstance(start, int) and isinstance(end, int)
        minutes = (tap.at - at).total_seconds() / 60
        made = demo_fares.rail(self.who, start, end, at, minutes, self.before(at))
        self.add(at, tap.at, start, end, "completed", made)
        self.inside = None

    def bus_tap(self, tap: Tapped) -> None:
        made = demo_fares.bus(
            self.who, str(tap.place), tap.vehicle, tap.at, Before(bus=self.bus, rail=self.rail)
        )
        self.add(tap.at, tap.at, tap.place, None, "completed", made)
        self.bus, self.rail = Ridden(tap.at, str(tap.place), tap.vehicle), None

    def late(self, now: datetime) -> None:
        """A journey that nobody ended is over by now."""
        if self.inside is not None and now - self.inside.at >= FORGOTTEN:
            self.gave_up(now)

    def gave_up(self, now: datetime) -> None:
        if self.inside is None:
            return
        start = self.inside.place
        assert isinstance(start, int)
        fare = demo_fares.highest_from(start)
        self.add(self.inside.at, None, start, None, "incomplete", (fare, fare))
        self.inside = None

    def no_entry(self, tap: Tapped) -> tuple[int, int]:
        assert isinstance(tap.place, int)
        fare = demo_fares.highest_from(tap.place)
        return fare, fare

    def before(self, at: datetime) -> Before:
        month = [
            ride
            for ride in self.found
            if isinstance(ride.start, int) and ride.at < at and ride.at.month == at.month
        ]
        done = [ride for ride in month if ride.status == "completed"]
        return Before(len(done), sum(ride.fare for ride in done), self.bus, self.rail)

    def add(self, at: datetime, until: datetime | None, start: object, end: object, status: str,
            made: tuple[int, int]) -> None:  # fmt: skip
        assert start is None or isinstance(start, (int, str))
        assert end is None or isinstance(end, int)
        self.found.append(Ride(at, until, start, end, status, *made))
        if isinstance(start, int) and status == "completed":
            self.rail, self.bus = Ridden(at), None


def rides(who: Person, taps: Sequence[Tapped], now: datetime) -> list[Ride]:
    """The journeys of one card, the first one first; the last one may be open."""
    walk = Walk(who)
    for tap in told(taps):
        walk.step(tap)
    walk.late(now)
    if walk.inside is not None:
        start = walk.inside.place
        walk.found.append(Ride(walk.inside.at, None, start, None, "open", 0, 0))
    return walk.found


def skewed(taps: Iterable[Tapped], by: timedelta) -> list[Tapped]:
    """As a gate tells them whose clock is wrong by so much."""
    return [replace(tap, at=tap.at + by) for tap in taps]
