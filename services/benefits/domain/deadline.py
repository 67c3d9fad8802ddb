"""The legal time for a decision (法定办结时限): in working days or in calendar days.

It begins the day after acceptance. While a supplement is wanted it stands still: what was left
of it begins to run again the day after the supplement came.
"""

from datetime import date, timedelta

from services.benefits.domain.item import Deadline
from sscsim.kernel import workdays

WORKING, CALENDAR = "working", "calendar"


def due_on(accepted: date, deadline: Deadline) -> date | None:
    """The last day on which the decision is in time; None where no limit is known.

    >>> from sscsim.kernel.problems import Text
    >>> ten = Deadline(10, "working", Text("", ""), "official")
    >>> due_on(date(2026, 9, 24), ten)  # Mid-Autumn and National Day, with make-up days
    datetime.date(2026, 10, 15)
    """
    return None if deadline.days is None else _counted(accepted, deadline.days, deadline.unit)


def left(today: date, due: date, unit: str) -> int:
    """Days of the legal time that are not used up when it stops; below zero if it is over."""
    if unit == CALENDAR or due < today:
        return (due - today).days
    day, count = today, 0
    while day < due:
        day += timedelta(days=1)
        count += workdays.is_workday(day)
    return count


def resumed(today: date, days_left: int, unit: str) -> date:
    """The new last day: what was left, counted from the day on which the time runs again."""
    if days_left < 0:
        return today + timedelta(days=days_left)
    return _counted(today, days_left, unit)


def working_days_before(day: date, count: int) -> date:
    """The latest day from which `count` working days later is not after `day`.

    >>> working_days_before(date(2026, 4, 10), 3)
    datetime.date(2026, 4, 7)
    """
    while count:
        count -= workdays.is_workday(day)
        day -= timedelta(days=1)
    return day


def _counted(start: date, days: int, unit: str) -> date:
    if unit == WORKING:
        return workdays.after(start, days).day
    return start + timedelta(days=days)
