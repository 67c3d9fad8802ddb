"""Employees' basic pension (企业职工基本养老金), by the national formula of 2005 with what
provinces add: basic, personal account, transitional and extra pension, each a share of the total.

- basic (基础养老金): (area base + indexed wage) / 2 * years * 1 %
- account (个人账户养老金): balance / payout months
- transitional (过渡性养老金): for the years before personal accounts, by the province's formula
- extra (增发养老金) and supplement: what the province adds

Years, index and amounts are rounded as the province does; each amount once.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from services.benefits.domain.pension import rules as words
from services.benefits.domain.pension.payout_months import PayoutMonths
from services.benefits.domain.pension.rules import EmployeeRules, Rounding, Supplement
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Input, Step
from sscsim.kernel.explain import Rounding as StepRounding
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

BASIC, ACCOUNT, TRANSITIONAL, EXTRA, SUPPLEMENT = (
    *("basic_pension", "account_pension", "transitional_pension"),
    *("extra_pension", "supplement"),
)
_ZERO: Final = Money.zero()
SHARES: Final = (BASIC, ACCOUNT, TRANSITIONAL, EXTRA, SUPPLEMENT)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the calculation needs to know of a person.

    age: in months, at retirement. months: of contributions, deemed ones included. early_months:
    of them before personal accounts. index, early_index: averages. balance: of the personal
    account. virtual: balance that an account would have had before there were any. extra_parts:
    how many reasons for the extra rate the person has (独生子女, 艰苦边远 and the like)
    """

    age: int
    months: int
    index: Decimal
    balance: Money
    early_months: int = 0
    early_index: Decimal | None = None
    virtual: Money = _ZERO
    extra_parts: int = 1


def pension(facts: Facts, rules: EmployeeRules) -> Explanation:
    """The monthly pension, its parts as shares. FigureMissing names a figure nobody knows."""
    years = years_of(facts.months, rules.rounding, "pension.years")
    indexed = indexed_wage(rules.area_base, facts.index)
    basic = basic_step(facts, rules, years.decimal, indexed.money)
    steps = [years, indexed, basic, *account_steps(facts.balance, facts.age, rules)]
    steps += transitional_steps(facts, rules, indexed.money)
    steps += _extra(facts, rules, years.decimal, indexed.money)
    steps += _supplement(facts, rules.supplement)
    return summed(steps, SHARES)


def summed(steps: list[Step], shares: tuple[str, ...]) -> Explanation:
    """The explanation of steps whose shares make the total."""
    total = sum((step.money for step in steps if step.share is not None), Money.zero())
    return Explanation(total, tuple(steps), shares)


def years_of(months: int, rounding: Rounding, rule: str) -> Step:
    """Months as years, to the places of the province."""
    return explain.number(
        rule,
        "months / 12",
        {"months": months},
        Text(zh="{months} 个月折合 {result} 年", en="{months} months are {result} years"),
        places=rounding.years_places,
        up=rounding.years_up,
    )


def indexed_wage(area_base: Figure[Money], index: Decimal, rule: str = "pension.indexed") -> Step:
    """The indexed monthly wage (指数化月平均缴费工资)."""
    return explain.amount(
        rule,
        "area_base * index",
        {"area_base": area_base, "index": index},
        Text(
            zh="计发基数 {area_base} × 平均缴费指数 {index}，指数化月平均缴费工资 {result}",
            en="The area base of {area_base} by the average index {index} is an indexed wage of "
            "{result}",
        ),
        rounding="half_up_fen",
    )


def basic_step(facts: Facts, rules: EmployeeRules, years: Decimal, indexed: Money) -> Step:
    """The basic pension."""
    inputs: dict[str, Input] = {"area_base": rules.area_base, "indexed": indexed}
    inputs["rounded_to"] = rules.rounding.amounts
    base = "area_base"
    if rules.low_index is not None:
        inputs |= {"index": facts.index, "low_index": rules.low_index}
        base = "area_base * min(1, index / low_index)"
    if rules.month_accrual is None:
        inputs |= {"years": years, "accrual": rules.accrual}
        share = "years * accrual"
    else:
        full, rest = divmod(facts.months, 12)
        inputs |= {"full_years": full, "accrual": rules.accrual}
        inputs |= {"months": rest, "month_accrual": rules.month_accrual}
        share = "(full_years * accrual + months * month_accrual)"
    return explain.amount(
        "pension.basic",
        f"({base} + indexed) / 2 * {share}",
        inputs,
        Text(
            zh="基础养老金：计发基数 {area_base} 与指数化工资 {indexed} 的平均数，"
            "按缴费年限计发 {result}",
            en="Basic pension, of the mean of the area base {area_base} and the indexed wage "
            "{indexed} for the years: {result}",
        ),
        rounding=_amounts(rules.rounding),
        share=BASIC,
    )


