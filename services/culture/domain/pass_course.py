"""From purchase to the last day of a travel pass.

Days of a window are counted with the day of purchase as the first: bought on 1 August 2020 with a
window of 90 days, a pass may be activated or given back until 29 October, and begins by itself on
30 October.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from services.culture.domain.pass_rules import FIXED, Course
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.shares import largest_remainder

_DAY = timedelta(days=1)


def last_day_of_window(bought: date, days: int) -> date:
    """The last day of a window.

    >>> last_day_of_window(date(2020, 8, 1), 90)
    datetime.date(2020, 10, 29)
    """
    return bought + timedelta(days=days - 1)


def activate_until(bought: date, course: Course) -> date | None:
    """The last day on which the holder chooses the beginning; None: it begins when it is paid."""
    return last_day_of_window(bought, course.window.value) if course.window else None


def refund_until(bought: date, course: Course) -> date | None:
    """The last day on which an unused pass goes back; None: never."""
    return last_day_of_window(bought, course.refund.value) if course.refund else None


def starts_by_itself(bought: date, course: Course) -> date:
    """The day on which a pass begins that nobody activates."""
    last = activate_until(bought, course)
    return bought if last is None else last + _DAY


def last_day(first: date, course: Course) -> date:
    """The last valid day of a pass that begins on `first`.

    A rolling year of 12 months ends the day before the same day of the next year; where a month
    has no such day, on its last.
    """
    if course.kind.value == FIXED:
        return _last_of_fixed(first, course)
    assert course.months is not None
    month = Month.of(first) + course.months.value
    length = monthrange(month.year, month.month)[1]
    if first.day > length:
        return month.last
    return date(month.year, month.month, first.day) - _DAY


def _last_of_fixed(first: date, course: Course) -> date:
    assert course.last is not None
    of_next = course.season is not None and (first.month, first.day) >= course.season.value
    last = date(first.year + of_next, *course.last.value)
    return last if last >= first else date(first.year + 1, *course.last.value)


def slices(pool: Money, first: date, last: date) -> Mapping[Month, Money]:
    """The pass's money for venues by month, by its valid days in each (largest remainder).

    >>> {str(m): s.fen for m, s in slices(Money(365), date(2026, 1, 31), date(2026, 3, 1)).items()}
    {'2026-01': 12, '2026-02': 341, '2026-03': 12}
    """
    days: dict[str, Fraction] = {}
    month = Month.of(first)
    while month.first <= last:
        begins, ends = max(month.first, first), min(month.last, last)
        days[str(month)] = Fraction((ends - begins).days + 1)
        month += 1
    return {Month.parse(name): part for name, part in largest_remainder(pool, days).items()}
