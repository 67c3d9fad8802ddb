"""Corrections and what an institution reconciles and declares (3201, 3203)."""

from typing import Any

import pytest

from tests.unit.medical.conftest import Hospital
from tests.unit.medical.test_payment_applications import Clerk

pytestmark = pytest.mark.db


def correct(clerk: Clerk, settlement: dict[str, Any]) -> Any:
    body = {"operation": "createSettlement", "settlement_id": settlement["id"]}
    return clerk.client.post("/v1/corrections", body, key=f"fix:{settlement['id']}")


def test_what_was_corrected_is_in_no_application(hospital: Hospital) -> None:
    """2601 removes a bill without a counter-entry: neither is counted."""
    clerk = Clerk(hospital)
    stands, corrected = clerk.stay("a"), clerk.stay("b")
    assert correct(clerk, corrected).json["outcome"] == "undone"
    made = clerk.in_may().applied()
    assert (made["count"], made["total_fen"]) == (1, stands["total_fen"])


def test_what_was_declared_is_not_corrected(hospital: Hospital) -> None:
    clerk = Clerk(hospital)
    settled = clerk.stay("a")
    made = clerk.in_may().accepted()
    refused = correct(clerk, settled)
    assert (refused.status_code, refused.json["code"]) == (409, "settlement_already_declared")
    assert made["id"] in refused.json["detail"]
    assert hospital.get(f"/v1/settlements/{settled['id']}")["status"] == "settled"