def account_steps(
    balance: Money, age: int, rules: EmployeeRules, share: str = ACCOUNT
) -> list[Step]:
    """Payout months, and the pension from the personal account."""
    return divided(balance, age, rules.payout, _amounts(rules.rounding), share)


def divided(
    balance: Money, age: int, payout: PayoutMonths, rounding: StepRounding, share: str
) -> list[Step]:
    """A balance by the payout months of an age."""
    months = payout.at(age)
    part = explain.amount(
        f"pension.{share}",
        "balance / payout_months",
        {"balance": balance, "payout_months": months.decimal},
        Text(
            zh="储存额 {balance} 除以计发月数 {payout_months}，每月 {result}",
            en="A balance of {balance} by {payout_months} payout months: {result} a month",
        ),
        rounding=rounding,
        share=share,
    )
    return [months, part]


def transitional_steps(facts: Facts, rules: EmployeeRules, indexed: Money) -> list[Step]:
    """The transitional pension of who has months before personal accounts; nothing for others."""
    if not facts.early_months:
        return []
    rule = rules.transitional()
    years = years_of(facts.early_months, rules.rounding, "pension.early_years")
    inputs: dict[str, Input] = {"early_years": years.decimal, "rate": rule.rate}
    steps, formula = [years], ""
    match rule.formula.value:
        case words.WEIGHTED:
            formula = "(area_base + indexed) / 2 * early_years * rate"
            inputs |= {"area_base": rules.area_base, "indexed": indexed}
        case words.INDEXED:
            if rule.index is not None and rule.index.value == words.EARLY:
                early = indexed_wage(rules.area_base, _early(facts), "pension.early_indexed")
                steps.append(early)
                indexed = early.money
            formula = "indexed * early_years * rate"
            inputs |= {"indexed": indexed}
        case words.PLAIN:
            formula = "area_base * early_years * rate"
            inputs |= {"area_base": rules.area_base}
    if rule.virtual_months is not None:
        formula += " + virtual / virtual_months"
        inputs |= {"virtual": facts.virtual, "virtual_months": rule.virtual_months}
    inputs["formula"] = rule.formula
    if rule.index is not None:
        inputs["of_index"] = rule.index
    steps.append(
        explain.amount(
            "pension.transitional",
            formula,
            inputs,
            Text(
                zh="过渡性养老金：建立个人账户前 {early_years} 年，每年 {rate}，计 {result}",
                en="Transitional pension for {early_years} years before personal accounts, "
                "{rate} a year: {result}",
            ),
            rounding=_amounts(rules.rounding),
            share=TRANSITIONAL,
        )
    )
    return steps


def _early(facts: Facts) -> Decimal:
    return facts.index if facts.early_index is None else facts.early_index


def _extra(facts: Facts, rules: EmployeeRules, years: Decimal, indexed: Money) -> list[Step]:
    if rules.extra is None:
        return []
    step = explain.amount(
        "pension.extra",
        "indexed * rate * parts * years",
        {"indexed": indexed, "rate": rules.extra, "parts": facts.extra_parts, "years": years},
        Text(
            zh="增发养老金：指数化工资 {indexed} × {rate} × {parts} × {years} 年，计 {result}",
            en="Extra pension of {rate} of the indexed wage {indexed}, {parts} times, for {years} "
            "years: {result}",
        ),
        rounding=_amounts(rules.rounding),
        share=EXTRA,
    )
    return [step]


def _supplement(facts: Facts, supplement: Supplement) -> list[Step]:
    inputs: dict[str, Input] = {}
    parts = []
    if supplement.fixed is not None:
        inputs["fixed"] = supplement.fixed
        parts.append("fixed")
    if supplement.per_year is not None:
        inputs |= {"per_year": supplement.per_year, "full_years": facts.months // 12}
        parts.append("per_year * full_years")
    if not parts:
        return []
    step = explain.amount(
        "pension.supplement",
        " + ".join(parts),
        inputs,
        Text(zh="地方加发 {result}", en="The province adds {result}"),
        share=SUPPLEMENT,
    )
    return [step]


def _amounts(rounding: Rounding) -> StepRounding:
    return "half_up_jiao" if rounding.amounts.value == words.JIAO else "half_up_fen"
