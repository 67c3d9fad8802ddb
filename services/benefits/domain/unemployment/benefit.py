"""How much the benefit is a month (失业保险金标准), and the medical premium paid beside it.

Law on social insurance, article 47: the province sets it, not below the subsistence line of the
city; the regulation of 1999, article 18: below the minimum wage. Article 48: the fund pays the
medical contributions of whoever draws it; the person pays nothing.
"""

from dataclasses import dataclass
from fractions import Fraction

from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

BENEFIT, PREMIUM = "benefit", "premium"


@dataclass(frozen=True, slots=True)
class AmountRule:
    """minimum_wage and subsistence (低保标准): of the city, a month; share: of the former."""

    minimum_wage: Figure[Money]
    share: Figure[Fraction]
    subsistence: Figure[Money]

    def monthly(self) -> Explanation:
        """A month's benefit, rounded half up to the fen."""
        step = explain.amount(
            "unemployment.benefit",
            "min(minimum_wage, max(minimum_wage * share, subsistence))",
            {
                "minimum_wage": self.minimum_wage,
                "share": self.share,
                "subsistence": self.subsistence,
            },
            Text(
                zh="最低工资 {minimum_wage} 元的 {share}，不低于低保标准 {subsistence} 元、"
                "不高于最低工资，每月 {result} 元",
                en="{share} of the minimum wage {minimum_wage}, not below the subsistence line "
                "{subsistence} and not above the minimum wage: {result} a month",
            ),
            rounding="half_up_fen",
            share=BENEFIT,
        )
        return Explanation(step.money, (step,))


@dataclass(frozen=True, slots=True)
class PremiumRule:
    """average: wage of the area; base: the share of it on which the fund pays; employer and
    person: medical rates, of which the fund pays both."""

    average: Figure[Money]
    base: Figure[Fraction]
    employer: Figure[Fraction]
    person: Figure[Fraction]

    def monthly(self) -> Explanation:
        """What the fund pays to the medical insurance for a month of benefit."""
        base = explain.amount(
            "unemployment.premium_base",
            "average * base",
            {"average": self.average, "base": self.base},
            Text(
                zh="平均工资 {average} 元的 {base}，缴费基数 {result} 元",
                en="{base} of the average wage {average}: a base of {result}",
            ),
            rounding="half_up_fen",
        )
        premium = explain.amount(
            "unemployment.premium",
            "base * (employer + person)",
            {"base": base.money, "employer": self.employer, "person": self.person},
            Text(
                zh="基数 {base} 元 ×（单位 {employer} + 个人 {person}），由失业保险基金代缴 "
                "{result} 元",
                en="{employer} and {person} of the base {base}, {result}, all paid by the fund",
            ),
            rounding="half_up_fen",
            share=PREMIUM,
        )
        return Explanation(premium.money, (base, premium))
