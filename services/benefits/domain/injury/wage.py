"""The wage that benefits are worked out from (本人工资): the average of twelve months before.

Regulation, article 64: the average contribution wage of the twelve months before the accident,
or before the disease was found; not below 60 % and not above 300 % of the area's average wage.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Text

MONTHS = 12


@dataclass(frozen=True, slots=True)
class WageRule:
    """average: of the area in the year before, a month; floor and ceiling: shares of it."""

    average: Figure[Money]
    floor: Figure[Fraction]
    ceiling: Figure[Fraction]

    def own(self, wages: Sequence[Money]) -> Step:
        """The wage, rounded half up to the fen. wages: contribution wages of the months before,
        newest last; the last twelve count, fewer where there were fewer. ValueError without any."""
        counted = wages[-MONTHS:]
        if not counted:
            raise ValueError("no contribution wage is known")
        return explain.amount(
            "injury.own_wage",
            "max(average * floor, min(average * ceiling, wages / months))",
            {
                "wages": sum_money(counted),
                "months": len(counted),
                "average": self.average,
                "floor": self.floor,
                "ceiling": self.ceiling,
            },
            Text(
                zh="前 {months} 个月缴费工资共 {wages} 元，月平均以平均工资 {average} 元的 {floor} "
                "保底、{ceiling} 封顶，本人工资 {result} 元",
                en="Wages of {months} months sum to {wages}; their average, not below {floor} and "
                "not above {ceiling} of the area's average {average}, is {result}",
            ),
            rounding="half_up_fen",
        )


def average(wages: Sequence[Money]) -> Step:
    """The average of the last twelve months, without limits, rounded half up to the fen."""
    counted = wages[-MONTHS:]
    return explain.amount(
        "injury.average_wage",
        "wages / months",
        {"wages": sum_money(counted), "months": len(counted)},
        Text(
            zh="前 {months} 个月缴费工资共 {wages} 元，月平均 {result} 元",
            en="Wages of {months} months sum to {wages}: {result} a month",
        ),
        rounding="half_up_fen",
    )
