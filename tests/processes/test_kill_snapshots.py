"""SIGKILL in the middle of a snapshot, a restore and a fork: each leaves a whole world."""

from pathlib import Path
from typing import Any

import pytest

from scenarios import road
from scenarios.client import Client
from scenarios.road import again_and_again
from tests.processes.conftest import Start
from tests.processes.test_kill_failpoints import QUICK, fired

pytestmark = pytest.mark.processes

SNAPSHOTS = "/sandbox/v1/sandboxes/current/snapshots"
FORK = "/sandbox/v1/sandboxes/current/fork"

DEATHS = (
    "snapshots.before_ready",
    "copies.between_files:3",
    "restore.before_switch",
    "restore.after_switch",
    "fork.before_born",
)
"""The web process dies in a snapshot, three times in restores, and in a fork."""


def _person(owner: Client, name: str) -> Any:
    body = {"name": name, "sex": "male", "birth_date": "1990-01-01", "region_code": "990100"}
    return again_and_again(lambda: owner.post("/v1/persons", body, key=f"person {len(name)}"))


def test_killed_in_snapshot_restore_and_fork(start: Start, data: Path) -> None:
    simulator = start(SSC_FAILPOINT=",".join(DEATHS), **QUICK)
    told = simulator.ready()
    manager = Client(told["base_url"], told["admin_token"], "en")
    made = manager.post("/sandbox/v1/sandboxes", {"preset": "demo", "seed": "demo"})
    owner = manager.again(key=made["key"])
    _person(owner, "先来的")
    again_and_again(lambda: road.calm(owner))
    before = again_and_again(lambda: road.export(owner))

    kept = again_and_again(lambda: owner.post(SNAPSHOTS, {"name": "kept"}))
    listed = again_and_again(lambda: owner.get(SNAPSHOTS))["data"]
    assert [one["id"] for one in listed] == [kept["id"]]  # the first try left none
    assert again_and_again(lambda: road.export(owner)) == before

    _person(owner, "后来")
    assert again_and_again(lambda: road.export(owner)) != before
    again_and_again(lambda: owner.post(f"{SNAPSHOTS}/{kept['id']}/restore"))
    assert again_and_again(lambda: road.export(owner)) == before
    assert again_and_again(lambda: road.invariants(owner))["holds"]

    fork = again_and_again(lambda: owner.post(FORK, {"name": "fork"}))
    other = manager.again(key=fork["key"])
    assert again_and_again(lambda: road.export(other)) == before
    names = [row["name"] for row in again_and_again(lambda: manager.every("/sandbox/v1/sandboxes"))]
    assert names.count("fork") == 1
    assert fired(data) == {name.partition(":")[0] for name in DEATHS}
