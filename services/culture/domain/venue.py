"""Venues (场馆、景区): what they are, their parts of a day, and the rules of their kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA

KINDS = ("scenic", "museum", "park")
OPEN, CLOSED = "open", "closed"
STATUSES = (OPEN, CLOSED)
MOST_SESSIONS = 12


@dataclass(frozen=True)
class Session:
    """A part of every day of a venue, in minutes from midnight, and how many may come."""

    opens: int
    closes: int
    quota: int

    def as_json(self) -> dict[str, int]:
        return {"opens": self.opens, "closes": self.closes, "quota": self.quota}


@dataclass(frozen=True)
class Venue:
    """A venue. `sessions`: its usual parts of a day, as `Session.as_json`; none: no quota.

    `needs_booking`: nobody comes in without a reservation.
    """

    id: str
    code: str
    name_zh: str
    name_en: str
    kind: str
    region_code: str
    list_price: Money
    needs_booking: bool
    sessions: Sequence[Mapping[str, Any]]
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def day(self) -> tuple[Session, ...]:
        return tuple(Session(**each) for each in self.sessions)


@dataclass(frozen=True)
class Slot:
    """One part of one day of a venue (入园时段). `taken`: places that are reserved or used."""

    id: str
    venue_id: str
    day: date
    ordinal: int
    opens: int
    closes: int
    quota: int
    taken: int
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def left(self) -> int:
        return self.quota - self.taken

    @property
    def opens_at(self) -> datetime:
        return instant(self.day, self.opens)

    @property
    def closes_at(self) -> datetime:
        return instant(self.day, self.closes)


@dataclass(frozen=True)
class VenueRules:
    """The rules of one kind of venue in one region on a day (all assumed where no source says).

    book_ahead: days; cancel_before: minutes; three no-shows within so many days block a person for
    `block` days; local: what holders of the venue's own province pay, same_city: what those of a
    province of one of the `schemes` pay (同城待遇).
    """

    book_ahead: Figure[int]
    cancel_before: Figure[int]
    no_show_limit: Figure[int]
    no_show_within: Figure[int]
    no_show_block: Figure[int]
    upload_hours: Figure[int]
    local_pays: Figure[Fraction] | None = None
    same_city_pays: Figure[Fraction] | None = None
    schemes: Figure[tuple[str, ...]] | None = None
    child_below: Figure[int] | None = None
    senior_from: Figure[int] | None = None
    senior_pays: Figure[Fraction] | None = None


def instant(day: date, minute: int) -> datetime:
    """The instant of a day in China, so many minutes from its midnight; 1440 is the next one."""
    return datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(minutes=minute)


def follow_each_other(sessions: Sequence[Session]) -> bool:
    """Whether each part of a day ends after it begins, and none begins before another's end."""
    ends = 0
    for each in sessions:
        if each.opens < ends or each.closes <= each.opens:
            return False
        ends = each.closes
    return True


def current(slots: Sequence[Slot], now: datetime) -> Slot | None:
    """The slot that an instant falls in: from its first minute on, up to before its end."""
    return next((each for each in slots if each.opens_at <= now < each.closes_at), None)
