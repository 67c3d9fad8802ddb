"""The stories around the employment items, each in a world of its own."""

import pytest

from scenarios import road
from scenarios.benefits import Desk, job_market
from tests.journeys.conftest import EMBEDDED, IN_PROCESS, IN_PROCESS_PG
from tests.support.topologies import Topology


@pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG, EMBEDDED))
@pytest.mark.parametrize("name", job_market.STORIES)
def test_from_the_card_to_work(simulator: Topology, name: str) -> None:
    with simulator.world() as owner:
        job_market.STORIES[name](Desk(owner, name))
        road.calm(owner)
        assert owner.get("/sandbox/v1/dead-jobs")["data"] == []
        assert road.invariants(owner)["holds"]
