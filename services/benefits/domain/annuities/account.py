"""The personal account of an annuity: paid into by the employer and the person, then drawn.

Every movement is an entry, and the balance is the sum of the entries. How it is drawn is chosen
once; it is paid until the account is empty.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits import problems_annuity as problems
from services.benefits.domain.annuity import ENTERPRISE, KINDS, OCCUPATIONAL
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

__all__ = ["ENTERPRISE", "KINDS", "OCCUPATIONAL"]

FUNDS: Final = {OCCUPATIONAL: "occupational_annuity", ENTERPRISE: "enterprise_annuity"}
ITEMS: Final = {OCCUPATIONAL: "HRSS-036", ENTERPRISE: "HRSS-037"}

ACCUMULATING, OPTION_FIXED, INSTRUCTED = "accumulating", "option_fixed", "instructed"
RUNNING, ESTATE = "running", "estate"
EMPTIED, MOVED = "emptied", "moved"
MACHINE: Final = Machine(
    "annuity account",
    initial=ACCUMULATING,
    edges=[
        (ACCUMULATING, "fix_option", OPTION_FIXED),
        (ACCUMULATING, "instruct", INSTRUCTED),
        (OPTION_FIXED, "begin_payout", RUNNING),
        (INSTRUCTED, "begin_payout", RUNNING),
        (RUNNING, "empty", EMPTIED),
        (ACCUMULATING, "move", MOVED),  # with whoever left, to another plan
        (MOVED, "take_in", ACCUMULATING),  # who left has come back
        (EMPTIED, "top_up", RUNNING),  # more came after all was drawn: it is paid as well
        (ACCUMULATING, "leave_to_heirs", ESTATE),
        (OPTION_FIXED, "leave_to_heirs", ESTATE),
        (INSTRUCTED, "leave_to_heirs", ESTATE),
        (RUNNING, "leave_to_heirs", ESTATE),
        (EMPTIED, "leave_to_heirs", ESTATE),
        (ESTATE, "empty", EMPTIED),
    ],
)
STATUSES: Final = MACHINE.states
NOTHING_IN_IT: Final = (EMPTIED, MOVED)

EMPLOYER, PERSON, INCOME = "employer_contribution", "person_contribution", "income"
INTEREST, REFUND = "interest", "refund"
PAYOUT, PREMIUM, INHERITANCE = "payout", "premium", "inheritance"
TRANSFER_OUT, TRANSFER_IN = "transfer_out", "transfer_in"
ENTRY_KINDS: Final = (
    EMPLOYER,
    PERSON,
    INCOME,
    INTEREST,
    REFUND,
    PAYOUT,
    PREMIUM,
    INHERITANCE,
    TRANSFER_OUT,
    TRANSFER_IN,
)
DIRECT: Final = "direct"
"""What an entry refers to that is on no charge: paid in at the trustee's, or paid out."""
CORRECTED: Final = "corrected-"
"""The same, with a number, of a month that was corrected."""

ORDERED, PAID, RETURNED = "ordered", "paid", "returned"
PART: Final = Machine(
    "payout of an annuity",
    initial=ORDERED,
    edges=[(ORDERED, "pay", PAID), (ORDERED, "return", RETURNED), (RETURNED, "pay", PAID)],
)
PART_STATUSES: Final = PART.states


@dataclass(frozen=True, slots=True)
class AnnuityAccount:
    """manner, parts, part: how it is drawn, in how many parts or what each is; payee: the insurer,
    where it is paid to no card."""

    id: str
    kind: str
    person_id: str
    person_name: str
    region_code: str
    plan_number: str
    party_id: str
    employer_name: str
    opened_on: date
    emptied_on: date | None
    application_id: str | None
    reason: str | None
    manner: str | None
    parts: int | None
    part: Money | None
    payee: str | None
    paid_parts: int
    entries: int
    balance: Money
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AnnuityEntry:
    """One movement; only added to. period: the month or year it is of, the number of a payout, or
    of a transfer its own number in the account; reference: the charge that it was paid by, or
    `DIRECT`."""

    id: str
    account_id: str
    ordinal: int
    kind: str
    period: str
    reference: str
    amount: Money
    booked_on: date
    explanation: dict[str, Any] | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AnnuityPayout:
    """One part that was paid out. tax: kept back of it; the rest reached the card."""

    id: str
    account_id: str
    person_id: str
    number: int
    due_on: date
    amount: Money
    tax: Money
    payment_id: str
    tax_payment_id: str | None
    explanation: dict[str, Any] | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


def plan_of(region_code: str) -> str:
    """The region's plan of occupational annuities."""
    return f"ZYNJ{region_code}"


def check_state(known: AnnuityAccount, *wanted: str, event: str) -> None:
    """AnnuityState unless it is in one of these."""
    if known.status not in wanted:
        raise problems.AnnuityState(account_id=known.id, status=known.status, event=event)


def next_part(known: AnnuityAccount) -> Money:
    """What is paid out next; the last part takes what doesn't divide."""
    is_last = known.parts is not None and known.paid_parts + 1 >= known.parts
    if is_last or known.part is None:
        return known.balance
    return min(known.part, known.balance)
