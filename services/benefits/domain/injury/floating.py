"""The rate an employer pays of its class's (浮动费率): by what its injuries cost, and how many.

Ministry 2015 no. 71: class 1 has its own rate and 120 % and 150 % of it; classes 2 to 8 also 80 %
and 50 %. By which costs and how many injuries an employer moves is set locally.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

LOWEST_CLASS = 1
CLASS_UNKNOWN = decision.reason(
    "industry_class_unknown",
    "没有行业类别 {industry_class}，类别为一类至八类",
    "There is no class {industry_class}; classes are 1 to 8",
    "人社部发〔2015〕71号",
)
CLASSES = range(1, 9)
LOW_2, LOW_1, OWN, HIGH_1, HIGH_2 = "low_2", "low_1", "class", "high_1", "high_2"
STEPS: Final = (LOW_2, LOW_1, OWN, HIGH_1, HIGH_2)
"""From the lowest to the highest; the one in the middle is the class's own rate."""
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """What an employer's years come to.

    contributed: to the insurance, paid in them; grants, monthly, bills: what the fund paid for its
    people: once, by the month, and for bills by card. injuries: recognised accidents of those
    years; staff: how many were insured, each once.
    """

    contributed: Money
    grants: Money
    monthly: Money
    bills: Money
    injuries: int
    staff: int

    @property
    def spent(self) -> Money:
        return sum_money((self.grants, self.monthly, self.bills))


@dataclass(frozen=True, slots=True)
class FloatingRule:
    """Factors of the class's rate, two below and two above; and, for each, the ratio of what the
    fund paid for the employer's people to what it contributed: at most for those below, at least
    for those above. frequent: the share of the staff that was hurt from which on an employer goes
    a step up at least. years: how many are looked at; from_month: of the year in which they are,
    the one from which on the rate holds."""

    low_2: Figure[Fraction]
    low_1: Figure[Fraction]
    high_1: Figure[Fraction]
    high_2: Figure[Fraction]
    below_2: Fraction
    below_1: Fraction
    above_1: Fraction
    above_2: Fraction
    frequent: Figure[Fraction]
    years: int
    from_month: int

    def refuses(self, industry_class: int) -> list[Reason]:
        if industry_class in CLASSES:
            return []
        return [CLASS_UNKNOWN.with_(industry_class=industry_class)]

    def factor_of(self, step: str) -> Figure[Fraction] | None:
        """None where the class's own rate stays."""
        return {LOW_2: self.low_2, LOW_1: self.low_1, HIGH_1: self.high_1, HIGH_2: self.high_2}.get(
            step
        )

    def step(self, industry_class: int, known: Record) -> str:
        """Where the employer stands next, of `STEPS`. One that is new and contributed nothing, or
        has nobody insured, keeps the class's rate."""
        if not known.contributed or not known.staff:
            return OWN
        place = STEPS.index(self._by_spending(Fraction(known.spent.fen, known.contributed.fen)))
        least = STEPS.index(OWN) if industry_class == LOWEST_CLASS else 0
        if Fraction(known.injuries, known.staff) >= self.frequent.value:
            least = STEPS.index(HIGH_1)
        return STEPS[max(place, least)]

    def _by_spending(self, used: Fraction) -> str:
        if used >= self.above_2:
            return HIGH_2
        if used >= self.above_1:
            return HIGH_1
        if used > self.below_1:
            return OWN
        return LOW_2 if used <= self.below_2 else LOW_1

    def explained(
        self, industry_class: int, known: Record, rate: Figure[Fraction]
    ) -> tuple[Explanation, Fraction]:
        """How the rate comes about, and the rate. The total is what the fund paid."""
        steps = [_spent(known)]
        if known.contributed:
            steps.append(_used(known))
        if known.staff:
            steps.append(self._injured(known))
        steps.append(_rate(rate, self.factor_of(self.step(industry_class, known))))
        return Explanation(known.spent, tuple(steps), ("fund",)), steps[-1].ratio

    def _injured(self, known: Record) -> Step:
        return explain.rate(
            "floating.injured",
            "injuries / staff",
            {"injuries": known.injuries, "staff": known.staff},
            Text(
                zh="参保 {staff} 人中工伤 {injuries} 人次，发生率 {result}",
                en="{injuries} injuries among {staff} insured: {result}",
            ),
        )

    def months(self, assessed_on: date) -> tuple[Month, Month, Month]:
        """The first and the last that are looked at, and the one from which on the rate holds."""
        year = assessed_on.year
        return Month(year - self.years, 1), Month(year - 1, 12), Month(year, self.from_month)


def _spent(known: Record) -> Step:
    return explain.amount(
        "floating.spent",
        "grants + monthly + bills",
        {"grants": known.grants, "monthly": known.monthly, "bills": known.bills},
        Text(
            zh="一次性待遇 {grants} 元、定期待遇 {monthly} 元、持卡结算 {bills} 元，"
            "基金支付 {result} 元",
            en="Paid once {grants}, by the month {monthly}, bills by card {bills}: {result}",
        ),
        share="fund",
    )


def _used(known: Record) -> Step:
    return explain.rate(
        "floating.used",
        "spent / contributed",
        {"spent": known.spent, "contributed": known.contributed},
        Text(
            zh="基金支付 {spent} 元，单位缴费 {contributed} 元，支缴率 {result}",
            en="{spent} was paid of {contributed} that was contributed: {result}",
        ),
    )


def _rate(rate: Figure[Fraction], factor: Figure[Fraction] | None) -> Step:
    if factor is None:
        said = Text(zh="执行行业基准费率 {result}", en="The class's own rate, {result}")
        return explain.rate("floating.rate", "rate", {"rate": rate}, said)
    return explain.rate(
        "floating.rate",
        "rate * factor",
        {"rate": rate, "factor": factor},
        Text(
            zh="行业基准费率 {rate} × {factor}，执行费率 {result}",
            en="{factor} of the class's rate {rate}: {result}",
        ),
    )


@dataclass(frozen=True, slots=True)
class InjuryRate:
    """An employer's rate as assessed; it holds from a month on, until the next one does.

    rate_millionths: what is paid of the base. step: of `STEPS`, against the class's rate.
    """

    id: str
    insured_employer_id: str
    credit_code: str
    region_code: str
    party_id: str | None
    industry_class: int
    first_month: str
    last_month: str
    contributed: Money
    spent: Money
    injuries: int
    staff: int
    step: str
    rate_millionths: int
    explanation: dict[str, Any]
    assessed_on: date
    from_month: str
    version: int
    created_at: datetime
    updated_at: datetime
