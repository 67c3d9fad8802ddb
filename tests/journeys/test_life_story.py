"""The story `life` of `./ssc demo`: a working life, every amount of it derived by hand."""

import io
import re

import pytest
from rich.console import Console

from scenarios import life_story
from tests.journeys.conftest import EMBEDDED, IN_PROCESS
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(EMBEDDED,))

RATE = (26, 12_000)
"""2.6 % a year, as a fraction of a product of months."""


def told(simulator: Topology, lang: str) -> tuple[life_story.Outcome, str]:
    text = io.StringIO()
    out = Console(file=text, width=100, highlight=False)
    token = simulator.admin_token
    outcome = life_story.play(simulator.base_url, token, lang, out, app=simulator.app)
    return outcome, text.getvalue()


@pytest.fixture(scope="module")
def once(simulator: Topology) -> tuple[life_story.Outcome, str]:
    """The story as it is told first."""
    return told(simulator, "zh")


def half_up(number: int, over: int) -> int:
    return (2 * number + over) // (2 * over)


def of_product(fen: int) -> int:
    """The interest of a product of months."""
    return half_up(fen * RATE[0], RATE[1])


def moved_out() -> tuple[int, int]:
    """What leaves Chengdu in August 2028: account and 12 % of the bases.

    640.00 a month from April 2026 on, 720.00 from April 2027 on. December is paid in January,
    behind the year's interest: eleven months bear it, each from its own month on. In 2028 three
    months of Chengdu (weights 7, 6, 5) and July of Chongqing, which stays where it is.
    """
    first = 8 * 64_000 + of_product(44 * 64_000) + 64_000
    paid = 3 * 64_000 + 9 * 72_000
    second = first + paid + of_product(12 * first + 33 * 64_000 + 44 * 72_000)
    interest = of_product(7 * second + 18 * 72_000 + 64_000)
    return second + 3 * 72_000 + interest, half_up((72_000 + 105_000 + 27_000) * 100 * 12, 100)


def moved_home(came: int) -> tuple[int, int]:
    """What leaves Chongqing in November 2066.

    2028: what came and July's 640.00 in August, then four months of it. 37 years of interest on
    nothing but that; 360,000.00 of the files in August 2066, and October's contribution, paid in
    Chengdu (8 % of 7,518.33), which stays. Bases: 204,000.00 of Chengdu before, five months of
    8,000.00, 453 of 10,000.00.
    """
    kept = came + 64_000
    kept += 4 * 64_000 + of_product(5 * kept + (5 + 4 + 3 + 2) * 64_000)
    for _ in range(2029, 2066):
        kept += of_product(12 * kept)
    files, october = 36_000_000, 60_147
    interest = of_product(10 * kept + 3 * files + october)
    bases = 204_000 + 5 * 8_000 + 453 * 10_000
    return kept + files + interest, bases * 12


def account_at_retirement(came: int) -> int:
    """2066: what came and October in November, November's contribution; December's behind the
    interest. 2067: two months of it, and January's contribution."""
    held = came + 60_147
    held += 60_147 + of_product(2 * held + 2 * 60_147) + 60_147
    return held + 60_147 + of_product(2 * held + 2 * 60_147)


def account_at_death(at_retirement_year: int) -> int:
    """What is left after 3,606.85 a month; December's payment is in its year's interest.

    2067 (from what was there on its first day): January's contribution, ten months drawn from March
    on. 2068: nine, as three were paused, and paid behind by the fund alone. Five years of twelve.
    2074: ten, to October: November's was not due and went back. Interest to November.
    """
    part = 360_685
    held = at_retirement_year
    held += 60_147 - 10 * part + of_product(12 * (held + 60_147) - sum(range(1, 11)) * part)
    held += -9 * part + of_product(12 * held - (12 + 11 + sum(range(1, 8))) * part)
    for _ in range(2069, 2074):
        held += -12 * part + of_product(12 * held - sum(range(1, 13)) * part)
    return held - 10 * part + of_product(11 * held - sum(range(2, 12)) * part)


