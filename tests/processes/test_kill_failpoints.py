"""SIGKILL in the middle of things: after the restart nothing is lost and nothing doubled.

A simulator is told to kill itself at named places (`docs/failpoints.md`) while a client
walks the road and repeats whatever it got no answer to under the same key. In the end the
laws hold, and the canonical export has the bytes of a road on which nothing happened (P9,
P13, P14, P16, P20): so each effect is there once.
"""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from scenarios import road
from scenarios.client import Client
from scenarios.month_by_hand import a_month_by_hand
from scenarios.road import again_and_again
from sscsim import failpoints
from tests.conftest import pg_url, redis_url
from tests.processes.conftest import Start
from tests.support.simulator import Simulator, wait_for
from tests.support.topologies import SEED, in_process, own_stores

pytestmark = pytest.mark.processes

QUICK = {
    "SSC_VISIBILITY_TIMEOUT": "1",
    "SSC_RESTORE_INTERVAL": "1",
    "SSC_PEER_TIMEOUT_S": "3",
}
"""What Redis lost track of comes again after a second, and a dead peer is soon noticed."""

IN_ONE_CALL = (
    "medical.settle.after_begin",
    "settlement.exchange.forwarded",
    "medical.insured.after_commit",
    "medical.settle.before_result",
)
"""Four deaths of the web process in one settlement, each one step later."""

IN_THE_MONTH = (
    "driver.before_fence",
    "driver.after_dispatch",
    "settlement.cycle_pay.committing",
    "jobs.after_task",
)
"""Four deaths of the worker while the month is cleared."""

OFF_THE_ROAD = (
    "medical.settle.after_refusal",
    "medical.settle.before_refusal",
    "settlement.exchange.cancelling",
    "medical.correct.after_begin",
    "medical.correct.after_exchange",
    "medical.correct.before_begin",
    "medical.correct.before_exchange",
    "medical.correct.before_result",
    "medical.correct_at_home.before_commit",
    "medical.apply_payment.before_commit",
    "medical.submit_application.before_commit",
    "medical.audit_application.before_commit",
    "settlement.audit_deduction.booking",
    "settlement.provider_application_pay.committing",
    "settlement.provider_application_pay.committed",
)
"""Nothing is refused, cancelled, corrected or applied for on the road: in process tests pass
these."""

BY_HAND = (
    "settlement.cycle_abort.committing",
    "settlement.cycle_overdue.committed",
    "settlement.cycle_overdue.committing",
    "settlement.cycle_reopen.committing",
    "settlement.cycle_sign_by_hand.committing",
    "settlement.declare.committing",
    "settlement.declare_all.committing",
    "settlement.dispute.deciding",
    "settlement.dispute.opening",
    "settlement.dispute_sla.committed",
    "settlement.dispute_sla.committing",
    "settlement.match.committing",
    "settlement.receive.committing",
    "settlement.reimburse.committing",
    "settlement.return.committing",
)
"""What happens only in a month that people clear; that one is walked by itself below."""

_ROOMS = ("driver.", "jobs.", "outbox.", "medical.", "settlement.")
ELSEWHERE = (*OFF_THE_ROAD, *BY_HAND)
ALL = [name for name in failpoints.listed() if name.startswith(_ROOMS) and name not in ELSEWHERE]


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The export of the road when nothing happens."""
    with in_process(tmp_path_factory.mktemp("undisturbed")) as topology, topology.world() as owner:
        road.the_road(owner)
        return road.export(owner)


@pytest.fixture(scope="session")
def undisturbed_by_hand(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The export of a month by hand when nothing happens."""
    with in_process(tmp_path_factory.mktemp("by_hand")) as topology, topology.world() as owner:
        a_month_by_hand(owner)
        return road.export(owner)


class Walker:
    """A client that walks the road on a simulator, however often it is killed."""

    def __init__(self, simulator: Simulator) -> None:
        told = simulator.ready()
        # Where one process carries all services, no service outlives another and has to
        # write down that it doesn't know.
        self.is_one_process = told["topology"] == "embedded"
        manager = Client(told["base_url"], told["admin_token"], "en")
        made = again_and_again(
            lambda: manager.post("/sandbox/v1/sandboxes", {"preset": "demo", "seed": SEED})
        )
        self.owner = manager.again(key=made["key"])

    def stays(self) -> None:
        road.stays(self.owner, again_and_again)

    def clear(self) -> None:
        again_and_again(lambda: road.calm(self.owner))
        # To an instant, not by a month: asked for twice, it still arrives once.
        _, cycle = again_and_again(lambda: road.closed_cycle(self.owner))
        assert cycle["status"] == "closed"

    def check(self, undisturbed: bytes) -> None:
        assert again_and_again(lambda: self.owner.get("/sandbox/v1/dead-jobs"))["data"] == []
        laws = again_and_again(lambda: road.invariants(self.owner))
        assert laws["holds"], [law for law in laws["checks"] if not law["holds"]]
        export = again_and_again(lambda: road.export(self.owner))
        assert _differences(export, undisturbed) == []
        if self.is_one_process:
            assert export == undisturbed


