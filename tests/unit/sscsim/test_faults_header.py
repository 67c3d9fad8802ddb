"""SSC-Simulate: a typo must never pass silently, and no nonsense either."""

import pytest

from sscsim import faults
from sscsim.faults import Fault, Outcome, Wish


@pytest.mark.parametrize("header", [None, "", "   "])
def test_no_wish(header: str | None) -> None:
    assert faults.read(header) is None


@pytest.mark.parametrize(
    ("header", "wish"),
    [
        ("fault=drop_response", Wish(Fault("drop_response", "after"))),
        ("fault=drop_response, phase=before", Wish(Fault("drop_response", "before"))),
        (" phase=before ,\tfault=reset ", Wish(Fault("reset", "before"))),
        ("fault=status, status=500", Wish(Fault("status", "after", 500))),
        ("fault=status", Wish(Fault("status", "after", 503))),
        (
            "fault=status, retry_after=0, phase=before",
            Wish(Fault("status", "before", retry_after_s=0)),
        ),
        ("fault=problem, problem=store_busy", Wish(Fault("problem", "before", 503, "store_busy"))),
        ("fault=delay, delay=40", Wish(Fault("delay", "after", delay_ms=40))),
        ("delay=40, real, phase=before", Wish(Fault("delay", "before", delay_ms=40, real=True))),
        ("delay=40, real=?1", Wish(Fault("delay", "after", delay_ms=40, real=True))),
        ("delay=40, real=1", Wish(Fault("delay", "after", delay_ms=40, real=True))),
        ("delay=40, real=?0", Wish(Fault("delay", "after", delay_ms=40))),
        ("fault=truncate", Wish(Fault("truncate", "after"))),
        ("fault=duplicate", Wish(Fault("duplicate"))),
        ("fault=late", Wish(Fault("late"))),
        ("fault=late, delay=5, real", Wish(Fault("late", delay_ms=5, real=True))),
        ("outcome=home_region_timeout", Wish(None, Outcome("home_region_timeout"))),
        (
            "outcome=home_region_slow, delay=3000, region=510000",
            Wish(None, Outcome("home_region_slow", "510000", 3000)),
        ),
        (
            "outcome=home_region_timeout, delay=3000",
            Wish(Fault("delay", "after", delay_ms=3000), Outcome("home_region_timeout")),
        ),
        (
            "fault=drop_response, outcome=home_region_refused",
            Wish(Fault("drop_response", "after"), Outcome("home_region_refused")),
        ),
    ],
)
def test_wishes(header: str, wish: Wish) -> None:
    assert faults.read(header) == wish
    assert faults.read(str(wish)) == wish


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("drop_response", "unknown"),
        ("fault", "not_a_word"),
        ("fault=drop_respones", "unknown"),
        ("fault = drop_response", "malformed"),
        ("fautl=drop_response", "unknown"),
        ("fault=drop_response;phase=after", "malformed"),
        ("fault=drop_response,", "malformed"),
        ("fault=drop_response, fault=reset", "twice"),
        ("fault=drop_response, phase=during", "does_not_fit"),
        ("phase=after", "nothing_asked"),
        ("real", "nothing_asked"),
        ("fault=status, status=200", "out_of_range"),
        ("fault=status, status=600", "out_of_range"),
        ("fault=status, status=none", "not_an_integer"),
        ("fault=status, status=-1", "out_of_range"),
        ("fault=drop_response, surprise=1", "unknown"),
        ("fault=drop_response, status=500", "does_not_fit"),
        ("fault=truncate, phase=before", "does_not_fit"),
        ("fault=duplicate, phase=after", "does_not_fit"),
        ("fault=late, phase=before", "does_not_fit"),
        ("fault=late, delay=5", "does_not_fit"),
        ("fault=delay", "required"),
        ("delay=0", "out_of_range"),
        ("delay=600001", "out_of_range"),
        ("delay=30001, real", "out_of_range"),
        ("delay=5, real=2", "not_a_boolean"),
        ("delay=5, real=yes", "not_a_boolean"),
        ("fault=problem", "required"),
        ("fault=problem, problem=stroe_busy", "unknown"),
        ("fault=status, retry_after=-1", "out_of_range"),
        ("fault=1", "not_a_word"),
        ("outcome=home_region_tiemout", "unknown"),
        ("outcome=home_region_slow", "required"),
        ("outcome=home_region_timeout, region=123456", "unknown_region"),
        ("fault=drop_response, region=510000", "does_not_fit"),
        ("x" * 5000, "unknown"),
        ("fault=drop_response\x00", "malformed"),
        ("fault={word}", "malformed"),
    ],
)
def test_what_can_not_be_done_is_refused(header: str, code: str) -> None:
    with pytest.raises(faults.UnknownSimulation) as caught:
        faults.read(header)
    body = caught.value.body("en")
    assert (body["status"], body["code"], body["effect"]) == (400, "unknown_simulation", "none")
    assert (body["errors"][0]["header"], body["errors"][0]["code"]) == ("SSC-Simulate", code)
    assert len(body["detail"]) < 300
    assert caught.value.body("zh-CN")["detail"] != body["detail"]


@pytest.mark.parametrize(
    ("header", "near"),
    [
        ("fault=drop_respones", "drop_response"),
        ("fautl=reset", "fault"),
        ("outcome=home_region_tiemout", "home_region_timeout"),
        ("fault=problem, problem=stroe_busy", "store_busy"),
    ],
)
def test_the_nearest_names_are_told(header: str, near: str) -> None:
    with pytest.raises(faults.UnknownSimulation) as caught:
        faults.read(header)
    assert near in caught.value.body("en")["detail"]
