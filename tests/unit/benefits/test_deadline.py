"""The legal time: working and calendar days, holidays, make-up days, and standing still."""

from datetime import date

import pytest

from services.benefits.domain import deadline
from services.benefits.domain.item import Deadline
from sscsim.kernel.problems import Text


def limit(days: int | None, unit: str) -> Deadline:
    return Deadline(days, unit, Text("依据", "basis"), "assumed")


@pytest.mark.parametrize(
    ("accepted", "days", "unit", "due"),
    [
        # Labour Day 2026 is off from 1 to 5 May; Saturday 9 May is worked for it.
        (date(2026, 4, 30), 1, "working", date(2026, 5, 6)),
        (date(2026, 4, 30), 4, "working", date(2026, 5, 9)),
        (date(2026, 4, 30), 5, "working", date(2026, 5, 11)),
        (date(2026, 4, 30), 5, "calendar", date(2026, 5, 5)),
        (date(2026, 4, 1), 0, "working", date(2026, 4, 1)),
        (date(2026, 2, 28), 60, "calendar", date(2026, 4, 29)),
    ],
)
def test_the_last_day(accepted: date, days: int, unit: str, due: date) -> None:
    assert deadline.due_on(accepted, limit(days, unit)) == due


def test_no_limit_is_no_day() -> None:
    assert deadline.due_on(date(2026, 4, 1), limit(None, "working")) is None


@pytest.mark.parametrize("unit", ["working", "calendar"])
@pytest.mark.parametrize("used", [0, 1, 3, 9, 10])
def test_standing_still_takes_nothing_away(unit: str, used: int) -> None:
    """Stopped after some days and resumed the same day, it ends on the day it would have."""
    accepted = date(2026, 4, 24)  # before Labour Day and its make-up day
    due = deadline.due_on(accepted, limit(10, unit))
    assert due is not None
    stopped = deadline.due_on(accepted, limit(used, unit))
    assert stopped is not None
    left = deadline.left(stopped, due, unit)
    assert left == 10 - used
    assert deadline.resumed(stopped, left, unit) == due


def test_time_that_is_over_stays_over() -> None:
    due = date(2026, 4, 10)
    left = deadline.left(date(2026, 4, 14), due, "working")
    assert left < 0
    assert deadline.resumed(date(2026, 5, 20), left, "working") < date(2026, 5, 20)


@pytest.mark.parametrize("count", [0, 1, 5, 7])
def test_a_notice_begun_so_many_working_days_before_ends_in_time(count: int) -> None:
    day = date(2026, 5, 12)
    begun = deadline.working_days_before(day, count)
    ended = deadline.due_on(begun, limit(count, "working"))
    assert ended is not None
    assert ended <= day
