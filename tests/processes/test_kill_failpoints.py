"""SIGKILL in the middle of things: after the restart nothing is lost and nothing doubled.

A simulator is told to kill itself at named places (`docs/failpoints.md`) while a client
walks a road and repeats whatever it got no answer to under the same key. In the end the
laws hold, and the canonical export has the bytes of a road on which nothing happened (P9,
P13, P14, P16, P20): so each effect is there once.
"""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scenarios import road
from sscsim import failpoints
from tests.conftest import pg_url, redis_url
from tests.processes.conftest import Start
from tests.support.roads import (
    DATABASES,
    ELSEWHERE,
    OF_MOVED_INSURANCE,
    OF_OTHER_KINDS,
    OFF_THE_ROAD,
    ON_THE_ROAD,
    QUICK,
    WAYS,
    Undisturbed,
    Walker,
    fired,
    stores_on,
)
from tests.support.roads import undisturbed as walked
from tests.support.simulator import wait_for
from tests.support.topologies import own_stores

pytestmark = [pytest.mark.processes, pytest.mark.timeout(1200)]
Quiet = Callable[[str], Undisturbed]

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

IN_A_CORRECTION = (
    "settlement.exchange.cancelling",
    "medical.correct.after_exchange",
    "medical.audit_application.before_commit",
    "settlement.provider_application_pay.committed",
    "settlement.recon.resolving",
    "settlement.handover.passed_on",
)
"""Six deaths among refusals, corrections, what a day's comparison finds, and applications."""

IN_A_DAY_OF_TAPS = (
    "transport.tap.before_commit",
    "transport.top_up.after_bank",
    "transport.collect_ride.after_bank",
    "transport.upload.deciding",
    "transport.batch_close.committing",
    "transport.batch_claim.answered",
)
"""Six deaths from the purse to the claim between cities."""

IN_A_READERS_MONTH = (
    "culture.lend.before_commit",
    "culture.take_back.before_commit",
    "culture.payment.after_card",
    "culture.copy_arrives.before_commit",
    "settlement.kind_claim.posted",
)
"""Five deaths from the loan to the claim between libraries."""

IN_A_TRAVELLERS_MONTH = (
    "culture.pass_payment.after_card",
    "culture.admission.before_commit",
    "culture.admission_upload.before_commit",
    "culture.pass_month.after_settlement",
    "settlement.pass_month.sharing",
)
"""Five deaths from the sale of a pass to the shares of its venues."""

_AT_ONCE = 8
"""Points of one road that kill one simulator; each kills it once."""


def _together() -> Iterator[tuple[str, tuple[str, ...]]]:
    for way, of in WAYS.items():
        for start in range(0, len(of.points), _AT_ONCE):
            yield way, of.points[start : start + _AT_ONCE]


TOGETHER = list(_together())


@pytest.fixture(scope="session")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Quiet:
    """`quiet(way)`: the road on which nothing happens, walked once."""
    folder = tmp_path_factory.mktemp("quiet")
    return lambda way: walked(way, folder)


@pytest.mark.parametrize("way", WAYS)
def test_each_road_passes_the_points_that_are_said_of_it(quiet: Quiet, way: str) -> None:
    """Nobody waits for a death that can't come, and no point is left out."""
    passed, said = quiet(way).passed, set(WAYS[way].points)
    assert said <= passed
    assert passed & ELSEWHERE <= said, "named as another road's, or as nobody's"


def test_every_point_is_on_a_road_or_said_to_be_on_none() -> None:
    rooms = ("driver.", "jobs.", "outbox.", "medical.", "settlement.")
    every = {name for name in failpoints.listed() if name.startswith(rooms)}
    assert {*ON_THE_ROAD, *ELSEWHERE} == every
    clearing = {name for name in every if name.startswith(("settlement.", "medical.correct"))}
    clearing -= {*OF_OTHER_KINDS, *OF_MOVED_INSURANCE}
    assert not clearing & set(OFF_THE_ROAD), "all of the clearing is walked"


@pytest.mark.parametrize(
    ("way", "names", "database"),
    [
        ("the road", IN_ONE_CALL, "sqlite"),
        ("the road", IN_THE_MONTH, "sqlite"),
        ("the road", IN_ONE_CALL + IN_THE_MONTH, "postgresql"),
        ("mistakes", IN_A_CORRECTION, "sqlite"),
        pytest.param("taps", IN_A_DAY_OF_TAPS, "sqlite", marks=pytest.mark.long),
        pytest.param("books", IN_A_READERS_MONTH, "sqlite", marks=pytest.mark.long),
        pytest.param("passes", IN_A_TRAVELLERS_MONTH, "sqlite", marks=pytest.mark.long),
    ],
    ids=["web", "worker", "both-postgresql", "mistakes", "taps", "books", "passes"],
)
def test_killed_several_times_and_nothing_is_lost_or_doubled(
    start: Start, data: Path, quiet: Quiet, way: str, names: tuple[str, ...], database: str
) -> None:
    _killed(start, data, quiet, way, names, database)


def _killed(
    start: Start, data: Path, quiet: Quiet, way: str, names: tuple[str, ...], database: str
) -> None:
    """Walk a road on which each point kills once; it ends as the quiet one on SQLite did."""
    with stores_on(database) as stores:
        simulator = start(SSC_FAILPOINT=",".join(names), **QUICK, **stores)
        walker = Walker(simulator)
        walker.walk(way)
        walker.check(quiet(way).export)
        assert fired(data) == set(names)
        simulator.stop()


def test_valkey_is_killed_while_the_month_is_cleared(
    start: Start, data: Path, quiet: Quiet
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
    walker.check(quiet("the road").export)


def test_web_worker_and_valkey_are_killed_together(start: Start, data: Path, quiet: Quiet) -> None:
    simulator = start(**QUICK)
    walker = Walker(simulator)
    walker.stays()
    children = simulator.ready()["children"]
    for name in ("web", "worker", "redis"):
        os.kill(children[name], signal.SIGKILL)
    walker.clear()
    walker.check(quiet("the road").export)


@pytest.mark.long
@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize(("way", "names"), TOGETHER, ids=lambda value: str(value)[:60])
def test_every_failpoint_of_every_road(
    start: Start, data: Path, quiet: Quiet, database: str, way: str, names: tuple[str, ...]
) -> None:
    """On PostgreSQL as on SQLite; to the bytes of the quiet road on SQLite."""
    _killed(start, data, quiet, way, names, database)


@pytest.mark.long
@pytest.mark.parametrize("names", [IN_ONE_CALL, IN_THE_MONTH], ids=["services", "worker"])
def test_killed_four_times_in_the_full_topology(
    start: Start, data: Path, quiet: Quiet, names: tuple[str, ...]
) -> None:
    """The same on PostgreSQL, where each service dies alone."""
    with own_stores(pg_url(), redis_url()) as stores:
        simulator = start(
            "--topology", "full", "--port", "0", SSC_FAILPOINT=",".join(names), **QUICK, **stores
        )
        walker = Walker(simulator)
        walker.walk("the road")
        walker.check(quiet("the road").export)
        assert fired(data) == set(names)
        simulator.stop()
