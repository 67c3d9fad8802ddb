"""What goes wrong between a hospital and the insured side: `scenarios/month_of_mistakes.py`."""

import pytest

from scenarios import road
from scenarios.month_of_mistakes import a_month_of_mistakes
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG,))


def test_every_mistake_comes_to_what_it_should(simulator: Topology) -> None:
    with simulator.world() as owner:
        assert a_month_of_mistakes(owner) == {
            "refused": "none",
            "silent": "unknown",
            "silent, corrected": "undone",
            "undone, corrected": "undone",
            "at home, corrected": "undone",
            "lost, found by the day": ("insured_only", "recovered"),
            "the days": {"2026-04-01": "matched", "2026-04-02": "matched"},
            "handed over": "effective",
            "month": "closed",
            "application": "paid",
        }
        road.calm(owner)
        assert road.invariants(owner)["holds"]
        assert owner.get("/sandbox/v1/dead-jobs")["data"] == []
        again = road.export(owner)
        assert again == road.export(owner)
