"""Reservations by real name (实名预约): places in a slot, cancelled in time, used, or missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.culture.domain.venue import OPEN, Slot, Venue, VenueRules
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

BOOKED, CANCELLED, USED, NO_SHOW = "booked", "cancelled", "used", "no_show"
MACHINE = Machine(
    "venue reservation",
    initial=BOOKED,
    edges=[
        (BOOKED, "cancel", CANCELLED),
        (BOOKED, "use", USED),
        (BOOKED, "miss", NO_SHOW),
    ],
)
TAKES_PLACES = (BOOKED, USED, NO_SHOW)
"""A place that was missed was nobody else's."""

VENUE_CLOSED, TOO_EARLY, SLOT_OVER = "venue_closed", "not_bookable_yet", "slot_over"
SLOT_FULL, BLOCKED, HAS_ONE = "slot_full", "blocked_after_no_shows", "has_one_that_day"
REASONS = {
    VENUE_CLOSED: Text(zh="场馆暂停开放", en="the venue is closed"),
    TOO_EARLY: Text(
        zh="该日尚未开放预约，最多提前 {days} 天", en="can be booked {days} days ahead at most"
    ),
    SLOT_OVER: Text(zh="该时段已结束", en="is over"),
    SLOT_FULL: Text(zh="余位不足：余 {left}", en="has {left} places left"),
    BLOCKED: Text(
        zh="多次爽约，{until} 前不能预约", en="after no-shows nothing is booked until {until}"
    ),
    HAS_ONE: Text(zh="当日在该场馆已有预约", en="the person has a reservation there on that day"),
}
"""Why a reservation is refused: the closed list."""


@dataclass(frozen=True)
class Reservation:
    """Places of one person, and of children who come along, in one slot.

    `price`: the ticket that is due at the venue; zero with a pass.
    """

    id: str
    venue_id: str
    slot_id: str
    day: date
    person_id: str
    travel_pass_id: str | None
    companions: int
    price: Money
    ordinal: int
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def places(self) -> int:
        return 1 + self.companions


@dataclass(frozen=True)
class Block:
    """Somebody may book nothing at a venue for a while. The last day counts."""

    id: str
    venue_id: str
    person_id: str
    from_day: date
    until_day: date
    created_at: datetime


def against(
    venue: Venue,
    slot: Slot,
    rules: VenueRules,
    now: datetime,
    places: int,
    *,
    has_one: bool,
    blocked_until: date | None,
) -> tuple[str, ...]:
    """Every reason why these places can't be had now; none: they can."""
    found = {
        VENUE_CLOSED: venue.status != OPEN,
        TOO_EARLY: slot.day > now.date() + timedelta(days=rules.book_ahead.value),
        SLOT_OVER: now >= slot.closes_at,
        SLOT_FULL: places > slot.left,
        BLOCKED: blocked_until is not None and now.date() <= blocked_until,
        HAS_ONE: has_one,
    }
    return tuple(reason for reason, stands in found.items() if stands)


def can_be_cancelled(slot: Slot, rules: VenueRules, now: datetime) -> bool:
    """In time: so many minutes before the slot opens, that minute counted."""
    return now <= slot.opens_at - timedelta(minutes=rules.cancel_before.value)


def blocks_until(missed: Sequence[date], rules: VenueRules, day: date) -> date | None:
    """Until when somebody is blocked who missed these days, `day` the newest; None: not at all.

    missed: days of no-shows at the venue since the last block, `day` among them.
    """
    since = day - timedelta(days=rules.no_show_within.value - 1)
    if sum(since <= each <= day for each in missed) < rules.no_show_limit.value:
        return None
    return day + timedelta(days=rules.no_show_block.value)
