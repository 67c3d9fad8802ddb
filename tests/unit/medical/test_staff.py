"""Institutions of every region with figures; departments and doctors, and who may be named."""

from typing import Any

import pytest

from services.medical.store import staff
from services.medical.store.seed import REGIONS
from sscsim import policy
from sscsim.demo_people import ZHOU_MING
from sscsim.kernel.ids.resource import resource_id
from sscsim.policy import PolicyError
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db


def ins(code: str) -> str:
    return resource_id("ins", "demo", "medical", code)


def dep(department: str, institution: str = "H50000000003") -> str:
    return resource_id("dep", "demo", "medical", institution, department)


def doc(department: str, number: int = 1, institution: str = "H50000000003") -> str:
    return resource_id("doc", "demo", "medical", institution, department, number)


def listed(hospital: Hospital, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = hospital.get(f"{path}?limit=200")["data"]
    return found


def test_every_region_with_figures_has_hospitals_and_pharmacies(hospital: Hospital) -> None:
    folders = {path.name for path in (policy.SERVICES / "medical" / "policy").glob("[0-9]*")}
    assert set(REGIONS) == folders
    for region in REGIONS:
        found = hospital.get(f"/v1/institutions?region_code={region}")["data"]
        assert [one["kind"] for one in found] == ["hospital"] * 4 + ["pharmacy"] * 2
        assert {one["level"] for one in found} == {"primary", "level_1", "level_2", "level_3"}
    pharmacies = hospital.get("/v1/institutions?kind=pharmacy&region_code=460100")["data"]
    assert [one["institution_code"] for one in pharmacies] == ["P46010000001", "P46010000000"]


def test_the_code_says_what_a_new_institution_is(hospital: Hospital) -> None:
    body = {"name": "示范药店", "level": "primary", "region_code": "440300"}
    made = hospital.client.post("/v1/institutions", {**body, "institution_code": "P44030000001"})
    assert made.json["kind"] == "pharmacy"
    [room] = listed(hospital, f"/v1/institutions/{made.json['id']}/departments")
    assert (room["department_code"], room["name_zh"]) == ("Y01", "药房")


def test_departments_and_doctors_go_by_level(hospital: Hospital) -> None:
    counts = {}
    for number, level in enumerate(("primary", "level_1", "level_2", "level_3")):
        path = f"/v1/institutions/{ins(f'H5000000000{number}')}"
        rooms, people = (listed(hospital, f"{path}/{what}") for what in ("departments", "doctors"))
        counts[level] = (len(rooms), len(people))
        assert {one["department_id"] for one in people} == {one["id"] for one in rooms}
        codes = [one["doctor_code"] for one in people]
        assert len(set(codes)) == len(codes)
        assert all(len(code) == 13 for code in codes)
    assert counts["primary"] < counts["level_1"] < counts["level_2"] < counts["level_3"]
    of_one = hospital.get(
        f"/v1/institutions/{ins('H50000000003')}/doctors?department_id={dep('A05')}"
    )["data"]
    assert [one["id"] for one in of_one] == [doc("A05", n) for n in (1, 2, 3)]
    assert [one["title"] for one in of_one] == ["chief", "deputy_chief", "attending"]
    unknown = hospital.client.get(f"/v1/institutions/ins_{'0' * 26}/doctors")
    assert (unknown.status_code, unknown.json["code"]) == (404, "institution_not_found")


def test_doctors_are_listed_in_pages(hospital: Hospital) -> None:
    path = f"/v1/institutions/{ins('H50000000003')}/doctors?limit=20"
    first = hospital.get(path)
    rest = hospital.get(f"{path}&cursor={first['next_cursor']}")
    whole = listed(hospital, f"/v1/institutions/{ins('H50000000003')}/doctors")
    assert first["data"] + rest["data"] == whole
    assert rest["has_more"] is False


def test_a_visit_names_department_and_doctor(hospital: Hospital) -> None:
    visit = hospital.admit(department_id=dep("A05"), doctor_id=doc("A05"))
    assert (visit["department_id"], visit["doctor_id"]) == (dep("A05"), doc("A05"))
    brought = hospital.admit(doctor_id=doc("A03"))
    assert brought["department_id"] == dep("A03")
    assert "department_id" not in hospital.admit()


@pytest.mark.parametrize(
    ("named", "code", "pointer"),
    [
        ({"department_id": dep("A99")}, "staff_not_of_institution", "/department_id"),
        (
            {"department_id": dep("A03", "H50000000002")},
            "staff_not_of_institution",
            "/department_id",
        ),
        (
            {"doctor_id": doc("A03", 1, "H50000000002")},
            "staff_not_of_institution",
            "/doctor_id",
        ),
        (
            {"department_id": dep("A04"), "doctor_id": doc("A03")},
            "doctor_of_another_department",
            "/doctor_id",
        ),
        ({"department_id": dep("A05")}, "department_for_other_sex", "/department_id"),
        ({"doctor_id": doc("A05")}, "department_for_other_sex", "/department_id"),
    ],
)
def test_who_may_not_be_named(
    hospital: Hospital, named: dict[str, str], code: str, pointer: str
) -> None:
    """Of a man: maternity treats women only."""
    body = {
        "person_id": ZHOU_MING.person_id("demo"),
        "institution_id": ins("H50000000003"),
        "insurance_kind": ZHOU_MING.insurance_kind,
        "admission_date": "2026-03-25",
        **named,
    }
    refused = hospital.client.post("/v1/visits", body)
    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert [error["pointer"] for error in refused.json["errors"]] == [pointer]
    assert hospital.get("/v1/visits")["data"] == []


def test_a_transfer_leaves_the_doctor_behind(hospital: Hospital) -> None:
    visit = hospital.admit(doctor_id=doc("A03"))

    def change(**changes: Any) -> Any:
        path = f"/v1/visits/{visit['id']}"
        return hospital.client.call("PATCH", path, changes, headers={"If-Match": "*"})

    same = change(department_id=dep("A03")).json
    assert same["doctor_id"] == doc("A03")
    moved = change(department_id=dep("A04")).json
    assert moved["department_id"] == dep("A04")
    assert "doctor_id" not in moved
    taken = change(doctor_id=doc("A05", 2)).json
    assert (taken["department_id"], taken["doctor_id"]) == (dep("A05"), doc("A05", 2))
    refused = change(doctor_id=doc("A05", 2, "H50000000002"))
    assert (refused.status_code, refused.json["code"]) == (422, "staff_not_of_institution")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('doctors: {level_9: "1"}', "unknown key 'level_9'"),
        ('doctors: {level_1: "0"}', "none of"),
        ('sex: any, doctors: {level_1: "1"}', "none of"),
    ],
)
def test_a_wrong_department_is_refused_by_name(wrong: str, said: str) -> None:
    text = (
        "source: own\nsources: {own: {title: Ours, status: invented}}\nsurnames: [赵]\n"
        f"given_names: [安宁]\ndepartments:\n  - {{code: A1, zh: 科, en: Room, {wrong}}}\n"
    )
    with pytest.raises(PolicyError, match=r"f\.yaml: departments\.0") as refused:
        staff.read(text, "f.yaml")
    assert said in str(refused.value)
