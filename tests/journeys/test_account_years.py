"""A year passes in the world of the demo: each account is credited once, and the books agree."""

import pytest

from scenarios import road
from sscsim.demo_people import CHEN_YU
from tests.journeys.conftest import IN_PROCESS
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS)
CHEN = CHEN_YU.person_id("demo")


def test_a_world_that_is_advanced_over_new_year_credits_once(simulator: Topology) -> None:
    with simulator.world(preset="demo", seed="demo") as owner:
        assert owner.get(f"/v1/personal-accounts/{CHEN}")["balance_fen"] == 100_000
        road.advanced(owner, to="2027-01-02T00:00:00+08:00")
        listed = owner.get(f"/v1/personal-accounts/{CHEN}/journals")["data"]
        kinds = [(entry["kind"], entry["amount_fen"]) for entry in listed]
        # Demo City: 5,000.00 x 2% x 12, and a year's 1% on nine month ends of 1,000.00
        assert kinds == [("interest", 750), ("credit", 120_000), ("credit", 100_000)]
        told = owner.get("/sandbox/v1/invariants")
        assert told["holds"], told
