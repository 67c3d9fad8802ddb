"""`ssc region`: a province is stopped in one world of a running simulator; the other settles on."""

from collections.abc import Iterator
from typing import Any

import pytest

from scenarios import road
from scenarios.client import Client, Refused
from tests.support.money import Town
from tests.support.simulator import Simulator, refusal, running, ssc
from tests.support.topologies import SEED

pytestmark = [pytest.mark.processes, pytest.mark.timeout(1200)]
SICHUAN = "510000"


@pytest.fixture
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("region") / "data") as simulator:
        simulator.ready()
        yield simulator


def world_of(simulator: Simulator) -> Client:
    told = simulator.ready()
    manager = Client(told["base_url"], told["admin_token"], "en")
    made = manager.post("/sandbox/v1/sandboxes", {"preset": "demo", "seed": SEED})
    return manager.again(key=made["key"])


def region(simulator: Simulator, owner: Client, *words: str) -> list[str]:
    """What the command prints for one world."""
    done = ssc("region", *words, "--data", str(simulator.data), "--key", owner.key)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def settled(town: Town, visit: Any) -> Any:
    """The settlement or the problem, always with the visit's own key."""
    body, key = {"visit_id": visit["id"]}, f"settle:{visit['id']}"
    try:
        return town.hospital().post("/v1/settlements", body, key=key)
    except Refused as refused:
        return refused.problem


def cleared(owner: Client) -> set[str]:
    """April closed, by the worker; by which rules its claims are where they are."""
    road.calm(owner)
    road.closed_cycle(owner)
    return {str(claim["rule"]) for claim in owner.get("/v1/claims")["data"]}


def test_stopped_in_one_world_while_another_settles_and_clears(simulator: Simulator) -> None:
    one, other = Town(world_of(simulator)), Town(world_of(simulator))
    assert settled(one, one.visit())["status"] == "settled"
    assert settled(other, other.visit())["status"] == "settled"
    waiting = one.visit()

    [stopped] = region(simulator, one.owner, "stop", SICHUAN)
    assert stopped.startswith(f"{SICHUAN} ") and stopped.endswith(": stopped")
    assert region(simulator, one.owner, "list") == [stopped]
    assert region(simulator, other.owner, "list") == ["Every region is running."]
    said = settled(one, waiting)
    assert (said["code"], said["effect"]) == ("home_region_down", "none")
    assert settled(other, other.visit())["status"] == "settled"
    assert cleared(one.owner) == {"carried"}, "Sichuan signs nothing: its pairs wait"
    assert cleared(other.owner) == {"in_window"}
    assert {claim["status"] for claim in other.get("/v1/claims")["data"]} == {"paid"}

    [again] = region(simulator, one.owner, "resume", SICHUAN)
    assert again.endswith(": running")
    assert region(simulator, one.owner, "list") == ["Every region is running."]
    assert settled(one, waiting)["status"] == "settled"
    for town in (one, other):
        assert town.get("/sandbox/v1/dead-jobs")["data"] == []
        assert road.invariants(town.owner)["holds"]

    slow = region(simulator, one.owner, "stop", SICHUAN, "--how", "slow", "--delay-ms", "20")
    assert slow[0].endswith(": slow (20 ms)")
    unknown = ssc("region", "stop", "123456", "--data", str(simulator.data), "--key", one.owner.key)
    assert refusal(unknown).startswith("ssc: 4")
