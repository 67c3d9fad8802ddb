"""Pay while work stops goes on for longer when the board says so: once, in time, for so long."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.benefits.conftest import Counter
from tests.unit.benefits.test_laws_injury import _final, _recognised

pytestmark = pytest.mark.db


def _hurt(counter: Counter) -> Any:
    return _recognised(counter, (counter.bench.now.date() - timedelta(days=9)).isoformat())


def _asked(counter: Counter, hurt: Any, months: Any) -> Any:
    path = f"/v1/work-injuries/{hurt['work_injury_id']}/extend-stop-work"
    return counter.post(path, {"months": months})


@pytest.mark.parametrize("months", [11, 12])
def test_up_to_twelve_months_more(counter: Counter, months: int) -> None:
    hurt = _hurt(counter)
    before = date.fromisoformat(hurt["stop_work_until_date"])
    shown = _asked(counter, hurt, months).json
    after = date.fromisoformat(shown["stop_work_until_date"])
    assert (after.year - before.year) * 12 + after.month - before.month == months
    assert shown["stop_work_extended_on_date"] == counter.bench.now.date().isoformat()
    assert _asked(counter, hurt, 1).json["code"] == "stop_work_extended"


def test_a_month_more_than_that_or_none_writes_nothing(counter: Counter) -> None:
    hurt = _hurt(counter)
    before = counter.written()
    assert _asked(counter, hurt, 13).json["code"] == "stop_work_extension_too_long"
    for wrong in (0, -1, "6", 1000):
        assert _asked(counter, hurt, wrong).json["code"] == "invalid_request"
    after = counter.written()
    assert {name for name in before if before[name] != after[name]} <= {"idempotency_keys"}
    shown = counter.get(f"/v1/work-injuries/{hurt['work_injury_id']}")
    assert shown["stop_work_until_date"] == hurt["stop_work_until_date"]


def test_on_its_last_day_and_no_later(counter: Counter) -> None:
    first, second = _hurt(counter), None
    last = date.fromisoformat(first["stop_work_until_date"])
    second = _recognised(counter, (counter.bench.now.date() - timedelta(days=8)).isoformat())
    counter.bench.at(counter.bench.now + (last - counter.bench.now.date()))
    assert _asked(counter, first, 1).status_code == 200
    counter.bench.at(counter.bench.now + timedelta(days=2))
    assert _asked(counter, second, 1).json["code"] == "stop_work_over"


def test_not_once_a_grade_was_given(counter: Counter) -> None:
    hurt = _hurt(counter)
    _final(counter, hurt["recognition_number"])
    assert _asked(counter, hurt, 1).json["code"] == "stop_work_over"
