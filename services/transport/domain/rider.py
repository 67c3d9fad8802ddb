"""What is known of a rider at the gate, and of the moment."""

from dataclasses import dataclass
from datetime import datetime

from sscsim.kernel import workdays
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA, china_day

CARD, TICKET = "card", "ticket"
MEDIA = (CARD, TICKET)
NOTHING = Money.zero()


@dataclass(frozen=True, slots=True)
class Rider:
    """As the card's register knows them on the day, and what was counted in this calendar month.

    Nothing of it is kept as a right: it is looked at again at each tap.
    """

    medium: str = CARD
    card_is_local: bool = True
    age: int | None = None  # whole years on the day of entry
    statuses: frozenset[str] = frozenset()
    height_cm: int | None = None
    nth_child: int | None = None  # of those with one paying adult, from 1 on
    trips_before: int = 0  # bus and metro
    spent_before: Money = NOTHING
    uses_before: int = 0  # of the concession itself
    wanted: str | None = None  # the concession that was asked for


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment of entry: what time windows are judged at."""

    at: datetime

    @property
    def minute(self) -> int:
        """Minutes from midnight in China."""
        local = self.at.astimezone(CHINA)
        return local.hour * 60 + local.minute

    @property
    def is_workday(self) -> bool:
        return workdays.is_workday(china_day(self.at))
