"""Buying at a pharmacy: with a prescription and without, by a pharmacy's own key."""

from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU, SEED
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.desk import (
    CEFUROXIME,
    CHENGDU_PHARMACY,
    DEMO_LEVEL_3,
    DEMO_PHARMACY,
    institution,
    nothing_used,
    refused,
    visit_of,
    year_of,
)

pytestmark = pytest.mark.db

CHEN = CHEN_YU.person_id(SEED)
PHARMACIST = {"role": "pharmacy", "region": "990100"}
WRITTEN = {"number": "RX-1", "prescriber": "王医生"}


def sold(hospital: Hospital, boxes: int, where: str = DEMO_PHARMACY, **more: Any) -> dict[str, Any]:
    """Boxes of 10.00 yuan, sold by the pharmacy itself; the visit."""
    region = "990100" if where == DEMO_PHARMACY else "510100"
    by = {"role": "pharmacy", "region": region}
    made = hospital.client.post("/v1/visits", visit_of(CHEN_YU, "pharmacy", where, **more), **by)
    assert made.status_code == 201, made.json
    path = f"/v1/visits/{made.json['id']}/fee-lines"
    line = {"item_code": CEFUROXIME, "quantity": boxes, "unit_price_fen": 1000}
    answer = hospital.client.post(path, {"fee_lines": [line]}, **by)
    assert answer.status_code == 201, answer.json
    shown: dict[str, Any] = answer.json["visit"]
    return shown


def test_a_prescription_is_paid_like_an_outpatient_visit(hospital: Hospital) -> None:
    visit = sold(hospital, 50, prescription=WRITTEN)
    assert (visit["prescription"], visit["level"]) == (WRITTEN, "primary")
    body = {"visit_id": visit["id"]}
    settled = hospital.client.post("/v1/settlements", body, key="one", **PHARMACIST)
    assert settled.status_code == 201
    # (500.00 - 100.00) x 75%; the account pays the 200.00 left
    amounts = settled.json
    assert (amounts["deductible_fen"], amounts["funds"]["hifp"]) == (10_000, 30_000)
    assert (amounts["own_account_pay_fen"], amounts["cash_pay_fen"]) == (20_000, 0)
    year = year_of(hospital, CHEN_YU)
    # counted together with outpatient visits, whose deductible is 400.00 in a level 3 hospital
    assert year["outpatient_deductible_used_fen"] == 10_000
    assert (year["outpatient_pool_used_fen"], year["pharmacy_pool_used_fen"]) == (30_000, 0)
    path = f"/v1/settlements/{amounts['id']}/reverse"
    assert hospital.client.post(path, key="back", **PHARMACIST).status_code == 201
    assert nothing_used(year_of(hospital, CHEN_YU))
    assert hospital.broken_laws() == {}


def test_without_a_prescription_only_the_account_pays(hospital: Hospital) -> None:
    settled = hospital.settled(sold(hospital, 150)["id"], "one", use_account=True)
    # 1,500.00, of which the account has 1,000.00
    assert (settled["fund_pay_fen"], settled["deductible_fen"]) == (0, 0)
    assert (settled["own_account_pay_fen"], settled["cash_pay_fen"]) == (100_000, 50_000)
    explained = hospital.get(f"/v1/settlements/{settled['id']}/explanation")
    rules = [step["rule"] for step in explained["steps"]]
    assert rules[1] == "pharmacy.no_prescription"
    assert hospital.reverse(settled["id"]).status_code == 201
    assert hospital.get(f"/v1/personal-accounts/{CHEN}")["balance_fen"] == 100_000
    assert nothing_used(year_of(hospital, CHEN_YU))
    assert hospital.broken_laws() == {}


