"""A person's contribution history (缴费历史): paid months, deemed ones, and their index.

The index of a month (缴费工资指数) is its base divided by the average wage of the year before.
Deemed months (视同缴费) were worked before contributions began; the agency fixes their index from
the personnel file. The average index (平均缴费指数) is that of all months, deemed ones included.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

BEFORE_BIRTH = decision.reason(
    "history_before_birth",
    "{month} 的缴费早于出生月份 {birth}",
    "A contribution for {month}, before the birth in {birth}",
)
TWICE = decision.reason(
    "history_month_twice",
    "{month} 有两笔缴费或者与视同缴费重复",
    "{month} is paid twice, or deemed paid as well",
)
NOT_POSITIVE = decision.reason(
    "contribution_base_not_positive",
    "{month} 的缴费基数 {base} 元不大于零",
    "The base of {month}, {base} yuan, is not above zero",
)

_YEAR = Text(
    zh="{year} 年缴费基数合计 {paid}，除以上年月平均工资 {average}，得指数 {result}",
    en="Bases of {year} of {paid} by the average wage {average} of the year before: {result}",
)
_FIXED = Text(
    zh="{year} 年 {months} 个月按认定指数 {index} 计，得指数 {result}",
    en="{months} months of {year} at the index of {index} that was fixed: {result}",
)
_AVERAGE = Text(
    zh="指数合计 {total}，除以 {months} 个月，平均缴费指数 {result}",
    en="Indices of {total} over {months} months: an average index of {result}",
)
PLACES_OF_A_YEAR: Final = 6


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """A month that was contributed for. `base`: yuan a month; `index`: as an agency fixed it, as
    with months that came from another region; None: from the base."""

    month: Month
    base: Money
    index: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Deemed:
    """A stretch of deemed months, both ends counted, at one index."""

    first: Month
    last: Month
    index: Fraction

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(self.first + n for n in range(self.last - self.first + 1))


@dataclass(frozen=True, slots=True)
class History:
    """What was paid, and what counts as paid."""

    paid: tuple[PaidMonth, ...]
    deemed: tuple[Deemed, ...] = ()

    @property
    def months(self) -> int:
        """Months in all (累计缴费年限, in months)."""
        return len(self.paid) + sum(len(each.months) for each in self.deemed)

    @property
    def paid_months(self) -> int:
        """Months really paid (实际缴费年限, in months)."""
        return len(self.paid)

    def until(self, last: Month) -> "History":
        """The part of it up to a month, that one included."""
        deemed = (
            Deemed(each.first, min(each.last, last), each.index)
            for each in self.deemed
            if each.first <= last
        )
        return History(tuple(each for each in self.paid if each.month <= last), tuple(deemed))

    def with_(self, more: Iterable[PaidMonth]) -> "History":
        """The history with these months behind it."""
        return History((*self.paid, *more), self.deemed)


def against(history: History, birth: date) -> list[Reason]:
    """What can't be in a history: a month before birth, one twice, a base not above zero."""
    born, reasons = Month.of(birth), []
    every = [each.month for each in history.paid]
    every += [month for each in history.deemed for month in each.months]
    reasons += [
        BEFORE_BIRTH.with_(month=str(m), birth=str(born)) for m in sorted(every) if m < born
    ]
    twice = sorted(month for month, times in Counter(every).items() if times > 1)
    reasons += [TWICE.with_(month=str(month)) for month in twice]
    reasons += [
        NOT_POSITIVE.with_(month=str(each.month), base=each.base.plain())
        for each in history.paid
        if each.base <= Money.zero()
    ]
    return reasons


Averages = Callable[[int], Figure[Money]]
"""The average monthly wage of a year, in yuan; FigureMissing where nobody knows it."""


def average_index(
    history: History, averages: Averages, places: Figure[int], rule: str
) -> list[Step]:
    """The steps to the average index of a history of one month at least; the last gives it.

    A year's indices are summed first: its bases over the average wage of the year before.
    """
    steps = list(_years(history, averages, rule))
    names = [f"part_{number}" for number in range(1, len(steps) + 1)]
    parts = {name: step.decimal for name, step in zip(names, steps, strict=True)}
    total = explain.number(
        f"{rule}.total",
        " + ".join(names),
        parts,
        Text(zh="各年指数合计 {result}", en="The years' indices sum to {result}"),
        places=PLACES_OF_A_YEAR,
    )
    average = explain.number(
        rule,
        "total / months",
        {"total": total.decimal, "months": history.months},
        _AVERAGE,
        places=places,
    )
    return [*steps, total, average]


def _years(history: History, averages: Averages, rule: str) -> Iterator[Step]:
    for number, each in enumerate(history.deemed, start=1):
        yield _fixed(f"{rule}.deemed.{number}", str(each.first), len(each.months), each.index)
    paid = sorted(history.paid, key=lambda each: each.month)
    for year, months in groupby(paid, key=lambda each: each.month.year):
        here = list(months)
        by_base = [each for each in here if each.index is None]
        if by_base:
            yield explain.number(
                f"{rule}.{year}",
                "paid / average",
                {
                    "paid": sum_money(each.base for each in by_base),
                    "average": averages(year - 1),
                    "year": str(year),
                },
                _YEAR,
                places=PLACES_OF_A_YEAR,
            )
        fixed = Counter(each.index for each in here if each.index is not None)
        for index, count in sorted(fixed.items()):
            yield _fixed(f"{rule}.{year}.fixed", str(year), count, index)


def _fixed(rule: str, year: str, months: int, index: Fraction) -> Step:
    return explain.number(
        rule,
        "months * index",
        {"months": months, "index": index, "year": year},
        _FIXED,
        places=PLACES_OF_A_YEAR,
    )
