"""Snapshots and forks while hospitals settle across regions: each is whole, and lives."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from scenarios import road
from scenarios.client import Client
from sscsim import control, peers, world
from sscsim.demo_people import CHEN_YU, LIN_XIAO, ZHOU_MING, DemoPerson
from tests.unit.gateway.conftest import Caller
from tests.unit.gateway.test_snapshots import FORK, SNAPSHOTS

pytestmark = pytest.mark.db

ENOUGH = 6
"""Settlements of each writer after which it need not go on."""
AT_MOST = 20
"""So many stays, one after the other, lie within the filings."""


class Writers:
    """Threads that admit and settle across regions until they are told to stop."""

    def __init__(self, owner: Client) -> None:
        self.owner = owner
        self.stop = threading.Event()
        self.settled = 0
        self._begun = threading.Barrier(4, timeout=30)

    def write(self, someone: DemoPerson, region: str) -> None:
        owner = self.owner.again()
        at = road.acting_as_hospital(owner, region)
        patient, place = road.known(owner, someone), road.hospital(owner, region)
        self._begun.wait()
        number = 0
        while number < ENOUGH or (number < AT_MOST and not self.stop.is_set()):
            day = road.ADMITTED - timedelta(days=4 * number)
            visit = road.again_and_again(
                lambda day=day: road.admitted(  # type: ignore[misc]
                    at, patient, place, admission=day, discharge=day + timedelta(days=3)
                )
            )
            road.again_and_again(lambda visit=visit: road.settled(at, visit))  # type: ignore[misc]
            self.settled += 1
            number += 1

    def wait(self) -> None:
        self._begun.wait()


def _laws_hold(world: Client) -> None:
    laws = road.invariants(world)
    assert laws["holds"], [law for law in laws["checks"] if not law["holds"]]


def test_each_snapshot_taken_under_load_is_a_whole_world(
    app: Any, make: Callable[..., Caller]
) -> None:
    made = make("demo", "demo")
    owner = Client(key=made.key, lang="en", app=app)
    road.export(owner)  # every store is there
    for region in (road.CHONGQING, road.CHENGDU, road.DEMO_CITY):
        road.acting_as_hospital(owner, region)
    writers, forks = Writers(owner), []

    def fork(**asked: Any) -> Client:
        body = road.again_and_again(lambda: owner.post(FORK, asked))
        forks.append(body["id"])
        return owner.again(key=body["key"])

    with ThreadPoolExecutor(3) as pool:
        running = [
            pool.submit(writers.write, LIN_XIAO, road.CHONGQING),
            pool.submit(writers.write, ZHOU_MING, road.CHENGDU),
            pool.submit(writers.write, CHEN_YU, road.DEMO_CITY),
        ]
        try:
            writers.wait()
            kept = [road.again_and_again(lambda: owner.post(SNAPSHOTS, {})) for _ in range(3)]
            live = fork()
            between = fork(snapshot_id=kept[1]["id"])
        finally:
            writers.stop.set()
        for each in running:
            each.result()
    try:
        assert writers.settled >= 3 * ENOUGH
        for world in (owner, live, between):
            _laws_hold(world)
        as_kept = road.export(between)
        assert as_kept != road.export(owner)
        owner.post(f"{SNAPSHOTS}/{kept[1]['id']}/restore")
        _laws_hold(owner)
        assert road.export(owner) == as_kept == road.export(fork(snapshot_id=kept[1]["id"]))
        for snapshot in (kept[0], kept[2]):
            _laws_hold(fork(snapshot_id=snapshot["id"]))
    finally:
        for sandbox in forks:
            control.delete(sandbox)


def test_calls_of_the_generation_before_are_refused(make: Callable[..., Caller]) -> None:
    """A context made before a restore opens nothing after it."""
    caller = make("demo", "demo")
    kept = caller.post(SNAPSHOTS).json
    before = control.world(caller.sandbox)
    caller.post(f"{SNAPSHOTS}/{kept['id']}/restore")

    with world.entered(before), pytest.raises(peers.Refused) as refused:
        peers.call("card", "GET", "/internal/v1/export")
    assert refused.value.code == "sandbox_gone"
