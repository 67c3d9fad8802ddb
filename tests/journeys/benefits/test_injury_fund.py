"""Journeys of the fund of work injury insurance: rates, prevention, and platforms' orders."""

from collections.abc import Callable

import pytest

from scenarios import road
from scenarios.benefits import Desk, injury_fund, platform_workers
from tests.journeys.conftest import EMBEDDED, IN_PROCESS, IN_PROCESS_PG
from tests.support.topologies import Topology


@pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG, EMBEDDED))
@pytest.mark.parametrize(
    "journey",
    [
        pytest.param(injury_fund.by_injuries, id="rates and prevention"),
        pytest.param(platform_workers.a_rider, id="a rider"),
    ],
)
def test_what_the_fund_takes_and_gives(
    simulator: Topology, journey: Callable[[Desk], None]
) -> None:
    with simulator.world() as owner:
        journey(Desk(owner, "injury-fund"))
        road.calm(owner)
        told = road.invariants(owner)
        assert told["holds"], [check for check in told["checks"] if not check["holds"]]
