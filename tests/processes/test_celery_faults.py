"""Real worker, broker and database, and everything that a broker may do to a message.

Tasks come three times and out of order, two workers and two beats take part, a task lasts
longer than the broker waits for it, and the broker loses all it has. After each the
canonical export has the bytes of the road on which nothing happened (P14, P15, P20).
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scenarios import road
from tests.processes.conftest import Start
from tests.support import broker
from tests.support.broker import Thrice
from tests.support.roads import (
    DATABASES,
    QUICK,
    Undisturbed,
    Walker,
    fired,
    stores_on,
)
from tests.support.roads import undisturbed as walked
from tests.support.simulator import Simulator, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.timeout(1200)]
Quiet = Callable[[str], bytes]

HELD_UP = ("jobs.before_task:3~3", "settlement.cycle_pay.committing~3", "jobs.after_task:6~3")
"""Three tasks that last three seconds where the broker waits one: before, in and after their
transaction."""
_LONGER = frozenset(point.partition("~")[0].partition(":")[0] for point in HELD_UP)


@pytest.fixture(scope="session")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Quiet:
    """`quiet(database)`: the export of the road when nothing happens, one for each database."""
    folder: Path = tmp_path_factory.mktemp("quiet")

    def export(database: str) -> bytes:
        found: Undisturbed = walked("the road", folder, database)
        return found.export

    return export


@pytest.fixture(params=DATABASES)
def stores(request: pytest.FixtureRequest) -> Iterator[tuple[str, dict[str, str]]]:
    """A database by its name, and the environment of a simulator on it."""
    with stores_on(request.param) as environment:
        yield request.param, environment


def started(start: Start, stores: dict[str, str], *held_up: str) -> Simulator:
    return start(SSC_FAILPOINT=",".join(held_up), **QUICK, **stores)


def url_of(simulator: Simulator) -> str:
    return str(simulator.ready()["redis_url"])


def walk(simulator: Simulator, expected: bytes) -> None:
    walker = Walker(simulator)
    walker.walk("the road")
    walker.check(expected)


def test_two_workers_two_beats_everything_thrice_and_longer_than_the_broker_waits(
    start: Start, data: Path, quiet: Quiet
) -> None:
    """All of it at once; each alone, and on PostgreSQL, with --long."""
    simulator = started(start, {}, *HELD_UP)
    with contextlib.ExitStack() as trouble:
        trouble.enter_context(broker.another(simulator, "worker"))
        trouble.enter_context(broker.another(simulator, "beat"))
        thrice = trouble.enter_context(Thrice(url_of(simulator)))
        walk(simulator, quiet("sqlite"))
    assert fired(data) == _LONGER
    assert thrice.copied >= 50, "each message came again, and again"


def test_the_broker_is_killed_and_comes_back_empty(start: Start, quiet: Quiet) -> None:
    """kill -9 in the middle of the month, with nothing left in its file."""
    simulator = started(start, {})
    walker = Walker(simulator)
    walker.stays()
    road.calm(walker.owner)
    close = {step["step"]: step["due_at"] for step in road.cycle_of(walker.owner)["steps"]}["close"]
    walker.owner.post("/sandbox/v1/clock/advance", {"to": close})
    wait_for("a first job", lambda: road.cycle_of(walker.owner)["status"] != "open")
    with broker.connect(url_of(simulator)) as client:
        client.flushall()
    simulator.kill_child("redis")
    walker.clear()
    walker.check(quiet("sqlite"))


@pytest.mark.long
def test_everything_comes_three_times_and_out_of_order(
    start: Start, quiet: Quiet, stores: tuple[str, dict[str, str]]
) -> None:
    database, environment = stores
    simulator = started(start, environment)
    with Thrice(url_of(simulator)) as thrice:
        walk(simulator, quiet(database))
    assert thrice.copied >= 50
    simulator.stop()


@pytest.mark.long
@pytest.mark.parametrize("name", ["worker", "beat"])
def test_two_of_them_do_no_harm(
    start: Start, quiet: Quiet, stores: tuple[str, dict[str, str]], name: str
) -> None:
    database, environment = stores
    simulator = started(start, environment)
    with broker.another(simulator, name) as second:
        walk(simulator, quiet(database))
        assert second.poll() is None, "it was there all the time"
    simulator.stop()


@pytest.mark.long
def test_a_task_lasts_longer_than_the_broker_waits_for_it(
    start: Start, data: Path, quiet: Quiet, stores: tuple[str, dict[str, str]]
) -> None:
    """So another worker has it as well, while the first goes on."""
    database, environment = stores
    simulator = started(start, environment, *HELD_UP)
    with (
        broker.another(simulator, "worker"),
        Thrice(url_of(simulator), copies=0) as listening,
    ):
        walk(simulator, quiet(database))
    assert fired(data) == _LONGER
    assert listening.again >= 1, "the broker gave it to somebody else"
    simulator.stop()


@pytest.mark.long
def test_the_broker_forgets_everything_again_and_again(
    start: Start, quiet: Quiet, stores: tuple[str, dict[str, str]]
) -> None:
    """Also which queues there are; the rows of due jobs know what was to be done."""
    database, environment = stores
    simulator = started(start, environment)
    with broker.forgetful(url_of(simulator)) as lost:
        walk(simulator, quiet(database))
    assert any(lost), "there was something to lose"
    simulator.stop()
