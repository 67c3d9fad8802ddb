"""Departments by 3401 to 3403: the same truth as of the REST API, and of queries 5101 and 5102."""

from typing import Any

import pytest

from services.medical.store import store
from services.medical.store.tables_uploads import department_uploads
from sscsim.demo_people import CHEN_YU
from sscsim.kernel.ids.resource import resource_id
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.fsi.conftest import HOSPITAL, His
from tests.unit.medical.fsi.goods import good

pytestmark = pytest.mark.db


def department(code: str = "K01", name: str = "疼痛科", **more: Any) -> dict[str, Any]:
    return {"hosp_dept_codg": code, "hosp_dept_name": name, "caty": "A03",
            "begntime": "2026-01-01 00:00:00", "dept_resper_name": "负责人",
            "dept_resper_tel": "0", "dept_estbdat": "2020-01-01", "aprv_bed_cnt": 20,
            **more}  # fmt: skip


def by_rest(his: His, what: str = "departments") -> list[dict[str, Any]]:
    institution = resource_id("ins", his.client.bench.seed, "medical", HOSPITAL)
    answer = his.client.get(f"/v1/institutions/{institution}/{what}?limit=100")
    assert answer.status_code == 200, answer.text
    return answer.json["data"]  # type: ignore[no-any-return]


def by_message(his: His, **asked: Any) -> list[dict[str, Any]]:
    return good(his.ask("5101", {"data": asked}))["feedetail"]  # type: ignore[no-any-return]


def test_both_faces_tell_the_same_departments_and_doctors(his_on_each: His) -> None:
    his = his_on_each
    rest = {(one["department_code"], one["name_zh"]) for one in by_rest(his)}
    told = by_message(his)
    assert {(one["hosp_dept_codg"], one["hosp_dept_name"]) for one in told} == rest
    [cardiology] = by_message(his, hosp_dept_codg="A0303")
    assert (cardiology["caty"], cardiology["dr_psncnt"]) == ("A03.03", 3)
    doctors = good(his.ask("5102", {"data": {"prac_psn_type": "1"}}))["feedetail"]
    assert {one["prac_psn_code"] for one in doctors} == {
        one["doctor_code"] for one in by_rest(his, "doctors")
    }
    one = doctors[0]
    asked = {"prac_psn_type": "1", "prac_psn_code": one["prac_psn_code"]}
    assert good(his.ask("5102", {"data": asked}))["feedetail"] == [one]
    nurses = good(his.ask("5102", {"data": {"prac_psn_type": "2"}}))
    assert nurses["feedetail"] == []


def test_a_department_is_uploaded_changed_and_withdrawn(his_on_each: His) -> None:
    his = his_on_each
    before = len(by_rest(his))
    good(his.ask("3401", {"deptinfo": department()}))
    [told] = by_message(his, hosp_dept_codg="K01")
    assert (told["hosp_dept_name"], told["aprv_bed_cnt"]) == ("疼痛科", 20)
    assert told["begntime"] == "2026-01-01 00:00:00"
    [mine] = [one for one in by_rest(his) if one["department_code"] == "K01"]
    good(his.ask("3402", {"deptinfo": {**department(name="疼痛门诊"), "aprv_bed_cnt": 5}}))
    [changed] = [one for one in by_rest(his) if one["department_code"] == "K01"]
    assert (changed["name_zh"], changed["id"]) == ("疼痛门诊", mine["id"])
    [told] = by_message(his, hosp_dept_codg="K01")
    assert (told["aprv_bed_cnt"], told["dept_resper_name"]) == (5, "负责人")
    gone = {"hosp_dept_codg": "K01", "hosp_dept_name": "疼痛门诊", "begntime": "2026-01-01"}
    good(his.ask("3403", {"data": gone}))
    assert by_message(his, hosp_dept_codg="K01") == []
    assert len(by_rest(his)) == before
    assert "[department_unknown]" in his.refusal("3403", {"data": gone})
    good(his.ask("3401", {"deptinfo": department()}))
    with his.client.bench.entered(role="system"), store.read() as tx:
        revisions = [row.revision for row in tx.all(department_uploads.select())]
    assert revisions == [1, 2, 3, 4], "what was said is added to, never changed"


