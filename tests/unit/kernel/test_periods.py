from datetime import UTC, date, datetime, time

import pytest

from sscsim.kernel.periods import CHINA, Month, at, china_day


def test_months_count_across_years():
    assert Month(2026, 12) + 1 == Month(2027, 1)
    assert Month(2026, 1) + -1 == Month(2025, 12)
    assert Month(2027, 2) - Month(2026, 11) == 3
    assert Month(2026, 9) < Month(2026, 10) < Month(2027, 1)


def test_months_are_read_and_written_as_text():
    assert str(Month.parse("2026-04")) == "2026-04"
    for wrong in ("2026-4", "2026-13", "202604", "2026-04-01", "", "２０２６-04x"):
        with pytest.raises(ValueError, match="not a month"):
            Month.parse(wrong)
    for wrong in ((0, 1), (2026, 0), (2026, 13), (10000, 1)):
        with pytest.raises(ValueError, match="not a month"):
            Month(*wrong)


def test_a_month_knows_its_days():
    assert Month(2028, 2).last == date(2028, 2, 29)
    assert Month(2026, 2).first == date(2026, 2, 1)
    assert Month(2026, 2).day(20) == date(2026, 2, 20)
    assert Month(2026, 2).day(31) == date(2026, 2, 28)
    with pytest.raises(ValueError, match="start at 1"):
        Month(2026, 2).day(0)


def test_the_clocks_of_china_decide_the_month():
    """Exception X25: around midnight of a month's end."""
    before = datetime(2026, 4, 30, 15, 59, 59, tzinfo=UTC)
    after = datetime(2026, 4, 30, 16, 0, 0, tzinfo=UTC)
    assert Month.of(before) == Month(2026, 4)
    assert Month.of(after) == Month(2026, 5)
    assert after in Month(2026, 5)
    assert date(2026, 4, 30) in Month(2026, 4)
    assert china_day(after) == date(2026, 5, 1)


def test_an_instant_without_offset_has_no_month():
    with pytest.raises(ValueError, match="offset"):
        Month.of(datetime(2026, 4, 30, 16, 0))  # noqa: DTZ001


def test_an_instant_is_made_from_a_day_and_the_hour_in_china():
    assert at(date(2026, 4, 2), time(9)) == datetime(2026, 4, 2, 1, tzinfo=UTC)
    assert at(date(2026, 4, 2), time(9)).tzinfo is CHINA
