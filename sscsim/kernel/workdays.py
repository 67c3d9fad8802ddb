"""Working days (工作日) in China: weekends, public holidays and make-up days.

The State Council announces next year's holidays each November, with the weekend
days that are worked in exchange (调休). For a year not announced yet only the
statutory days are known; a result that passes through such a year says that it is
an estimate. `OVERRIDES` holds what was announced but the holiday library lacks.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

ANNOUNCED_THROUGH = 2026
"""The last year whose holidays and make-up days are announced and known here."""

OVERRIDES: Mapping[date, bool] = {}
"""Day -> is it a working day. Decides before the library does."""

_SATURDAY = 5


class Workday(NamedTuple):
    """A day found by counting. `estimate`: holidays on the way are not announced yet."""

    day: date
    estimate: bool


def is_estimate(day: date) -> bool:
    """Whether this day's holidays are a guess from the statutory days alone."""
    return day.year > ANNOUNCED_THROUGH


def is_workday(day: date) -> bool:
    """Whether offices work on this day.

    >>> is_workday(date(2026, 2, 14))   # a Saturday, worked for the Spring Festival break
    True
    >>> is_workday(date(2026, 2, 17))   # New Year's Day of the lunar calendar, a Tuesday
    False
    """
    if day in OVERRIDES:
        return OVERRIDES[day]
    off, worked = _year(day.year)
    return day in worked or (day.weekday() < _SATURDAY and day not in off)


def after(day: date, workdays: int) -> Workday:
    """The `workdays`-th working day after `day`; `day` itself is never counted.

    >>> after(date(2026, 4, 30), 1).day     # the Labour Day break ends on 5 May
    datetime.date(2026, 5, 6)
    """
    if workdays < 0:
        raise ValueError(f"working days are counted forward, not by {workdays}")
    while workdays:
        day += timedelta(days=1)
        workdays -= is_workday(day)
    return Workday(day, is_estimate(day))


@cache
def _year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Days off on weekdays and worked weekend days of one year.

    Read out of the library once per year: its own look-up fills a shared table
    while other threads read it.
    """
    from holidays.countries.china import China  # 0.4 s to import; many processes never ask

    calendar = China(years=year, expand=False)  # type: ignore[no-untyped-call]
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    days = [day for day in days if day.year == year]
    worked = frozenset(
        day for day in days if day.weekday() >= _SATURDAY and calendar.is_working_day(day)
    )
    return frozenset(calendar), worked
