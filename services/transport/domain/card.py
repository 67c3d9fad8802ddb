"""A transit card (交通卡): the purse application of a social security card, or a card of its own.

The purse (电子钱包) is money the issuer holds for the rider; it is not the bank account of the
social security card, and never mixed with it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sscsim.kernel.money import Money

KINDS: Final = ("normal", "student", "elderly", "test", "soldier")
STATUSES: Final = ("active", "lost", "refunded")
"""Validity is a condition beside them: an expired card stays active until its money is out."""

LOAD, PURCHASE, REFUND, ADJUSTMENT, PAYOUT = (
    "load",
    "purchase",
    "purchase_refund",
    "adjustment",
    "payout",
)
DEPOSIT_IN, DEPOSIT_OUT = "deposit", "deposit_back"
ENTRY_KINDS: Final = (LOAD, PURCHASE, REFUND, ADJUSTMENT, PAYOUT)


@dataclass(frozen=True, slots=True)
class TransitCard:
    """`number`: 19 digits, the issuer's prefix first; synthetic.

    `card_id`: the social security card it lives on; None of an anonymous one.
    `balance` may be below zero by the overdraft that the issuer allows, and no further.
    `sequence`: the card's own counter of purchases, offline ones too; `loads`: that of loads.
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
    sequence: int
    loads: int
    entries: int
    issued_on: date
    usable_until: date
    lost_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


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
