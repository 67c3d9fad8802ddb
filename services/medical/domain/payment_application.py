"""The monthly application for payment (费用申报): what an institution declares, and its audit.

What is in it follows from a rule and needs no list: every settlement and reversal of the
institution whose insured side committed in that month, of one kind of insurance and visit. A
reversal comes into the month in which it was made, with its sign. Such a set can't change once
the month is over and nothing is in flight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sscsim.kernel.money import Money
from sscsim.kernel.problems import FieldError, Text
from sscsim.kernel.states import Machine

DRAFT, SUBMITTED, ACCEPTED, AUDITED = "draft", "submitted", "accepted", "audited"
PAID, WITHDRAWN, REJECTED = "paid", "withdrawn", "rejected"

MACHINE = Machine(
    "payment application",
    initial=DRAFT,
    edges=[
        (DRAFT, "submit", SUBMITTED),
        (SUBMITTED, "accept", ACCEPTED),
        (ACCEPTED, "audit", AUDITED),
        (AUDITED, "pay", PAID),
        (DRAFT, "withdraw", WITHDRAWN),
        (SUBMITTED, "withdraw", WITHDRAWN),
        (SUBMITTED, "reject", REJECTED),
        (ACCEPTED, "reject", REJECTED),
    ],
)
"""申报 by the institution, 受理 and 审核 by the agency of its region, 拨付 by the books. It can be
withdrawn (清算申请撤销) until it is accepted."""

STATUSES = MACHINE.states
DEAD = (WITHDRAWN, REJECTED)
"""Another application for the same month may follow one of these."""

OUT_OF_SCOPE, NOT_INDICATED, OVERCHARGED = "out_of_scope", "not_indicated", "overcharged"
DUPLICATE, NO_RECORD, OTHER = "duplicate_charge", "no_record", "other"
REASONS = (OUT_OF_SCOPE, NOT_INDICATED, OVERCHARGED, DUPLICATE, NO_RECORD, OTHER)
"""Why an audit deducts: 超限定支付范围, 无指征用药或检查, 超标准收费, 重复收费, 病历无记录, 其他.
A list of ours: regions have their own."""

HANDED, BOOKED, NOT_BOOKED = "handed", "booked", "not_booked"
DEDUCTION_STATUSES = (HANDED, BOOKED, NOT_BOOKED)
"""`handed`: on its way to the books. `not_booked`: the books refused it, as after a month between
regions is signed."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What the settlements of a month come to.

    cash_pay: what neither a fund nor an account pays
    cross_region: clearing amount (fund and account money) of persons insured elsewhere, which
    the region pays with the month's clearing
    """

    count: int
    total: Money
    cash_pay: Money
    account_pay: Money
    fund_applied: Money
    cross_region: Money

    @property
    def adds_up(self) -> bool:
        """医疗费总额 = 现金支付 + 个人账户支付 + 申报基金."""
        return self.total == self.cash_pay + self.account_pay + self.fund_applied


@dataclass(frozen=True, slots=True)
class Application:
    """One application; its sums are fixed when it is made.

    event_id: the first of those that were applied for together, if they were
    given_back: earlier deductions of settlements that are reversed in this month: a reversal
    takes back the whole bill, of which the institution had been paid less
    cross_given_back, cross_deducted: of them, of persons insured elsewhere
    not_booked: of what was deducted, what the books refused to take
    paid: what the region paid for persons insured there; the rest comes by clearing
    """

    id: str
    ordinal: int
    event_id: str | None
    institution_id: str
    region_code: str
    month: str
    insurance_kind: str
    visit_kind: str
    status: str
    count: int
    total: Money
    cash_pay: Money
    account_pay: Money
    fund_applied: Money
    cross_region: Money
    given_back: Money
    cross_given_back: Money
    deducted: Money
    cross_deducted: Money
    not_booked: Money
    reason: str | None
    paid: Money | None
    paid_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def sums(self) -> Sums:
        return Sums(
            self.count,
            self.total,
            self.cash_pay,
            self.account_pay,
            self.fund_applied,
            self.cross_region,
        )

    @property
    def payable(self) -> Money:
        """What the institution gets in all: fund and account money, less what was deducted."""
        taken = self.deducted - self.not_booked
        return self.fund_applied + self.account_pay + self.given_back - taken

    @property
    def local_payable(self) -> Money:
        """Of it, for persons insured in the region itself; below zero it is owed back."""
        local = self.fund_applied + self.account_pay - self.cross_region
        given_back = self.given_back - self.cross_given_back
        return local + given_back - (self.deducted - self.cross_deducted)


@dataclass(frozen=True, slots=True)
class Auditable:
    """A settlement as an audit sees it."""

    settlement_id: str
    is_reversal: bool
    is_reversed: bool
    fund_pay: Money
    claim_id: str | None
    insurance_kind: str
    funds: dict[str, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A deduction that the agency wants to make."""

    settlement_id: str
    amount: Money
    reason_code: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Deduction:
    """A deduction (审核扣款). `claim_id`: of a settlement between regions."""

    id: str
    application_id: str
    ordinal: int
    settlement_id: str
    claim_id: str | None
    amount: Money
    reason_code: str
    note: str | None
    status: str
    problem: str | None
    version: int
    created_at: datetime
    updated_at: datetime


_NOT_IN_IT = Text(zh="不在本次申报内", en="is not in this application")
_TWICE = Text(zh="重复", en="stands here twice")
_REVERSAL = Text(zh="是冲正", en="is a reversal")
_REVERSED = Text(zh="已冲正", en="is reversed, or being reversed")
_TOO_MUCH = Text(
    zh="超过基金支付 {fund_pay_fen} 分", en="is more than the funds paid: {fund_pay_fen} fen"
)


def faults(wanted: Sequence[Wanted], found: dict[str, Auditable]) -> list[FieldError]:
    """What is wrong with deductions from the settlements `found`; each must be at most what the
    funds paid (X15): the institution bears it, and the person's part stays as it is."""
    errors: list[FieldError] = []
    seen: set[str] = set()
    for number, one in enumerate(wanted):
        where = f"/deductions/{number}"
        bill = found.get(one.settlement_id)
        named = f"{where}/settlement_id"
        if bill is None:
            errors.append(FieldError("not_in_it", _NOT_IN_IT, pointer=named))
        elif one.settlement_id in seen:
            errors.append(FieldError("duplicate", _TWICE, pointer=named))
        elif bill.is_reversal:
            errors.append(FieldError("is_reversal", _REVERSAL, pointer=named))
        elif bill.is_reversed:
            errors.append(FieldError("is_reversed", _REVERSED, pointer=named))
        elif one.amount > bill.fund_pay:
            said = {"fund_pay_fen": bill.fund_pay.fen}
            errors.append(
                FieldError("too_large", _TOO_MUCH, pointer=f"{where}/amount_fen", params=said)
            )
        seen.add(one.settlement_id)
    return errors
