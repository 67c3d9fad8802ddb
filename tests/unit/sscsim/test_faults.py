"""SSC-Simulate: a typo must never pass silently."""

import pytest

from sscsim import faults
from sscsim.faults import Simulation


@pytest.mark.parametrize("header", [None, "", "   "])
def test_no_wish(header: str | None) -> None:
    assert faults.read(header) is None


@pytest.mark.parametrize(
    ("header", "wish"),
    [
        ("fault=drop_response", Simulation("drop_response", "after")),
        ("fault=drop_response, phase=before", Simulation("drop_response", "before")),
        (" phase=before ,fault=drop_response ", Simulation("drop_response", "before")),
        ("fault=status, status=500", Simulation("status", "after", 500)),
        ("fault=status", Simulation("status", "after", 503)),
    ],
)
def test_wishes(header: str, wish: Simulation) -> None:
    assert faults.read(header) == wish
    assert faults.read(str(wish)) == wish


@pytest.mark.parametrize(
    "header",
    [
        "drop_response",
        "fault=drop_respones",
        "fault = drop_response",
        "fautl=drop_response",
        "fault=drop_response;phase=after",
        "fault=drop_response,",
        "fault=drop_response, phase=during",
        "phase=after",
        "fault=status, status=200",
        "fault=status, status=600",
        "fault=status, status=none",
        "fault=status, status=-1",
        "fault=drop_response, surprise=1",
        "fault=1",
        "x" * 5000,
        "fault=drop_response\x00",
    ],
)
def test_a_word_not_known_is_refused(header: str) -> None:
    with pytest.raises(faults.UnknownSimulation) as caught:
        faults.read(header)
    body = caught.value.body("en")
    assert (body["status"], body["code"], body["effect"]) == (400, "unknown_simulation", "none")
    assert body["errors"][0]["header"] == "SSC-Simulate"
    assert len(body["detail"]) < 200
