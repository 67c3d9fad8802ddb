"""A province is stopped in one world: its calls bounce and its jobs wait; another world goes on."""

from typing import Any

import pytest

from scenarios import road
from scenarios.client import Client, Refused
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.support.money import Town
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG,))
REGIONS = "/sandbox/v1/regions"
SICHUAN = "510000"


def settled(town: Town, visit: Any) -> Any:
    """The settlement, or the problem; always with the visit's own key."""
    body, key = {"visit_id": visit["id"]}, f"settle:{visit['id']}"
    try:
        return town.hospital().post("/v1/settlements", body, key=key)
    except Refused as refused:
        return refused.problem


def stop(owner: Client, **how: Any) -> Any:
    return owner.post(f"{REGIONS}/{SICHUAN}/stop", how or {})


def test_stopped_in_one_world_and_running_in_another(simulator: Topology) -> None:
    with simulator.world() as one, simulator.world() as other:
        here, there = Town(one), Town(other)
        visit, elsewhere = here.visit(), there.visit()
        assert stop(one)["how"] == "stopped"
        assert [each["region_code"] for each in one.get(REGIONS)["data"]] == [SICHUAN]
        assert other.get(REGIONS)["data"] == []
        said = settled(here, visit)
        assert (said["code"], said["effect"]) == ("home_region_down", "none")
        assert settled(there, elsewhere)["status"] == "settled"
        assert one.post(f"{REGIONS}/{SICHUAN}/resume")["how"] == "running"
        assert one.post(f"{REGIONS}/{SICHUAN}/resume")["how"] == "running"
        assert settled(here, visit)["status"] == "settled"


def test_slow_and_gone_and_a_region_that_is_none(simulator: Topology) -> None:
    with simulator.world() as owner:
        town = Town(owner)
        with pytest.raises(Refused) as refusal:
            owner.post(f"{REGIONS}/123456/stop", {})
        assert refusal.value.code == "unknown_region_code"
        assert stop(owner, how="slow", delay_ms=10)["delay_ms"] == 10
        assert settled(town, town.visit())["status"] == "settled"
        assert stop(owner, how="gone")["how"] == "gone"
        lost = town.visit()
        assert settled(town, lost)["effect"] == "unknown"
        owner.post(f"{REGIONS}/{SICHUAN}/resume")
        road.advanced(owner, by="PT1M")
        assert settled(town, lost)["status"] == "settled"


def test_a_stopped_province_does_not_sign_and_the_rest_is_cleared(simulator: Topology) -> None:
    """By default its pairs are carried over as a whole (X17's late signer); both clear later."""
    with simulator.world() as owner:
        town = Town(owner)
        claim_id = settled(town, town.visit())["claim_id"]
        road.calm(owner)
        month = road.cycle_of(owner)
        stop(owner)
        close = {step["step"]: step["due_at"] for step in month["steps"]}["close"]
        road.advanced(owner, to=close)
        assert owner.get(f"/v1/claims/{claim_id}")["rule"] == "carried"
        assert owner.get(f"/v1/clearing-cycles/{month['id']}")["status"] == "closed"
        owner.post(f"{REGIONS}/{SICHUAN}/resume")
        road.advanced(owner, by="P75D")
        assert owner.get(f"/v1/claims/{claim_id}")["status"] == "paid"
        assert owner.get("/sandbox/v1/dead-jobs")["data"] == []
        assert road.invariants(owner)["holds"]
