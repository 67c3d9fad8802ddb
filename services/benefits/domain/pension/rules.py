"""The figures of a province's employee pension, as the calculation reads them.

Provinces share the national formula of 2005 and differ in how they round, in what they give for
the years before personal accounts, and in small sums of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from services.benefits.domain.pension.payout_months import PayoutMonths
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

WEIGHTED, INDEXED, PLAIN = "weighted", "indexed", "plain"
FORMULAS: Final = (WEIGHTED, INDEXED, PLAIN)
"""Transitional pension: the mean of area base and indexed wage; the indexed wage; the area base."""

AVERAGE, EARLY = "average", "early"
INDICES: Final = (AVERAGE, EARLY)
"""Which index the transitional pension takes: of all months, or of those before the accounts."""

FEN, JIAO = "fen", "jiao"
ROUNDINGS: Final = (FEN, JIAO)


@dataclass(frozen=True, slots=True)
class Rounding:
    """How years, the index and amounts are rounded. `years_up`: years go up, not half up;
    `amounts`: one of `ROUNDINGS`."""

    years_places: Figure[int]
    years_up: Figure[bool]
    index_places: Figure[int]
    amounts: Figure[str]


@dataclass(frozen=True, slots=True)
class Transitional:
    """Transitional pension (过渡性养老金). `until`: last month before personal accounts; `index`:
    None where the formula has none; `virtual_months`: of the balance that an account would have
    had (虚账实记), where the province divides it."""

    formula: Figure[str]
    rate: Figure[Fraction]
    index: Figure[str] | None
    virtual_months: Figure[int] | None


@dataclass(frozen=True, slots=True)
class Supplement:
    """Sums of the province's own, a month: a fixed one, and one for each full year."""

    fixed: Figure[Money] | None
    per_year: Figure[Money] | None


@dataclass(frozen=True, slots=True)
class EmployeeRules:
    """One province on the day of retirement.

    area_base: 计发基数, yuan a month. accrual: of the mean, for a year. month_accrual: for each
    month behind the last full year, where the province says it so. low_index: below it the area
    base counts in proportion. until: last month before personal accounts. transitional: looked up
    only for who has such months. extra: of the indexed wage, for a year (增发养老金)
    """

    area_base: Figure[Money]
    accrual: Figure[Fraction]
    month_accrual: Figure[Fraction] | None
    low_index: Figure[Fraction] | None
    rounding: Rounding
    payout: PayoutMonths
    until: Figure[Month]
    transitional: Callable[[], Transitional]
    extra: Figure[Fraction] | None
    supplement: Supplement