def test_away_from_home_it_goes_through_the_exchange(hospital: Hospital) -> None:
    filing = {"person_id": CHEN, "care_region_code": "510100", "kind": "long_term",
              "start_date": "2026-01-01"}  # fmt: skip
    assert hospital.client.post("/v1/filings", filing).status_code == 201
    visit = sold(hospital, 50, CHENGDU_PHARMACY, prescription=WRITTEN)
    settled = hospital.settled(visit["id"], "one")
    assert (settled["treatment"], settled["funds"]["hifp"]) == ("long_term", 30_000)
    asked = hospital.exchange.asked[-1]["request"]
    assert (asked["visit_kind"], asked["has_prescription"]) == ("pharmacy", True)
    assert hospital.reverse(settled["id"]).status_code == 201
    assert nothing_used(year_of(hospital, CHEN_YU))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"item_code": "009911020000199", "quantity": 1}, "restricted_hospital_only"),
        ({"item_class": "A", "quantity": 1}, "required"),
    ],
)
def test_a_pharmacy_sells_drugs_and_consumables(
    hospital: Hospital, line: dict[str, Any], code: str
) -> None:
    visit = sold(hospital, 1)
    path = f"/v1/visits/{visit['id']}/fee-lines"
    answer = hospital.client.post(path, {"fee_lines": [{**line, "unit_price_fen": 100}]})
    assert (answer.status_code, answer.json["code"]) == (422, "fee_lines_refused_by_catalogue")
    assert [error["code"] for error in answer.json["errors"]] == [code]
    assert hospital.get(f"/v1/visits/{visit['id']}")["total_fen"] == 1000


def test_hospitals_and_pharmacies_keep_to_their_own(hospital: Hospital) -> None:
    hospitals_key = {"role": "hospital", "region": "990100"}
    purchase, stay = visit_of(CHEN_YU, "pharmacy", DEMO_PHARMACY), visit_of(CHEN_YU, "inpatient")
    for body, by, told in (
        (purchase, hospitals_key, (403, "role_not_allowed")),
        (stay, PHARMACIST, (403, "role_not_allowed")),
        (visit_of(CHEN_YU, "pharmacy", DEMO_LEVEL_3), PHARMACIST, (422, "visit_kind_elsewhere")),
        (visit_of(CHEN_YU, "outpatient", DEMO_PHARMACY), {}, (422, "visit_kind_elsewhere")),
    ):
        assert refused(hospital, "/v1/visits", body, **by) == told
    bought = sold(hospital, 1)["id"]
    for path, body in (
        (f"/v1/visits/{bought}/fee-lines/withdraw", {}),
        (f"/v1/visits/{bought}/pre-settle", {}),
    ):
        assert refused(hospital, path, body, **hospitals_key) == (403, "role_not_allowed")
    settling = refused(
        hospital, "/v1/settlements", {"visit_id": bought}, key="not-mine", **hospitals_key
    )
    assert settling == (403, "role_not_allowed")


@pytest.mark.parametrize(
    ("kind", "where", "prescription", "told"),
    [
        ("outpatient", DEMO_LEVEL_3, WRITTEN, (422, "visit_kind_fields_wrong")),
        ("pharmacy", DEMO_PHARMACY, {"number": "RX-1"}, (422, "prescriber_wrong")),
        ("pharmacy", DEMO_PHARMACY, {**WRITTEN, "doctor_id": "doc_" + "0" * 26,
                                     "institution_id": institution(DEMO_LEVEL_3)},
         (422, "prescriber_wrong")),
        ("pharmacy", DEMO_PHARMACY, {"number": "RX-1", "doctor_id": "doc_" + "0" * 26,
                                     "institution_id": institution(DEMO_LEVEL_3)},
         (422, "staff_not_of_institution")),
    ],
)  # fmt: skip
def test_prescriptions_that_are_refused(
    hospital: Hospital, kind: str, where: str, prescription: Any, told: tuple[int, str]
) -> None:
    body = visit_of(CHEN_YU, kind, where, prescription=prescription)
    assert refused(hospital, "/v1/visits", body) == told


def test_a_doctor_of_the_hospital_that_prescribed(hospital: Hospital) -> None:
    by = institution(DEMO_LEVEL_3)
    doctor = hospital.get(f"/v1/institutions/{by}/doctors")["data"][0]["id"]
    named = {"number": "RX-2", "institution_id": by, "doctor_id": doctor}
    assert sold(hospital, 1, prescription=named)["prescription"] == named
