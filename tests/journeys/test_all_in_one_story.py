"""The story `all-in-one` of `./ssc demo`: a family and the whole card, every amount by hand."""

import io
import re

import pytest
from rich.console import Console

from scenarios import all_in_one_story
from tests.journeys.conftest import EMBEDDED, IN_PROCESS
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(EMBEDDED,))

AVERAGES = (
    *(131_883, 148_767, 177_600, 208_650, 238_025, 275_933, 316_033, 359_250, 408_483, 447_683),
    *(504_333, 548_175, 596_529, 670_533, 577_225, 621_000, 678_500, 707_600, 751_833, 751_833),
    751_833,
)
"""Sichuan's average wage of 2005 to 2023, in fen a month; the two years after have the last one."""


def told(simulator: Topology, lang: str) -> tuple[all_in_one_story.Outcome, str]:
    text = io.StringIO()
    out = Console(file=text, width=110, highlight=False)
    token = simulator.admin_token
    outcome = all_in_one_story.play(simulator.base_url, token, lang, out, app=simulator.app)
    return outcome, text.getvalue()


@pytest.fixture(scope="module")
def once(simulator: Topology) -> tuple[all_in_one_story.Outcome, str]:
    """The story as it is told first."""
    return told(simulator, "zh")


def half_up(number: int, over: int) -> int:
    return (2 * number + over) // (2 * over)


def pension() -> int:
    """He was born in December 1965 and retires at 60 years and 3 months, after 240 months on a base
    of 6,000.00: ten of 2006, twelve of each year to 2025, two of 2026.

    The sum of the yearly indices, six places each, is 417.638363; by 240 it is 1.740. Of the area
    base of 8,462.00 that is 14,723.88. Payout months lie between 139 at 60 and 132 at 61.
    """
    months = (10, *(12,) * 19, 2)
    indices = [
        half_up(600_000 * count * 10**6, average)
        for count, average in zip(months, AVERAGES, strict=True)
    ]
    assert (sum(months), sum(indices)) == (240, 417_638_363)
    index = half_up(sum(indices), 240 * 1_000)
    assert index == 1_740
    indexed = half_up(846_200 * index, 1_000)
    assert indexed == 1_472_388
    basic = half_up((846_200 + indexed) * 20, 2 * 100)
    balance = 12_000_000 + half_up(12_000_000 * 26, 12_000)  # a month of it at 2.6 % a year
    account = half_up(balance * 10, 1_373)  # 139 - 7 * 3 / 12 is 137.25, one place
    extra = half_up(indexed * 20, 1_000)
    assert (basic, account, extra) == (231_859, 87_589, 29_448)
    return basic + account + extra


def test_every_amount_of_the_family(once: tuple[all_in_one_story.Outcome, str]) -> None:
    outcome, text = once
    assert outcome.holds, text
    found = outcome.amounts
    # The worked example: 12,345.67, of which 345.67 are outside, 200.00 paid first and 800.00
    # below the line; 85 % of the 11,000.00 left. The rest is 300.00 of her account, and cash.
    assert found["total"] == 1_234_567
    assert found["fund_pay"] == (1_234_567 - 34_567 - 20_000 - 80_000) * 85 // 100
    assert found["account_pay"] == 30_000
    assert found["cash_pay"] == 1_234_567 - found["fund_pay"] - 30_000
    assert found["pension"] == pension() == 348_896
    assert [each["month"] for each in outcome.pension] == [f"2026-0{each}" for each in (4, 5, 6, 7)]
    assert found["on_fathers_card"] == 4 * 348_896
    # 2.00 by a card: 90 %
    assert found["ride"] == 180
    # The rate of Sichuan is 1,000.00, the course cost 1,200.00
    assert found["subsidy"] == 100_000
    # 150.00, of which holders of the other province pay 80 % as its own do
    assert found["ticket"] == 12_000
    # Due on 1 May, returned on the 11th: ten days at 0.20
    assert (found["fine"], found["niece_left"]) == (200, 100_000 - 200)
    assert outcome.employment["competent_region_code"] == "500000"


def test_who_pays_whom(once: tuple[all_in_one_story.Outcome, str]) -> None:
    outcome, _ = once
    chengdu, chongqing, haikou, guangzhou = "510100", "500000", "460100", "440100"
    claims = {
        all_in_one_story.kind(each): (
            each["home_region_code"],
            each["care_region_code"],
            each["due_fen"],
            each["status"],
        )
        for each in outcome.claims
    }
    assert len(outcome.claims) == 4
    assert claims == {
        # what the fund pays, and her account
        "medical": (chengdu, chongqing, 935_000 + 30_000, "paid"),
        # 1.80 less 1 %, half up
        "transit": (chengdu, chongqing, 178, "paid"),
        "library": (chongqing, chengdu, 200, "paid"),
        # 254.15 for 365 days, 13 of them in April: 905.2
        "travel_pass": (haikou, guangzhou, 905, "paid"),
    }


def test_it_says_so_and_plays_the_same_again(
    simulator: Topology, once: tuple[all_in_one_story.Outcome, str]
) -> None:
    _, text = once
    assert re.search(r"全部 \d+ 条不变式成立。\n$", text)
    for said in ("9,350.00", "3,488.96", "1,000.00", "同城待遇", "逾期 10 天", "9.05", "年卡分成"):
        assert said in text
    assert not re.search(r"req_|sbx_|sk_sbx|psn_|stl_|tps_|clm_|…", text)
    assert told(simulator, "zh")[1] == text


@pytest.mark.long
def test_it_is_told_in_english_as_well(simulator: Topology) -> None:
    outcome, text = told(simulator, "en")
    assert outcome.holds, text
    assert re.search(r"All \d+ invariants hold.\n$", text)
    assert "Share of a pass" in text and "Granted (HRSS-020)" in text
    assert not re.search(r"req_|sbx_|sk_sbx|psn_|stl_|tps_|clm_|…", text)
