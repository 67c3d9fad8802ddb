"""Pension estimate (养老金测算): what the rules of today would give at a later month.

From a contribution history and assumptions alone: a month is contributed for each month until
retirement, at the index assumed; the average wage, and with it the area base, grows by the same
rate each year; the account bears the rate assumed. It binds nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from services.benefits.domain.pension import account, age, employee, history
from services.benefits.domain.pension.employee import Facts
from services.benefits.domain.pension.history import Averages, History, PaidMonth
from services.benefits.domain.pension.rules import EmployeeRules
from sscsim.kernel import explain
from sscsim.kernel.explain import Basis, Explanation, Figure, Source, Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

_ZERO = Money.zero()
_ASSUMED = Source("assumptions", "Assumptions of the estimate (测算假定)", "assumed")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """index: of each month to come. growth: of the average wage, a year. interest: of the account,
    a year. share: of the base that goes to the account"""

    index: Fraction
    growth: Fraction
    interest: Fraction
    share: Figure[Fraction]

    def assumed(self, name: str) -> Basis:
        """What a figure that was only assumed rests on."""
        return Basis("benefits/estimate", name, "1", "world", "-", _ASSUMED)


@dataclass(frozen=True, slots=True)
class Kept:
    """An account as it is kept: by the year's first day, and what was entered since."""

    opening: Money
    entries: tuple[account.Entry, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands today. `balance`: of the account at the end of the month before
    `month`, interest included; `account`: the same as it is kept, where that is known, so that the
    year's interest is counted once; `virtual`: see Facts."""

    birth: date
    history: History
    balance: Money
    month: Month
    virtual: Money = _ZERO
    extra_parts: int = 1
    account: Kept | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What comes of retiring in a month: the pension, months of contributions, the account."""

    month: Month
    age: int
    months: int
    balance: Money
    explanation: Explanation

    @property
    def pension(self) -> Money:
        return self.explanation.total


def estimate(
    standing: Standing,
    retires: Month,
    rules: EmployeeRules,
    averages: Averages,
    assumptions: Assumptions,
) -> Estimate:
    """The pension at a month from today on, by the figures in `rules`.

    `averages` gives the average wage of a year; the last one it is asked for is that of the year
    before today. ValueError for a month before today's.
    """
    if retires < standing.month:
        raise ValueError(f"{retires} is before {standing.month}")
    last_known = standing.month.year - 1
    wages = {last_known: averages(last_known)}
    steps: list[Step] = []
    for year in range(standing.month.year, retires.year):
        grown = _grown(wages[year - 1], assumptions, year)
        steps.append(grown)
        wages[year] = Figure(grown.money, assumptions.assumed(f"average_wage.{year}"))
    area = rules.area_base
    for year in range(standing.month.year + 1, retires.year + 1):
        grown = _area(area, assumptions, year)
        steps.append(grown)
        area = Figure(grown.money, assumptions.assumed(f"area_base.{year}"))

    def average(year: int) -> Figure[Money]:
        return wages[year] if year in wages else averages(year)

    ahead = [
        PaidMonth(month, _base(wages[month.year - 1], assumptions))
        for month in _until(standing.month, retires)
    ]
    then = standing.history.with_(ahead)
    balance, growth = _balance(standing, ahead, retires, assumptions)
    facts, found = facts_of(
        then,
        age.age_at(standing.birth, retires),
        balance,
        rules,
        average,
        virtual=standing.virtual,
        extra_parts=standing.extra_parts,
    )
    made = employee.pension(facts, replace(rules, area_base=area))
    return Estimate(
        retires, facts.age, facts.months, balance, made.after([*steps, *growth, *found])
    )


def series(
    standing: Standing,
    months: Sequence[Month],
    rules: EmployeeRules,
    averages: Averages,
    assumptions: Assumptions,
) -> list[Estimate]:
    """Estimates for several months of retirement, to compare them."""
    return [estimate(standing, month, rules, averages, assumptions) for month in months]


def facts_of(
    known: History,
    months_of_age: int,
    balance: Money,
    rules: EmployeeRules,
    averages: Averages,
    *,
    virtual: Money = _ZERO,
    extra_parts: int = 1,
) -> tuple[Facts, list[Step]]:
    """What the calculation needs, worked out from a history, with the steps of the indices."""
    index = history.average_index(known, averages, rules.rounding.index_places, "index.average")
    before = known.until(rules.until.value)
    steps, early = list(index), None
    if before.months:
        early = history.average_index(before, averages, rules.rounding.index_places, "index.early")
        steps += early
    facts = Facts(
        age=months_of_age,
        months=known.months,
        index=index[-1].decimal,
        balance=balance,
        early_months=before.months,
        early_index=early[-1].decimal if early else None,
        virtual=virtual,
        extra_parts=extra_parts,
    )
    return facts, steps


def _until(first: Month, retires: Month) -> list[Month]:
    return [first + n for n in range(retires - first)]


def _base(wage: Figure[Money], assumptions: Assumptions) -> Money:
    return wage.value.times(assumptions.index)


def _grown(wage: Figure[Money], assumptions: Assumptions, year: int) -> Step:
    return explain.amount(
        f"estimate.average_wage.{year}",
        "wage * (1 + growth)",
        {"wage": wage, "growth": assumptions.growth, "year": str(year)},
        Text(
            zh="{year} 年月平均工资按增长 {growth} 估为 {result}",
            en="The average wage of {year}, {growth} more, is taken as {result}",
        ),
        rounding="half_up_fen",
    )


def _area(area: Figure[Money], assumptions: Assumptions, year: int) -> Step:
    return explain.amount(
        f"estimate.area_base.{year}",
        "area_base * (1 + growth)",
        {"area_base": area, "growth": assumptions.growth, "year": str(year)},
        Text(
            zh="{year} 年计发基数按增长 {growth} 估为 {result}",
            en="The area base of {year}, {growth} more, is taken as {result}",
        ),
        rounding="half_up_fen",
    )


def _balance(
    standing: Standing, ahead: Sequence[PaidMonth], retires: Month, assumptions: Assumptions
) -> tuple[Money, list[Step]]:
    """The account by the first pension: postings, and the interest of each year and of the last
    one's months up to that of retirement, as whoever retires gets it."""
    rate = Figure(assumptions.interest, assumptions.assumed("interest"))
    kept, steps = standing.account, []
    opening = standing.balance if kept is None else kept.opening
    for year in range(standing.month.year, retires.year + 1):
        is_first = year == standing.month.year
        entries = list(kept.entries) if kept is not None and is_first else []
        for each in ahead:
            if each.month.year == year:
                entries.append(account.contribution(each.base, assumptions.share, each.month)[1])
        since = standing.month if kept is None and is_first else Month(year, 1)
        bearing = [each for each in entries if each.kind != account.INTEREST]
        last = min(retires, Month(year, 12))
        made = account.interest(opening, bearing, rate, last, since=since)
        steps += [replace(step, share=None) for step in made.explanation.steps]
        opening = opening + account.balance(entries) + made.amount
    return opening, steps