def _differences(export: bytes, undisturbed: bytes) -> list[Any]:
    """Rows that are not the same, with the columns that differ.

    A settlement that was `unknown` for a while has one version more; nothing else of it tells.
    """
    ours, theirs = json.loads(export), json.loads(undisturbed)
    found: list[Any] = []
    for service, tables in theirs.items():
        for table, rows in tables.items():
            name, others = f"{service}.{table}", ours[service][table]
            if len(rows) != len(others):
                found.append((name, len(others), "rows, not", len(rows)))
                continue
            for one, other in zip(others, rows, strict=True):
                columns = {column for column in other if one[column] != other[column]}
                if columns and (name, columns) != ("medical.settlements", {"version"}):
                    found.append((name, {c: (one[c], other[c]) for c in sorted(columns)}))
    return found


def fired(data: Path) -> set[str]:
    """The failpoints that killed a process on this data folder."""
    marks = data.glob("failpoint-*.fired")
    return {mark.name.removeprefix("failpoint-").removesuffix(".fired") for mark in marks}


@pytest.mark.parametrize("names", [IN_ONE_CALL, IN_THE_MONTH], ids=["web", "worker"])
def test_killed_four_times_and_nothing_is_lost_or_doubled(
    start: Start, data: Path, undisturbed: bytes, names: tuple[str, ...]
) -> None:
    simulator = start(SSC_FAILPOINT=",".join(names), **QUICK)
    walker = Walker(simulator)
    walker.stays()
    walker.clear()
    walker.check(undisturbed)
    assert fired(data) == set(names)


def test_valkey_is_killed_while_the_month_is_cleared(
    start: Start, data: Path, undisturbed: bytes
) -> None:
    """What only the broker knew is gone; the rows know it too."""
    simulator = start(**QUICK)
    walker = Walker(simulator)
    walker.stays()
    road.calm(walker.owner)
    close = {step["step"]: step["due_at"] for step in road.cycle_of(walker.owner)["steps"]}["close"]
    walker.owner.post("/sandbox/v1/clock/advance", {"to": close})
    wait_for("a first job", lambda: road.cycle_of(walker.owner)["status"] != "open")
    simulator.kill_child("redis")
    walker.clear()
    walker.check(undisturbed)


def test_web_worker_and_valkey_are_killed_together(
    start: Start, data: Path, undisturbed: bytes
) -> None:
    simulator = start(**QUICK)
    walker = Walker(simulator)
    walker.stays()
    children = simulator.ready()["children"]
    for name in ("web", "worker", "redis"):
        os.kill(children[name], signal.SIGKILL)
    walker.clear()
    walker.check(undisturbed)


@pytest.mark.long
@pytest.mark.parametrize("name", ALL)
def test_every_failpoint_of_the_road(
    start: Start, data: Path, undisturbed: bytes, name: str
) -> None:
    simulator = start(SSC_FAILPOINT=name, **QUICK)
    walker = Walker(simulator)
    walker.stays()
    walker.clear()
    walker.check(undisturbed)
    assert fired(data) == {name}


@pytest.mark.long
@pytest.mark.parametrize("name", BY_HAND)
def test_every_failpoint_of_a_month_by_hand(
    start: Start, data: Path, undisturbed_by_hand: bytes, name: str
) -> None:
    simulator = start(SSC_FAILPOINT=name, **QUICK)
    walker = Walker(simulator)
    a_month_by_hand(walker.owner, again_and_again)
    walker.check(undisturbed_by_hand)
    assert fired(data) == {name}


@pytest.mark.long
@pytest.mark.parametrize("names", [IN_ONE_CALL, IN_THE_MONTH], ids=["services", "worker"])
def test_killed_four_times_in_the_full_topology(
    start: Start, data: Path, undisturbed: bytes, names: tuple[str, ...]
) -> None:
    """The same on PostgreSQL, where each service dies alone."""
    with own_stores(pg_url(), redis_url()) as stores:
        simulator = start(
            "--topology", "full", "--port", "0", SSC_FAILPOINT=",".join(names), **QUICK, **stores
        )
        walker = Walker(simulator)
        walker.stays()
        walker.clear()
        walker.check(undisturbed)
        assert fired(data) == set(names)
        simulator.stop()
