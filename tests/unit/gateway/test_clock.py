"""The clock over HTTP: read, freeze, run, advance."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.durations import LONGEST, PATTERN, Duration
from sscsim import clock, jobs
from tests.unit.gateway.conftest import Caller
from tests.unit.gateway.test_door import assert_problem


@pytest.mark.parametrize(
    ("start", "by", "end"),
    [
        ("2026-01-31T09:00:00+08:00", "P1M", "2026-02-28T09:00:00+08:00"),
        ("2028-01-31T09:00:00+08:00", "P1M", "2028-02-29T09:00:00+08:00"),
        ("2026-12-15T00:00:00+08:00", "P1Y2M3DT4H5M6S", "2028-02-18T04:05:06+08:00"),
        ("2026-04-01T09:00:00+08:00", "P2W", "2026-04-15T09:00:00+08:00"),
        ("2026-04-01T09:00:00+08:00", "PT0S", "2026-04-01T09:00:00+08:00"),
    ],
)
def test_durations_are_calendar_durations(start: str, by: str, end: str) -> None:
    found = Duration.read(by).after(clock.read_instant(start))
    assert found == clock.read_instant(end)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1", "1D", "P1.5D", "-P1D", "P1D2W", "p1d", "P1H"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an ISO 8601 duration"):
        Duration.read(text)


@given(st.integers(0, 200), st.integers(0, 10**4))
def test_a_duration_never_goes_back(months: int, days: int) -> None:
    start = clock.read_instant("2026-03-31T09:00:00+08:00")
    assert Duration.read(f"P{months}M{days}D").after(start) >= start


@pytest.mark.db
def test_advance_is_an_operation(caller: Caller) -> None:
    answer = caller.post("/sandbox/v1/clock/advance", {"by": "P1M"})
    assert answer.status_code == 202
    assert answer.json["object"] == "operation"
    location = answer.headers["Location"]
    assert location == f"/sandbox/v1/operations/{answer.json['id']}"
    done = caller.get(location).json
    assert done["status"] == "succeeded"
    assert done["to_at"] == "2026-05-01T09:00:00+08:00"
    assert caller.get("/sandbox/v1/clock").json["now"] == "2026-05-01T09:00:00+08:00"


@pytest.mark.db
def test_an_operation_of_another_world_is_404(caller: Caller, demo: Caller) -> None:
    made = caller.post("/sandbox/v1/clock/advance", {"by": "P1D"})
    assert_problem(demo.get(made.headers["Location"]), 404, "operation_not_found")


@pytest.mark.db
def test_a_target_is_given_once_and_lies_ahead(caller: Caller) -> None:
    both = {"by": "P1D", "to": "2026-05-01T09:00:00+08:00"}
    for body in ({}, both):
        answer = caller.post("/sandbox/v1/clock/advance", body)
        assert_problem(answer, 422, "clock_target")
    back = {"to": "2026-03-01T09:00:00+08:00"}
    answer = caller.post("/sandbox/v1/clock/advance", back)
    shown = assert_problem(answer, 409, "clock_backwards")
    assert shown["errors"][0]["pointer"] == "/to"
    for by in ("P9999Y", "P999999D"):
        answer = caller.post("/sandbox/v1/clock/advance", {"by": by})
        shown = assert_problem(answer, 422, "clock_too_far")
        assert shown["errors"][0]["pointer"] == "/by"
    answer = caller.post("/sandbox/v1/clock/advance", {"by": "tomorrow"})
    assert_problem(answer, 400, "invalid_request")
    assert caller.get("/sandbox/v1/clock").json["now"] == "2026-04-01T09:00:00+08:00"


@pytest.mark.db
def test_put_freezes_runs_and_sets_forward(caller: Caller) -> None:
    shown = caller.put("/sandbox/v1/clock", {"mode": "running", "rate": 3600}).json
    assert (shown["mode"], shown["rate"]) == ("running", 3600)
    shown = caller.put("/sandbox/v1/clock", {"mode": "frozen"}).json
    frozen = shown["now"]
    assert frozen >= "2026-04-01T09:00:00"
    assert caller.get("/sandbox/v1/clock").json["now"] == frozen
    shown = caller.put("/sandbox/v1/clock", {"now": "2027-01-01T00:00:00Z"}).json
    assert shown["now"] == "2027-01-01T08:00:00+08:00"
    answer = caller.put("/sandbox/v1/clock", {"now": "2026-01-01T00:00:00Z"})
    shown = assert_problem(answer, 409, "clock_backwards")
    assert shown["errors"][0]["pointer"] == "/now"
    for rate in (0, -1, 86_401, "60", 1.5):
        answer = caller.put("/sandbox/v1/clock", {"rate": rate})
        assert_problem(answer, 400, "invalid_request")


@pytest.mark.db
def test_an_advance_under_way_is_named_by_the_clock(caller: Caller, inline: jobs.Inline) -> None:
    inline.paused = True
    operation = caller.post("/sandbox/v1/clock/advance", {"by": "P1D"}).json
    assert operation["status"] == "running"
    assert caller.get("/sandbox/v1/clock").json["operation_id"] == operation["id"]
    inline.paused = False
    inline.work()
    assert "operation_id" not in caller.get("/sandbox/v1/clock").json


@pytest.mark.db
def test_a_key_moves_the_clock_once(caller: Caller) -> None:
    path, key = "/sandbox/v1/clock/advance", {"Idempotency-Key": "day-1"}
    begun, again = (caller.post(path, {"by": "P1D"}, **key) for _ in range(2))
    assert begun.status_code == again.status_code == 202
    assert begun.json["id"] == again.json["id"]
    assert caller.get("/sandbox/v1/clock").json["now"] == again.json["to_at"]
    assert_problem(caller.post(path, {"by": "P2D"}, **key), 422, "idempotency_key_reused")


@pytest.mark.db
def test_only_owner_and_agency_see_peoples_numbers(demo: Caller) -> None:
    shown = {}
    for role in ("agency", "transit"):
        demo.post("/sandbox/v1/parties", {"name": role, "role": role, "region_code": "510100"})
        found = demo.get("/v1/persons", **{"SSC-Act-As": role}).json["data"]
        shown[role] = found[0]["social_security_number"]
    assert "*" not in shown["agency"]
    assert "***********" in shown["transit"]
    refused = demo.get("/sandbox/v1/canonical-export", **{"SSC-Act-As": "transit"})
    assert_problem(refused, 403, "role_not_allowed")


@pytest.mark.parametrize("text", ["P1M", "P1Y2M3W4D", "PT5S", "P3WT1H", "P1YT2M3S", "PT1H2M3S"])
def test_a_duration_is_read_and_the_documents_pattern_takes_it(text: str) -> None:
    assert re.fullmatch(PATTERN, text)
    Duration.read(text)


@pytest.mark.parametrize("text", ["P", "PT", "P1DT", "P1H", "PT1D", "P2M1Y", "PT1S2H", "p1d", ""])
def test_what_is_no_duration(text: str) -> None:
    assert not re.fullmatch(PATTERN, text)
    with pytest.raises(ValueError, match="ISO 8601"):
        Duration.read(text)


def test_months_and_minutes_are_told_apart() -> None:
    read = Duration.read("P1Y2M3DT4H5M6S")
    assert (read.months, read.rest) == (14, timedelta(days=3, hours=4, minutes=5, seconds=6))


def test_no_duration_is_too_long_to_be_sent() -> None:
    longest = "P9999Y9999M99999W999999DT999999H99999999M999999999S"
    assert re.fullmatch(PATTERN, longest)
    assert len(longest) < LONGEST
