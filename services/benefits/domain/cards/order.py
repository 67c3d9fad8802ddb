"""An order to the card service (办卡业务单): what an approved application has done there.

It is ordered with the decision and answered by the card service: done, refused after all, or
waiting for a password that the holder types at the terminal. A card that has to be made is
followed until it is at the branch or on its way by mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sscsim.kernel.states import Machine

ORDERED, ENTRY_WANTED, IN_PRODUCTION = "ordered", "entry_wanted", "in_production"
READY, DELIVERED, DONE = "ready", "delivered", "done"
REFUSED, LAPSED, GIVEN_UP = "refused", "lapsed", "given_up"

MACHINE: Final = Machine(
    "card order",
    initial=ORDERED,
    edges=[
        (ORDERED, "want_entry", ENTRY_WANTED),
        (ORDERED, "finish", DONE),
        (ORDERED, "refuse", REFUSED),
        (ORDERED, "make", IN_PRODUCTION),
        (ENTRY_WANTED, "finish", DONE),
        (ENTRY_WANTED, "refuse", REFUSED),
        (ENTRY_WANTED, "lapse", LAPSED),
        (IN_PRODUCTION, "arrive", READY),
        (IN_PRODUCTION, "deliver", DELIVERED),
        (IN_PRODUCTION, "give_up", GIVEN_UP),
        (READY, "deliver", DELIVERED),
        (READY, "give_up", GIVEN_UP),
    ],
)
STATUSES: Final = MACHINE.states
UNANSWERED: Final = (ORDERED, ENTRY_WANTED)
"""The application stays approved, and takes effect, or not, with the answer."""
FOLLOWED: Final = (IN_PRODUCTION, READY)

MAKES_A_CARD: Final = ("apply", "exchange")
BRANCH, MAIL = "branch", "mail"
_LOOKS_FOR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CardOrder:
    """One order.

    detail: what is to be done, without any password; result: what the card service changed
    delivery: how the new card comes to its holder; due_date: until when it has to be there
    """

    id: str
    application_id: str
    decision_no: int
    item_code: str
    action: str
    person_id: str
    region_code: str
    accepting_region: str
    detail: Mapping[str, Any]
    status: str
    result: Mapping[str, Any]
    password_entry_id: str | None
    card_application_id: str | None
    delivery: str | None
    handed_over_at_once: bool
    due_date: date | None
    overdue_at: datetime | None
    reason: Mapping[str, str] | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_overdue(self) -> bool:
        """Whether the card was not there in time (超期)."""
        return self.overdue_at is not None

    @property
    def goes_to_holder(self) -> bool:
        """Whether it is handed over without another visit: by mail, or made while they wait."""
        return self.delivery == MAIL or self.handed_over_at_once


def next_look(today: date, started: date, due: date | None) -> date | None:
    """When to look again how far a card is: daily in time, weekly later, a year at most.

    >>> next_look(date(2026, 4, 1), date(2026, 4, 1), date(2026, 5, 20))
    datetime.date(2026, 4, 2)
    >>> next_look(date(2026, 6, 1), date(2026, 4, 1), date(2026, 5, 20))
    datetime.date(2026, 6, 8)
    >>> next_look(date(2027, 4, 2), date(2026, 4, 1), date(2026, 5, 20))
    """
    if today >= started + _LOOKS_FOR:
        return None
    in_time = due is not None and today <= due
    return today + timedelta(days=1 if in_time else 7)
