"""Days of two regions are compared: all agree, an answer is lost, a file says something else."""

import base64
from typing import Any

import pytest

from scenarios import road
from scenarios.client import Client, Refused
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.support.money import Town
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG,))
DAYS = "/v1/daily-reconciliations"
TOMORROW = "2026-04-02T02:00:00+08:00"


def day(owner: Client, region: str) -> Any:
    [found] = owner.get(DAYS, {"region_code": region, "date": "2026-04-01"})["data"]
    return owner.get(f"{DAYS}/{found['id']}")


def differences(owner: Client, region: str) -> list[Any]:
    found: list[Any] = owner.get(f"{DAYS}/{day(owner, region)['id']}/differences")["data"]
    return found


def agency(owner: Client, region: str) -> Client:
    """A party of the region's agency."""
    body = {"name": f"agency {region}", "role": "agency", "region_code": region}
    owner.post("/sandbox/v1/parties", body)
    return owner.again(act_as=body["name"])


def file(at: Client, region: str, side: str) -> bytes:
    path = f"{DAYS}/{day(at, region)['id']}/file"
    text: str = at.get(path, {"side": side})
    return text.encode()


def test_all_sides_agree(simulator: Topology) -> None:
    with simulator.world() as owner:
        town = Town(owner)
        kept, undone, corrected = (town.settlement() for _ in range(3))
        road.taken_back(town.hospital(), undone)
        body = {"operation": "createSettlement", "settlement_id": corrected["id"]}
        town.hospital().post("/v1/corrections", body, key="correct")
        road.calm(owner)
        road.advanced(owner, to=TOMORROW)
        for region in (road.CHENGDU, road.CHONGQING):
            shown = day(owner, region)
            assert (shown["status"], shown["matched_count"]) == ("matched", 4), region
        claim = town.get(f"/v1/claims/{kept['claim_id']}")
        files = {each["side"]: each for each in day(owner, road.CHONGQING)["files"]}
        assert files["mirror"]["count"] == files["treatment"]["count"] == 4
        assert files["mirror"]["sum_fen"] == 2 * claim["clearing_fen"]
        assert files["insured"]["count"] == 0, "nobody of Chongqing was treated elsewhere"
        assert road.invariants(owner)["holds"]


def test_a_lost_answer_is_found_the_next_day_and_caught_up(simulator: Topology) -> None:
    """X5: Chengdu posted, nobody heard of it, and then Sichuan was down overnight."""
    with simulator.world() as owner:
        town = Town(owner)
        visit, at = town.visit(), town.hospital()
        with pytest.raises(Refused) as lost:
            at.call(
                "POST",
                "/v1/settlements",
                {"visit_id": visit["id"]},
                key="lost",
                simulate="outcome=home_region_timeout",
            )
        assert lost.value.problem["effect"] == "unknown"
        owner.post("/sandbox/v1/regions/510000/stop", {})
        road.advanced(owner, to=TOMORROW)
        [found] = differences(owner, road.CHONGQING)
        assert (found["kind"], found["status"]) == ("insured_only", "resolving")
        assert day(owner, road.CHENGDU)["status"] == "waiting", "it is down, and so is its file"
        owner.post("/sandbox/v1/regions/510000/resume")
        road.advanced(owner, by="P1D")
        [found] = differences(owner, road.CHONGQING)
        assert (found["resolution"], found["resolved_by"]) == ("recovered", "job")
        assert day(owner, road.CHENGDU)["open_count"] == 0
        [settlement] = town.get("/v1/settlements", visit_id=visit["id"])["data"]
        assert settlement["status"] == "settled"
        assert town.get(f"/v1/claims/{settlement['claim_id']}")["status"] == "settled"
        road.calm(owner)
        assert road.invariants(owner)["holds"]


@pytest.mark.parametrize(
    ("outcome", "kind", "way"),
    [
        ("reconciliation_amount_altered", "amount_differs", "hand"),
        ("reconciliation_line_missing", "missing_in_treatment", "job"),
    ],
)
def test_a_difference_on_demand(simulator: Topology, outcome: str, kind: str, way: str) -> None:
    with simulator.world() as owner:
        town = Town(owner)
        town.settlement()
        rule = {"outcome": outcome, "outcome_region_code": road.CHONGQING, "times": 1}
        owner.post("/sandbox/v1/faults", rule)
        road.advanced(owner, to=TOMORROW)
        assert day(owner, road.CHENGDU)["status"] == "matched"
        [found] = differences(owner, road.CHONGQING)
        assert (found["kind"], found["way"]) == (kind, way)
        here = agency(owner, road.CHONGQING)
        if way == "job":
            assert found["resolution"] == "recovered"
        else:
            here.post(f"{DAYS}/{found['reconciliation_id']}/rerun", None)
            road.advanced(owner, by="PT1M")
            [found] = differences(owner, road.CHONGQING)
            assert (found["resolution"], found["resolved_by"]) == ("gone", "rerun")
        assert road.invariants(owner)["holds"]


def test_a_region_sends_its_own_file(simulator: Topology) -> None:
    """What it says is compared, in its partner's day too, and a file in disorder is refused."""
    with simulator.world() as owner:
        town = Town(owner)
        settlement = town.settlement()
        road.calm(owner)
        road.advanced(owner, to=TOMORROW)
        here = agency(owner, road.CHONGQING)
        own = file(here, road.CHONGQING, "treatment")
        path = f"{DAYS}/{day(here, road.CHONGQING)['id']}/file"
        empty = b"".join(own.splitlines(keepends=True)[:2]) + b"END,0,0,x\n"
        for content in (empty, own.replace(b"stands", b"gone")):
            body = {"side": "treatment", "content_base64": base64.b64encode(content).decode()}
            with pytest.raises(Refused) as refused:
                here.post(path, body, key="bad")
            assert refused.value.problem["code"] == "daily_file_refused"
        body = {"side": "treatment", "content_base64": base64.b64encode(own).decode()}
        assert here.post(path, body, key="good")["count"] == 1
        road.advanced(owner, by="PT1M")
        shown = day(here, road.CHONGQING)
        assert (shown["run"], shown["status"]) == (2, "matched")
        assert file(here, road.CHONGQING, "treatment") == own
        assert settlement["id"].encode() in own
        with pytest.raises(Refused) as refused:
            here.get(f"{DAYS}/{day(owner, road.CHENGDU)['id']}")
        assert refused.value.code == "region_not_allowed"
