"""Chronic and special diseases: registered, settled at home and across provinces, taken back."""

from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU, SEED, WANG_GUILAN
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.desk import (
    CHENGDU_LEVEL_3,
    charged,
    nothing_used,
    refused,
    visit_of,
    year_of,
)

pytestmark = pytest.mark.db

WANG = WANG_GUILAN.person_id(SEED)


def chronic(disease: str = "hypertension", **more: Any) -> dict[str, Any]:
    return visit_of(WANG_GUILAN, "chronic", disease=disease, **more)


def registering(**more: Any) -> dict[str, Any]:
    return {
        "person_id": WANG,
        "disease": "copd",
        "diagnosis_code": "J44.900x901",
        "from_date": "2024-01-01",
        **more,
    }


def test_each_disease_has_a_deductible_and_a_cap_of_its_own(hospital: Hospital) -> None:
    first = hospital.settled(charged(hospital, chronic(), 600), "one")
    # (600.00 - 100.00) x (70% + 5 points of the retired); of 225.00 left the account has 200.00
    assert (first["deductible_fen"], first["funds"]["hifp"]) == (10_000, 37_500)
    assert (first["own_account_pay_fen"], first["cash_pay_fen"]) == (20_000, 2_500)
    second = hospital.settled(charged(hospital, chronic("diabetes"), 150), "two")
    # diabetes has paid nothing yet: (150.00 - 50.00) x 75%
    assert (second["deductible_fen"], second["funds"]["hifp"]) == (5_000, 7_500)
    third = hospital.settled(charged(hospital, chronic(), 100), "three")
    assert (third["deductible_fen"], third["funds"]["hifp"]) == (0, 7_500)
    year = year_of(hospital, WANG_GUILAN)
    # stays in hospital use up the same cap
    assert (year["pool_used_fen"], year["chronic_pool_used_fen"], year["stays"]) == (52_500, 0, 0)
    assert year["diseases"] == [
        {"disease": "hypertension", "deductible_used_fen": 10_000, "pool_used_fen": 45_000},
        {"disease": "diabetes", "deductible_used_fen": 5_000, "pool_used_fen": 7_500},
    ]
    packs = [pack["pack"] for pack in first["policy_origin"]["packs"]]
    assert packs == ["medical/990100/employee_chronic"]
    assert hospital.broken_laws() == {}


def test_a_reversal_gives_the_disease_back_newest_first(hospital: Hospital) -> None:
    first = hospital.settled(charged(hospital, chronic(), 600), "one")
    second = hospital.settled(charged(hospital, chronic("diabetes"), 150), "two")
    early = hospital.reverse(first["id"], "early")
    assert (early.status_code, early.json["code"]) == (409, "later_settlement_exists")
    for number, settled in enumerate((second, first)):
        assert hospital.reverse(settled["id"], f"back-{number}").status_code == 201
    assert nothing_used(year_of(hospital, WANG_GUILAN))
    assert hospital.get(f"/v1/personal-accounts/{WANG}")["balance_fen"] == 20_000
    assert hospital.broken_laws() == {}


def test_across_provinces_the_list_and_the_filing_decide(hospital: Hospital) -> None:
    body = chronic(where=CHENGDU_LEVEL_3)
    visit_id = charged(hospital, body, 600)
    unfiled = hospital.settle(visit_id, "unfiled")
    assert (unfiled.status_code, unfiled.json["code"]) == (422, "filing_required")
    filing = {"person_id": WANG, "care_region_code": "510000", "kind": "other_temporary",
              "start_date": "2026-01-01"}  # fmt: skip
    assert hospital.client.post("/v1/filings", filing).status_code == 201
    settled = hospital.settled(visit_id, "filed")
    # (600.00 - 100.00) x (75% - 20 points)
    assert (settled["treatment"], settled["funds"]["hifp"]) == ("other_temporary", 27_500)
    asked = hospital.exchange.asked[-1]["request"]
    assert (asked["visit_kind"], asked["disease"]) == ("chronic", "hypertension")
    packs = [pack["pack"] for pack in settled["policy_origin"]["packs"]]
    assert packs[0] == "medical/990100/employee_chronic"
    assert packs[-1].endswith("/cross_province_chronic")
    assert hospital.reverse(settled["id"]).status_code == 201
    assert nothing_used(year_of(hospital, WANG_GUILAN))
    assert hospital.broken_laws() == {}


