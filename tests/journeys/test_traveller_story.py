"""The story `traveller` of `./ssc demo`: a pass for two provinces, its amounts derived by hand, and
the window of the Hainan card held to the day of its source."""

import io
import re
from datetime import datetime

import pytest
from rich.console import Console

from scenarios import road, traveller_story
from scenarios.travel_road import FOREST, SEASIDE, SPRING, TOWER, Travel
from sscsim import clock
from sscsim.control import worlds
from tests.journeys.conftest import EMBEDDED, GIVEN, IN_PROCESS
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(EMBEDDED,))


def told(simulator: Topology, lang: str) -> tuple[traveller_story.Outcome, str]:
    text = io.StringIO()
    out = Console(file=text, width=110, highlight=False)
    token = simulator.admin_token
    outcome = traveller_story.play(simulator.base_url, token, lang, out, app=simulator.app)
    return outcome, text.getvalue()


@pytest.fixture(scope="module")
def once(simulator: Topology) -> tuple[traveller_story.Outcome, str]:
    """The story as it is told first."""
    return told(simulator, "zh")


def test_the_price_and_what_every_gate_says(
    once: tuple[traveller_story.Outcome, str],
) -> None:
    outcome, text = once
    assert outcome.holds, text
    # 299.00: 10 % for who sold it are 29.90, 5 % for the platform 14.95
    assert outcome.amounts == {
        "price": 29_900,
        "fee": 2_990 + 1_495,
        "pool": 29_900 - 2_990 - 1_495,
        "account_left": 50_000 - 29_900,
    }
    assert outcome.gates == [
        (FOREST, "admitted", []),
        (FOREST, "refused", ["spot_day_limit"]),
        (SPRING, "admitted", []),
        (TOWER, "admitted", []),
        (SEASIDE, "admitted", []),
        (TOWER, "exception", ["uploaded_too_late"]),  # 48.5 hours; 24 are allowed
        (FOREST, "admitted", []),
        (SPRING, "refused", ["face_mismatch"]),
        (SPRING, "refused", ["face_mismatch"]),
        (SPRING, "refused", ["face_mismatch", "pass_cancelled"]),
    ]
    assert outcome.place == "no_show"
    assert (outcome.cancelled["status"], outcome.cancelled["mismatches"]) == ("cancelled", 3)


def test_who_gets_what_of_the_month(once: tuple[traveller_story.Outcome, str]) -> None:
    """254.15 for 365 days: the 30 of April are 25415 x 30 / 365 = 2088.9, 20.89 as the largest
    remainders go. Of two days that each have the same part nothing depends."""
    outcome, _ = once
    assert [(each["issuer_region_code"], each["pool_fen"]) for each in outcome.months] == [
        ("440000", 2_089),
        ("460000", 2_089),
    ]
    assert {each["breakage_fen"] for each in outcome.months} == {0}
    # Fu's visits by list price, 145.00 + 100.00 + 150.00 + 80.00 = 475.00; of 2089 that is
    # 637.69, 439.79, 659.68 and 351.83: 2086 whole fen, and three more for .83, .79 and .69
    parts = {FOREST: 638, SPRING: 440, TOWER: 659, SEASIDE: 352}
    assert sum(parts.values()) == 2_089
    got = {
        each["issuer_region_code"]: {
            share["venue_code"]: share["amount_fen"] for share in each["shares"]
        }
        for each in outcome.months
    }
    # Mai was nowhere else before his pass was cancelled; its money stays with the venues
    assert got == {"440000": {FOREST: 2_089}, "460000": parts}
    sums = {
        code: sum(line["amount_fen"] for line in lines)
        for code, lines in outcome.statements.items()
    }
    assert sums == {**parts, FOREST: 2_089 + 638}


def test_what_the_provinces_owe_each_other(once: tuple[traveller_story.Outcome, str]) -> None:
    """Gross: each venue of the other province has a claim against who holds the money."""
    outcome, _ = once
    claims = {
        (each["home_region_code"], each["care_region_code"], each["payee_party"]): each["due_fen"]
        for each in outcome.claims
    }
    assert claims == {
        ("440100", "460100", FOREST): 2_089,
        ("460100", "440100", TOWER): 659,
        ("460100", "440300", SEASIDE): 352,
    }
    assert {(each["status"], each["period"]) for each in outcome.claims} == {("paid", "2026-04")}


def test_it_says_so_and_plays_the_same_again(
    simulator: Topology, once: tuple[traveller_story.Outcome, str]
) -> None:
    _, text = once
    assert re.search(r"全部 \d+ 条不变式成立。\n$", text)
    for said in ("标记为：assumed", "20.89 + 6.38 = 27.27", "补传", "no_show", "2027-10-29"):
        assert said in text
    assert not re.search(r"req_|sbx_|sk_sbx|psn_|tps_|ven_|clm_|…", text)
    assert told(simulator, "zh")[1] == text


@pytest.mark.long
def test_it_is_told_in_english_as_well(simulator: Topology) -> None:
    outcome, text = told(simulator, "en")
    assert outcome.holds, text
    assert re.search(r"All \d+ invariants hold.\n$", text)
    assert "Sample River Tower" in text and "are taken from the Hainan card" in text
    assert not re.search(r"req_|sbx_|sk_sbx|psn_|tps_|ven_|clm_|…", text)


@pytest.mark.topologies(IN_PROCESS)
def test_the_window_of_the_hainan_card_in_the_year_of_its_source(
    simulator: Topology, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bought on 2020-08-01: to be activated or given back until 2020-10-29, begun by itself on
    2020-10-30, last day 2021-10-29. The day of purchase is the first of the 90: 31 in August, 30 in
    September, 29 in October."""
    if simulator.name == GIVEN:
        pytest.skip("the clock of a world that is made there begins later")
    born = datetime(2020, 8, 1, 9, 0, tzinfo=clock.SHANGHAI)
    monkeypatch.setitem(worlds.PRESETS, "demo", born)
    with simulator.world() as owner:
        on = Travel(owner)
        seen = on.window(2020)
        bought = seen["han bought"]
        assert bought["bought_date"] == "2020-08-01"
        assert bought["activate_until_date"] == bought["refund_until_date"] == "2020-10-29"
        assert bought["price_fen"] == 29_900
        assert seen["han waits"]["status"] == "sold"
        assert seen["ji gave back"]["status"] == "refunded"
        began = seen["han began"]
        assert (began["status"], began["valid_from_date"]) == ("active", "2020-10-30")
        assert "activated_at" not in began
        assert on.refusal == "travel_pass_state"
        without, came = seen["han without photo"], seen["han came in"]
        assert [each["code"] for each in without["reasons"]] == ["pass_not_activated"]
        assert (without["result"], came["result"]) == ("refused", "admitted")
        # A photo later than the first day moves no last day
        assert seen["han activated"]["valid_to_date"] == "2021-10-29"
        on.to("23:59", "2021-10-29")
        assert on.pass_now("han")["status"] == "active"
        on.to("00:00", "2021-10-30")
        assert (on.pass_now("han")["status"], on.pass_now("han")["end_reason"]) == ("ended", "over")
        assert road.calm(owner)["holds"]
