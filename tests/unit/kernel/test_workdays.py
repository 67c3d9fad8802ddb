from datetime import date, timedelta

import holidays
import pytest
from holidays.countries.china import ChinaStaticHolidays

from sscsim.kernel import workdays


@pytest.mark.parametrize(
    ("day", "worked", "why"),
    [
        (date(2026, 4, 2), True, "a Thursday"),
        (date(2026, 4, 4), False, "a Saturday"),
        (date(2026, 4, 6), False, "day off for the Tomb-Sweeping Festival"),
        (date(2026, 2, 14), True, "a Saturday worked for the Spring Festival"),
        (date(2026, 5, 9), True, "a Saturday worked for Labour Day"),
        (date(2026, 9, 20), True, "a Sunday worked for the National Day"),
        (date(2026, 10, 7), False, "day off by exchange"),
        (date(2026, 10, 8), True, "the day after the break"),
    ],
)
def test_known_days_of_2026(day: date, worked: bool, why: str):
    assert workdays.is_workday(day) is worked, why


def test_counting_starts_the_day_after_and_skips_the_break():
    assert workdays.after(date(2026, 9, 30), 1).day == date(2026, 10, 8)
    assert workdays.after(date(2026, 9, 30), 3).day == date(2026, 10, 10)  # a worked Saturday
    assert workdays.after(date(2026, 4, 4), 0).day == date(2026, 4, 4)
    with pytest.raises(ValueError, match="forward"):
        workdays.after(date(2026, 4, 4), -1)


def test_a_day_in_a_year_not_announced_yet_is_an_estimate():
    assert not workdays.after(date(2026, 12, 1), 5).estimate
    assert workdays.after(date(2026, 12, 28), 10).estimate
    assert workdays.is_estimate(date(2027, 1, 1))


def test_the_library_knows_what_we_say_is_announced():
    announced = [year for year in ChinaStaticHolidays.special_public_holidays if year > 2010]
    assert max(announced) == workdays.ANNOUNCED_THROUGH, "a new year is announced: check it"


def test_an_override_decides(monkeypatch: pytest.MonkeyPatch):
    day = date(2027, 2, 20)
    monkeypatch.setattr(workdays, "OVERRIDES", {day: True})
    assert workdays.is_workday(day)
    monkeypatch.setattr(workdays, "OVERRIDES", {day: False})
    assert not workdays.is_workday(day)


def test_agrees_with_the_library_for_every_day_of_six_years():
    calendar = holidays.CN(years=range(2021, 2027))
    day = date(2021, 1, 1)
    while day < date(2027, 1, 1):
        assert workdays.is_workday(day) == calendar.is_working_day(day), day
        day += timedelta(days=1)
