"""A transit card (交通卡): the purse application of a social security card, or a card of its own.

The purse (电子钱包) is money the issuer holds for the rider; it is not the bank account of the
social security card, and never mixed with it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from stdnum import luhn

from sscsim.kernel.money import Money

KINDS: Final = ("normal", "student", "elderly", "test", "soldier")
ACTIVE, LOST, REPLACED, REFUNDED = "active", "lost", "replaced", "refunded"
STATUSES: Final = (ACTIVE, LOST, REPLACED, REFUNDED)
"""Validity is a condition beside them: an expired card stays active until its money is out."""

LOAD, PURCHASE, REFUND, ADJUSTMENT, PAYOUT = (
    "load",
    "purchase",
    "purchase_refund",
    "adjustment",
    "payout",
)
MOVED_OUT, MOVED_IN = "moved_out", "moved_in"
ENTRY_KINDS: Final = (LOAD, PURCHASE, REFUND, ADJUSTMENT, PAYOUT, MOVED_OUT, MOVED_IN)
"""The last two carry the balance of a lost card to the one that replaces it."""
DEPOSIT_IN, DEPOSIT_OUT = "deposit", "deposit_back"
DEPOSIT_KINDS: Final = (DEPOSIT_IN, DEPOSIT_OUT, MOVED_OUT, MOVED_IN)

SERIAL_LIMIT: Final = 10**10
"""So many cards can one issuer have."""


@dataclass(frozen=True, slots=True)
class TransitCard:
    """`number`: 19 digits, the issuer's prefix first; synthetic.

    `card_id`: the social security card it lives on; None of an anonymous one.
    `balance` may be below zero by `overdraft`, which the chip got when it was issued, and no
    further. `sequence`: the card's own counter of purchases, offline ones too; `loads`: that of
    loads. `carried_until`: of a lost one, the end of the time in which its holder still carries
    what is taken from it. `replaces`: the card whose balance came over, or will.
    """

    id: str
    number: str
    issuer_id: str
    region_code: str
    kind: str
    card_id: str | None
    person_id: str | None
    status: str
    balance: Money
    deposit: Money
    overdraft: Money
    sequence: int
    loads: int
    entries: int
    issued_on: date
    usable_until: date
    lost_at: datetime | None
    carried_until: datetime | None
    replaces: str | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_anonymous(self) -> bool:
        return self.card_id is None


def empty(
    id: str,
    number: str,
    issuer_id: str,
    region_code: str,
    issued_on: date,
    usable_until: date,
    overdraft: Money,
    now: datetime,
    **more: Any,
) -> TransitCard:
    """A card without money and without a name; `more` says otherwise."""
    made = TransitCard(
        id=id,
        number=number,
        issuer_id=issuer_id,
        region_code=region_code,
        kind="normal",
        card_id=None,
        person_id=None,
        status=ACTIVE,
        balance=Money.zero(),
        deposit=Money.zero(),
        overdraft=overdraft,
        sequence=0,
        loads=0,
        entries=0,
        issued_on=issued_on,
        usable_until=usable_until,
        lost_at=None,
        carried_until=None,
        replaces=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
    return replace(made, **more)


@dataclass(frozen=True, slots=True)
class PurseEntry:
    """A movement of a purse, only added to; `event` is its business key, once."""

    id: str
    transit_card_id: str
    ordinal: int
    kind: str
    event: str
    amount: Money  # what the balance changed by, with its sign
    balance: Money  # after it
    card_sequence: int | None
    terminal_number: str | None
    journey_id: str | None
    happened_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A movement that is to be written, as `PurseEntry` has it.

    `card_sequence`: the number that the card itself gave a purchase; None: the next one is given
    to a purchase, and none to anything else.
    """

    transit_card_id: str
    kind: str
    event: str
    amount: Money
    happened_at: datetime
    card_sequence: int | None = None
    terminal_number: str | None = None
    journey_id: str | None = None


def number(prefix: str, serial: int) -> str:
    """The 19-digit number of an issuer's `serial`-th card; the last digit is Luhn's check digit.

    >>> number("97990100", 42)
    '9799010000000000428'
    """
    if len(prefix) != 8 or not 0 <= serial < SERIAL_LIMIT:
        raise ValueError(f"no such card: {prefix} {serial}")
    body = f"{prefix}{serial:010d}"
    return body + luhn.calc_check_digit(body)


def is_number(text: str) -> bool:
    """Whether it is a well-formed card number; whose it is, is another question.

    >>> is_number("9799010000000000428"), is_number("9799010000000000427")
    (True, False)
    """
    return len(text) == 19 and text.isascii() and text.isdigit() and luhn.is_valid(text)


def mask(text: str) -> str:
    """Its first eight and last four digits.

    >>> mask("9799010000000000428")
    '97990100*******0428'
    """
    return f"{text[:8]}{'*' * (len(text) - 12)}{text[-4:]}"
