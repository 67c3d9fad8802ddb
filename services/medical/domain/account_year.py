"""A year of a personal account (个人账户年度): what is credited (划入) ahead, and its interest.

The account's region credits `months_ahead` months on the year's first day, as the insurance
stands then. What came otherwise, because somebody retired, moved or died meanwhile, is settled
up with the next year's credit; what was credited too much is set off against it, never taken
from the balance. A month counts if the region insures the person on each of its days, and as
what the person is on its first day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

ACTIVE = "active"
_ZERO = Money.zero()


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """One region's figures on the first day of an account year."""

    starts_on: Figure[tuple[int, int]]
    active_ratio: Figure[Fraction]  # of the monthly wage base
    retired_monthly: Figure[Money]
    months_ahead: Figure[int]
    default_base: Figure[Money]
    interest_ratio: Figure[Fraction]  # a year


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of insurance; both days are covered, no `to_date` is open-ended."""

    region_code: str
    category: str
    from_date: date
    to_date: date | None
    base: Money | None = None  # monthly wage; None: the region's figure stands in

    def covers(self, day: date) -> bool:
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)


def first_day(year: int, starts_on: tuple[int, int]) -> date:
    """The first day of the account year that begins in `year`."""
    return date(year, *starts_on)


def next_year(today: date, starts_on: tuple[int, int]) -> int:
    """The account year that begins next, after `today`."""
    return today.year if first_day(today.year, starts_on) > today else today.year + 1


def months_of(year: int, starts_on: tuple[int, int]) -> list[tuple[date, date]]:
    """The twelve months of an account year, first and last day of each.

    >>> months_of(2026, (7, 1))[0], months_of(2026, (7, 1))[11][1]
    ((datetime.date(2026, 7, 1), datetime.date(2026, 7, 31)), datetime.date(2027, 6, 30))
    """
    begins = Month(year, starts_on[0])
    firsts = [(begins + number).day(starts_on[1]) for number in range(13)]
    return [(firsts[i], firsts[i + 1] - timedelta(days=1)) for i in range(12)]


def _counts_as(
    stretches: Sequence[Stretch], region: str, first: date, last: date
) -> Stretch | None:
    """The stretch that a month counts for; None unless the region insures all of its days."""
    day, found = first, None
    while day <= last:
        here = next((s for s in stretches if s.region_code == region and s.covers(day)), None)
        if here is None:
            return None
        found = found or here
        if here.to_date is None:
            break
        day = here.to_date + timedelta(days=1)
    return found


def due(
    region: str,
    months: Iterable[tuple[date, date]],
    stretches: Sequence[Stretch],
    terms: CreditTerms,
    rule: str,
) -> list[Step]:
    """What these months bring: a step for each run of months that count alike."""
    counted = [_counts_as(stretches, region, first, last) for first, last in months]
    runs = groupby(filter(None, counted), key=lambda s: (s.category == ACTIVE, s.base))
    steps = []
    for (works, base), run in runs:
        number = len(list(run))
        if works:
            steps.append(_of_wage(rule, base or terms.default_base, number, terms))
        else:
            steps.append(_of_retired(rule, number, terms))
    return steps


def _of_wage(rule: str, base: Money | Figure[Money], months: int, terms: CreditTerms) -> Step:
    return explain.amount(
        f"{rule}.active",
        "base * ratio * months",
        {"base": base, "ratio": terms.active_ratio, "months": months},
        Text(
            zh="在职 {months} 个月，缴费基数 {base} 的 {ratio}：{result}",
            en="{months} months at work, {ratio} of the wage base {base}: {result}",
        ),
        rounding="half_up_fen",
    )


def _of_retired(rule: str, months: int, terms: CreditTerms) -> Step:
    return explain.amount(
        f"{rule}.retired",
        "monthly * months",
        {"monthly": terms.retired_monthly, "months": months},
        Text(
            zh="退休 {months} 个月，每月 {monthly}：{result}",
            en="{months} months retired, {monthly} each: {result}",
        ),
    )


@dataclass(frozen=True, slots=True)
class LastYear:
    """What was done on the first day of the year before, and how it really came."""

    ahead: Money  # credited ahead for it, or set off
    overpaid: Money  # what could not be set off then
    due: Sequence[Step]


@dataclass(frozen=True, slots=True)
class YearCredit:
    """What one account gets on the first day of a year, and how it came about."""

    ahead: Money
    overpaid: Money  # to be set off against the next year's credit
    credit: Money
    interest: Money
    explanation: Explanation


def credit(
    region: str,
    year: int,
    stretches: Sequence[Stretch],
    terms: CreditTerms,
    last: LastYear | None,
    interest: Step | None,
) -> YearCredit:
    """The credit of a year. `last` is None for an account that had no credit a year ago."""
    months = months_of(year, terms.starts_on.value)[: terms.months_ahead.value]
    steps = due(region, months, stretches, terms, "account_credit.ahead")
    ahead = _sum("account_credit.ahead", steps)
    settled = [] if last is None else [*last.due, _settled_up(last)]
    owed = settled[-1].money if settled else _ZERO
    paid = explain.amount(
        "account_credit",
        "max(0, ahead + settled_up)",
        {"ahead": ahead, "settled_up": owed},
        Text(zh="本年度划入 {result}", en="Credited this year: {result}"),
        share="credit",
    )
    earned = [] if interest is None else [interest]
    total = Money(paid.money.fen + sum(step.money.fen for step in earned))
    explanation = Explanation(total, (*steps, *settled, paid, *earned), ("credit", "interest"))
    return YearCredit(
        ahead=ahead,
        overpaid=paid.money - ahead - owed,
        credit=paid.money,
        interest=total - paid.money,
        explanation=explanation,
    )


def _sum(rule: str, steps: Iterable[Step]) -> Money:
    return Money(sum(step.money.fen for step in steps if step.rule.startswith(rule)))


def _settled_up(last: LastYear) -> Step:
    really = _sum("account_credit.last_year", last.due)
    return explain.amount(
        "account_credit.settled_up",
        "really_due - credited_ahead - overpaid_before",
        {"really_due": really, "credited_ahead": last.ahead, "overpaid_before": last.overpaid},
        Text(
            zh="上年度清算：实际应划 {really_due}，已预划 {credited_ahead}，"
            "此前多划 {overpaid_before}，差额 {result}",
            en="Last year settled up: {really_due} was due, {credited_ahead} was credited ahead, "
            "{overpaid_before} too much before it: {result}",
        ),
    )


def interest(
    months: Sequence[tuple[date, date]],
    balances: Mapping[date, Money],
    ratio: Figure[Fraction],
) -> Step | None:
    """Interest (计息) of a year: a twelfth of the yearly rate on each month's last balance.

    `balances` holds the balance at the end of each day on which it changed. None if it is 0.
    """
    at_ends = Money(sum(_at(balances, last).fen for _, last in months))
    step = explain.amount(
        "account_interest",
        "month_end_balances * ratio / 12",
        {"month_end_balances": at_ends, "ratio": ratio},
        Text(
            zh="计息：各月末余额合计 {month_end_balances}，年利率 {ratio}，利息 {result}",
            en="Interest: month-end balances of {month_end_balances} in all, {ratio} a year: "
            "{result}",
        ),
        rounding="half_up_fen",
        share="interest",
    )
    return step if step.money else None


def _at(balances: Mapping[date, Money], day: date) -> Money:
    before = [changed for changed in balances if changed <= day]
    return balances[max(before)] if before else _ZERO
