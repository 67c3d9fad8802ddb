"""Pensions of government and public institutions (机关事业单位养老保险), since October 2014.

Basic and account pension by the formula of employees; for the years before October 2014 a
transitional pension by the deemed index (视同缴费指数), which the agency fixes by post and rank, at
the rate of the province's employees; the occupational annuity (职业年金) beside it. For who retired
in the ten years of transition the new method is compared with the old one: nobody gets less than by
the old, and of what the new gives more a share is paid that grows year by year.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from services.benefits.domain.pension import employee
from services.benefits.domain.pension.employee import Facts
from services.benefits.domain.pension.payout_months import PayoutMonths
from services.benefits.domain.pension.rules import EmployeeRules
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

ANNUITY, PENSION = "occupational_annuity", "pension"
_ZERO: Final = Money.zero()
SHARES: Final = (PENSION, ANNUITY)


@dataclass(frozen=True, slots=True)
class AnnuityRates:
    """Contributions to the occupational annuity, of the base."""

    employer: Figure[Fraction]
    person: Figure[Fraction]


def annuity_contribution(base: Money, rates: AnnuityRates) -> Explanation:
    """A month's contribution to the occupational annuity, by who pays it."""
    steps = [
        explain.amount(
            f"annuity.{who}",
            "base * rate",
            {"base": base, "rate": rate},
            Text(zh="职业年金缴费：{base} × {rate} = {result}", en="{rate} of {base}: {result}"),
            rounding="half_up_fen",
            share=who,
        )
        for who, rate in (("employer", rates.employer), ("person", rates.person))
    ]
    return employee.summed(steps, ("employer", "person"))


def annuity(balance: Money, age: int, payout: PayoutMonths) -> list[Step]:
    """The annuity a month: the balance over the payout months of the age, until it is used up."""
    return employee.divided(balance, age, payout, "half_up_fen", ANNUITY)


def pension(
    facts: Facts,
    rules: EmployeeRules,
    *,
    annuity_balance: Money = _ZERO,
    old_method: Money | None = None,
    paid_share: Figure[Fraction] | None = None,
) -> Explanation:
    """The monthly pension and annuity.

    `old_method`: what the rules of before October 2014 would have given, for who retires in the
    transition; `paid_share`: of what the new gives more, in the year of retirement; None: the
    transition is over, and the new method alone counts. The annuity is no part of the comparison.
    `facts.early_months`: of service that is deemed paid, at `facts.early_index`.
    """
    parts = _new_method(facts, rules)
    new = employee.summed(parts, employee.SHARES)
    steps = [*map(_unshared, new.steps), _paid(new.total, old_method, paid_share)]
    if annuity_balance:
        steps += annuity(annuity_balance, facts.age, rules.payout)
    return employee.summed(steps, SHARES)


def _new_method(facts: Facts, rules: EmployeeRules) -> list[Step]:
    years = employee.years_of(facts.months, rules.rounding, "pension.years")
    indexed = employee.indexed_wage(rules.area_base, facts.index)
    basic = employee.basic_step(facts, rules, years.decimal, indexed.money)
    steps = [years, indexed, basic, *employee.account_steps(facts.balance, facts.age, rules)]
    if facts.early_months and facts.early_index is not None:
        steps += _deemed(facts.early_months, facts.early_index, rules)
    return steps


def _deemed(months: int, index: Decimal, rules: EmployeeRules) -> list[Step]:
    """The transitional pension for deemed service."""
    years = employee.years_of(months, rules.rounding, "pension.early_years")
    wage = employee.indexed_wage(rules.area_base, index, "pension.early_indexed")
    part = explain.amount(
        "pension.transitional",
        "indexed * early_years * rate",
        {
            "indexed": wage.money,
            "early_years": years.decimal,
            "rate": rules.transitional().rate,
        },
        Text(
            zh="过渡性养老金：{indexed} × 视同缴费 {early_years} 年 × {rate} = {result}",
            en="Transitional pension, {rate} of {indexed} for {early_years} years that are deemed "
            "paid: {result}",
        ),
        rounding="half_up_fen",
        share=employee.TRANSITIONAL,
    )
    return [years, wage, part]


def _unshared(step: Step) -> Step:
    """A part of the new method: what is paid of it says the comparison."""
    return replace(step, share=None)


def _paid(new: Money, old: Money | None, share: Figure[Fraction] | None) -> Step:
    if old is None or share is None:
        return explain.amount(
            "pension.paid",
            "new",
            {"new": new},
            Text(zh="按新办法计发 {result}", en="By the new method: {result}"),
            share=PENSION,
        )
    return explain.amount(
        "pension.paid",
        "old + max(0, new - old) * share",
        {"new": new, "old": old, "share": share},
        Text(
            zh="新办法 {new}，老办法 {old}，保低限高，超出部分发给 {share}，计 {result}",
            en="{new} by the new method, {old} by the old: the old, and {share} of what is more: "
            "{result}",
        ),
        rounding="half_up_fen",
        share=PENSION,
    )
