"""The base of contributions (缴费基数): the wage, within limits that the area's average sets.

Law on social insurance and its local rules: 60 % to 300 % of the average wage of employees in the
year before. A wage outside is moved to the limit (保底封顶); a base that somebody of a flexible
job chooses has to lie inside and is refused otherwise.
"""

from dataclasses import dataclass
from fractions import Fraction

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Input, Step
from sscsim.kernel.money import Money, half_up
from sscsim.kernel.problems import Text

BASE_OUTSIDE = decision.reason(
    "contribution_base_outside",
    "选择的缴费基数 {chosen} 元不在 {lowest} 元至 {highest} 元之间",
    "The chosen base, {chosen} yuan, lies outside {lowest} to {highest}",
    "灵活就业人员可以在当地平均工资的 60% 至 300% 之间选择缴费基数",
)


Limit = Figure[Money] | Figure[Fraction]
"""An amount that the area publishes, rounded its own way, or a share of the average wage."""


@dataclass(frozen=True, slots=True)
class BaseRule:
    """One insurance's limits in an area and a year.

    average: wage of the area, a month. The floor is the city's minimum wage for the unemployment
    insurance of Guangdong (its regulation, article 8).
    """

    average: Figure[Money]
    floor: Limit
    ceiling: Limit

    def of(self, wage: Money) -> Step:
        """The base on which a month's wage contributes, rounded to the fen."""
        low, zh_low, en_low = _term("floor", self.floor)
        high, zh_high, en_high = _term("ceiling", self.ceiling)
        inputs: dict[str, Input] = {"wage": wage, "floor": self.floor, "ceiling": self.ceiling}
        if "average" in low + high:
            inputs["average"] = self.average
        return explain.amount(
            "contribution_base",
            f"max({low}, min(wage, {high}))",
            inputs,
            Text(
                zh=f"月工资 {{wage}} 元，以{zh_low}保底、{zh_high}封顶，缴费基数为 {{result}} 元",
                en=f"A wage of {{wage}}, not below {en_low} and not above {en_high}: "
                "the base is {result}",
            ),
            rounding="half_up_fen",
        )

    def base_of(self, wage: Money) -> Money:
        """The base alone, as `of` says it, without the step."""
        lowest, highest = self._exact(self.floor), self._exact(self.ceiling)
        return Money(half_up(max(lowest, min(Fraction(wage.fen), highest))))

    def _exact(self, limit: Limit) -> Fraction:
        value = limit.value
        return Fraction(value.fen if isinstance(value, Money) else self.average.value.fen * value)

    def limits(self) -> tuple[Money, Money]:
        """The lowest and the highest base, to the fen."""
        return self._amount(self.floor), self._amount(self.ceiling)

    def _amount(self, limit: Limit) -> Money:
        value = limit.value
        return value if isinstance(value, Money) else self.average.value.times(value)

    def refuses(self, chosen: Money) -> list[Reason]:
        """Why somebody may not choose this base; empty where they may."""
        lowest, highest = self.limits()
        if lowest <= chosen <= highest:
            return []
        return [BASE_OUTSIDE.with_(chosen=chosen, lowest=lowest, highest=highest)]


def _term(name: str, limit: Limit) -> tuple[str, str, str]:
    """A limit in the formula, and in both languages."""
    if isinstance(limit.value, Money):
        return name, f" {{{name}}} 元", f"{{{name}}}"
    spoken = f"平均工资 {{average}} 元的 {{{name}}} ", f"{{{name}}} of the average {{average}}"
    return f"average * {name}", *spoken
