"""Visits before they are settled: corrected, ended, taken back, and lines withdrawn."""

from typing import Any

import pytest

from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db


def post(hospital: Hospital, visit_id: str, action: str, body: Any = None) -> Any:
    return hospital.client.post(f"/v1/visits/{visit_id}/{action}", body)


def lines_of(hospital: Hospital, visit_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = hospital.get(f"/v1/visits/{visit_id}/fee-lines")["data"]
    return found[::-1]


def test_a_stay_is_discharged_and_goes_on(hospital: Hospital) -> None:
    stay = hospital.admit(discharge_date=None)["id"]
    ended = post(hospital, stay, "discharge", {"discharge_date": "2026-03-31"})
    assert (ended.status_code, ended.json["discharge_date"]) == (200, "2026-03-31")
    again = post(hospital, stay, "discharge", {})
    assert (again.status_code, again.json["code"]) == (409, "visit_already_discharged")
    assert "discharge_date" not in post(hospital, stay, "undo-discharge").json
    twice = post(hospital, stay, "undo-discharge")
    assert (twice.status_code, twice.json["code"]) == (409, "visit_not_discharged")
    assert post(hospital, stay, "discharge", {}).json["discharge_date"] == "2026-04-01"


@pytest.mark.parametrize("day", ["2026-03-24", "2026-04-02"])
def test_a_discharge_lies_between_admission_and_today(hospital: Hospital, day: str) -> None:
    stay = hospital.admit(discharge_date=None)["id"]
    refused = post(hospital, stay, "discharge", {"discharge_date": day})
    assert (refused.status_code, refused.json["code"]) == (422, "visit_dates_wrong")
    assert refused.json["errors"][0]["pointer"] == "/discharge_date"


def test_an_outpatient_is_not_discharged(hospital: Hospital) -> None:
    visit = hospital.admit(kind="outpatient", discharge_date=None)["id"]
    for action, body in (("discharge", {}), ("undo-discharge", None)):
        refused = post(hospital, visit, action, body)
        assert (refused.status_code, refused.json["code"]) == (422, "visit_is_no_stay")


def test_an_admission_is_corrected_by_who_saw_it(hospital: Hospital) -> None:
    made = hospital.admit(discharge_date=None)
    path = f"/v1/visits/{made['id']}"
    tag = hospital.client.get(path).headers["ETag"]
    changes = {"admission_date": "2026-03-20", "is_emergency": True}
    blind = hospital.client.call("PATCH", path, changes)
    assert (blind.status_code, blind.json["code"]) == (428, "precondition_required")
    changed = hospital.client.call("PATCH", path, changes, headers={"If-Match": tag})
    assert changed.status_code == 200
    assert (changed.json["admission_date"], changed.json["is_emergency"]) == ("2026-03-20", True)
    stale = hospital.client.call("PATCH", path, changes, headers={"If-Match": tag})
    assert (stale.status_code, stale.json["code"]) == (412, "etag_mismatch")
    before_insured = {"admission_date": "1999-01-01"}
    refused = hospital.client.call("PATCH", path, before_insured, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json["code"]) == (422, "not_insured")


def test_lines_are_withdrawn_and_stay_to_be_seen(hospital: Hospital) -> None:
    stay = hospital.stay()
    lines = lines_of(hospital, stay)
    told = post(hospital, stay, "fee-lines/withdraw", {"fee_line_ids": [lines[1]["id"]]})
    assert told.status_code == 200
    # 12,345.67 less the class B line of 2,000.00
    assert told.json["visit"]["total_fen"] == 1_034_567
    assert (told.json["visit"]["line_count"], told.json["visit"]["withdrawn_count"]) == (3, 1)
    assert [line["is_withdrawn"] for line in lines_of(hospital, stay)] == [False, True, False]
    again = post(hospital, stay, "fee-lines/withdraw", {"fee_line_ids": [lines[1]["id"]]})
    assert (again.status_code, again.json["code"]) == (422, "fee_line_unknown")
    assert again.json["errors"][0]["pointer"] == "/fee_line_ids/0"
    hospital.charge(stay, [{"item_class": "A", "quantity": 1, "unit_price_fen": 200_000}])
    settled = hospital.settled(stay)
    assert settled["total_fen"] == 1_234_567
    # in scope 12,000.00 now: (12,000.00 - 800.00) x 85%
    assert settled["funds"]["hifp"] == 952_000
    assert hospital.broken_laws() == {}


def test_all_or_none_are_withdrawn(hospital: Hospital) -> None:
    stay = hospital.stay()
    ids = [line["id"] for line in lines_of(hospital, stay)]
    refused = post(hospital, stay, "fee-lines/withdraw", {"fee_line_ids": [ids[0], ids[0]]})
    assert refused.json["errors"][0]["pointer"] == "/fee_line_ids/1"
    assert hospital.get(f"/v1/visits/{stay}")["withdrawn_count"] == 0
    all_of_them = post(hospital, stay, "fee-lines/withdraw", {})
    assert all_of_them.json["withdrawn"] == ids
    assert all_of_them.json["visit"]["total_fen"] == 0
    empty = hospital.settle(stay)
    assert (empty.status_code, empty.json["code"]) == (422, "visit_has_no_fee_lines")


def test_an_admission_is_taken_back_while_nothing_is_charged(hospital: Hospital) -> None:
    stay = hospital.stay()
    refused = post(hospital, stay, "cancel")
    assert (refused.status_code, refused.json["code"]) == (409, "visit_has_fee_lines")
    post(hospital, stay, "fee-lines/withdraw", {})
    assert post(hospital, stay, "cancel").json["status"] == "cancelled"
    for action in ("cancel", "undo-discharge", "fee-lines/withdraw"):
        body = {} if "withdraw" in action else None
        after = post(hospital, stay, action, body)
        assert (after.status_code, after.json["code"]) == (409, "visit_not_open")
    assert hospital.broken_laws() == {}


def test_what_is_settled_is_not_changed(hospital: Hospital) -> None:
    stay = hospital.stay()
    settled = hospital.settled(stay)
    for action, body in (("fee-lines/withdraw", {}), ("undo-discharge", None), ("cancel", None)):
        refused = post(hospital, stay, action, body)
        assert (refused.status_code, refused.json["code"]) == (409, "visit_not_open")
    assert hospital.reverse(settled["id"]).status_code == 201
    assert post(hospital, stay, "undo-discharge").status_code == 200
