"""Each exception of cross-region settlement ends as it has to, and every invariant holds."""

import pytest

from scenarios import exceptions, road
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG,))


@pytest.mark.parametrize("name", exceptions.SCENARIOS)
def test_exception(simulator: Topology, name: str) -> None:
    with simulator.world() as owner:
        told, ends = exceptions.run(owner, name)
        assert told == ends
        road.calm(owner)
        laws = road.invariants(owner)
        assert laws["holds"], [law for law in laws["checks"] if not law["holds"]]


def test_the_names_are_those_of_the_list() -> None:
    assert list(exceptions.SCENARIOS) == [f"X{n}" for n in (*range(1, 9), 12, 22, 23, 26, 24, 25)]
