"""Readers (读者): one identity a person, a membership in each network, and what they left there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sscsim.kernel.money import Money

ACTIVE, CLOSED = "active", "closed"
STATUSES: Final = (ACTIVE, CLOSED)
PAID_IN, REFUNDED, TAKEN = "paid", "refunded", "fine_taken"
DEPOSIT_KINDS: Final = (PAID_IN, REFUNDED, TAKEN)


@dataclass(frozen=True, slots=True)
class Reader:
    """One person as a reader, wherever."""

    id: str
    person_id: str
    name: str
    birth_date: date
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Membership:
    """A reader of a network, registered at one of its members.

    carrier: by what; card_id: the card behind it; home_region: where the person is registered;
    tier: chosen for a deposit; deposit: what the library holds now; deposit_due: what it shall
    hold before anything is lent; deposit_on: the day on which it was left. blocked_on, blocked_by,
    block_reason: while a library lets the reader borrow nothing (停借), since when, which and why.
    """

    id: str
    reader_id: str
    person_id: str
    network_id: str
    library_id: str
    carrier: str
    card_id: str
    home_region: str
    tier: str | None
    deposit_due: Money
    deposit: Money
    deposit_on: date | None
    blocked_on: date | None
    blocked_by: str | None
    block_reason: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DepositEntry:
    """One movement of a deposit (押金); only added to. amount: below zero where it goes."""

    id: str
    membership_id: str
    library_id: str
    ordinal: int
    kind: str
    event: str
    amount: Money
    balance: Money
    paid_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PointsEntry:
    """Points given for one late return; only added to."""

    id: str
    reader_id: str
    library_id: str
    loan_id: str
    points: int
    given_on: date
    created_at: datetime


ORDERED, PAID_OUT, RETURNED = "ordered", "paid", "returned"
REFUND_STATUSES: Final = (ORDERED, PAID_OUT, RETURNED)
REFUND_METHODS: Final = ("cash", "card_account")


@dataclass(frozen=True, slots=True)
class Refund:
    """A deposit on its way back. library_id: who hands it out; deposit_library_id: who kept it;
    amount: what the reader gets; fine: what was taken out of it for fees; return_code: with
    which the bank sent it back, after which it can be had in cash."""

    id: str
    reader_id: str
    person_id: str
    membership_id: str
    library_id: str
    deposit_library_id: str
    ordinal: int
    method: str
    amount: Money
    fine: Money
    status: str
    reference: str | None
    return_code: str | None
    version: int
    created_at: datetime
    updated_at: datetime
