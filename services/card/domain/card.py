"""A social security card (社会保障卡) and the states of its social application.

The bank application on the same card has states and a password of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.card import problems
from sscsim.kernel.ids import card_number
from sscsim.kernel.problems import FieldError, Text
from sscsim.kernel.states import Machine

MACHINE = Machine(
    "card",
    initial="sealed",
    edges=[
        ("sealed", "enable", "active"),
        ("active", "report_temporary_loss", "temporarily_lost"),
        ("active", "report_loss", "formally_lost"),
        ("temporarily_lost", "report_loss", "formally_lost"),
        ("temporarily_lost", "release", "active"),
        ("formally_lost", "release", "active"),
        ("active", "lock", "locked"),
        ("locked", "unlock", "active"),
        ("active", "cancel", "cancelled"),
        ("temporarily_lost", "cancel", "cancelled"),
        ("formally_lost", "cancel", "cancelled"),
    ],
)
"""Application states as a card check returns them: 0 sealed (封存), 1 active, 2 formally
lost (挂失), 3 locked, 4 temporarily lost (临时挂失), 9 cancelled. Only `enable` has a door
yet; the other rows are what verification and the store have to know."""

STATUSES = MACHINE.states

SPECIFICATION_VERSION = "3.00"
"""Third generation: contact and contactless, national algorithms."""


@dataclass(frozen=True)
class Card:
    """One physical card. `card_number` is unique among the cards of `region_code` only.

    `valid_to_date`: the last day on which the card is good.
    """

    id: str
    person_id: str
    region_code: str
    card_number: str
    card_identification_code: str
    specification_version: str
    status: str
    issue_date: date
    valid_to_date: date
    enabled_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


_FAULTS: dict[type[card_number.ValidationError], tuple[str, Text]] = {
    card_number.InvalidLength: ("wrong_length", Text(zh="应为 9 位", en="must have 9 characters")),
    card_number.InvalidFormat: (
        "wrong_format",
        Text(zh="应为数字或大写字母", en="must be digits and capital letters"),
    ),
    card_number.InvalidChecksum: (
        "wrong_check_character",
        Text(zh="校验码不正确", en="the check character is not right"),
    ),
}


def read_card_number(text: str, pointer: str = "/card_number") -> str:
    """The compact card number, or the problem that says what is wrong with it."""
    try:
        return card_number.validate(text)
    except card_number.ValidationError as fault:
        code, message = _FAULTS[type(fault)]
        raise problems.CardNumberInvalid(errors=[FieldError(code, message, pointer)]) from None


def after(card: Card, event: str) -> str:
    """The status after `event`; refused with the moves that are allowed."""
    if not MACHINE.allows(card.status, event):
        raise problems.CardMoveNotAllowed(
            status=card.status,
            event=event,
            allowed=", ".join(MACHINE.events(card.status)) or "-",
        )
    return MACHINE.after(card.status, event)


def check_none_held(region_code: str, held: Iterable[Card]) -> None:
    """One area gives a person one card; only a cancelled one leaves room for another."""
    for card in held:
        if card.region_code == region_code and card.status != "cancelled":
            raise problems.CardExists(region_code=region_code, card_id=card.id, status=card.status)


def last_valid_day(issue_date: date, years: int) -> date:
    """The day before the anniversary; a card of 29 February lasts to 28 February.

    >>> last_valid_day(date(2026, 4, 1), 10), last_valid_day(date(2024, 2, 29), 10)
    (datetime.date(2036, 3, 31), datetime.date(2034, 2, 28))
    """
    try:
        anniversary = issue_date.replace(year=issue_date.year + years)
    except ValueError:
        anniversary = date(issue_date.year + years, 3, 1)
    return date.fromordinal(anniversary.toordinal() - 1)
