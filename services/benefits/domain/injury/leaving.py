"""Grants on leaving the employer with grades 5 to 10: for later treatment, and for new work.

Regulation, articles 36 and 37: 一次性工伤医疗补助金 from the fund, 一次性伤残就业补助金 from the
employer. Each province says how much: months of its average wage, months of the own wage, or an
amount. In the last years before retirement the second falls by a share a year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.injury import EMPLOYER, FUND
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

LEAVING: Final = range(5, 11)
NO_LEAVING = decision.reason(
    "leaving_grants_grade",
    "{grade} 级伤残保留劳动关系，不享受离职的一次性补助金",
    "Grade {grade} keeps the employment: there are no grants on leaving",
    "工伤保险条例第三十五条至第三十七条",
)
AVERAGE_WAGE, OWN_WAGE, FIXED = "average_wage", "own_wage", "fixed"


@dataclass(frozen=True, slots=True)
class NearRetirement:
    """In the last `years` before retirement the employment grant falls by `cut` for each year
    that has begun (每减少一年扣减)."""

    years: Figure[int]
    cut: Figure[Fraction]

    def steps(self, months_left: int) -> int:
        """How often it is cut. months_left: whole months to retirement, none where it is past.

        A year that has begun counts whole: with five years or more there is no cut.
        """
        short = self.years.value * 12 - max(months_left, 0)
        return max(0, -(-short // 12))


@dataclass(frozen=True, slots=True)
class LeavingRule:
    """base: what the months are of. medical, employment: by grade, months or, where the base is
    `fixed`, an amount."""

    base: Figure[str]
    medical: Mapping[int, Figure[int] | Figure[Money]]
    employment: Mapping[int, Figure[int] | Figure[Money]]
    near_retirement: NearRetirement | None

    def refuses(self, grade: int) -> list[Reason]:
        return [] if grade in LEAVING else [NO_LEAVING.with_(grade=grade)]

    def of(self, grade: int, months_left: int, wage: Step, average: Figure[Money]) -> Explanation:
        """Both grants. grade: 5 to 10 (checked before); months_left: to the retirement age."""
        base: Money | Figure[Money] = wage.money if self.base.value == OWN_WAGE else average
        medical = self._grant("medical", self.medical[grade], base, FUND, "一次性工伤医疗补助金")
        employment = self._grant(
            "employment", self.employment[grade], base, None, "一次性伤残就业补助金"
        )
        steps = [wage] if self.base.value == OWN_WAGE else []
        cut = self._cut(employment.money, months_left)
        return Explanation(medical.money + cut.money, (*steps, medical, employment, cut))

    def _grant(
        self,
        name: str,
        figure: Figure[int] | Figure[Money],
        base: Money | Figure[Money],
        share: str | None,
        zh: str,
    ) -> Step:
        rule = f"injury.leaving.{name}"
        if isinstance(figure.value, Money):
            return explain.amount(
                rule,
                "grant",
                {"grant": figure},
                Text(zh=f"{zh} {{result}} 元", en=f"The {name} grant is {{result}}"),
                share=share,
            )
        return explain.amount(
            rule,
            "base * months",
            {"base": base, "months": figure, "of": self.base},
            Text(
                zh=f"{zh}：{{base}} 元 × {{months}} 个月 = {{result}} 元",
                en=f"The {name} grant: {{months}} months of {{base}}, {{result}}",
            ),
            share=share,
        )

    def _cut(self, grant: Money, months_left: int) -> Step:
        near = self.near_retirement
        if near is None:
            return explain.amount(
                "injury.leaving.employment.paid",
                "grant",
                {"grant": grant},
                Text(zh="由用人单位支付 {result} 元", en="The employer pays {result}"),
                share=EMPLOYER,
            )
        return explain.amount(
            "injury.leaving.employment.paid",
            "grant * max(1 - cut * years, 0)",
            {
                "grant": grant,
                "cut": near.cut,
                "years": near.steps(months_left),
                "within": Figure(str(near.years.value), near.years.basis),
            },
            Text(
                zh="距退休不足 {within} 年的部分计 {years} 年，每年扣减 {cut}，由用人单位支付 "
                "{result} 元",
                en="Less {cut} for each of {years} years short of {within} before retirement, "
                "the employer pays {result}",
            ),
            rounding="half_up_fen",
            share=EMPLOYER,
        )
