"""The full topology: the compose file's commands as processes, on PostgreSQL and Redis."""

import secrets
from collections.abc import Iterator

import psycopg
import pytest
import redis
import requests
from psycopg import sql

from sscsim.registry import SERVICES
from tests.conftest import pg_url, redis_url
from tests.processes.conftest import Start
from tests.processes.test_supervisor_restarts import advances
from tests.support.simulator import processes_of

pytestmark = pytest.mark.processes


@pytest.fixture
def stores() -> Iterator[dict[str, str]]:
    """A database and a Redis database of this test's own."""
    plain = pg_url().replace("postgresql+psycopg://", "postgresql://")
    server, _, _ = plain.rpartition("/")
    name = f"ssc_full_{secrets.token_hex(4)}"
    broker = f"{redis_url().rpartition('/')[0]}/{8 + secrets.randbelow(8)}"
    with psycopg.connect(plain, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    redis.from_url(broker).flushdb()
    yield {"SSC_DATABASE_URL": f"{server}/{name}", "SSC_REDIS_URL": broker}
    with psycopg.connect(plain, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    redis.from_url(broker).flushdb()


def test_every_program_of_the_compose_file_runs_and_a_job_goes_through(
    start: Start, stores: dict[str, str]
) -> None:
    simulator = start("--topology", "full", "--port", "0", **stores)
    told = simulator.ready()
    assert set(told["children"]) == {"gateway", "worker", "beat", *(s.name for s in SERVICES)}
    assert advances(simulator)
    # A dead service comes back, and the gateway answers for the others meanwhile.
    simulator.kill_child("card")
    assert requests.get(f"{told['base_url']}/livez", timeout=30).ok
    assert simulator.stop() == 0
    assert processes_of(simulator.data) == []


def test_sigkill_of_the_supervisor_leaves_no_grandchild(
    start: Start, stores: dict[str, str]
) -> None:
    """Gunicorn's workers are children of children."""
    simulator = start("--topology", "full", "--port", "0", **stores)
    simulator.ready()
    simulator.stop(9)
    simulator.wait_gone()
