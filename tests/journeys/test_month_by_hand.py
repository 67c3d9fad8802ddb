"""The month that people clear, end to end: `scenarios/month_by_hand.py`."""

import pytest

from scenarios import road
from scenarios.client import Client
from scenarios.month_by_hand import a_month_by_hand
from sscsim import failpoints
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.support.roads import BY_HAND
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
            "read too low": ("paid", "in_window"),
            "misread": ("clearing", "carried"),
        }
        assert owner.get("/v1/disputes?status=upheld")["data"][0]["decided_by"] == "deadline"
        months = {c["month"]: c["status"] for c in owner.get("/v1/clearing-cycles")["data"]}
        assert months == {
            "2026-04": "closed", "2026-05": "closed", "2026-06": "aborted", "2026-07": "generated",
        }  # fmt: skip
        _compared(owner, claims)
        _told_by_the_bank(owner)
        states = [e["state"] for e in owner.get(f"/v1/claims/{claims['doubted']}/events")["events"]]
        assert states[:4] == ["settled", "declared", "clearing", "disputed"]
        assert road.invariants(owner)["holds"]
        assert owner.get("/sandbox/v1/dead-jobs")["data"] == []


def _compared(owner: Client, claims: dict[str, str]) -> None:
    """What people decided about two differences, and that the day was overdue until then."""
    found = road.differences_of(owner, road.CHONGQING)
    assert {one["claim_id"]: (one["kind"], one["resolution"]) for one in found} == {
        claims["read too low"]: ("amount_differs", "deducted"),
        claims["misread"]: ("amount_differs", "disputed"),
    }
    assert {one["settlement_id"] for one in found} == {
        owner.get(f"/v1/claims/{claims[name]}")["settlement_id"]
        for name in ("read too low", "misread")
    }
    shown = road.day_of(owner, road.CHONGQING)
    assert (shown["status"], shown["is_overdue"], shown["run"]) == ("reconciled", True, 2)
    overdue = owner.get("/sandbox/v1/events", {"type": "daily_reconciliation.overdue"})["data"]
    assert [one["data"]["differences"] for one in overdue] == [1]


def _told_by_the_bank(owner: Client) -> None:
    """One report of two amounts, and one of them sent back."""
    path = f"/v1/clearing-cycles/{road.cycle_of(owner)['id']}"
    told = owner.get(f"{path}/bank-messages")["data"]
    assert sorted((one["kind"], one["entry_count"]) for one in told) == [
        ("report", 2),
        ("return", 1),
    ]
    receipts = {one["bank_serial"]: one["status"] for one in owner.every(f"{path}/receipts")}
    assert receipts["UNKNOWN"] == "returned"