def test_every_amount_of_a_life(once: tuple[life_story.Outcome, str]) -> None:
    outcome, text = once
    assert outcome.holds, text
    found = outcome.amounts
    # 16 + 8, 0.5 + 0.5, 0.4, 8 + 2 and 0.5 % of 8,000.00: 35.9 %
    assert found["first_charge"] == 287_200
    # twice 80 % of 2,330.00
    assert found["benefit"] == 2 * 186_400
    account, pooled = moved_out()
    assert (account, pooled) == (1_689_594, 2_448_000)
    assert found["moved_out"] == account + pooled
    # Of the twelve months before, eight were paid on 9,000.00 and one on 8,000.00: 8,888.89 on
    # average. Grade 10: seven months of it.
    assert found["injury"] == 7 * 888_889
    # 5,000.00 less are taxed at 10 %; later 3 % of them are kept back
    assert (found["tax_saved"], found["saved_net"]) == (50_000, 485_000)
    came, pooled = moved_home(account)
    assert (came, pooled) == (41_596_684, 57_288_000)
    assert found["moved_home"] == came + pooled
    # Average index 1.315 of 486 months: 638.981426 in all. The indexed wage is 8,462.00 * 1.315 =
    # 11,127.53. Basic part (8,462.00 + 11,127.53) / 2 * 40.5 % = 3,966.88; of the account
    # 422,001.24 / 117 = 3,606.85; extra 11,127.53 * 0.1 % * 40.5 = 450.66.
    assert account_at_retirement(came) == 42_200_124
    assert found["pension"] == found["estimate"] == 396_688 + 360_685 + 45_066
    # March to May were paused, June is paid beside them.
    assert found["behind"] == 3 * 802_439
    # 30.00, 40 full years of 1.00, 1 %: 150.24 more; behind for January to June
    assert found["adjusted"] == 802_439 + 15_024
    assert found["adjusted_behind"] == 6 * 15_024
    assert outcome.recovery["given_back_fen"] == 817_463
    # 3,768.92 a month: two for the funeral; 24 at most, one off for each of seven full years drawn
    assert found["survivor"] == (2 + 17) * 376_892
    assert found["account_left"] == account_at_death(41_957_899) == 15_977_124
    assert found["heirs_card"] == found["survivor"] + found["account_left"]


def test_it_says_so_and_plays_the_same_again(
    simulator: Topology, once: tuple[life_story.Outcome, str]
) -> None:
    """The figures with their reasons, the cards and the two periods that were cleared."""
    outcome, text = once
    assert re.search(r"全部 \d+ 条不变式成立。\n$", text)
    for said in (
        *("1,864.00", "41,375.94", "988,846.84", "62,222.23", "8,024.39", "8,174.63"),
        *("63 周岁", "2028-Q3", "2066-Q4", "certification_overdue", "policy_missing"),
    ):
        assert said in text
    assert not re.search(r"req_|sbx_|sk_sbx|psn_|pns_|…", text)
    assert [card["issue_date"][:4] for card in outcome.cards] == ["2036", "2046", "2056", "2066"]
    paid = [each["notice"] for each in outcome.cycles]
    assert [(each["payer_region_code"], each["payee_region_code"]) for each in paid] == [
        ("510100", "500000"),
        ("500000", "510100"),
    ]
    assert told(simulator, "zh")[1] == text


@pytest.mark.long
def test_it_is_told_in_english_as_well(simulator: Topology) -> None:
    outcome, text = told(simulator, "en")
    assert outcome.holds, text
    assert re.search(r"All \d+ invariants hold.\n$", text)
    assert "41,375.94" in text and "8,024.39" in text
    assert not re.search(r"req_|sbx_|sk_sbx|psn_|pns_|…", text)
