"""The story `commute` of `./ssc demo`: a day of taps, every amount of it derived by hand."""

import csv
import heapq
import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from scenarios import commute_road, commute_story
from tests.journeys.conftest import EMBEDDED, IN_PROCESS
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(EMBEDDED,))
SEGMENTS = Path(__file__).parents[2] / "services/transport/catalogue/segments.csv"


def told(simulator: Topology, lang: str) -> tuple[commute_story.Outcome, str]:
    text = io.StringIO()
    out = Console(file=text, width=110, highlight=False)
    token = simulator.admin_token
    outcome = commute_story.play(simulator.base_url, token, lang, out, app=simulator.app)
    return outcome, text.getvalue()


@pytest.fixture(scope="module")
def once(simulator: Topology) -> tuple[commute_story.Outcome, str]:
    """The story as it is told first."""
    return told(simulator, "zh")


def metres_from(station: str) -> dict[str, int]:
    """Of the shortest ways to all stations of the network."""
    near: dict[str, list[tuple[str, int]]] = {}
    with SEGMENTS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            one, other, far = row["from_station_id"], row["to_station_id"], int(row["metres"])
            near.setdefault(one, []).append((other, far))
            near.setdefault(other, []).append((one, far))
    found: dict[str, int] = {}
    waiting = [(0, station)]
    while waiting:
        far, here = heapq.heappop(waiting)
        if here not in found:
            found[here] = far
            for there, more in near[here]:
                heapq.heappush(waiting, (far + more, there))
    return found


def test_how_far_they_ride() -> None:
    """What the amounts below rest on, from the segments alone."""
    road = commute_road
    of_tianfu, of_shaping = metres_from(road.TIANFU), metres_from(road.SHAPING)
    assert of_tianfu[road.XIPU] == 16_967 and metres_from(road.XIPU)[road.EAST] == 25_401
    assert of_tianfu[road.EAST] == 8_434 and of_tianfu[road.SOUTH] == 6_099
    assert of_tianfu[road.CHUNXI] == 1_416 and metres_from(road.CHUNXI)[road.NORTH] == 6_062
    assert of_shaping[road.JIAOCHANG] == 13_933 and of_shaping[road.COLLEGE] == 20_489
    assert metres_from(road.XIAOSHI)[road.SHIQIAO] == 10_843
    assert 90_000 < max(of_tianfu.values()) <= 110_000 and max(of_shaping.values()) > 63_000


def test_every_fare_of_the_day(once: tuple[commute_story.Outcome, str]) -> None:
    outcome, text = once
    assert outcome.holds, text
    found = outcome.amounts
    # Chengdu: up to 18 km 5.00, a student half of it; up to 32 km 7.00, by card 90 %
    assert (found["he"], found["lin"]) == (250, 630)
    # Chongqing: up to 17 km 4.00; a woman of 76 has no concession there but the card's
    assert found["tang_home"] == 360
    # A bus for 2.00 by card; 20 minutes later rail, up to 11 km 3.00: 2.00 off the list fare
    assert (found["bus"], found["transfer"]) == (180, 100)
    # Chengdu, up to 12 km 4.00 by card of another city; at 70 free, but in the peak by card: 3.00
    assert (found["zhou"], found["tang_away"], found["tang_peak"]) == (360, 0, 270)
    # A code has the card's concession, a bank card none
    assert (found["code"], found["account_left"], found["open_loop"]) == (270, 9_730, 200)
    # From the farthest station: 10.00 up to 70 km, 1.00 for each 20 km begun. With the entry 4.00.
    assert (found["no_entry"], found["folded_anew"]) == (1_200, 360)
    assert outcome.uploaded == ["OK", "TAC_ERR", "OK"]
    assert (found["offline"], found["disputed"]) == (200, 0)
    # Nobody tapped out: the dearest, 7.00 by the cap; at the counter up to 24 km 5.00, by card
    assert (found["forgotten"], found["repaired"]) == (700, 450)
    left = {key: found[f"{key}_left"] for key in ("lin", "zhou", "tang", "he", "luo")}
    assert left == {
        "lin": 5_000 - 630 - 180 - 100 - 450,
        "zhou": 5_000 - 360,
        "tang": 2_000 - 360 - 0 - 270,
        "he": 2_000 - 250 - 200,
        "luo": 5_000,
    }


def test_who_pays_whom(once: tuple[commute_story.Outcome, str]) -> None:
    """Fees: 0.5 % inside a city, 1 % between cities, half up to the fen."""
    outcome, _ = once
    parts = {
        (batch["date"], batch["operator_id"], part["issuer_id"]): (
            part["amount_fen"],
            part["fee_fen"],
        )
        for batch in outcome.batches
        for part in batch["parts"]
    }
    metro, rail, bus = "OP-CD-METRO", "OP-CQ-RAIL", "OP-CQ-BUS"
    assert parts == {
        ("2026-04-02", metro, "IC-CD"): (250 + 630 + 200, 5),
        # Zhou twice, and Tang in the peak; 12.00 were taken and given back
        ("2026-04-02", metro, "IC-CQ"): (360 + 270 + 1_200 - 1_200 + 360, 10),
        ("2026-04-02", metro, "CARD-BANK"): (270, 0),
        ("2026-04-02", metro, "ACQUIRER"): (200, 0),
        ("2026-04-02", bus, "IC-CD"): (180, 2),
        ("2026-04-02", rail, "IC-CD"): (100, 1),
        ("2026-04-02", rail, "IC-CQ"): (360, 2),
        ("2026-04-03", metro, "IC-CQ"): (-360, -4),
        ("2026-04-03", rail, "IC-CD"): (700, 7),
        ("2026-04-04", rail, "IC-CD"): (-250, -3),
    }
    claims = sorted(
        (each["period"], each["payee_party"], each["due_fen"]) for each in outcome.claims
    )
    assert claims == [
        ("2026-04-02", metro, 980),
        ("2026-04-02", bus, 178),
        ("2026-04-02", rail, 99),
        ("2026-04-03", metro, -356),
        ("2026-04-03", rail, 693),
        ("2026-04-04", rail, -247),
    ]
    forms = {each["region_code"]: each["due_fen"] for each in outcome.forms}
    assert forms == {"510100": 250 + 200, "500000": 300}


def test_it_says_so_and_plays_the_same_again(
    simulator: Topology, once: tuple[commute_story.Outcome, str]
) -> None:
    _, text = once
    assert re.search(r"全部 \d+ 条不变式成立。\n$", text)
    for said in (
        "犀浦 → 天府广场",
        "senior_70",
        "HOT_LISTED",
        "TAC_ERR",
        "12.00, incomplete",
        "36.40",
    ):
        assert said in text.replace("：12.00，incomplete", "12.00, incomplete")
    assert not re.search(r"req_|sbx_|sk_sbx|psn_|tjr_|tap_|…", text)
    assert told(simulator, "zh")[1] == text


@pytest.mark.long
def test_it_is_told_in_english_as_well(simulator: Topology) -> None:
    outcome, text = told(simulator, "en")
    assert outcome.holds, text
    assert re.search(r"All \d+ invariants hold.\n$", text)
    assert "Xipu" in text
    assert not re.search(r"req_|sbx_|sk_sbx|psn_|tjr_|tap_|…", text)
