"""Benefits by grade of disability: once, by the month, and for care.

Regulation, articles 34 to 37. Once: so many months of the own wage, from the fund. By the month:
grades 1 to 4 from the fund, 5 and 6 from the employer where it has no suitable work, never below
the minimum wage; 7 to 10 have none. Care: a share of the area's average wage, from the fund.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from services.benefits.domain.injury import EMPLOYER, FUND
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Input, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

RETAINED: range = range(1, 5)
"""Grades that leave work for good, with the employment kept (保留劳动关系，退出工作岗位)."""


@dataclass(frozen=True, slots=True)
class DisabilityRule:
    """lump_sum: months of the own wage by grade; allowance: share of it by grade, for those that
    have one; care: share of the area's average wage by level."""

    lump_sum: Mapping[int, Figure[int]]
    allowance: Mapping[int, Figure[Fraction]]
    care: Mapping[str, Figure[Fraction]]

    def once(self, grade: int, wage: Step) -> Explanation:
        """一次性伤残补助金. grade: 1 to 10 (checked before); wage: of `WageRule.own`."""
        step = explain.amount(
            "injury.lump_sum",
            "wage * months",
            {"wage": wage.money, "months": self.lump_sum[grade], "grade": str(grade)},
            Text(
                zh="{grade} 级伤残，{months} 个月本人工资 {wage} 元，一次性伤残补助金 {result} 元",
                en="Grade {grade}: {months} months of the own wage {wage}, once {result}",
            ),
            share=FUND,
        )
        return Explanation(step.money, (wage, step))

    def monthly(self, grade: int, wage: Step, minimum_wage: Figure[Money]) -> Explanation | None:
        """伤残津贴 a month, and what lifts it to the minimum wage; None for grades 7 to 10.

        The share that it is in says who pays: `fund` or `employer`.
        """
        ratio = self.allowance.get(grade)
        if ratio is None:
            return None
        payer = FUND if grade in RETAINED else EMPLOYER
        allowance = explain.amount(
            "injury.allowance",
            "wage * rate",
            {"wage": wage.money, "rate": ratio, "grade": str(grade)},
            Text(
                zh="{grade} 级伤残，本人工资 {wage} 元的 {rate}，伤残津贴 {result} 元",
                en="Grade {grade}: {rate} of the own wage {wage} is {result} a month",
            ),
            rounding="half_up_fen",
            share=payer,
        )
        lift = explain.amount(
            "injury.allowance.minimum_wage",
            "max(minimum_wage - allowance, 0)",
            {"minimum_wage": minimum_wage, "allowance": allowance.money},
            Text(
                zh="不低于最低工资 {minimum_wage} 元，补足 {result} 元",
                en="Not below the minimum wage {minimum_wage}: {result} are added",
            ),
            share=payer,
        )
        return Explanation(allowance.money + lift.money, (wage, allowance, lift))

    def pension_gap(self, allowance: Money, pension: Money) -> Explanation:
        """What the fund adds a month once a pension is drawn in place of an allowance of grade
        1 to 4 and is smaller (article 35, 3)."""
        step = explain.amount(
            "injury.pension_gap",
            "max(allowance - pension, 0)",
            {"allowance": allowance, "pension": pension},
            Text(
                zh="养老金 {pension} 元低于伤残津贴 {allowance} 元的，补足 {result} 元",
                en="The pension is {pension} and the allowance was {allowance}: {result} are added",
            ),
            share=FUND,
        )
        return Explanation(step.money, (step,))

    def care_monthly(self, level: str, average: Figure[Money]) -> Explanation:
        """生活护理费 a month. level: one of `grade.CARE_LEVELS` (checked before)."""
        inputs: dict[str, Input] = {"average": average, "rate": self.care[level]}
        step = explain.amount(
            "injury.care",
            "average * rate",
            inputs,
            Text(
                zh="平均工资 {average} 元的 {rate}，生活护理费 {result} 元",
                en="{rate} of the average wage {average} for care: {result} a month",
            ),
            rounding="half_up_fen",
            share=FUND,
        )
        return Explanation(step.money, (step,))
