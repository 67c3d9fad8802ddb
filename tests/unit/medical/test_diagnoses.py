"""Diagnoses of a visit: replaced as a whole, kept by revision, refused with every fault."""

from typing import Any

import pytest

from sscsim.demo_people import ZHOU_MING
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db
HYPERTENSION, DIABETES, DELIVERY = "I10.x00x901", "E11.900x901", "O80.900x901"


def one(code: str = HYPERTENSION, kind: str = "admission", main: bool = False) -> dict[str, Any]:
    return {"kind": kind, "disease_code": code, "is_main": main}


MAIN = one(main=True)


def record(hospital: Hospital, visit_id: str, *stated: Any, **more: Any) -> Any:
    return hospital.client.call(
        "POST", f"/v1/visits/{visit_id}/diagnoses", {"diagnoses": list(stated)}, **more
    )


def shown(hospital: Hospital, visit_id: str, query: str = "") -> Any:
    return hospital.get(f"/v1/visits/{visit_id}/diagnoses{query}")


def test_diagnoses_are_replaced_as_a_whole_and_kept(hospital: Hospital) -> None:
    visit = hospital.admit()["id"]
    assert shown(hospital, visit)["diagnoses"] == []
    first = record(hospital, visit, one(DIABETES), MAIN)
    assert first.status_code == 201, first.json
    assert first.headers["Location"] == f"/v1/visits/{visit}/diagnoses"
    assert [(d["ordinal"], d["disease_code"], d["is_main"]) for d in first.json["diagnoses"]] == [
        (1, DIABETES, False),
        (2, HYPERTENSION, True),
    ]
    assert first.json["diagnoses"][1]["name_en"] == "Primary hypertension"
    second = record(hospital, visit, MAIN, one(DELIVERY, "discharge", main=True))
    assert second.json["revision"] == 2
    assert shown(hospital, visit) == second.json
    assert shown(hospital, visit, "?revision=1") == {**first.json, "is_current": False}
    assert hospital.get(f"/v1/visits/{visit}")["diagnosis_revision"] == 2
    missing = hospital.client.get(f"/v1/visits/{visit}/diagnoses?revision=3")
    assert (missing.status_code, missing.json["code"]) == (404, "diagnoses_not_found")


def test_who_saw_another_version_is_told(hospital: Hospital) -> None:
    visit = hospital.admit()["id"]
    seen = hospital.client.get(f"/v1/visits/{visit}").headers["ETag"]
    made = record(hospital, visit, MAIN, headers={"If-Match": seen})
    assert made.status_code == 201
    stale = record(hospital, visit, MAIN, headers={"If-Match": seen})
    assert (stale.status_code, stale.json["code"]) == (412, "etag_mismatch")
    again = record(hospital, visit, MAIN, headers={"If-Match": made.headers["ETag"]})
    assert (again.status_code, again.json["revision"]) == (201, 2)


def test_the_same_key_records_once(hospital: Hospital) -> None:
    visit = hospital.admit()["id"]
    made = [record(hospital, visit, MAIN, key="once") for _ in range(2)]
    assert [answer.json["revision"] for answer in made] == [1, 1]


@pytest.mark.parametrize(
    ("stated", "faults"),
    [
        ([one()], [("/diagnoses", "one_main")]),
        ([MAIN, one(DIABETES, main=True)], [("/diagnoses", "one_main")]),
        ([MAIN, one(DIABETES, "discharge")], [("/diagnoses", "one_main")]),
        ([MAIN, one("I10")], [("/diagnoses/1/disease_code", "disease_unknown")]),
        ([MAIN, one(DELIVERY)], [("/diagnoses/1/disease_code", "restricted_sex")]),
        ([MAIN, one()], [("/diagnoses/1/disease_code", "twice")]),
        (
            [MAIN, one(DIABETES, "outpatient", main=True)],
            [("/diagnoses/1/kind", "not_of_visit")],
        ),
        (
            [one("?"), one(DELIVERY)],
            [
                ("/diagnoses/0/disease_code", "disease_unknown"),
                ("/diagnoses/1/disease_code", "restricted_sex"),
                ("/diagnoses", "one_main"),
            ],
        ),
    ],
)
def test_what_is_wrong_with_a_list(
    hospital: Hospital, stated: list[Any], faults: list[tuple[str, str]]
) -> None:
    """Of a man: he can't have given birth."""
    visit = hospital.admit(person=ZHOU_MING)["id"]
    refused = record(hospital, visit, *stated)
    assert (refused.status_code, refused.json["code"]) == (422, "diagnoses_refused")
    assert [(error["pointer"], error["code"]) for error in refused.json["errors"]] == faults
    assert shown(hospital, visit)["revision"] == 0


@pytest.mark.parametrize("body", [{"diagnoses": []}, {"diagnoses": [{"kind": "admission"}]}, {}])
def test_a_list_of_another_form_is_refused(hospital: Hospital, body: Any) -> None:
    visit = hospital.admit()["id"]
    refused = hospital.client.post(f"/v1/visits/{visit}/diagnoses", body)
    assert (refused.status_code, refused.json["code"]) == (400, "invalid_request")


def test_an_outpatient_has_diagnoses_of_their_own_kind(hospital: Hospital) -> None:
    visit = hospital.admit(kind="outpatient", discharge_date=None)["id"]
    assert record(hospital, visit, one(kind="outpatient", main=True)).status_code == 201
    refused = record(hospital, visit, MAIN)
    assert refused.json["errors"][0]["pointer"] == "/diagnoses/0/kind"


def test_what_is_settled_keeps_its_diagnoses(hospital: Hospital) -> None:
    visit = hospital.stay()
    record(hospital, visit, MAIN)
    settled = hospital.settled(visit)
    refused = record(hospital, visit, one(DIABETES, main=True))
    assert (refused.status_code, refused.json["code"]) == (409, "visit_not_open")
    assert hospital.reverse(settled["id"]).status_code == 201
    assert record(hospital, visit, one(DIABETES, main=True)).json["revision"] == 2
