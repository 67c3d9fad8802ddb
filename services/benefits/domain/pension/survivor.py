"""After a death that is no work injury (遗属待遇): funeral grant (丧葬补助金) and survivor payment
(抚恤金), one sum each, by the province's urban disposable income a head and month, of the year
before.

The survivor payment's months go by the deceased's years of contributions; for a pensioner each
full year of pension takes one month off, down to a floor. Who contributed for less than five years
leaves no more than what they paid themselves. Only one funeral grant is paid among pension, work
injury and unemployment insurance (`overlap`).
"""

from dataclasses import dataclass
from typing import Final

from services.benefits.domain.pension.employee import summed
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

FUNERAL, SURVIVORS = "funeral_grant", "survivor_payment"
SHARES: Final = (FUNERAL, SURVIVORS)


@dataclass(frozen=True, slots=True)
class SurvivorRules:
    """National figures in months, and the province's income a month in yuan.

    under_5, under_10, upto_15: of the survivor payment by years of contributions; per_year: more
    for each full year behind 15, at most `most`. per_year_drawn: off for each full year of pension,
    down to `least_retired`. capped_below: months of contributions below which both are capped
    """

    income: Figure[Money]
    funeral: Figure[int]
    under_5: Figure[int]
    under_10: Figure[int]
    upto_15: Figure[int]
    per_year: Figure[int]
    most: Figure[int]
    per_year_drawn: Figure[int]
    least_retired: Figure[int]
    capped_below: Figure[int]


@dataclass(frozen=True, slots=True)
class Deceased:
    """Months of contributions, deemed ones included; months of pension drawn, None for who had not
    retired; what they paid themselves in all, without the employer's part."""

    months: int
    drawn: int | None
    own_contributions: Money


def benefits(who: Deceased, rules: SurvivorRules) -> Explanation:
    """Both sums, each a share of the total."""
    months = _months(who, rules)
    funeral = _sum("survivor.funeral", rules.income, rules.funeral, "丧葬补助金", "Funeral grant")
    payment = _sum("survivor.payment", rules.income, months.decimal, "抚恤金", "Survivor payment")
    if who.months >= rules.capped_below.value or who.drawn is not None:
        return summed([months, _shared(funeral, FUNERAL), _shared(payment, SURVIVORS)], SHARES)
    return summed([months, funeral, payment, *_capped(who, rules, funeral, payment)], SHARES)


def _months(who: Deceased, rules: SurvivorRules) -> Step:
    years, rest = divmod(who.months, 12)
    inputs: dict[str, explain.Input]
    if years < 5:
        inputs, formula = {"base": rules.under_5}, "base"
    elif years < 10:
        inputs, formula = {"base": rules.under_10}, "base"
    elif years < 15 or (years == 15 and not rest):
        inputs, formula = {"base": rules.upto_15}, "base"
    else:
        formula = "min(most, base + per_year * years_more)"
        inputs = {"base": rules.upto_15, "per_year": rules.per_year, "most": rules.most}
        inputs["years_more"] = years - 15
    if who.drawn is not None:
        formula = f"max(least_retired, {formula} - per_year_drawn * years_drawn)"
        inputs |= {"least_retired": rules.least_retired, "per_year_drawn": rules.per_year_drawn}
        inputs["years_drawn"] = who.drawn // 12
    inputs["months"] = str(who.months)
    return explain.number(
        "survivor.months",
        formula,
        inputs,
        Text(
            zh="缴费 {months} 个月，抚恤金发放 {result} 个月",
            en="{months} months of contributions: {result} months of survivor payment",
        ),
        places=0,
    )


def _sum(rule: str, income: Figure[Money], months: explain.Input, zh: str, en: str) -> Step:
    return explain.amount(
        rule,
        "income * months",
        {"income": income, "months": months},
        Text(
            zh=f"{zh}：上年度月人均可支配收入 {{income}} × {{months}} 个月 = {{result}}",
            en=f"{en}: {{months}} months of the income of {{income}}: {{result}}",
        ),
    )


def _shared(step: Step, share: str) -> Step:
    return explain.amount(
        f"{step.rule}.paid",
        "amount",
        {"amount": step.money},
        Text(zh="支付 {result}", en="Paid: {result}"),
        share=share,
    )


def _capped(who: Deceased, rules: SurvivorRules, funeral: Step, payment: Step) -> list[Step]:
    """Both sums within what the deceased paid: the funeral grant first, the rest to survivors."""
    capped_below = Figure(str(rules.capped_below.value), rules.capped_below.basis)
    grant = explain.amount(
        "survivor.funeral.paid",
        "min(amount, own)",
        {"amount": funeral.money, "own": who.own_contributions, "capped_below": capped_below},
        Text(
            zh="缴费不足 {capped_below} 个月，合计不超过个人缴费 {own}，丧葬补助金支付 {result}",
            en="Fewer than {capped_below} months: no more than the {own} paid in person; funeral "
            "grant {result}",
        ),
        share=FUNERAL,
    )
    rest = explain.amount(
        "survivor.payment.paid",
        "min(amount, max(0, own - funeral))",
        {"amount": payment.money, "own": who.own_contributions, "funeral": grant.money},
        Text(zh="抚恤金支付 {result}", en="Survivor payment: {result}"),
        share=SURVIVORS,
    )
    return [grant, rest]
