"""A social security card (社会保障卡) and the states of its social application.

The bank application on the same card has states and a password of its own.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.card import problems
from sscsim.kernel.ids import card_identification, card_number
from sscsim.kernel.periods import Month
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
        ("temporarily_lost", "lapse", "active"),
        ("formally_lost", "release", "active"),
        ("active", "lock", "locked"),
        ("locked", "unlock", "active"),
        ("sealed", "cancel", "cancelled"),
        ("active", "cancel", "cancelled"),
        ("temporarily_lost", "cancel", "cancelled"),
        ("formally_lost", "cancel", "cancelled"),
        ("locked", "cancel", "cancelled"),
    ],
)
"""The social application of one card. A sealed and a locked card can be cancelled too, which
the sources don't draw: otherwise the card of a holder who died could never be."""

STATUSES = MACHINE.states
STATUS_CODES = {
    "sealed": "0",
    "active": "1",
    "formally_lost": "2",
    "locked": "3",
    "temporarily_lost": "4",
    "cancelled": "9",
}
"""Application states as a card check returns them: sealed (封存), normal, formally lost (挂失),
locked, temporarily lost (临时挂失), cancelled."""

VALIDITIES = ("valid", "renewable", "expired")
"""A condition beside the state, since the tables of states have no code for it: `renewable`
from the day on which a renewal (到期换卡) can be asked for, `expired` after the last valid
day. An expired card keeps its state, so that a loss of it can still be reported."""

FORMS = ("standard", "temporary")
"""A temporary card (临时卡) bridges production: short-lived, without a bank side."""

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
    form: str = "standard"
    temporary_loss_until: datetime | None = None
    replaces_card_id: str | None = None
    cancelled_at: datetime | None = None
    renewal_opened_at: datetime | None = None
    expired_at: datetime | None = None

    @property
    def validity(self) -> str:
        """Where the card is in its lifetime, see `VALIDITIES`."""
        if self.expired_at is not None:
            return "expired"
        return "renewable" if self.renewal_opened_at is not None else "valid"

    @property
    def chip_serial(self) -> str:
        return self.card_identification_code[16:24]

    @property
    def status_code(self) -> str:
        """The state as a card check returns it (AAZ502)."""
        return STATUS_CODES[self.status]


_FAULTS: dict[type[card_number.ValidationError], tuple[str, Text]] = {
    card_number.InvalidLength: (
        "wrong_length",
        Text(zh="长度不正确", en="has the wrong number of characters"),
    ),
    card_number.InvalidFormat: (
        "wrong_format",
        Text(zh="含有不允许的字符", en="has a character that doesn't belong there"),
    ),
    card_number.InvalidChecksum: (
        "wrong_check_character",
        Text(zh="校验码不正确", en="the check character is not right"),
    ),
    card_identification.InvalidComponent: (
        "unknown_part",
        Text(zh="地区或机构标识未知", en="names an unknown area or provider"),
    ),
}


def read_card_number(text: str, pointer: str = "/card_number") -> str:
    """The compact card number, or the problem that says what is wrong with it."""
    try:
        return card_number.validate(text)
    except card_number.ValidationError as fault:
        code, message = _FAULTS[type(fault)]
        raise problems.CardNumberInvalid(errors=[FieldError(code, message, pointer)]) from None


def read_identification_code(text: str, pointer: str = "/card_identification_code") -> str:
    """The compact identification code, or the problem that says what is wrong with it.

    Its computed part is not looked at: a code of another world is simply an unknown card.
    """
    try:
        return card_identification.validate(text)
    except card_identification.ValidationError as fault:
        code, message = _FAULTS[type(fault)]
        error = FieldError(code, message, pointer)
        raise problems.IdentificationCodeInvalid(errors=[error]) from None


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
        if card.form != "standard":
            continue
        if card.region_code == region_code and card.status != "cancelled":
            raise problems.CardExists(region_code=region_code, card_id=card.id, status=card.status)


def check_not_expired(card: Card, today: date) -> None:
    """CardExpired after the card's last valid day."""
    if today > card.valid_to_date:
        raise problems.CardExpired(valid_to=card.valid_to_date)


def renewal_opens(valid_to_date: date, window_days: int) -> date:
    """The first day on which a renewal can be asked for.

    >>> renewal_opens(date(2030, 3, 31), 60)
    datetime.date(2030, 1, 30)
    """
    return valid_to_date - timedelta(days=window_days)


def renewal_key(region_code: str, last_day: date, opens: date, turn: int = 1) -> str:
    """One job opens the renewals of a region's cards with the same last day.

    >>> renewal_key("510100", date(2030, 3, 31), date(2030, 1, 30))
    '510100:20300331:20300130/1'
    """
    return f"{region_code}:{last_day:%Y%m%d}:{opens:%Y%m%d}/{turn}"


def last_valid_day(issue_date: date, months: int) -> date:
    """The day before the same day so many months later, or the last day of a shorter month.

    >>> last_valid_day(date(2026, 4, 1), 120), last_valid_day(date(2024, 2, 29), 120)
    (datetime.date(2036, 3, 31), datetime.date(2034, 2, 28))
    """
    month = Month.of(issue_date) + months
    if issue_date.day > month.last.day:
        return month.last
    return month.day(issue_date.day) - timedelta(days=1)


def drawn_numbers(region_code: str, card_id: str, attempt: int, key: bytes) -> tuple[str, str]:
    """Card number and identification code of a new card, drawn from its id.

    A number is unique within its area only, and drawing may hit one that is taken: then
    the next `attempt` (from 0) is drawn. `key` is the world's, see `identification_key`.
    """
    drawn = hashlib.sha256(f"{card_id}/{attempt}".encode()).digest()
    number = card_number.from_hash(int.from_bytes(drawn[:8], "big"))
    serial = int.from_bytes(drawn[8:12], "big")
    return number, card_identification.make(region_code, serial, key=key)


def identification_key(seed: str) -> bytes:
    """The key of the world with this seed, for the invented part of identification codes."""
    return hashlib.sha256(f"card identification/{seed}".encode()).digest()
