"""Start-up guaranteed loan (创业担保贷款, HRSS-012): guaranteed, granted by a bank, paid back.

The guarantee fund stands for it; the bank decides for itself; the fiscal side pays a part of the
interest. An instalment that the card's account doesn't cover makes it overdue; after some days the
guarantee pays the bank what is left (代偿), and the borrower owes it to the fund.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from services.benefits import problems_loan as problems
from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.employment import startup
from services.benefits.domain.employment.startup import Business
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-012"
GUARANTEE_FUND: Final = "loan_guarantee"
INTEREST_FUND: Final = "fiscal"

GUARANTEED, CONTRACTED, DECLINED = "guaranteed", "contracted", "declined"
REPAYING, OVERDUE, SETTLED = "repaying", "overdue", "settled"
GUARANTEE_PAID: Final = "guarantee_paid"
MACHINE: Final = Machine(
    "start-up loan",
    initial=GUARANTEED,
    edges=[
        (GUARANTEED, "contract", CONTRACTED),
        (GUARANTEED, "decline", DECLINED),
        (CONTRACTED, "draw", REPAYING),
        (CONTRACTED, "decline", DECLINED),
        (REPAYING, "miss", OVERDUE),
        (OVERDUE, "catch_up", REPAYING),
        (REPAYING, "settle", SETTLED),
        (OVERDUE, "settle", SETTLED),
        (OVERDUE, "pay_guarantee", GUARANTEE_PAID),
    ],
)
STATUSES: Final = MACHINE.states
OPEN: Final = (GUARANTEED, CONTRACTED, REPAYING, OVERDUE)

DUE, MISSED, PAID, COVERED = "due", "missed", "paid", "covered"
INSTALMENT: Final = Machine(
    "instalment of a start-up loan",
    initial=DUE,
    edges=[
        (DUE, "pay", PAID),
        (DUE, "miss", MISSED),
        (MISSED, "pay", PAID),
        (DUE, "cover", COVERED),
        (MISSED, "cover", COVERED),
    ],
)
INSTALMENT_STATUSES: Final = INSTALMENT.states
"""`covered`: the guarantee paid it to the bank."""

AMOUNT_OVER_LIMIT = decision.reason(
    "loan_over_limit",
    "申请 {asked} 元超过个人最高额度 {limit} 元",
    "{asked} yuan is above the limit of {limit} for a person",
    "创业担保贷款额度",
)
TERM_OVER_LIMIT = decision.reason(
    "loan_term_over_limit",
    "期限 {asked} 个月超过 {limit} 个月",
    "{asked} months is above the limit of {limit}",
    "创业担保贷款期限",
)
LOAN_OPEN = decision.reason(
    "startup_loan_open",
    "已有未结清的创业担保贷款 {record_id}（{status}）",
    "There is a start-up loan that is not settled, {record_id} ({status})",
)
BAD_RECORD = decision.reason(
    "guarantee_paid_before",
    "担保基金曾为贷款 {record_id} 代偿",
    "The guarantee paid for the loan {record_id} before",
    "没有逾期贷款",
)
TIMES_OVER_LIMIT = decision.reason(
    "loan_times_over_limit",
    "已获贷款 {times} 次，最多 {limit} 次",
    "{times} loans were granted before, and {limit} are the most",
)
PLAN_WANTED = decision.reason(
    "business_plan_wanted",
    "金额超过 {limit} 元须提供创业计划书",
    "Above {limit} yuan a business plan is wanted",
)


@dataclass(frozen=True, slots=True)
class Loan:
    """One loan. `rate`: a year, in basis points; `subsidised`: of the interest, in basis points.

    covered: what the guarantee paid to the bank. missed_on: since when it is overdue
    """

    id: str
    application_id: str
    ordinal: int
    person_id: str
    person_name: str
    business_id: str
    region_code: str
    amount: Money
    term_months: int
    rate: int
    subsidised: int
    guarantee: str
    bank_party_id: str | None
    drawn_on: date | None
    return_code: str | None
    missed_on: date | None
    covered: Money
    declined_for: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Instalment:
    """One month: `subsidy` is the part of the interest that the fiscal side pays."""

    id: str
    loan_id: str
    number: int
    due_date: date
    principal: Money
    interest: Money
    subsidy: Money
    paid_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def from_card(self) -> Money:
        """What the borrower pays of it."""
        return self.principal + self.interest - self.subsidy


@dataclass(frozen=True, slots=True)
class Rules:
    """Figures of the region; rates a year and shares as parts of one."""

    most_amount: Figure[Money]
    most_term: int
    most_times: int
    plan_above: Figure[Money]
    rate: Figure[Fraction]
    subsidised: Figure[Fraction]
    covered_after_days: int


@dataclass(frozen=True, slots=True)
class Facts:
    """`loans`: all that the person had, the first one first."""

    rules: Rules
    business: Business | None
    on_record: frozenset[str]
    loans: Sequence[Loan] = ()


def decide(case: Case, facts: Facts) -> Decision:
    """Guaranteed within the limits, for a founder without a loan that is open or went bad."""
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    given, rules = case.inputs, facts.rules
    asked, limit = given["amount_fen"], rules.most_amount.value
    against = [
        *startup.category_against(given["category"], facts.on_record),
        *startup.against(facts.business, case.person.id, given["credit_code"]),
        *_history(facts),
    ]
    if asked > limit:
        against.append(AMOUNT_OVER_LIMIT.with_(asked=asked.plain(), limit=limit.plain()))
    if given["term_months"] > rules.most_term:
        against.append(TERM_OVER_LIMIT.with_(asked=given["term_months"], limit=rules.most_term))
    if against:
        return decision.reject(*against)
    if asked > rules.plan_above.value and "business_plan" not in given:
        above = rules.plan_above.value.plain()
        return decision.ask_supplement("business_plan", why=(PLAN_WANTED.with_(limit=above),))
    step = explain.amount(
        "startup_loan.amount",
        "min(asked, most)",
        {"asked": asked, "most": rules.most_amount},
        Text(
            zh="申请 {asked} 元，个人最高额度 {most} 元：担保 {result} 元",
            en="{asked} yuan asked for, {most} the most: {result} yuan are guaranteed",
        ),
        share="loan",
    )
    return decision.approve(
        step.money,
        Explanation(step.money, (step,)),
        rate=basis_points(rules.rate.value),
        subsidised=basis_points(rules.subsidised.value),
    )


def _history(facts: Facts) -> list[Reason]:
    against = []
    for each in facts.loans:
        if each.status in OPEN:
            against.append(LOAN_OPEN.with_(record_id=each.id, status=each.status))
        if each.status == GUARANTEE_PAID:
            against.append(BAD_RECORD.with_(record_id=each.id))
    times = sum(each.status != DECLINED for each in facts.loans)
    if times >= facts.rules.most_times:
        against.append(TIMES_OVER_LIMIT.with_(times=times, limit=facts.rules.most_times))
    return against


def basis_points(part: Fraction) -> int:
    """
    >>> basis_points(Fraction(3, 100))
    300
    """
    return int(part * 10_000)


@dataclass(frozen=True, slots=True)
class Planned:
    """An instalment as the schedule has it, before it has an id."""

    number: int
    due_date: date
    principal: Money
    interest: Money
    subsidy: Money


def schedule(
    amount: Money, months: int, rate: int, subsidised: int, drawn_on: date
) -> list[Planned]:
    """Equal parts of the principal a month, with the month's interest on what is left (等额本金).

    The last part takes the fen that don't divide. Interest and subsidy are rounded half up, each
    once a month. rate, subsidised: basis points

    >>> [each.principal.fen for each in schedule(Money(100), 3, 300, 5000, date(2026, 1, 31))]
    [33, 33, 34]
    """
    part = Money(amount.fen // months)
    left, plan = amount, []
    for number in range(1, months + 1):
        principal = left if number == months else part
        interest = left.times(Fraction(rate, 120_000))
        plan.append(
            Planned(
                number,
                (Month.of(drawn_on) + number).day(drawn_on.day),
                principal,
                interest,
                interest.times(Fraction(subsidised, 10_000)),
            )
        )
        left = left - principal
    return plan


def check_move(known: Loan, event: str) -> str:
    """The status after the event; LoanState where it is not allowed."""
    if not MACHINE.allows(known.status, event):
        raise problems.LoanState(loan_id=known.id, status=known.status, event=event)
    return MACHINE.after(known.status, event)
