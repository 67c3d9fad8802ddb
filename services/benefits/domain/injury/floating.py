"""The rate an employer pays of its class's (浮动费率): by what its injuries cost the fund.

Ministry 2015 no. 71: class 1 has its own rate and 120 % and 150 % of it; classes 2 to 8 also 80 %
and 50 %. By which costs an employer moves is set locally.
"""

from dataclasses import dataclass
from fractions import Fraction

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money

LOWEST_CLASS = 1
CLASS_UNKNOWN = decision.reason(
    "industry_class_unknown",
    "没有行业类别 {industry_class}，类别为一类至八类",
    "There is no class {industry_class}; classes are 1 to 8",
    "人社部发〔2015〕71号",
)
CLASSES = range(1, 9)


@dataclass(frozen=True, slots=True)
class FloatingRule:
    """Factors of the class's rate, two below and two above; and, for each, the ratio of what the
    fund paid for the employer's people to what it contributed: at most for those below, at least
    for those above."""

    low_2: Figure[Fraction]
    low_1: Figure[Fraction]
    high_1: Figure[Fraction]
    high_2: Figure[Fraction]
    below_2: Fraction
    below_1: Fraction
    above_1: Fraction
    above_2: Fraction

    def refuses(self, industry_class: int) -> list[Reason]:
        if industry_class in CLASSES:
            return []
        return [CLASS_UNKNOWN.with_(industry_class=industry_class)]

    def factor(
        self, industry_class: int, paid_by_fund: Money, contributed: Money
    ) -> Figure[Fraction] | None:
        """The factor for the next period; None where the class's own rate stays.

        contributed: in the period before; an employer that is new and contributed nothing keeps
        the class's rate.
        """
        if not contributed:
            return None
        used = Fraction(paid_by_fund.fen, contributed.fen)
        if used >= self.above_2:
            return self.high_2
        if used >= self.above_1:
            return self.high_1
        if industry_class == LOWEST_CLASS or used > self.below_1:
            return None
        return self.low_2 if used <= self.below_2 else self.low_1
