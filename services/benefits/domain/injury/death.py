"""When somebody dies of work: funeral grant, dependants by the month, and a grant once.

Regulation, articles 39 and 41. Funeral: months of the area's average wage. Dependants: shares of
the dead person's own wage, together not above it. Once: twenty times the urban disposable income
a head of the whole country in the year before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Input, Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Text

AT_ONCE, AFTER_STOP_WORK = "at_once", "after_stop_work"
"""Died of the accident or while work was stopped; or later, with a grade of 1 to 4."""

NO_GRADE_FOR_LATER_DEATH = decision.reason(
    "later_death_grade",
    "停工留薪期满后死亡的，只有一级至四级伤残职工的近亲属享受待遇",
    "For a death after stopped work only families of grades 1 to 4 have benefits",
    "工伤保险条例第三十九条第三款",
)


@dataclass(frozen=True, slots=True)
class Dependant:
    """Whom the dead person kept (供养亲属). is_spouse: else another relative; is_lonely: an old
    person alone or an orphan (孤寡老人或者孤儿)."""

    person_id: str
    is_spouse: bool
    is_lonely: bool = False


@dataclass(frozen=True, slots=True)
class DeathRule:
    """funeral: months; grant: times the income; spouse, other: shares of the own wage; lonely:
    points more; advance: of the grant, ahead of a missing person's declared death; missing:
    months in which the wage of a missing person goes on."""

    funeral: Figure[int]
    grant: Figure[int]
    spouse: Figure[Fraction]
    other: Figure[Fraction]
    lonely: Figure[Fraction]
    advance: Figure[Fraction]
    missing: Figure[int]

    def refuses(self, when: str, grade: int | None) -> list[Reason]:
        """grade: that was given before; None where none was."""
        if when == AFTER_STOP_WORK and grade not in range(1, 5):
            return [NO_GRADE_FOR_LATER_DEATH]
        return []

    def once(
        self,
        when: str,
        average: Figure[Money],
        income: Figure[Money],
        advanced: Money | None = None,
        elsewhere: str | None = None,
    ) -> Explanation:
        """Funeral grant, and for a death at once the grant (一次性工亡补助金), less what was paid
        of it ahead. elsewhere: the insurance that has paid a funeral grant; there is no other."""
        steps = [self._funeral(average, elsewhere)]
        if when == AT_ONCE:
            steps.append(
                explain.amount(
                    "injury.death_grant",
                    "income * times",
                    {"income": income, "times": self.grant},
                    Text(
                        zh="上年度全国城镇居民人均可支配收入 {income} 元的 {times} 倍，"
                        "一次性工亡补助金 {result} 元",
                        en="{times} times the country's urban disposable income {income}: {result}",
                    ),
                    share="grant" if advanced is None else None,
                )
            )
        if when == AT_ONCE and advanced is not None:
            steps.append(
                explain.amount(
                    "injury.death_grant.rest",
                    "grant - advanced",
                    {"grant": steps[-1].money, "advanced": advanced},
                    Text(
                        zh="减去已预支 {advanced} 元，还应支付 {result} 元",
                        en="Less {advanced}, which were paid ahead: {result}",
                    ),
                    share="grant",
                )
            )
        return Explanation(
            sum_money(step.money for step in steps if step.share is not None), tuple(steps)
        )

    def _funeral(self, average: Figure[Money], elsewhere: str | None) -> Step:
        inputs: dict[str, Input] = {"average": average, "months": self.funeral}
        said = Text(
            zh="平均工资 {average} 元 × {months} 个月，丧葬补助金 {result} 元",
            en="Funeral: {months} months of the average wage {average}, {result}",
        )
        if elsewhere is not None:
            inputs["insurance"] = elsewhere
            said = Text(
                zh="丧葬补助金 {result} 元不重复支付，{insurance} 保险已经支付",
                en="The {insurance} insurance has paid a funeral grant: {result} aren't paid again",
            )
        share = "funeral" if elsewhere is None else None
        return explain.amount("injury.funeral", "average * months", inputs, said, share=share)

    def ahead(self, income: Figure[Money]) -> Explanation:
        """A part of the grant for the family of a missing person that is in need (预支)."""
        step = explain.amount(
            "injury.death_grant.advance",
            "income * times * advance",
            {"income": income, "times": self.grant, "advance": self.advance},
            Text(
                zh="一次性工亡补助金（{income} 元的 {times} 倍）预支 {advance}，{result} 元",
                en="{advance} of {times} times {income} ahead of the grant: {result}",
            ),
            rounding="half_up_fen",
            share="advance",
        )
        return Explanation(step.money, (step,))

    def monthly(self, wage: Step, dependants: Sequence[Dependant]) -> Explanation:
        """供养亲属抚恤金 of all dependants, each in a share of their own (`person_id`).

        What they'd have together above the wage is cut from all alike. Rounded so that the parts
        sum to it: each gets the sum up to them, rounded, less what those before them got.
        ValueError without dependants.
        """
        if not dependants:
            raise ValueError("nobody is left behind")
        shares = [self._share(each) for each in dependants]
        together = sum(shares, Fraction(0))
        steps: list[Step] = []
        given = Money.zero()
        upto = Fraction(0)
        for each, share in zip(dependants, shares, strict=True):
            upto += share
            step = explain.amount(
                "injury.dependant",
                "wage * upto / max(together, 1) - given",
                {
                    "wage": wage.money,
                    "upto": upto,
                    "together": together,
                    "given": given,
                    "share": Figure(f"{share}", self._figure(each).basis),
                    **({"more": Figure(f"{self.lonely.value}", self.lonely.basis)}
                       if each.is_lonely else {}),
                },
                Text(
                    zh="本人工资 {wage} 元，累计比例 {upto}（合计 {together}，合计超过工资的按比例"
                    "减少），减去前面各人 {given} 元，抚恤金每月 {result} 元",
                    en="Of the own wage {wage}: shares up to here {upto} (together {together}, cut "
                    "to the wage where above it), less {given} of those before: {result} a month",
                ),
                rounding="half_up_fen",
                share=each.person_id,
            )  # fmt: skip
            steps.append(step)
            given += step.money
        return Explanation(given, (wage, *steps))

    def _figure(self, one: Dependant) -> Figure[Fraction]:
        return self.spouse if one.is_spouse else self.other

    def _share(self, one: Dependant) -> Fraction:
        share = self._figure(one).value
        return share + self.lonely.value if one.is_lonely else share

    def wage_while_missing(self, months_since: int, wage: Money) -> Explanation:
        """A month of a missing person (article 41): the wage from the employer for the first
        months, the month of the accident being the first; nothing after, when dependants are
        paid. months_since: whole months since the month of the accident."""
        goes_on = 1 if months_since < self.missing.value else 0
        step = explain.amount(
            "injury.missing",
            "wage * goes_on",
            {
                "wage": wage,
                "goes_on": goes_on,
                "months": Figure(str(self.missing.value), self.missing.basis),
            },
            Text(
                zh="从事故发生当月起 {months} 个月内照发工资，本月 {result} 元",
                en="Wages go on for {months} months from that of the accident: {result}",
            ),
            share="employer",
        )
        return Explanation(step.money, (step,))