def test_one_that_is_built_in_is_changed_and_withdrawn_too(his: His) -> None:
    assert "[department_exists]" in his.refusal("3401", {"deptinfo": department("A03", "内科")})
    good(his.ask("3402", {"deptinfo": department("A03", "大内科")}))
    assert [one["hosp_dept_name"] for one in by_message(his, hosp_dept_codg="A03")] == ["大内科"]
    doctors = len(by_rest(his, "doctors"))
    gone = {"hosp_dept_codg": "A03", "hosp_dept_name": "大内科", "begntime": "2026-01-01"}
    good(his.ask("3403", {"data": gone}))
    assert "A03" not in {one["department_code"] for one in by_rest(his)}
    assert len(by_rest(his, "doctors")) == doctors - 3


def test_many_are_uploaded_all_or_none(his: His) -> None:
    good(his.ask("3401A", {"deptinfo": [department("K01"), department("K02", "康复科")]}))
    assert len(by_message(his, hosp_dept_name="康复科")) == 1
    many = [department("K03"), department("K01")]
    assert "[department_exists]" in his.refusal("3401A", {"deptinfo": many})
    assert by_message(his, hosp_dept_codg="K03") == []
    twice = [department("K04"), department("K04")]
    assert "[department_exists]" in his.refusal("3401A", {"deptinfo": twice})


def test_what_is_wrong_is_refused(his: His) -> None:
    wrong = department(endtime="2025-12-31 00:00:00")
    assert "[department_dates_wrong]" in his.refusal("3401", {"deptinfo": wrong})
    assert "[department_unknown]" in his.refusal("3402", {"deptinfo": department("K09")})
    assert by_message(his, hosp_dept_codg="K01") == []


def test_a_department_is_of_the_institution_that_uploaded_it(his: His) -> None:
    elsewhere = {"fixmedins_code": "H99010000002"}
    good(his.ask("3401", {"deptinfo": department()}, **elsewhere))
    assert by_message(his, hosp_dept_codg="K01") == []


def test_a_pharmacy_has_pharmacists(his: His) -> None:
    pharmacy = {"fixmedins_code": "P99010000000"}
    found = good(his.ask("5102", {"data": {"prac_psn_type": "3"}}, **pharmacy))["feedetail"]
    none = good(his.ask("5102", {"data": {"prac_psn_type": "1"}}, **pharmacy))["feedetail"]
    assert none == []
    assert all(one["prac_psn_type"] == "3" for one in found)


def test_a_visit_may_be_of_an_uploaded_department_until_it_is_withdrawn(hospital: Hospital) -> None:
    his = His(hospital.client)
    good(his.ask("3401", {"deptinfo": department()}))
    [mine] = [one for one in by_rest(his) if one["department_code"] == "K01"]
    at = {"person": CHEN_YU, "institution": HOSPITAL, "department_id": mine["id"]}
    assert hospital.admit(**at)["department_id"] == mine["id"]
    gone = {"hosp_dept_codg": "K01", "hosp_dept_name": "疼痛科", "begntime": "2026-01-01"}
    good(his.ask("3403", {"data": gone}))
    institution = resource_id("ins", hospital.bench.seed, "medical", HOSPITAL)
    body = {"person_id": CHEN_YU.person_id(hospital.bench.seed), "institution_id": institution,
            "insurance_kind": CHEN_YU.insurance_kind, "kind": "outpatient",
            "admission_date": "2026-04-01", "department_id": mine["id"]}  # fmt: skip
    refused = hospital.client.post("/v1/visits", body)
    assert (refused.status_code, refused.json["code"]) == (422, "staff_not_of_institution")
