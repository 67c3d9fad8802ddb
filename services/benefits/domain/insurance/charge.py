"""A contribution charge (缴费单): what somebody has to pay for months of contributions, at once.

An employer's month is one charge over all its staff; a person in a flexible job, or a resident,
has charges of their own. Late fees are added when it is paid.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

DUE, PAYING, PAID, FAILED, OVERDUE = "due", "paying", "paid", "failed", "overdue"
REFUNDED, CANCELLED = "refunded", "cancelled"
MACHINE: Final = Machine(
    "contribution charge",
    initial=DUE,
    edges=[
        (DUE, "begin", PAYING),
        (FAILED, "begin", PAYING),
        (OVERDUE, "begin", PAYING),
        (PAYING, "pay", PAID),
        (PAYING, "fail", FAILED),
        (FAILED, "retry", DUE),
        (DUE, "miss", OVERDUE),
        (DUE, "cancel", CANCELLED),
        (FAILED, "cancel", CANCELLED),
        (PAID, "refund", REFUNDED),
    ],
)
STATUSES: Final = MACHINE.states
OPEN: Final = (DUE, FAILED, OVERDUE)

EMPLOYER_MONTH, ARREARS, FLEXIBLE, RESIDENT = "employer_month", "arrears", "flexible", "resident"
KINDS: Final = (EMPLOYER_MONTH, ARREARS, FLEXIBLE, RESIDENT)
ACCOUNT, CARD, CODE = "employer_account", "card_account", "electronic_card"
PAY_BY: Final = (ACCOUNT, CARD, CODE)


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge. amount: without late fee; subsidy: what the government adds when it is paid;
    month: the last month it is for; tries: attempts to take the money."""

    id: str
    business_key: str
    kind: str
    region_code: str
    person_id: str | None
    party_id: str | None
    credit_code: str | None
    payer_name: str
    application_id: str | None
    declaration_id: str | None
    from_month: str
    month: str
    persons: int
    amount: Money
    subsidy: Money
    late_fee: Money
    pay_by: str
    due_on: date
    paid_on: date | None
    tries: int
    return_code: str | None
    reference: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def attempt(self) -> str:
        """What jobs, and payments by a code, know the present attempt by."""
        return f"{self.id}#{self.tries}"


@dataclass(frozen=True, slots=True)
class Part:
    """A charge's sum for one insurance and month."""

    charge_id: str
    kind: str
    month: str
    region_code: str
    employer: Money
    personal: Money
    subsidy: Money
    late_fee: Money

    @property
    def amount(self) -> Money:
        return self.employer + self.personal
