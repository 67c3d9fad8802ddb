"""The month that people clear, end to end: `scenarios/month_by_hand.py`."""

import pytest

from scenarios import road
from scenarios.month_by_hand import a_month_by_hand
from sscsim import failpoints
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.processes.test_kill_failpoints import BY_HAND
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG,))


def test_a_month_that_people_clear(simulator: Topology) -> None:
    """Every claim goes its own way, and the laws hold; it passes every point kill tests name."""
    assert set(BY_HAND) <= set(failpoints.listed())
    with simulator.world() as owner:
        claims = a_month_by_hand(owner)
        shown = {name: owner.get(f"/v1/claims/{claim_id}") for name, claim_id in claims.items()}
        assert {name: (one["status"], one["rule"]) for name, one in shown.items()} == {
            "good": ("paid", "in_window"),
            "doubted": ("clearing", "carried"),
            "forgotten": ("clearing", "carried"),
            "never declared": ("expired", "expired"),
        }
        assert owner.get("/v1/disputes?status=upheld")["data"][0]["decided_by"] == "deadline"
        months = {c["month"]: c["status"] for c in owner.get("/v1/clearing-cycles")["data"]}
        assert months == {
            "2026-04": "closed", "2026-05": "closed", "2026-06": "aborted", "2026-07": "generated",
        }  # fmt: skip
        states = [e["state"] for e in owner.get(f"/v1/claims/{claims['doubted']}/events")["events"]]
        assert states[:4] == ["settled", "declared", "clearing", "disputed"]
        assert road.invariants(owner)["holds"]
        assert owner.get("/sandbox/v1/dead-jobs")["data"] == []
