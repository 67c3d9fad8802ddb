"""The yearly adjustment of pensions (基本养老金调整): a fixed part, a linked and a tilted one.

Each year the nation says by how much pensions may rise on average, and the province by which
parts: the same sum for everybody (定额), so much for each year of contributions and so many percent
of the pension (挂钩), and more for the aged and for hard regions (倾斜). Who retired in the year
itself gets nothing. It counts from January, whenever it is announced.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from services.benefits.domain.pension.employee import summed
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

FIXED, BY_YEARS, BY_PENSION, AGED, HARD_REGION = (
    *("fixed", "linked_to_years", "linked_to_pension"),
    *("tilted_to_age", "tilted_to_hard_region"),
)
SHARES: Final = (FIXED, BY_YEARS, BY_PENSION, AGED, HARD_REGION)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A province's parts of one year. `aged`: from an age in whole years on, so much a month; the
    highest that fits counts. `hard_region`: for who lives in a hard region (艰苦边远地区)."""

    year: int
    fixed: Figure[Money]
    per_year: Figure[Money]
    of_pension: Figure[Fraction]
    aged: Mapping[int, Figure[Money]]
    hard_region: Figure[Money] | None


@dataclass(frozen=True, slots=True)
class Pensioner:
    """Who is adjusted, as on 31 December before. `pension`: a month, before it; `years`: of age"""

    pension: Money
    retired: Month
    months: int
    years: int
    in_hard_region: bool = False


def applies(who: Pensioner, year: int) -> bool:
    """Whether somebody had retired by the end of the year before."""
    return who.retired.year < year


def adjust(who: Pensioner, rules: Adjustment) -> Explanation:
    """By how much a monthly pension rises from January on; nothing for who retired this year."""
    if not applies(who, rules.year):
        return Explanation(Money.zero(), (), SHARES)
    steps = [
        _step(
            FIXED,
            "fixed",
            {"fixed": rules.fixed},
            "定额调整 {result}",
            "The same for all: {result}",
        ),
        _step(
            BY_YEARS,
            "per_year * full_years",
            {"per_year": rules.per_year, "full_years": who.months // 12},
            "缴费 {full_years} 年，每年 {per_year}，计 {result}",
            "{per_year} for each of {full_years} years: {result}",
        ),
        _step(
            BY_PENSION,
            "pension * rate",
            {"pension": who.pension, "rate": rules.of_pension},
            "本人养老金 {pension} × {rate} = {result}",
            "{rate} of the pension of {pension}: {result}",
        ),
    ]
    reached = [age for age in rules.aged if who.years >= age]
    if reached:
        age = max(reached)
        steps.append(
            _step(
                AGED,
                "aged",
                {"aged": rules.aged[age], "age": str(age)},
                "满 {age} 岁倾斜 {result}",
                "From {age} years on: {result}",
            )
        )
    if who.in_hard_region and rules.hard_region is not None:
        steps.append(
            _step(
                HARD_REGION,
                "hard_region",
                {"hard_region": rules.hard_region},
                "艰苦边远地区倾斜 {result}",
                "For a hard region: {result}",
            )
        )
    return summed(steps, SHARES)


def _step(share: str, formula: str, inputs: Mapping[str, explain.Input], zh: str, en: str) -> Step:
    return explain.amount(
        f"adjustment.{share}",
        formula,
        inputs,
        Text(zh=zh, en=en),
        rounding="half_up_fen",
        share=share,
    )


def arrears(rise: Money, year: int, first_paid: Month) -> Explanation:
    """What is paid behind for the months since January, in the month of the first higher pension.

    ValueError before January of the year.
    """
    months = first_paid - Month(year, 1)
    if months < 0:
        raise ValueError(f"{first_paid} is before the adjustment of {year}")
    step = explain.amount(
        "adjustment.arrears",
        "rise * months",
        {"rise": rise, "months": months},
        Text(
            zh="{year} 年 1 月起补发 {months} 个月，每月 {rise}，计 {result}".replace(
                "{year}", str(year)
            ),
            en="{months} months behind since January, {rise} each: {result}",
        ),
        share="arrears",
    )
    return Explanation(step.money, (step,), ("arrears",))
