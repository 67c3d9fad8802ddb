"""What taps in Demo City come to, by a model of our own: state table, fares and counts by hand.

Nothing of the service is used: a test feeds the same taps to both. The model knows no arrival: it
sorts what happened and walks through it once, so whatever order taps were told in, whoever told
them twice, and however late, there is one answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.support import demo_fares
from tests.support.demo_fares import Before, Paid, Person, Ridden

FORGOTTEN = timedelta(hours=12)
"""So long after its entry a journey that nobody ended is over, for the lowest fare."""
NO_ENTRY, LOWEST = 800, 200
"""The dearest fare of the network, from the hill to the airport; and the cheapest."""


@dataclass(frozen=True, slots=True)
class Tapped:
    """`place`: number of the station, or the line of the bus."""

    at: datetime
    kind: str
    place: int | str
    vehicle: str = ""


@dataclass(frozen=True, slots=True)
class Ride:
    """One journey. `fare`: what the rider pays for it in the end, `off`: what a transfer took off
    it, fen. `place`: number of the first station, or the line; None without an entry."""

    at: datetime
    until: datetime | None
    place: int | str | None
    end: int | None
    status: str
    full: int
    fare: int
    off: int = 0
    vehicle: str | None = None


@dataclass
class Walk:
    """One card through its taps."""

    who: Person

    def __post_init__(self) -> None:
        self.inside: tuple[datetime, int] | None = None
        self.done: list[Ride] = []

    def step(self, tap: Tapped) -> None:
        self.late(tap.at)
        if isinstance(tap.place, str):
            paid = demo_fares.bus(self.who, tap.place, tap.vehicle, tap.at, self.before(tap.at))
            self.add(tap.at, tap.at, tap.place, None, paid, vehicle=tap.vehicle)
        elif tap.kind == "entry":
            if self.inside is not None:
                self.lacks_exit(demo_fares.highest_from(self.inside[1]), tap.at)
            self.inside = tap.at, tap.place
        elif self.inside is None:
            self.add(tap.at, tap.at, None, tap.place, Paid(NO_ENTRY, NO_ENTRY), "incomplete")
        else:
            at, start = self.inside
            minutes = (tap.at - at).total_seconds() / 60
            paid = demo_fares.rail(self.who, start, tap.place, at, minutes, self.before(at))
            self.add(at, tap.at, start, tap.place, paid)
            self.inside = None

    def late(self, now: datetime) -> None:
        """A journey that nobody ended is over by now."""
        if self.inside is not None and now - self.inside[0] >= FORGOTTEN:
            self.lacks_exit(LOWEST, self.inside[0] + FORGOTTEN)

    def lacks_exit(self, fare: int, until: datetime) -> None:
        """No concession lowers what is charged for a journey without its exit."""
        assert self.inside is not None
        at, start = self.inside
        self.add(at, until, start, None, Paid(fare, fare), "incomplete")
        self.inside = None

    def before(self, at: datetime) -> Before:
        """What ended before in the month of entry counts, whatever it was; the ride before is one
        that is whole, was over by then, and had no transfer discount itself."""
        month = [ride for ride in self.done if (ride.at.year, ride.at.month) == (at.year, at.month)]
        rode = [
            ride
            for ride in self.done
            if ride.status == "completed" and ride.at < at and ride.until and ride.until <= at
        ]
        last = max(rode, key=lambda ride: ride.at, default=None)
        first = None
        if last is not None and not last.off:
            line = last.place if isinstance(last.place, str) else None
            first = Ridden(last.at, line, last.vehicle)
        return Before(len(month), sum(ride.fare for ride in month), first)

    def add(self, at: datetime, until: datetime, place: int | str | None, end: int | None,
            paid: Paid, status: str = "completed", vehicle: str | None = None) -> None:  # fmt: skip
        self.done.append(
            Ride(at, until, place, end, status, paid.full, paid.fare, paid.off, vehicle)
        )


def rides(who: Person, taps: Iterable[Tapped], now: datetime) -> list[Ride]:
    """The journeys of one card, by when they ended; the last one may be open."""
    walk = Walk(who)
    for tap in sorted(set(taps), key=lambda tap: tap.at):
        walk.step(tap)
    walk.late(now)
    if walk.inside is not None:
        at, start = walk.inside
        walk.done.append(Ride(at, None, start, None, "open", 0, 0))
    return walk.done
