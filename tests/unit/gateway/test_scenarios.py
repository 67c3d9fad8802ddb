"""Scenarios through the door: listed, found, played in a world of their own, taken over."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from gateway.scenarios import playing
from scenarios import exceptions
from scenarios.exceptions import registry
from sscsim import control
from sscsim.control import scenario_runs
from tests.unit.gateway.conftest import Caller, set_settings

pytestmark = pytest.mark.db
RUN = "/sandbox/v1/scenarios/X2/run"


def worlds() -> set[str]:
    return {world.id for world in control.worlds.every()}


@pytest.fixture
def played(caller: Caller) -> Iterator[None]:
    """Worlds in which scenarios were played, also those of runs that were never done, go."""
    before = worlds()
    yield
    for world in worlds() - before:
        control.delete(world)


def begun(caller: Caller, **headers: str) -> Any:
    answer = caller.post(RUN, **headers)
    assert answer.status_code == 202, answer.text
    return answer


def shown(caller: Caller, run_id: str, **headers: str) -> Any:
    return caller.get(f"/sandbox/v1/scenario-runs/{run_id}", **headers).json


def test_they_are_listed_and_found_in_both_languages(caller: Caller) -> None:
    page = caller.get("/sandbox/v1/scenarios?limit=200").json
    assert [one["name"] for one in page["data"]] == [f"X{n}" for n in range(1, 27)]
    money = caller.get("/sandbox/v1/scenarios?topic=money").json["data"]
    assert [one["name"] for one in money] == ["X18", "X19", "X20"]
    one = caller.get("/sandbox/v1/scenarios/x15").json
    assert one["name"] == "X15"
    assert one["ends"]["claim"]["due_fen"] == 950_000
    zh = caller.call("GET", "/sandbox/v1/scenarios/X15", headers={"Accept-Language": "zh-CN"}).json
    assert zh["title"] != one["title"]
    missing = caller.get("/sandbox/v1/scenarios/X155")
    assert (missing.status_code, missing.json["code"]) == (404, "unknown_scenario")
    assert "X15" in missing.json["errors"][0]["message"]


def test_a_run_is_played_in_a_world_of_its_own(caller: Caller, played: None) -> None:
    before = caller.get("/sandbox/v1/clock").json
    answer = begun(caller)
    run = answer.json
    assert answer.headers["Location"] == f"/sandbox/v1/scenario-runs/{run['id']}"
    done = shown(caller, run["id"])
    assert (done["status"], done["scenario"], done["attempts"]) == ("succeeded", "X2", 1)
    assert "key" not in done, "it is shown once"
    result = done["result"]
    assert result["as_expected"] is True
    assert {check["name"]: check["actual"] for check in result["checks"]} == exceptions.plain(
        exceptions.find("X2").ends
    )
    assert result["invariants"] == {
        "holds": True,
        "count": result["invariants"]["count"],
        "broken": [],
    }
    assert [call["status"] for call in result["steps"][2]["calls"]] == [422]
    assert result["steps"][2]["calls"][0]["answer"]["code"] == "idempotency_key_reused"
    # The caller's own world is as it was; the other one is there to look around in.
    assert caller.get("/sandbox/v1/clock").json == before
    other = Caller(caller.client, run["key"], run["sandbox_id"])
    assert other.get("/sandbox/v1/sandboxes/current").json["name"] == "exception X2"
    assert len(other.get("/v1/settlements").json["data"]) == 1
    # The player's key is gone.
    keys = other.get("/sandbox/v1/keys").json["data"]
    assert {key["name"]: key["status"] for key in keys}["plays X2"] == "revoked"
    zh = {"Accept-Language": "zh-CN"}
    said = caller.call("GET", answer.headers["Location"], headers=zh).json["result"]
    assert said["steps"][1]["title"] == "结算"


def test_a_wrong_end_is_not_as_expected(
    caller: Caller, played: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = exceptions.find("X2")
    wrong = replace(known, ends={**known.ends, "code": "something_else"})
    monkeypatch.setitem(registry._KNOWN, "X2", wrong)
    done = shown(caller, begun(caller).json["id"])
    assert (done["status"], done["result"]["as_expected"]) == ("succeeded", False)
    [check] = [one for one in done["result"]["checks"] if not one["holds"]]
    assert check == {
        "name": "code",
        "expected": "something_else",
        "actual": "idempotency_key_reused",
        "holds": False,
    }


def test_a_repeated_key_gives_the_run_it_began(caller: Caller, played: None) -> None:
    first = begun(caller, **{"Idempotency-Key": "again"}).json
    second = begun(caller, **{"Idempotency-Key": "again"}).json
    assert second["id"] == first["id"]
    assert ("key" in first, "key" in second) == (True, False)
    assert len(scenario_runs.worlds_of(caller.sandbox)) == 1


def test_a_run_whose_player_died_is_played_again(
    caller: Caller, played: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the story is there when its process dies: the whole is played once more."""
    monkeypatch.setattr(playing, "start", lambda *_: None)
    run = begun(caller).json
    world = Caller(caller.client, run["key"], run["sandbox_id"])
    party = {"name": "half way", "role": "hospital", "region_code": "500000"}
    assert world.post("/sandbox/v1/parties", party).status_code == 201
    assert shown(caller, run["id"])["status"] == "running", "its lease still holds"
    busy = caller.post(RUN)
    assert (busy.status_code, busy.json["code"]) == (409, "scenario_running")
    assert busy.json["retryable"] is True
    monkeypatch.undo()
    monkeypatch.setattr(scenario_runs, "LEASE_MS", -1)
    row = scenario_runs.find(caller.sandbox, run["id"])
    assert scenario_runs.renew(row)
    monkeypatch.undo()
    done = shown(caller, run["id"])
    assert (done["status"], done["attempts"]) == ("succeeded", 2)
    assert done["result"]["as_expected"] is True
    assert done["sandbox_id"] == run["sandbox_id"]
    assert len(world.get("/v1/settlements").json["data"]) == 1


