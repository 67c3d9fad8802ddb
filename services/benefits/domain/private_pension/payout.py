"""When and how a private pension is paid out (领取), and the tax on it.

State Council 2022 no. 7: at the age of the basic pension, on total loss of the capacity to work,
on settling abroad; since 2025-09-01 also large medical bills, long unemployment and subsistence
aid. By the month, in parts or at once, to the card. Ministry of finance 2022 no. 34: 3 % of what is
paid out, apart from other income.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

PENSION_AGE: Final = "pension_age"
LOST_CAPACITY, SETTLED_ABROAD = "lost_capacity", "settled_abroad"
MEDICAL_BILLS, UNEMPLOYED, SUBSISTENCE = "medical_bills", "unemployed", "subsistence"
CONDITIONS: Final = (
    PENSION_AGE,
    LOST_CAPACITY,
    SETTLED_ABROAD,
    MEDICAL_BILLS,
    UNEMPLOYED,
    SUBSISTENCE,
)
MONTHLY, INSTALMENTS, AT_ONCE = "monthly", "instalments", "at_once"
MANNERS: Final = (MONTHLY, INSTALMENTS, AT_ONCE)
_NONE: Final = Money.zero()

NOT_IN_FORCE = decision.reason(
    "payout_condition_not_in_force",
    "领取情形 {condition} 当时尚未实施；可用情形：{known}",
    "The condition {condition} was not in force; these are: {known}",
    "人社部等部门关于领取个人养老金有关问题的通知，2025 年 9 月 1 日起",
)
NOT_MET = decision.reason(
    "payout_condition_not_met",
    "不符合领取情形 {condition}",
    "The condition {condition} is not met",
)
MANNER_UNKNOWN = decision.reason(
    "payout_manner_unknown",
    "没有领取方式 {manner}；可选：{known}",
    "There is no manner {manner}; there are {known}",
)
NOTHING_THERE = decision.reason(
    "payout_nothing_there",
    "资金账户没有可领取的资金",
    "Nothing is in the account",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Of the person, on the day of the application.

    own_medical: own share of medical bills in twelve months; income: disposable income a head of
    the province in the year before, None where it isn't asked for. benefit_months: months in which
    unemployment benefit was drawn.
    """

    today: Month
    retires_in: Month
    lost_capacity: bool = False
    settled_abroad: bool = False
    own_medical: Money = _NONE
    income: Figure[Money] | None = None
    benefit_months: Collection[Month] = ()
    gets_subsistence: bool = False


@dataclass(frozen=True, slots=True)
class PayoutRule:
    """conditions, manners: that are in force. unemployed, within: months of benefit, in the last
    so many months, both None before that condition was in force. tax: of what is paid out."""

    conditions: Figure[tuple[str, ...]]
    manners: Figure[tuple[str, ...]]
    unemployed: Figure[int] | None
    within: Figure[int] | None
    tax: Figure[Fraction]

    def refuses(self, condition: str, manner: str, balance: Money, facts: Facts) -> list[Reason]:
        """Every reason against a payout."""
        against = []
        if condition not in self.conditions.value:
            known = ", ".join(self.conditions.value)
            against.append(NOT_IN_FORCE.with_(condition=condition, known=known))
        elif not self._met(facts)[condition]:
            against.append(NOT_MET.with_(condition=condition))
        if manner not in self.manners.value:
            known = ", ".join(self.manners.value)
            against.append(MANNER_UNKNOWN.with_(manner=manner, known=known))
        if balance <= Money.zero():
            against.append(NOTHING_THERE)
        return against

    def _met(self, facts: Facts) -> Mapping[str, bool]:
        over_income = facts.income is not None and facts.own_medical > facts.income.value
        return {
            PENSION_AGE: facts.today >= facts.retires_in,
            LOST_CAPACITY: facts.lost_capacity,
            SETTLED_ABROAD: facts.settled_abroad,
            MEDICAL_BILLS: over_income,
            UNEMPLOYED: self._was_unemployed(facts),
            SUBSISTENCE: facts.gets_subsistence,
        }

    def _was_unemployed(self, facts: Facts) -> bool:
        if self.unemployed is None or self.within is None:
            return False
        ages = {facts.today - month for month in facts.benefit_months}
        return sum(0 <= age < self.within.value for age in ages) >= self.unemployed.value

    def net(self, paid_out: Money) -> Explanation:
        """What reaches the card of one payout, and the tax that the bank keeps back."""
        tax = explain.amount(
            "private_pension.tax",
            "paid_out * rate",
            {"paid_out": paid_out, "rate": self.tax},
            Text(
                zh="领取 {paid_out} 元，单独按 {rate} 计税 {result} 元",
                en="{rate} of {paid_out}, apart from other income: a tax of {result}",
            ),
            rounding="half_up_fen",
            share="tax",
        )
        net = explain.amount(
            "private_pension.net",
            "paid_out - tax",
            {"paid_out": paid_out, "tax": tax.money},
            Text(zh="实发 {result} 元到社会保障卡", en="{result} reach the card"),
            share="net",
        )
        return Explanation(paid_out, (tax, net))


def instalments(balance: Money, parts: int) -> Sequence[Money]:
    """A balance in equal parts; the last takes the fen that don't divide. At least one part, and
    none of nothing: ValueError.

    >>> [part.fen for part in instalments(Money(100), 3)]
    [33, 33, 34]
    """
    if parts < 1 or balance.fen < parts:
        raise ValueError(f"{balance} can't be paid in {parts} parts")
    part = Money(balance.fen // parts)
    return [*[part] * (parts - 1), balance - part * (parts - 1)]
