"""What a person has in the private pension: the information account, and the money at a bank.

The information account (信息账户) is one a person, on the national platform. The funds account
(资金账户) is at one bank at a time; after a change of bank the old one is left behind empty. Every
movement is an entry: cash and products (holdings, at what they cost) are the sums of the entries.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits import problems_private_pension as problems
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

FUND: Final = "private_pension"
BANKS: Final = ("629990", "629991")
"""Banks here that open funds accounts (开办个人养老金业务的银行)."""

OPEN, PAYING, ESTATE, CLOSED = "open", "paying", "estate", "closed"
MACHINE: Final = Machine(
    "private pension",
    initial=OPEN,
    edges=[
        (OPEN, "start_payout", PAYING),
        (PAYING, "close", CLOSED),
        (OPEN, "leave_to_heirs", ESTATE),
        (PAYING, "leave_to_heirs", ESTATE),
        (ESTATE, "close", CLOSED),
    ],
)
STATUSES: Final = MACHINE.states

ACTIVE, LEFT = "active", "left"
FUNDS: Final = Machine(
    "funds account of a private pension",
    initial=ACTIVE,
    edges=[(ACTIVE, "leave", LEFT)],
)
FUNDS_STATUSES: Final = FUNDS.states

CONTRIBUTION, CONTRIBUTION_REFUND = "contribution", "contribution_refund"
PURCHASE, REDEMPTION, INCOME = "purchase", "redemption", "income"
MOVED_OUT, MOVED_IN, PAYOUT = "moved_out", "moved_in", "payout"
INHERITANCE: Final = "inheritance"
ENTRY_KINDS: Final = (
    CONTRIBUTION,
    CONTRIBUTION_REFUND,
    PURCHASE,
    REDEMPTION,
    INCOME,
    MOVED_OUT,
    MOVED_IN,
    PAYOUT,
    INHERITANCE,
)
CHANNELS: Final = ("holder", "bank", "agency", "owner")
"""Through what it was opened: an app of the holder's (the platform, the electronic card), a bank,
a counter; `owner`: whoever plays this world."""


def channel_of(role: str) -> str:
    """Through what a caller of this role opens an account.

    >>> channel_of("bank"), channel_of("system")
    ('bank', 'owner')
    """
    return role if role in CHANNELS else "owner"


@dataclass(frozen=True, slots=True)
class PrivatePension:
    """The information account. redeemed: what there was to pay out when the payout began; manner,
    parts, part: how it is paid out, in how many parts or what a month; paid_parts: so many yet."""

    id: str
    person_id: str
    person_name: str
    region_code: str
    application_id: str
    opened_on: date
    closed_on: date | None
    condition: str | None
    manner: str | None
    parts: int | None
    part: Money | None
    redeemed: Money
    paid_parts: int
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class FundsAccount:
    """Money at one bank. holdings: what the products that are held did cost."""

    id: str
    pension_id: str
    person_id: str
    ordinal: int
    bank_code: str
    channel: str
    opened_on: date
    left_on: date | None
    entries: int
    cash: Money
    holdings: Money
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement; only added to. reference: the contribution, holding or payout it is of."""

    id: str
    pension_id: str
    funds_account_id: str
    ordinal: int
    kind: str
    cash: Money
    holdings: Money
    reference: str
    booked_on: date
    explanation: dict[str, Any] | None
    version: int
    created_at: datetime
    updated_at: datetime


def check_open(known: PrivatePension, event: str) -> None:
    """PrivatePensionState: once it is drawn, nothing is paid in, bought or moved any more."""
    if known.status != OPEN:
        raise problems.PrivatePensionState(pension_id=known.id, status=known.status, event=event)
