"""What is known of a rider, and what comes of new taps: the values that `ridden` works with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from services.transport.domain.grants import Grant
from services.transport.domain.journeys import Decision, Journey, Rider
from services.transport.domain.passes_held import TransitPass
from services.transport.domain.pricing import Pricer
from services.transport.domain.riding import Fact, Ridden, RulesOf, State
from services.transport.domain.system import FareSystem
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

_ZERO: Final = Money.zero()


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
