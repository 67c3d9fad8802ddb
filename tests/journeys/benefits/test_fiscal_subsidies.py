"""A village's subsidies through the gateway, and what a bank outside may and may not do."""

import pytest

from scenarios import road
from scenarios.benefits import Desk, subsidies
from tests.journeys.conftest import EMBEDDED, IN_PROCESS, IN_PROCESS_PG
from tests.support.topologies import Topology


@pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG, EMBEDDED))
def test_from_the_roll_to_the_last_line(simulator: Topology) -> None:
    with simulator.world() as owner:
        subsidies.walked(Desk(owner, "village"))
        road.calm(owner)
        assert owner.get("/sandbox/v1/dead-jobs")["data"] == []
        told = road.invariants(owner)
        assert told["holds"], [check for check in told["checks"] if not check["holds"]]


@pytest.mark.topologies(IN_PROCESS)
def test_a_file_may_be_larger_than_other_bodies(simulator: Topology) -> None:
    with simulator.world() as owner:
        desk = Desk(owner, "large")
        row = ("李安", "card_" + "0" * 26, "1.00", "地力补贴", 10_000)
        body = {"region_code": "990100", "content_base64": subsidies.roll("BZ-L", [row] * 20_000)}
        assert len(body["content_base64"]) > 2_000_000
        assert desk.post(subsidies.PATH, body)["lines_count"] == 20_000
        desk.refused("body_too_large", desk.post, "/v1/persons", body)
