"""What a person paid in full, claimed at home: computed as a settlement, owed and paid once."""

from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU
from sscsim.kernel import explain
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.test_payments import code_of, run

pytestmark = pytest.mark.db
CHEN = CHEN_YU.person_id("demo")
IN_CHENGDU = "H51010000003"
PAY = "medical.pay_manual_claim"


def paid_in_full(hospital: Hospital) -> str:
    visit = hospital.stay(person=CHEN_YU, institution=IN_CHENGDU)
    assert code_of(hospital.settle(visit)) == (422, "filing_required")
    assert code_of(claim(hospital, visit, "early")) == (409, "visit_not_self_paid")
    abroad = claim(hospital, visit, "nosy", role="agency", region="510100")
    assert code_of(abroad) == (403, "region_not_allowed"), "whatever state the visit is in"
    done = hospital.client.post(f"/v1/visits/{visit}/self-pay")
    assert (done.status_code, done.json["status"]) == (200, "self_paid")
    assert code_of(hospital.settle(visit, "late")) == (409, "visit_not_open")
    return visit


def filed(hospital: Hospital) -> None:
    body = {"person_id": CHEN, "care_region_code": "510100", "kind": "other_temporary"}
    assert hospital.client.post("/v1/filings", body).status_code == 201


def claim(hospital: Hospital, visit: str, key: str = "m1", **at: Any) -> Any:
    return hospital.client.post("/v1/manual-claims", {"visit_id": visit}, key=key, **at)


def test_a_late_filing_still_allows_the_manual_claim(hospital: Hospital) -> None:
    """Demo City by multiplier: 80% x 0.75 = 60% of 11,000.00, as in a direct settlement."""
    visit = paid_in_full(hospital)
    assert code_of(claim(hospital, visit, "m0")) == (422, "filing_required")
    filed(hospital)
    abroad = claim(hospital, visit, "m2", role="agency", region="510100")
    assert code_of(abroad) == (403, "region_not_allowed")
    made = claim(hospital, visit)
    assert made.status_code == 201, made.json
    assert claim(hospital, visit).data == made.data
    assert (made.json["status"], made.json["fund_pay_fen"]) == ("payable", 660_000)
    assert made.json["treatment"] == "other_temporary"
    assert explain.faults(made.json["explanation"]) == []
    assert code_of(claim(hospital, visit, "m3")) == (409, "visit_already_claimed")
    [year] = hospital.get(f"/v1/accumulators?person_id={CHEN}")["data"]
    assert year["pool_used_fen"] == 660_000
    [owed] = hospital.messages("/internal/v1/manual-claims")
    assert (owed["claim_id"], owed["funds"]["hifp"]) == (made.json["id"], 660_000)
    run(hospital, PAY)
    paid = hospital.get(f"/v1/manual-claims/{made.json['id']}")
    assert paid["status"] == "paid"
    assert hospital.people.paid_in == {made.json["id"]: 660_000}
    [told] = hospital.messages("/internal/v1/manual-claims/paid")
    assert told["amount_fen"] == 660_000
    again = hospital.client.post(f"/v1/manual-claims/{made.json['id']}/pay", key="x")
    assert code_of(again) == (409, "manual_claim_not_owed")
    assert hospital.get(f"/v1/manual-claims?person_id={CHEN}")["data"] == [paid]
    assert hospital.broken_laws() == {}


def test_without_an_account_it_stays_payable_until_there_is_one(hospital: Hospital) -> None:
    visit = paid_in_full(hospital)
    filed(hospital)
    made = claim(hospital, visit).json
    hospital.people.return_code = "01"
    run(hospital, PAY)
    owed = hospital.get(f"/v1/manual-claims/{made['id']}")
    assert (owed["status"], owed["return_code"]) == ("payable", "01")
    assert hospital.messages("/internal/v1/manual-claims/paid") == []
    hospital.people.return_code = "00"
    paid = hospital.client.post(f"/v1/manual-claims/{made['id']}/pay", key="p")
    assert (paid.status_code, paid.json["status"]) == (200, "paid")
    assert len(hospital.messages("/internal/v1/manual-claims/paid")) == 1


def test_a_part_that_is_settled_is_not_paid_in_full(hospital: Hospital) -> None:
    asked = {"institution": "H99010000003", "admission_date": "2026-03-01", "discharge_date": None}
    visit = hospital.admit(person=CHEN_YU, **asked)["id"]
    line = {"item_class": "A", "quantity": 1, "unit_price_fen": 500_000}
    hospital.charge(visit, [line | {"charged_on": day} for day in ("2026-03-10", "2026-03-25")])
    part = hospital.settle(visit, "part", interim=True, until="2026-03-15").json
    path = f"/v1/visits/{visit}/self-pay"
    assert code_of(hospital.client.post(path, key="s1")) == (409, "visit_partly_settled")
    body = {"operation": "createSettlement", "settlement_id": part["id"]}
    assert hospital.client.post("/v1/corrections", body, key="fix").status_code == 201
    assert hospital.client.post(path, key="s2").json["status"] == "self_paid"
    again = hospital.client.post("/v1/corrections", body, key="again")
    assert (again.status_code, again.json["outcome"]) == (201, "undone"), "the one before"
    assert hospital.get(f"/v1/visits/{visit}")["status"] == "self_paid"
    made = claim(hospital, visit)
    assert made.json["fund_pay_fen"] == (1_000_000 - 80_000) * 80 // 100
    assert hospital.broken_laws() == {}
