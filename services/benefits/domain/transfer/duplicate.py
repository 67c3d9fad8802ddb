"""Months that two relations were contributed for (重复缴费): which is kept, what goes back.

The person and the agency agree on the relation that is kept; of the other one the account for the
double months goes back to the person with its interest, and the months count once (ministry's 2009
no. 187, recalled). What the employer paid to the pooled fund stays there. Between employees' and
residents' pensions it is always the employees' that is kept (`conversion`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.pension.employee import summed
from services.benefits.domain.pension.history import History
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

REFUND: Final = "refund"
EMPLOYEE, RESIDENT = "employee", "resident"
SCHEMES: Final = (EMPLOYEE, RESIDENT)

_RULE = "人社部发〔2009〕187号"
NOT_DOUBLE = decision.reason(
    "duplicate_month_single",
    "{month} 只在一处缴费，不清退",
    "{month} was contributed for in one place only: nothing goes back",
    _RULE,
)
KEEPS_RESIDENT = decision.reason(
    "duplicate_keeps_employee",
    "职工与居民养老保险重复的，保留职工养老保险关系",
    "Of an employee's and a resident's relation the employee's is kept",
    "人社部发〔2014〕17号第七条",
)
SAME_RELATION = decision.reason(
    "duplicate_same_relation",
    "保留地与清退地同为 {region}",
    "The relation to be kept and the one to be cleared are both in {region}",
    _RULE,
)


@dataclass(frozen=True, slots=True)
class Held:
    """A relation: where, of which scheme, the months contributed."""

    region_code: str
    scheme: str
    months: frozenset[Month]


@dataclass(frozen=True, slots=True)
class Posting:
    """What a double month put into the account that is cleared, and its interest since."""

    month: Month
    posted: Money
    interest: Money


def double(one: Held, other: Held) -> tuple[Month, ...]:
    """The months that both have, in order."""
    return tuple(sorted(one.months & other.months))


def against(kept: Held, dropped: Held, asked: Sequence[Month]) -> list[Reason]:
    """asked: the months that are to be cleared in `dropped`."""
    reasons = []
    if (kept.region_code, kept.scheme) == (dropped.region_code, dropped.scheme):
        reasons.append(SAME_RELATION.with_(region=kept.region_code))
    if (kept.scheme, dropped.scheme) == (RESIDENT, EMPLOYEE):
        reasons.append(KEEPS_RESIDENT)
    single = sorted(set(asked) - set(double(kept, dropped)))
    return [*reasons, *(NOT_DOUBLE.with_(month=str(month)) for month in single)]


def refund(postings: Sequence[Posting]) -> Explanation:
    """What goes back to the person for the double months. ValueError for a month that is twice."""
    months = [each.month for each in postings]
    if len(set(months)) != len(months):
        raise ValueError("a month is refunded once, and here one is twice")
    step = explain.amount(
        "duplicate.refund",
        "posted + interest",
        {
            "posted": sum_money(each.posted for each in postings),
            "interest": sum_money(each.interest for each in postings),
            "months": str(len(postings)),
        },
        Text(
            zh="重复缴费 {months} 个月，个人账户记账 {posted} 及利息 {interest}，退还 {result}",
            en="{months} double months put {posted} into the account, with {interest} of interest: "
            "{result} go back",
        ),
        share=REFUND,
    )
    return summed([step], (REFUND,))


def cleared(dropped: History, months: Sequence[Month]) -> History:
    """The history of the relation that is cleared, without the double months."""
    gone = set(months)
    return History(tuple(e for e in dropped.paid if e.month not in gone), dropped.deemed)
