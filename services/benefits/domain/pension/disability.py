"""Disability allowance (病残津贴), since 2025: total loss of work capacity before the legal age.

- near the legal age (within five years) and with the least months: as a pension, account included,
  and the pension does not change when the age is reached
- with the least months but further away: the basic pension alone, computed anew five years before
- with fewer months: the basic pension alone, for 12 months, and three more for each year begun
  behind the first five
"""

from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.pension import employee
from services.benefits.domain.pension.employee import Facts
from services.benefits.domain.pension.rules import EmployeeRules
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

AS_PENSION, BASIC, LIMITED = "as_pension", "basic", "limited"
KINDS: Final = (AS_PENSION, BASIC, LIMITED)

OF_AGE = decision.reason(
    "legal_age_reached_already",
    "{month} 已达到法定退休年龄（{legal}），应当申领基本养老金",
    "In {month} the legal age, of {legal}, is reached already: the pension is to be claimed",
    "企业职工基本养老保险病残津贴暂行办法",
)
CAPACITY_LEFT = decision.reason(
    "work_capacity_not_lost",
    "未经鉴定为完全丧失劳动能力",
    "No appraisal found a total loss of work capacity",
    "企业职工基本养老保险病残津贴暂行办法",
)


@dataclass(frozen=True, slots=True)
class Allowance:
    """National figures: months before the legal age that are near; months of payment for few
    contributions, up to how many of them, and how many more for each year behind."""

    near: Figure[int]
    short_pay: Figure[int]
    short_below: Figure[int]
    more_pay: Figure[int]


@dataclass(frozen=True, slots=True)
class Granted:
    """What is granted: one of `KINDS`, the monthly amount, the last month, and from which month it
    is to be computed anew (five years before the legal age)."""

    kind: str
    explanation: Explanation
    last: Month
    anew_from: Month | None


def against(month: Month, legal: Month, *, capacity_lost: bool) -> list[Reason]:
    """Why there is no allowance from that month on."""
    reasons = [] if capacity_lost else [CAPACITY_LEFT]
    if month >= legal:
        reasons.append(OF_AGE.with_(month=str(month), legal=str(legal)))
    return reasons


def grant(
    facts: Facts,
    month: Month,
    legal: Month,
    least: Figure[int],
    rules: EmployeeRules,
    figures: Allowance,
) -> Granted:
    """The allowance from `month` on, the month behind that of the application.

    `least`: least months of contributions for a pension in that year.
    """
    before_legal = legal + -1
    near_from = legal + -figures.near.value
    if facts.months < least.value:
        limit = _limit(facts.months, figures)
        steps = [*_basic(facts, rules), limit]
        last = min(before_legal, month + (int(limit.decimal) - 1))
        return Granted(LIMITED, employee.summed(steps, employee.SHARES), last, None)
    if month >= near_from:
        return Granted(AS_PENSION, employee.pension(facts, rules), before_legal, None)
    made = employee.summed(_basic(facts, rules), employee.SHARES)
    return Granted(BASIC, made, before_legal, near_from)


def _basic(facts: Facts, rules: EmployeeRules) -> list[Step]:
    years = employee.years_of(facts.months, rules.rounding, "pension.years")
    indexed = employee.indexed_wage(rules.area_base, facts.index)
    return [years, indexed, employee.basic_step(facts, rules, years.decimal, indexed.money)]


def _limit(months: int, figures: Allowance) -> Step:
    """For how many months it is paid to who has few contributions."""
    return explain.number(
        "disability.months",
        "short_pay + more_pay * years_more",
        {
            "short_pay": figures.short_pay,
            "more_pay": figures.more_pay,
            "years_more": max(0, -((figures.short_below.value - months) // 12)),
            "months": str(months),
            "short_below": Figure(str(figures.short_below.value), figures.short_below.basis),
        },
        Text(
            zh="累计缴费 {months} 个月，超过 {short_below} 个月的部分 {years_more} 年"
            "（不满一年按一年），支付 {result} 个月",
            en="{months} months of contributions, {years_more} years begun behind the first "
            "{short_below} months: paid for {result} months",
        ),
        places=0,
    )
