"""The insurance year (保险年度): accumulators and the count of stays begin anew with it.

It needn't be the calendar year; the policy says on which day it starts.
"""

from datetime import date


def year_of(day: date, starts_on: tuple[int, int]) -> int:
    """The calendar year in which the insurance year around `day` began.

    >>> year_of(date(2026, 6, 30), (7, 1)), year_of(date(2026, 7, 1), (7, 1))
    (2025, 2026)
    """
    return day.year if (day.month, day.day) >= starts_on else day.year - 1