def test_a_disease_that_is_not_yet_in_the_list(hospital: Hospital) -> None:
    assert hospital.client.post("/v1/disease-registrations", registering()).status_code == 201
    away = chronic("copd", where=CHENGDU_LEVEL_3, admission_date="2024-12-30")
    assert refused(hospital, "/v1/visits", away) == (422, "chronic_disease_not_joint")
    listed = hospital.client.post("/v1/visits", {**away, "admission_date": "2024-12-31"})
    assert listed.status_code == 201
    at_home = hospital.client.post("/v1/visits", chronic("copd", admission_date="2024-12-30"))
    assert at_home.status_code == 201


def test_nobody_is_treated_for_what_they_are_not_registered_for(hospital: Hospital) -> None:
    somebody = visit_of(CHEN_YU, "chronic", disease="hypertension")
    for body in (somebody, chronic("dialysis"), chronic(admission_date="2023-12-31")):
        assert refused(hospital, "/v1/visits", body) == (422, "disease_not_registered")
    unnamed = visit_of(WANG_GUILAN, "chronic")
    assert refused(hospital, "/v1/visits", unnamed) == (422, "visit_kind_fields_wrong")
    misplaced = visit_of(WANG_GUILAN, "outpatient", disease="hypertension")
    assert refused(hospital, "/v1/visits", misplaced) == (422, "visit_kind_fields_wrong")


def test_a_disease_that_the_region_has_no_figures_for(hospital: Hospital) -> None:
    body = registering(disease="viral_hepatitis", diagnosis_code="B18.101x901")
    assert hospital.client.post("/v1/disease-registrations", body).status_code == 201
    visit_id = charged(hospital, chronic("viral_hepatitis"), 100)
    answer = hospital.settle(visit_id)
    assert (answer.status_code, answer.json["code"]) == (422, "chronic_disease_not_covered")
    assert hospital.get(f"/v1/visits/{visit_id}")["status"] == "open"


@pytest.mark.parametrize("where", ["H99010000003", CHENGDU_LEVEL_3])
def test_a_registration_taken_back_before_the_settlement(hospital: Hospital, where: str) -> None:
    visit_id = charged(hospital, chronic(where=where), 600)
    [diabetes, hypertension] = hospital.get(f"/v1/disease-registrations?person_id={WANG}")["data"]
    assert diabetes["disease"] == "diabetes"
    path = f"/v1/disease-registrations/{hypertension['id']}/cancel"
    cancelled = hospital.client.post(path)
    assert (cancelled.status_code, cancelled.json["status"]) == (200, "cancelled")
    again = refused(hospital, path, None)
    assert again == (409, "disease_registration_cancelled")
    answer = hospital.settle(visit_id)
    assert (answer.status_code, answer.json["code"]) == (422, "disease_not_registered")
    assert hospital.get(f"/v1/visits/{visit_id}")["status"] == "open"
    renewed = registering(disease="hypertension", diagnosis_code="I10.x00x901")
    assert hospital.client.post("/v1/disease-registrations", renewed).status_code == 201


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({"disease": "hypertension", "diagnosis_code": "I10.x00x901"},
         (409, "disease_registration_exists")),
        ({"diagnosis_code": "I10.x00x901"}, (422, "disease_evidence_wrong")),
        ({"diagnosis_code": "nothing"}, (404, "disease_not_found")),
        ({"end_date": "2023-12-31"}, (422, "disease_registration_dates_wrong")),
        ({"from_date": "1990-01-01"}, (422, "not_insured")),
        ({"institution_id": "ins_" + "0" * 26}, (404, "institution_not_found")),
    ],
)  # fmt: skip
def test_registrations_that_are_refused(
    hospital: Hospital, body: dict[str, Any], answer: tuple[int, str]
) -> None:
    assert refused(hospital, "/v1/disease-registrations", registering(**body)) == answer


def test_only_the_home_region_registers(hospital: Hospital) -> None:
    elsewhere = {"role": "hospital", "region": "510100"}
    found = refused(hospital, "/v1/disease-registrations", registering(), **elsewhere)
    assert found == (403, "region_not_allowed")
    pharmacy = {"role": "pharmacy", "region": "990100"}
    found = refused(hospital, "/v1/disease-registrations", registering(), **pharmacy)
    assert found == (403, "role_not_allowed")


def test_one_may_follow_another(hospital: Hospital) -> None:
    ended = registering(end_date="2024-12-31")
    assert hospital.client.post("/v1/disease-registrations", ended).status_code == 201
    overlapping = registering(from_date="2024-12-31")
    found = refused(hospital, "/v1/disease-registrations", overlapping)
    assert found == (409, "disease_registration_exists")
    following = hospital.client.post(
        "/v1/disease-registrations", registering(from_date="2025-01-01")
    )
    assert following.status_code == 201
    shown = hospital.get(f"/v1/disease-registrations/{following.json['id']}")
    assert (shown["disease"], shown["home_region_code"]) == ("copd", "990100")
