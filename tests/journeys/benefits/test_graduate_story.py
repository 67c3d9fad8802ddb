"""The story `graduate`: what it tells, and that it tells it the same every time."""

import io

import pytest
from rich.console import Console

from scenarios import graduate_story
from tests.journeys.conftest import EMBEDDED, IN_PROCESS
from tests.support.items import without_effect
from tests.support.topologies import Topology


def told(simulator: Topology, lang: str) -> tuple[graduate_story.Outcome, str]:
    """Play it, and what was printed."""
    out = Console(file=io.StringIO(), width=120, highlight=False)
    outcome = graduate_story.play(
        simulator.base_url, simulator.admin_token, lang, out, app=simulator.app
    )
    return outcome, out.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.topologies(IN_PROCESS, long=(EMBEDDED,))
def test_she_ends_at_work_and_it_plays_the_same_again(simulator: Topology) -> None:
    outcome, text = told(simulator, "en")
    assert outcome.holds
    assert outcome.paid_fen == 100_000, "the rate of Sichuan, below the fee of 1,200 yuan"
    assert outcome.employment["competent_region_code"] == "500000"
    for said in (
        *("Chengdu 510100", "Chongqing 500000", "chuan-yu", "submitted: competent_region"),
        *("S000051010000000714 primary", "1,000.00", "fee_receipt is wanted first"),
    ):
        assert said in text
    regions = {each["kind"]: each["region_code"] for each in outcome.record}
    assert regions == {
        "job_seeker": "510100",
        "employment": "500000",
        "graduate": "510100",
        "unemployed_graduate": "510100",
    }
    assert told(simulator, "en")[1] == text, "the same bytes"


@pytest.mark.topologies(IN_PROCESS)
def test_it_is_told_in_chinese_too(simulator: Topology) -> None:
    outcome, text = told(simulator, "zh")
    assert outcome.holds
    for said in ("毕业登记", "职业培训", "补贴到卡", "异地就业登记", "成都市 510100"):
        assert said in text
    assert "A graduate is registered" not in text


@pytest.mark.topologies(IN_PROCESS)
@pytest.mark.parametrize("code", ["HRSS-001", "HRSS-002"])
def test_it_does_not_hold_without_an_effect(
    simulator: Topology, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is at work, or nobody sought it: the story doesn't say that all is well."""
    without_effect(monkeypatch, code)
    assert not told(simulator, "en")[0].holds
