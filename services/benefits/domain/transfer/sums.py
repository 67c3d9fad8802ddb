"""What moves between employees' schemes of two provinces (转移资金), and that nothing is lost.

State Council office 2009 no. 66, article 4, and the ministry's 2009 no. 187:

- of the personal account what was paid in person before 1998, with interest, and all that was
  recorded since. Recorded at more than the legal share, the excess stays behind; at less, the old
  area adds what is missing (规程 of 2017 no. 7, article 8)
- of the pooled fund 12 % of the bases of each year from 1998 on, without interest, by the months
  paid in years that aren't whole. Of a temporary account what the employer paid, at least the 12 %

Differences to the legal share are taken without interest: no source says how it would be reckoned.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Final

from services.benefits.domain.decision import Reason
from services.benefits.domain.pension import history as histories
from services.benefits.domain.pension.account import Interest
from services.benefits.domain.pension.employee import summed
from services.benefits.domain.pension.history import History
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Text

ACCOUNT, POOLED = "account", "pooled"
SHARES: Final = (ACCOUNT, POOLED)
_ZERO: Final = Money.zero()

Shares = Callable[[int], Figure[Fraction]]
"""The legal share of the base that goes to the account, by year."""


@dataclass(frozen=True, slots=True)
class MovingRule:
    """since: first year of the pooled part and of the legal shares; pooled: of the bases."""

    since: Figure[int]
    pooled: Figure[Fraction]
    account: Shares


@dataclass(frozen=True, slots=True)
class Year:
    """The bases of a year's months in one place, summed. recorded: the share that went to the
    account, None for the legal one; employer: its rate, of a temporary account only."""

    year: int
    months: int
    bases: Money
    recorded: Fraction | None = None
    employer: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """The account in the old place on the first day of the year, with interest: what was paid in
    person before 1998, what else was recorded before 1998, what was recorded since; `this_year`:
    postings since that day."""

    own_before: Money = _ZERO
    other_before: Money = _ZERO
    since: Money = _ZERO
    this_year: Money = _ZERO


@dataclass(frozen=True, slots=True)
class Moved:
    """What arrives: money by `SHARES`, and the months that count on."""

    explanation: Explanation
    months: int

    @property
    def account(self) -> Money:
        return self.explanation.totals()[ACCOUNT]

    @property
    def pooled(self) -> Money:
        return self.explanation.totals()[POOLED]


def years_of(history: History) -> tuple[Year, ...]:
    """The paid months of a history, year by year."""
    paid = sorted(history.paid, key=lambda each: each.month)
    grouped = ((y, list(months)) for y, months in groupby(paid, key=lambda e: e.month.year))
    return tuple(Year(y, len(m), sum_money(each.base for each in m)) for y, m in grouped)


def moves(
    account: Account, years: Sequence[Year], rule: MovingRule, interest: Interest | None = None
) -> Moved:
    """interest: of the year so far. ValueError for more months in a year than twelve."""
    for each in years:
        if not 0 < each.months <= 12:
            raise ValueError(f"{each.year} has {each.months} months of contributions")
    before = [replace(each, share=None) for each in interest.explanation.steps] if interest else []
    counted = [each for each in years if each.year >= rule.since.value]
    steps = [
        *before,
        _whole_account(account, rule, interest.amount if interest else _ZERO),
        *(_corrected(each, rule) for each in counted if _differs(each, rule)),
        *(_pooled(each, rule) for each in counted),
    ]
    return Moved(summed(steps, SHARES), sum(each.months for each in years))


def _whole_account(account: Account, rule: MovingRule, interest: Money) -> Step:
    return explain.amount(
        "transfer.account",
        "own_before + recorded + this_year + interest",
        {
            "own_before": account.own_before,
            "recorded": account.since,
            "this_year": account.this_year,
            "interest": interest,
            "since": Figure(str(rule.since.value), rule.since.basis),
        },
        Text(
            zh="个人账户：{since} 年前个人缴费本息 {own_before}，{since} 年起记账本息 {recorded}，"
            "本年记账 {this_year}，本年利息 {interest}，转移 {result}",
            en="The account: {own_before} paid in person before {since}, {recorded} recorded "
            "since, {this_year} this year and {interest} of interest: {result} move",
        ),
        share=ACCOUNT,
    )


def _differs(year: Year, rule: MovingRule) -> bool:
    return year.recorded is not None and year.recorded != rule.account(year.year).value


def _corrected(year: Year, rule: MovingRule) -> Step:
    """What a share other than the legal one makes: less than zero where too much was recorded."""
    assert year.recorded is not None
    return explain.amount(
        f"transfer.account.{year.year}",
        "bases * (share - recorded)",
        {
            "bases": year.bases,
            "share": rule.account(year.year),
            "recorded": year.recorded,
            "year": str(year.year),
        },
        Text(
            zh="{year} 年按 {recorded} 记账，规定为 {share}，缴费基数 {bases}，差额 {result}",
            en="{recorded} of the bases of {year}, {bases}, were recorded, {share} are the rule: "
            "a difference of {result}",
        ),
        rounding="half_up_fen",
        share=ACCOUNT,
    )


def _pooled(year: Year, rule: MovingRule) -> Step:
    inputs: dict[str, explain.Input] = {
        "bases": year.bases,
        "share": rule.pooled,
        "year": str(year.year),
        "months": str(year.months),
    }
    formula = "bases * share"
    text = Text(
        zh="统筹基金：{year} 年 {months} 个月缴费基数 {bases} × {share} = {result}",
        en="Pooled fund: {share} of the bases of {months} months of {year}, {bases}: {result}",
    )
    if year.employer is not None:
        inputs["employer"] = year.employer
        formula = "bases * max(share, employer)"
        text = Text(
            zh="临时账户：{year} 年 {months} 个月缴费基数 {bases}，单位缴费 {employer}，"
            "不低于 {share}，转移 {result}",
            en="Temporary account: {employer} paid by the employer on the bases of {months} months "
            "of {year}, {bases}, and {share} at least: {result}",
        )
    return explain.amount(
        f"transfer.pooled.{year.year}",
        formula,
        inputs,
        text,
        rounding="half_up_fen",
        share=POOLED,
    )


def merged(here: History, arrived: History, birth: date) -> tuple[History, list[Reason]]:
    """Both histories as one, and what can't be in it: months in both have to be cleared first."""
    both = History(
        tuple(sorted((*here.paid, *arrived.paid), key=lambda each: each.month)),
        (*here.deemed, *arrived.deemed),
    )
    return both, histories.against(both, birth)
