"""SIGKILL at every chunk of a town's pensions: each month reaches each pensioner once.

A point set to its second passing lets each process finish one chunk and dies in the next; as its
mark is taken away whenever it has fired, every chunk but the first meets a death there. The first
chunk's deaths are those of the first month, in which each point fires once.
"""

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios import road
from scenarios.benefits.desk import DEMO_CITY, Desk
from services.benefits.flows.pension_runs import CHUNK
from tests.processes.conftest import Start
from tests.support import crowds
from tests.support.roads import QUICK, Walker, fired, patiently, stores_on

pytestmark = [pytest.mark.processes, pytest.mark.timeout(3600)]
ONCE = (
    "benefits.pension_roll.after_card",
    "benefits.pension_roll.before_commit",
    "benefits.pension_credit.after_card",
    "benefits.pension_credit.before_commit",
    "card.credit_roll.before_commit",
)
TWICE_PASSED = (
    ("benefits.pension_roll.before_commit", "benefits.pension_credit.before_commit"),
    ("benefits.pension_roll.after_card", "benefits.pension_credit.after_card"),
    ("card.credit_roll.before_commit",),
)


class Deaths:
    """Takes away the marks of points that have fired, and counts them."""

    def __init__(self, data: Path) -> None:
        self.data, self.counted, self._over = data, dict[str, int](), threading.Event()

    def watch(self) -> None:
        while not self._over.wait(0.02):
            self.take()

    def take(self) -> None:
        for name in fired(self.data):
            (self.data / f"failpoint-{name}.fired").unlink()
            self.counted[name] = self.counted.get(name, 0) + 1

    @contextlib.contextmanager
    def watched(self) -> Iterator[dict[str, int]]:
        watcher = threading.Thread(target=self.watch)
        watcher.start()
        try:
            yield self.counted
        finally:
            self._over.set()
            watcher.join()
            self.take()


LONG = pytest.mark.long
PATIENCE_S = 300.0
ARRIVES_S = 1_800.0
"""A clock that is killed at every chunk takes a while to arrive."""


@pytest.mark.parametrize(
    ("people", "rounds", "database"),
    [
        (2 * CHUNK + 100, 1, "sqlite"),
        pytest.param(10 * CHUNK, 3, "sqlite", marks=LONG),
        pytest.param(10 * CHUNK, 3, "postgresql", marks=LONG),
    ],
)
def test_killed_at_every_chunk_and_each_is_paid_once(
    start: Start, data: Path, people: int, rounds: int, database: str
) -> None:
    with stores_on(database) as stores:
        simulator = start(**QUICK, **stores)
        walker = Walker(simulator)
        _peopled(walker, people)
        walker.owner.get("/v1/pensions")  # the service makes its store, not this process
        with crowds.inside(data, walker.sandbox, stores):
            town = crowds.pensioned(DEMO_CITY)
        assert town >= people
        simulator.stop()

        simulator = start(SSC_FAILPOINT=",".join(ONCE), **QUICK, **stores)
        walker.moved(simulator)
        _first_month(walker)
        assert fired(data) == set(ONCE)
        simulator.stop()

        chunks = -(-town // CHUNK)
        for number, points in enumerate(TWICE_PASSED[:rounds], start=5):
            Deaths(data).take()
            order = ",".join(f"{name}:2" for name in points)
            simulator = start(SSC_FAILPOINT=order, **QUICK, **stores)
            walker.moved(simulator)
            with Deaths(data).watched() as deaths:
                _month(walker, number)
            assert all(deaths.get(name, 0) >= chunks - 1 for name in points), deaths
            simulator.stop()

        simulator = start(**QUICK, **stores)
        walker.moved(simulator)
        with crowds.inside(data, walker.sandbox, stores):
            for number in range(4, 5 + rounds):
                statuses = crowds.paid_once(f"2026-{number:02d}", town)
                assert set(statuses) == {"paid", "returned"}, statuses
        laws = patiently(lambda: road.invariants(walker.owner))
        assert laws["holds"], [law for law in laws["checks"] if not law["holds"]]
        assert patiently(lambda: walker.owner.get("/sandbox/v1/dead-jobs"))["data"] == []
        simulator.stop()


def _peopled(walker: Walker, people: int) -> None:
    body = {"people": people, "regions": [DEMO_CITY]}
    made = walker.owner.post("/sandbox/v1/population", body)
    deadline = time.monotonic() + PATIENCE_S
    while walker.owner.get(f"/sandbox/v1/population/{made['id']}")["status"] != "succeeded":
        assert time.monotonic() < deadline, "people are still being made"
        time.sleep(0.2)


def _first_month(walker: Walker) -> None:
    """April's payout, ordered by the agency; the months after it come by themselves."""
    desk = Desk(walker.owner, "town")
    agency = desk.agency(DEMO_CITY)
    body = {"item_code": "HRSS-021", "inputs": {"pay_month": "2026-04"}}
    body |= {"region_code": DEMO_CITY}
    patiently(lambda: desk.post("/v1/service-applications", body, agency))
    _to(walker, "2026-04-20T12:00:00+08:00")


def _month(walker: Walker, number: int) -> None:
    _to(walker, f"2026-{number:02d}-20T12:00:00+08:00")


def _to(walker: Walker, instant: str) -> None:
    target = {"to": instant}

    def arrived() -> None:
        started = walker.owner.call("POST", "/sandbox/v1/clock/advance", target)
        state = walker.owner.finished(started, timeout_s=ARRIVES_S)
        assert state["status"] == "succeeded", state

    patiently(arrived)
    patiently(lambda: road.calm(walker.owner, 300))
