"""A benefit payment (待遇发放): money ordered for a person, onto the account of their card.

The bank side takes it or returns it with a code. What was returned is re-issued by another
payment that refers to it, so that the same sum is never paid twice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.benefits import problems_money as problems
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

ORDERED, PAID, RETURNED, REISSUED = "ordered", "paid", "returned", "reissued"
MACHINE: Final = Machine(
    "benefit payment",
    initial=ORDERED,
    edges=[
        (ORDERED, "pay", PAID),
        (ORDERED, "return", RETURNED),
        (RETURNED, "reissue", REISSUED),
    ],
)
STATUSES: Final = MACHINE.states
ACCEPTED_CODE: Final = "00"
"""What the bank side says when the money is on the account."""

FUNDS: Final = {
    "employment_subsidy": Text(zh="就业补助资金", en="Employment subsidy fund"),
    "unemployment": Text(zh="失业保险基金", en="Unemployment insurance fund"),
    "employee_pension": Text(zh="企业职工基本养老保险基金", en="Employees' basic pension fund"),
    "institution_pension": Text(
        zh="机关事业单位基本养老保险基金", en="Public institutions' basic pension fund"
    ),
    "resident_pension": Text(zh="城乡居民基本养老保险基金", en="Residents' basic pension fund"),
    "work_injury": Text(zh="工伤保险基金", en="Work injury insurance fund"),
    "occupational_annuity": Text(zh="职业年金", en="Occupational annuity"),
    "enterprise_annuity": Text(zh="企业年金", en="Enterprise annuity"),
    "private_pension": Text(zh="个人养老金", en="Private pension"),
    "training_subsidy": Text(zh="职业培训补贴资金", en="Training subsidy fund"),
    "fiscal": Text(zh="财政补贴资金", en="Fiscal subsidy"),
    "loan_guarantee": Text(zh="创业担保贷款担保基金", en="Guarantee fund for start-up loans"),
    "wages": Text(zh="农民工工资专用账户", en="Special account for migrant workers' wages"),
}
"""Whose money it is; each has an account in the book of the region that pays."""


@dataclass(frozen=True, slots=True)
class BenefitPayment:
    """One payment as recorded.

    business_key: what it is for, unique: an application's decision, a month of a benefit
    order_id: the first payment of this sum, itself or the one that a chain of returns goes back to
    replaces: the returned payment that this one re-issues
    person_id: whose card it goes onto; None for an employer's account, which is on no card
    """

    id: str
    business_key: str
    order_id: str
    replaces: str | None
    application_id: str | None
    item_code: str
    person_id: str | None
    payee_name: str | None
    region_code: str
    fund: str
    purpose: str
    amount: Money
    status: str
    return_code: str | None
    paid_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


def check_reissuable(payment: BenefitPayment) -> None:
    """PaymentNotReturned: only what the bank returned is paid again."""
    if not MACHINE.allows(payment.status, "reissue"):
        raise problems.PaymentNotReturned(payment_id=payment.id, status=payment.status)
