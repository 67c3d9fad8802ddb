"""A month's contributions of one employee: every insurance, the employer's part and the person's.

Each part is the base times its rate, rounded once, half up to the fen: what the month adds up to
is what the parts add up to. The employer pays work injury and maternity alone (law on social
insurance, articles 33 and 53); the person's part of the pension goes to the personal account
(article 12).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from services.benefits.domain.contributions import EMPLOYER, PENSION, PERSON
from services.benefits.domain.contributions.base import BaseRule
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Input, Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

NAMES: Mapping[str, Text] = {
    "pension": Text("养老保险", "pension"),
    "unemployment": Text("失业保险", "unemployment"),
    "injury": Text("工伤保险", "work injury"),
    "medical": Text("医疗保险", "medical"),
    "maternity": Text("生育保险", "maternity"),
}
PAYERS: Mapping[str, Text] = {
    EMPLOYER: Text("单位缴纳", "employer's part"),
    PERSON: Text("个人缴纳", "person's part"),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """What one payer pays to one insurance, of the base.

    factor: of the rate that this employer pays (工伤浮动费率). relief: the share that is not
    asked for (阶段性减免).
    """

    insurance: str
    payer: str
    ratio: Figure[Fraction]
    factor: Figure[Fraction] | None = None
    relief: Figure[Fraction] | None = None

    @property
    def share(self) -> str:
        """The name of its part: `pension_employer`."""
        return f"{self.insurance}_{self.payer}"

    def part_of(self, base: Money) -> Money:
        """The part alone, as `of` says it, without the step."""
        rate = self.ratio.value
        if self.factor is not None:
            rate *= self.factor.value
        if self.relief is not None:
            rate *= 1 - self.relief.value
        return base.times(rate)

    def of(self, base: Money) -> Step:
        """The part that is paid of a base, rounded half up to the fen."""
        formula = "base * rate"
        given: dict[str, Input] = {"base": base, "rate": self.ratio}
        zh, en = "基数 {base} 元 × {rate}", "{rate} of the base {base}"
        if self.factor is not None:
            formula, given["factor"] = f"{formula} * factor", self.factor
            zh, en = zh + " × 浮动 {factor}", en + ", floating at {factor}"
        if self.relief is not None:
            formula, given["relief"] = f"{formula} * (1 - relief)", self.relief
            zh, en = zh + "，减免 {relief}", en + ", less a relief of {relief}"
        insurance, payer = NAMES[self.insurance], PAYERS[self.payer]
        return explain.amount(
            f"contribution.{self.share}",
            formula,
            given,
            Text(
                zh=f"{insurance.zh}{payer.zh}：{zh} = {{result}} 元",
                en=f"{insurance.en}, {payer.en}: {en} is {{result}}",
            ),
            rounding="half_up_fen",
            share=self.share,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a month: which insurance, who pays, on what base."""

    insurance: str
    payer: str
    base: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Posting:
    """The contributions of one person for one month."""

    month: Month
    lines: tuple[Line, ...]
    explanation: Explanation

    @property
    def total(self) -> Money:
        return self.explanation.total

    def paid_by(self, payer: str) -> Money:
        """What the employer, or the person, pays to all insurances."""
        return sum_money(line.amount for line in self.lines if line.payer == payer)

    @property
    def to_account(self) -> Money:
        """What the month adds to the personal pension account (个人账户)."""
        of_pension = (line for line in self.lines if line.insurance == PENSION)
        return sum_money(line.amount for line in of_pension if line.payer == PERSON)


def of_employee(
    month: Month, wage: Money, bases: Mapping[str, BaseRule], rates: Sequence[Rate]
) -> Posting:
    """The posting of a month. wage: of that month's contribution year, a month; not negative.

    bases: by insurance. KeyError for a rate of an insurance without a base: a declaration names
    the insurances, and `check.faults` has seen to it before.
    """
    steps: list[Step] = []
    found: list[tuple[BaseRule, Step]] = []
    lines = []
    for rate in rates:
        rule = bases[rate.insurance]
        # Insurances with the same limits share the step.
        based = next((step for known, step in found if known is rule), None)
        if based is None:
            based = rule.of(wage)
            found.append((rule, based))
            steps.append(based)
        part = rate.of(based.money)
        steps.append(part)
        lines.append(Line(rate.insurance, rate.payer, based.money, part.money))
    total = sum_money(line.amount for line in lines)
    shares = tuple(rate.share for rate in rates)
    return Posting(month, tuple(lines), Explanation(total, tuple(steps), shares))


def of_construction(price: Money, rate: Figure[Fraction]) -> Explanation:
    """Work injury of a building project, once, on the price of its contract (按项目参保).

    It insures everybody on the site; no wages are declared for it.
    """
    step = explain.amount(
        "contribution.construction",
        "price * rate",
        {"price": price, "rate": rate},
        Text(
            zh="工程合同造价 {price} 元 × {rate} = {result} 元，一次性缴纳工伤保险费",
            en="{rate} of the contract price {price}, paid once for work injury: {result}",
        ),
        rounding="half_up_fen",
        share="injury_employer",
    )
    return Explanation(step.money, (step,))
