"""3401–3403 科室信息 and 5101 科室信息查询, 5102 医执人员信息查询."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.medical.domain.department_upload import DepartmentUpload
from services.medical.domain.vocabulary import PHARMACY
from services.medical.faces.fsi import catalogue, records, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import departments as flow
from services.medical.flows import staff
from services.medical.flows.departments import Known, Stated

_INSURED_DOCTOR = "1"


def _nothing(_: Any) -> Mapping[str, Any] | None:
    return None


def _stated(item: Mapping[str, Any]) -> Stated:
    said = {k: v for k, v in item.items() if k not in ("hosp_dept_codg", "hosp_dept_name")}
    return Stated(item["hosp_dept_codg"], item["hosp_dept_name"], records.plain(said))


@answers("3401", "3401A")
def upload(call: Call) -> Sequence[DepartmentUpload]:
    """New departments, all or none."""
    call.answer_as(_nothing)
    said = call.input["deptinfo"]
    items = said if isinstance(said, list) else [said]
    return flow.upload(call.institution, [_stated(item) for item in items])


@answers("3402")
def change(call: Call) -> DepartmentUpload:
    call.answer_as(_nothing)
    return flow.change(call.institution, _stated(call.input["deptinfo"]))


@answers("3403")
def withdraw(call: Call) -> DepartmentUpload:
    call.answer_as(_nothing)
    return flow.withdraw(call.institution, _stated(call.input["data"]))


@answers("5101")
def departments(call: Call) -> dict[str, Any]:
    """Those that REST clients are told too; what nobody uploaded is said as far as we know it."""
    asked = call.input["data"]
    found = [
        one
        for one in flow.known(call.institution)
        if asked.get("hosp_dept_codg") in (None, one.department.code)
        and asked.get("hosp_dept_name") in (None, one.department.zh)
    ]
    return {"feedetail": [_department(call, one) for one in found]}


def _department(call: Call, one: Known) -> dict[str, Any]:
    layout = catalogue.layout("5101")
    assert layout is not None
    given = records.shown(layout.output[0], one.upload.given) if one.upload else {}
    return {
        "begntime": call.institution.created_at,
        "caty": _subject(one.department.code),
        "dr_psncnt": one.department.doctors,
        "poolarea_no": call.institution.region_code,
        **given,
        "hosp_dept_codg": one.department.code,
        "hosp_dept_name": one.department.zh,
    }


def _subject(code: str) -> str:
    """The code of the subject (科别) as the table has it: A0303 is A03.03.

    >>> _subject("A0303"), _subject("A03")
    ('A03.03', 'A03')
    """
    return f"{code[:3]}.{code[3:5]}" if code[3:5].isdigit() and len(code) == 5 else code[:6]


@answers("5102")
def people(call: Call) -> dict[str, Any]:
    """Doctors of a hospital, pharmacists of a pharmacy; their documents' numbers nobody has."""
    asked = call.input["data"]
    is_pharmacy = call.institution.kind == PHARMACY
    kind = words.code("medins_psn_type", "pharmacist" if is_pharmacy else "doctor")
    if asked["prac_psn_type"] != kind or "certno" in asked:
        return {"feedetail": []}
    return {
        "feedetail": [
            {
                "prac_psn_no": one.doctor.doctor_code,
                "prac_psn_code": one.doctor.doctor_code,
                "prac_psn_name": one.doctor.name,
                "prac_psn_type": kind,
                "hi_dr_flag": _INSURED_DOCTOR,
                "begntime": call.institution.created_at,
            }
            for one in staff.all_doctors(call.institution)
            if asked.get("prac_psn_code") in (None, one.doctor.doctor_code)
            and asked.get("prac_psn_name") in (None, one.doctor.name)
        ]
    }
