"""Pay while work stops for treatment (停工留薪): the wage goes on, from the employer.

Regulation, article 33: as a rule at most twelve months; the labour-capacity board may add at most
as many. It ends when a grade is given.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.injury import EMPLOYER
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

TOO_LONG = decision.reason(
    "stop_work_too_long",
    "停工留薪期 {months} 个月，超过 {most} 个月",
    "{months} months of stopped work; {most} are the most",
    "工伤保险条例第三十三条",
)


@dataclass(frozen=True, slots=True)
class StopWorkRule:
    """most, extension: months."""

    most: Figure[int]
    extension: Figure[int]

    def refuses(self, months: int, is_confirmed: bool) -> list[Reason]:
        """is_confirmed: the labour-capacity board has confirmed that it may be longer."""
        most = self.most.value + (self.extension.value if is_confirmed else 0)
        return [] if months <= most else [TOO_LONG.with_(months=months, most=most)]

    def last_day(self, injured_on: date, is_confirmed: bool) -> date:
        """The last day that it can reach, with or without the board's word."""
        most = self.most.value + (self.extension.value if is_confirmed else 0)
        return (Month.of(injured_on) + most).day(injured_on.day) - timedelta(days=1)

    def extended(self, injured_on: date, months: int) -> date:
        """The last day with so many months more, which the board confirms."""
        whole = self.most.value + months
        return (Month.of(injured_on) + whole).day(injured_on.day) - timedelta(days=1)

    def of(self, months: int, wage: Money) -> Explanation:
        """What the employer pays in all. months: whole ones (checked before); wage: what the
        person earned a month before, all of it (原工资福利待遇不变)."""
        step = explain.amount(
            "injury.stop_work",
            "wage * months",
            {
                "wage": wage,
                "months": months,
                "most": Figure(str(self.most.value), self.most.basis),
            },
            Text(
                zh="停工留薪期 {months} 个月（一般不超过 {most} 个月），每月 {wage} 元，"
                "共 {result} 元",
                en="{months} months of stopped work (as a rule at most {most}) at {wage}: {result}",
            ),
            share=EMPLOYER,
        )
        return Explanation(step.money, (step,))
