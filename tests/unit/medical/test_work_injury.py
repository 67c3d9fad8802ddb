"""Work injuries: recognised, and paid by a fund of their own."""

from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, SEED
from sscsim.kernel.ids.resource import resource_id
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.desk import (
    CHENGDU_LEVEL_3,
    DEMO_LEVEL_3,
    nothing_used,
    refused,
    visit_of,
    year_of,
)

pytestmark = pytest.mark.db

CHEN = CHEN_YU.person_id(SEED)
RECOGNITION = resource_id("wir", SEED, "medical", CHEN, 1)


def injured(kind: str = "inpatient", where: str = DEMO_LEVEL_3, **more: Any) -> dict[str, Any]:
    body = visit_of(CHEN_YU, kind, where, insurance_kind="work_injury")
    return body | {"recognition_id": RECOGNITION} | more


def settled(hospital: Hospital, body: dict[str, Any], key: str) -> dict[str, Any]:
    made = hospital.client.post("/v1/visits", body)
    assert made.status_code == 201, made.json
    hospital.charge(made.json["id"])
    return hospital.settled(made.json["id"], key)


def decision(**more: Any) -> dict[str, Any]:
    return {
        "person_id": CHEN,
        "injured_on": "2026-03-30",
        "decision_number": "GS-2",
        "body_part": "左手食指",
        **more,
    }


@pytest.mark.parametrize("kind", ["inpatient", "outpatient", "emergency"])
def test_all_that_is_in_scope_is_paid_and_no_account_money(hospital: Hospital, kind: str) -> None:
    done = settled(hospital, injured(kind), "one")
    # 11,800.00 in scope and 200.00 of first self-pay in full; 345.67 outside the catalogue
    assert (done["funds"]["oth"], done["funds"]["hifp"]) == (1_200_000, 0)
    assert (done["deductible_fen"], done["account_pay_fen"]) == (0, 0)
    assert (done["fund_pay_fen"], done["cash_pay_fen"]) == (1_200_000, 34_567)
    [told] = hospital.messages("/internal/v1/local-settlements")
    assert (told["insurance"], told["funds"]["oth"]) == ("work_injury", 1_200_000)
    year = year_of(hospital, CHEN_YU, insurance_kind="work_injury")
    assert (year["work_injury_fen"], year["stays"], year["pool_used_fen"]) == (1_200_000, 0, 0)
    assert hospital.reverse(done["id"]).status_code == 201
    assert nothing_used(year_of(hospital, CHEN_YU, insurance_kind="work_injury"))
    assert hospital.broken_laws() == {}


def test_away_from_home(hospital: Hospital) -> None:
    filing = {"person_id": CHEN, "care_region_code": "510100", "kind": "referral",
              "insurance_kind": "work_injury"}  # fmt: skip
    assert hospital.client.post("/v1/filings", filing).status_code == 201
    done = settled(hospital, injured(where=CHENGDU_LEVEL_3), "one")
    assert (done["treatment"], done["funds"]["oth"]) == ("referral", 1_200_000)
    assert hospital.exchange.asked[-1]["request"]["recognition_id"] == RECOGNITION
    assert hospital.reverse(done["id"]).status_code == 201
    assert nothing_used(year_of(hospital, CHEN_YU, insurance_kind="work_injury"))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (injured(admission_date="2026-01-11", discharge_date="2026-01-20"),
         (422, "work_injury_not_in_force")),
        (injured(recognition_id="wir_" + "0" * 26), (404, "work_injury_recognition_not_found")),
        (injured(person_id=HE_JING.person_id(SEED)), (422, "work_injury_of_another")),
        (injured(person_id=LIN_XIAO.person_id(SEED)), (422, "not_insured")),
        (injured("chronic", disease="diabetes"), (422, "visit_kind_not_insured")),
        (visit_of(CHEN_YU, "inpatient", insurance_kind="work_injury"),
         (422, "visit_kind_fields_wrong")),
        (visit_of(CHEN_YU, "inpatient", recognition_id=RECOGNITION),
         (422, "visit_kind_fields_wrong")),
    ],
)  # fmt: skip
def test_visits_that_are_refused(
    hospital: Hospital, body: dict[str, Any], told: tuple[int, str]
) -> None:
    assert refused(hospital, "/v1/visits", body) == told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"injured_on": "2026-04-02"}, (422, "work_injury_dates_wrong")),
        ({"valid_until": "2026-03-29"}, (422, "work_injury_dates_wrong")),
        ({"decision_number": "GS-990100-2026-0007"}, (409, "work_injury_recognition_exists")),
        ({"person_id": LIN_XIAO.person_id(SEED)}, (422, "not_insured")),
    ],
)
def test_decisions_that_are_refused(
    hospital: Hospital, body: dict[str, Any], told: tuple[int, str]
) -> None:
    path = "/v1/work-injury-recognitions"
    assert refused(hospital, path, decision(**body)) == told


def test_a_decision_that_lapses(hospital: Hospital) -> None:
    by = {"role": "agency", "region": "990100"}
    body = decision(injured_on="2026-03-01", valid_until="2026-03-31")
    made = hospital.client.post("/v1/work-injury-recognitions", body, **by)
    assert made.status_code == 201
    recognised = made.json["id"]
    assert hospital.get(f"/v1/work-injury-recognitions/{recognised}") == made.json
    listed = hospital.get(f"/v1/work-injury-recognitions?person_id={CHEN}")["data"]
    assert [one["id"] for one in listed] == [recognised, RECOGNITION]
    day = {"recognition_id": recognised, "admission_date": "2026-04-01"}
    late = refused(hospital, "/v1/visits", injured("outpatient", **day))
    assert late == (422, "work_injury_not_in_force")
    day["admission_date"] = "2026-03-31"
    assert hospital.client.post("/v1/visits", injured("outpatient", **day)).status_code == 201
    hospitals = {"role": "hospital", "region": "990100"}
    found = refused(hospital, "/v1/work-injury-recognitions", decision(), **hospitals)
    assert found == (403, "role_not_allowed")
