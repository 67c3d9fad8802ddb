"""Many worlds in one simulator: none starves, and those that expired leave nothing behind.

The normal run takes a share of them; `--long` takes 30 and 2,000.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from scenarios import road
from scenarios.client import Client
from scenarios.road import CHONGQING
from sscsim.demo_people import LIN_XIAO
from tests.conftest import pg_url, redis_url
from tests.journeys.conftest import EMBEDDED
from tests.support.simulator import Simulator, wait_for
from tests.support.topologies import Topology, own_stores

AT_ONCE, AT_ONCE_LONG = 8, 30
BATCHES, A_BATCH = 3, 12
BATCHES_LONG, A_BATCH_LONG = 10, 200
PATIENCE_S = 240.0


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--long"))


# ---- at once


@pytest.mark.topologies(EMBEDDED)
def test_many_advance_a_month_at_once_and_none_starves(simulator: Topology, is_long: bool) -> None:
    with ExitStack() as stack:
        count = AT_ONCE_LONG if is_long else AT_ONCE
        owners = [stack.enter_context(simulator.world()) for _ in range(count)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(_settle_one, owners))
            to = {step["step"]: step["due_at"] for step in road.cycle_of(owners[0])["steps"]}
            started = list(
                pool.map(
                    lambda owner: owner.call(
                        "POST", "/sandbox/v1/clock/advance", {"to": to["close"]}
                    ),
                    owners,
                )
            )
        # All of them are asked for before the first is waited for.
        for owner, operation in zip(owners, started, strict=True):
            done = owner.finished(operation, timeout_s=PATIENCE_S)
            assert done["status"] == "succeeded"
            assert {job["status"] for job in done["result"]["jobs_run"]} == {"done"}
            assert road.cycle_of(owner)["status"] == "closed"
        assert len({road.export(owner) for owner in owners}) == 1


def _settle_one(owner: Client) -> None:
    visit = road.admitted(owner, road.known(owner, LIN_XIAO), road.hospital(owner, CHONGQING))
    road.settled(owner, visit)


# ---- gone


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def short_lived(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Simulator, dict[str, str]]]:
    """A simulator in which a world expires soon after its last call."""
    env = {"SSC_IDLE_EXPIRY_S": "3"}
    with ExitStack() as stack:
        args: tuple[str, ...] = ("--port", "0")
        if request.param == "PostgreSQL":
            env |= stack.enter_context(own_stores(pg_url(), redis_url()))
            args = (*args, "--topology", "full")
        simulator = Simulator(tmp_path / "data", args, env)
        stack.callback(simulator.wait_gone)
        stack.callback(simulator.stop)
        simulator.ready()
        yield simulator, env


@pytest.mark.processes
def test_worlds_that_expired_leave_nothing_behind(
    short_lived: tuple[Simulator, dict[str, str]], is_long: bool
) -> None:
    simulator, env = short_lived
    on_postgres = "SSC_DATABASE_URL" in env
    batches, size = (BATCHES_LONG, A_BATCH_LONG) if is_long else (BATCHES, A_BATCH)
    if on_postgres:  # few large worlds are what it is for
        batches, size = (10, 20) if is_long else (2, 6)
    memory = []
    for _ in range(batches):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: _use_one(simulator), range(size)))
        wait_for("the end of all worlds", lambda: _worlds(simulator) <= {"sbx_demo"}, PATIENCE_S)
        memory.append(_resident_kb(simulator))
    wait_for("closed handles", lambda: not _open_worlds(simulator), PATIENCE_S)
    # A world is gone for callers first; its stores go right after.
    if on_postgres:
        wait_for("dropped schemas", lambda: not _schemas(env["SSC_DATABASE_URL"]), PATIENCE_S)
    else:
        folder = simulator.data / "worlds"
        wait_for("removed files", lambda: {e.name for e in folder.iterdir()} <= {"sbx_demo"})
    assert not any(b"sbx_" in key for key in _redis_keys(simulator.ready()["redis_url"]))
    if is_long:
        # Caches are full after the second batch; from then on nothing grows.
        assert max(memory[2:]) < memory[1] * 1.15, memory


def _use_one(simulator: Simulator) -> None:
    """A world that is made, used and never asked again."""
    told = simulator.ready()
    manager = Client(told["base_url"], told["admin_token"], "en")
    owner = manager.again(key=manager.post("/sandbox/v1/sandboxes", {"preset": "demo"})["key"])
    road.known(owner, LIN_XIAO)
    road.hospital(owner, CHONGQING)
    owner.get("/v1/clearing-cycles")
    manager.close()
    owner.close()


def _worlds(simulator: Simulator) -> set[str]:
    told = simulator.ready()
    client = Client(told["base_url"], told["admin_token"], "en")
    return {world["id"] for world in client.every("/sandbox/v1/sandboxes")}


def _schemas(url: str) -> list[str]:
    import psycopg

    plain = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain) as connection:
        found = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'w\\_%' ORDER BY 1"
        ).fetchall()
    return [name for (name,) in found if not name.startswith("w_demo_")]


def _redis_keys(url: str) -> list[bytes]:
    import redis

    with redis.from_url(url.replace("redis+socket://", "unix://")) as client:
        return list(client.scan_iter())


def _open_worlds(simulator: Simulator) -> set[str]:
    """Files of worlds that are no more, still held open by one of our processes."""
    # A process closes its handles when it has something to do: give it that.
    requests.get(f"{simulator.base_url}/livez", timeout=10)
    found = set()
    for pid in simulator.ready()["children"].values():
        folder = Path(f"/proc/{pid}/fd")
        for handle in folder.iterdir() if folder.exists() else ():
            try:
                target = os.readlink(handle)
            except OSError:
                continue
            if "/worlds/sbx_" in target and "/worlds/sbx_demo/" not in target:
                found.add(target)
    return found


def _resident_kb(simulator: Simulator) -> int:
    """Memory of all children together."""
    total = 0
    for pid in simulator.ready()["children"].values():
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        total += int(status.partition("VmRSS:")[2].split()[0])
    return total
