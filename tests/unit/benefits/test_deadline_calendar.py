"""The legal time over the whole of 2025 and 2026, against a calendar written down by hand.

What is off and what is worked for it stands in the State Council's notices of holidays
(国务院办公厅关于部分节假日安排的通知) of November 2024 and November 2025. The counting here is
another one than the code's: days are struck off a list.
"""

from datetime import date, timedelta

import pytest

from services.benefits.domain import deadline
from services.benefits.domain.item import Deadline
from services.benefits.store import catalogue
from sscsim.kernel import workdays
from sscsim.kernel.problems import Text

OFF = (  # first day, last day
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
)
MADE_UP = (
    *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
    *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
)
"""Saturdays and Sundays that are worked (调休上班)."""
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def day(text: str) -> date:
    return date.fromisoformat(text)


def _is_off(one: date) -> bool:
    return any(day(first) <= one <= day(last) for first, last in OFF)


WORKED = [
    one
    for one in DAYS
    if one.isoformat() in MADE_UP or (one.isoweekday() <= 5 and not _is_off(one))
]


def limit(days: int, unit: str) -> Deadline:
    return Deadline(days, unit, Text("依据", "basis"), "assumed")


def test_every_day_of_the_two_years_is_worked_or_off_as_announced() -> None:
    assert [one for one in DAYS if workdays.is_workday(one)] == WORKED
    assert len(WORKED) == 248 + 248, "working days of 2025 and of 2026"


@pytest.mark.parametrize(
    ("accepted", "days", "due"),
    [
        # Saturday 14 February 2026 is worked for the Spring Festival; the break ends on the 23rd.
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-14", 5, "2026-02-28"),  # a Saturday, worked too
        ("2026-02-14", 6, "2026-03-02"),
        ("2026-02-20", 1, "2026-02-24"),  # accepted on a day off: a machine may
        ("2026-02-27", 1, "2026-02-28"),
        ("2025-12-31", 1, "2026-01-04"),  # a Sunday
        ("2025-12-31", 2, "2026-01-05"),
        ("2025-01-24", 1, "2025-01-26"),  # a Sunday
        ("2025-01-24", 3, "2025-02-05"),
        ("2025-02-07", 1, "2025-02-08"),
        ("2025-04-25", 1, "2025-04-27"),
        ("2025-04-30", 1, "2025-05-06"),
        ("2025-09-26", 4, "2025-10-09"),  # over a make-up Sunday and eight days off
        ("2025-10-10", 1, "2025-10-11"),
        ("2026-04-03", 1, "2026-04-07"),
        ("2026-05-08", 1, "2026-05-09"),
        ("2026-06-18", 1, "2026-06-22"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-24", 1, "2026-09-28"),
        ("2026-09-30", 3, "2026-10-10"),
    ],
)
def test_the_last_day_beside_holidays(accepted: str, days: int, due: str) -> None:
    assert deadline.due_on(day(accepted), limit(days, "working")) == day(due)


@pytest.mark.parametrize("days", [1, 2, 3, 5, 7, 10, 15, 20, 30, 60])
def test_every_day_of_acceptance_has_the_last_day_that_striking_off_gives(days: int) -> None:
    for accepted in DAYS:
        to_come = [one for one in WORKED if one > accepted]
        if len(to_come) >= days:
            assert deadline.due_on(accepted, limit(days, "working")) == to_come[days - 1]
        assert deadline.due_on(accepted, limit(days, "calendar")) == accepted + timedelta(days)


@pytest.mark.parametrize("days", [1, 5, 20])
def test_standing_still_for_a_supplement_takes_and_gives_no_working_day(days: int) -> None:
    """Whatever day it stops and whatever day it runs on: the same number of days remain."""
    for accepted in DAYS[:-120:7]:
        due = deadline.due_on(accepted, limit(days, "working"))
        assert due is not None
        for stopped in (accepted, accepted + timedelta(days=(due - accepted).days // 2), due):
            left = deadline.left(stopped, due, "working")
            assert left == len([one for one in WORKED if stopped < one <= due])
            for still in (0, 1, 9, 30):
                goes_on = stopped + timedelta(days=still)
                to_come = [one for one in WORKED if one > goes_on]
                expected = to_come[left - 1] if left else goes_on
                assert deadline.resumed(goes_on, left, "working") == expected


def test_a_notice_is_over_when_the_time_for_deciding_is() -> None:
    """Counted back from the last day, a public notice leaves that day for the decision."""
    for due in DAYS[60:]:
        for days in (5, 7):
            begun = deadline.working_days_before(due, days)
            held = [one for one in WORKED if begun < one <= due]
            assert len(held) == days
            later = deadline.due_on(begun + timedelta(days=1), limit(days, "working"))
            assert later is None or later > due or not workdays.is_workday(begun + timedelta(1))


@pytest.mark.parametrize("item", catalogue.items().values(), ids=lambda item: item.code)
def test_every_item_has_its_last_day_over_the_spring_festival(item: object) -> None:
    """Accepted on Friday 13 February 2026, by its own limit and by each scheme's."""
    of: Deadline = item.deadline  # type: ignore[attr-defined]
    accepted = day("2026-02-13")
    for one in (of, *of.by_scheme.values()):
        due = deadline.due_on(accepted, one)
        if one.days is None:
            assert due is None
        elif one.days == 0:
            assert due == accepted
        elif one.unit == "calendar":
            assert due == accepted + timedelta(days=one.days)
        else:
            assert due == [each for each in WORKED if each > accepted][one.days - 1]
