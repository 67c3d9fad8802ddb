"""The story of rides, over the gateway, in a world of its own."""

import pytest

from scenarios import road
from tests.journeys.conftest import EMBEDDED, IN_PROCESS, IN_PROCESS_PG
from tests.support.topologies import Topology
from tools.collections.stories.riding import STORIES


@pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG, EMBEDDED))
def test_a_ride_a_repair_and_a_late_payment(simulator: Topology) -> None:
    [story] = STORIES
    with simulator.world() as owner:
        story.play(owner)
        road.calm(owner)
        assert owner.get("/sandbox/v1/dead-jobs")["data"] == []
        assert road.invariants(owner)["holds"]
        shown = owner.get("/v1/transit-journeys")["data"]
        assert [each["rule"] for each in shown if "rule" in each] == ["entry_added"]
        [asked] = owner.get("/v1/transit-authorisations")["data"]
        assert asked["status"] == "approved"