def test_a_run_that_loses_its_players_or_its_world_fails(
    caller: Caller, played: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "start", lambda *_: None)
    monkeypatch.setattr(scenario_runs, "LEASE_MS", -1)
    run = begun(caller).json
    for _ in range(scenario_runs.ATTEMPTS - 1):
        assert shown(caller, run["id"])["status"] == "running"
    lost = shown(caller, run["id"])
    assert lost["status"] == "failed"
    assert "3 times" in lost["reason"]
    gone = begun(caller).json
    control.delete(gone["sandbox_id"])
    assert "is gone" in shown(caller, gone["id"])["reason"]


def test_a_player_whose_run_was_taken_over_stops(
    caller: Caller, played: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "_RENEW_S", -1)
    taken = []

    def renew(run: Any, **noted: Any) -> bool:
        taken.append(noted)
        return len(taken) < 6

    monkeypatch.setattr(scenario_runs, "renew", renew)
    run = begun(caller).json
    assert len(taken) == 6, "nothing is called after the lease was lost"
    assert shown(caller, run["id"])["status"] == "running"


def test_worlds_of_old_runs_go_and_a_full_simulator_refuses(
    caller: Caller, played: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "KEPT_WORLDS", 1)

    def at_once(run: Any, _world: str, _door: Any) -> None:
        scenario_runs.finish(run, "succeeded")

    monkeypatch.setattr(playing, "start", at_once)
    first, second = begun(caller).json, begun(caller).json
    assert control.find(first["sandbox_id"]) is None
    assert control.find(second["sandbox_id"]) is not None
    set_settings(max_sandboxes=0, max_sandboxes_pg=0)
    full = caller.post(RUN)
    assert full.json["code"] == "too_many_sandboxes"
    set_settings(max_sandboxes=50, max_sandboxes_pg=50)
    assert begun(caller).json["status"] == "succeeded", "the refused one left no run behind"


def test_only_so_many_are_played_at_once(
    caller: Caller, played: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "_places", threading.BoundedSemaphore(1))
    assert playing._places.acquire(blocking=False)
    before = worlds()
    busy = caller.post(RUN)
    assert (busy.status_code, busy.json["code"], busy.json["effect"]) == (
        409, "scenario_running", "none",
    )  # fmt: skip
    assert worlds() == before
    playing._places.release()
    assert shown(caller, begun(caller).json["id"])["status"] == "succeeded"


def test_a_party_plays_nothing(caller: Caller) -> None:
    party = {"name": "clinic", "role": "hospital", "region_code": "500000"}
    caller.post("/sandbox/v1/parties", party)
    refused = caller.post(RUN, **{"SSC-Act-As": "clinic"})
    assert (refused.status_code, refused.json["code"]) == (403, "role_not_allowed")
