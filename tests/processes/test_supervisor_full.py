"""The full topology: the compose file's commands as processes, on PostgreSQL and Redis."""

from collections.abc import Iterator

import pytest
import requests

from launcher import healthcheck
from sscsim.registry import SERVICES
from tests.conftest import pg_url, redis_url
from tests.processes.conftest import Start
from tests.processes.test_supervisor_restarts import advances
from tests.support.simulator import processes_of
from tests.support.topologies import own_stores

pytestmark = pytest.mark.processes


@pytest.fixture(scope="session")
def stores() -> Iterator[dict[str, str]]:
    """One database for all tests here: PostgreSQL drops them slowly."""
    with own_stores(pg_url(), redis_url()) as stores:
        yield stores


def test_every_program_of_the_compose_file_runs_and_a_job_goes_through(
    start: Start, stores: dict[str, str]
) -> None:
    simulator = start("--topology", "full", "--port", "0", **stores)
    told = simulator.ready()
    assert set(told["children"]) == {
        *("gateway", "worker", "beat", "sip2"),
        *(s.name for s in SERVICES),
    }
    assert advances(simulator)
    assert healthcheck.answers(f"sip2://{told['sip2']}")
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
