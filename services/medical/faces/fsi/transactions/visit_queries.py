"""5201, 5202, 5303: an institution's own visits, begun by message or not."""

from datetime import date, datetime
from typing import Any

from services.medical.domain.diagnosis import Diagnosis
from services.medical.domain.vocabulary import DISCHARGE, IN_NEED
from services.medical.faces.fsi import persons, settled, words
from services.medical.faces.fsi.told_lines import NOT_KNOWN, moment
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import staff
from services.medical.flows.interface import queries
from services.medical.flows.interface.queries import Told
from services.medical.flows.interface.register import Numbered
from services.medical.store import catalogue
from sscsim import world

_SAID = (
    *("coner_name", "tel", "fpsc_no", "matn_type", "birctrl_type", "latechb_flag", "geso_val"),
    *("fetts", "fetus_cnt", "pret_flag", "cop_flag", "medrcdno", "atddr_no", "chfpdr_name"),
    *("adm_dept_codg", "adm_dept_name", "adm_bed", "dscg_dept_codg", "dscg_dept_name"),
    *("dscg_bed", "dscg_way", "main_cond_dscr", "dise_codg", "dise_name", "oprn_oprt_code"),
    *("oprn_oprt_name", "die_date", "birctrl_matn_date", "memo"),
)
"""Of a visit, told again as a message said it."""


def med_type(one: Numbered) -> str:
    return one.registered.med_type if one.registered else one.visit.of_kind.med_type


@answers("5201")
def visits(call: Call) -> dict[str, Any]:
    """The visits that began in the time and are of the kind, however finely that is divided.

    `endtime` must not be empty: of somebody who still lies there it is the time of the question.
    """
    asked = call.input["data"]
    since, until = asked["begntime"].date(), asked["endtime"].date()
    kind = settled.kind_of(asked["med_type"])
    mdtrt_id = asked.get("mdtrt_id") or None
    found = queries.visits(call.institution, asked["psn_no"], since, until, mdtrt_id)
    return {
        "mdtrtinfo": [
            _visit(one)
            for one in found
            if asked["med_type"] == med_type(one.numbered) or kind == one.numbered.visit.kind
        ]
    }


def _visit(told: Told) -> dict[str, Any]:
    one, person = told.numbered, told.person
    visit, home = one.visit, one.visit.home_region_code
    lies = visit.discharge_date is None and visit.of_kind.is_stay
    last = visit.discharged(world.today())
    in_need = any(
        r.kind in IN_NEED and r.region_code == home and r.holds(visit.admission_date)
        for r in person.recognised
    )
    main = next((d for d in reversed(told.diagnoses) if d.is_main), None)
    names = catalogue.diseases()
    return {
        **{name: _day_or_text(name, one.given(name)) for name in _SAID},
        **persons.base(person),
        "mdtrt_id": one.mdtrt_id,
        "tel": one.given("tel"),
        "insutype": words.code("insutype", visit.insurance_kind),
        "psn_type": persons.insured_as(person, visit.insurance_kind, home, visit.admission_date),
        "maf_psn_flag": "1" if in_need else "0",
        "cvlserv_flag": persons.servant(person, home, visit.admission_date),
        "insu_optins": home,
        "begntime": moment(one.given("begntime"), visit.admission_date),
        "endtime": world.now() if lies else moment(one.given("endtime"), last),
        "mdtrt_cert_type": one.registered.certificate_type if one.registered else None,
        "med_type": med_type(one),
        "ars_year_ipt_flag": "1" if visit.admission_date.year < last.year else "0",
        "ipt_otp_no": one.registered.visit_number if one.registered else None,
        "dscg_maindiag_code": main.disease_code if main and visit.of_kind.is_stay else None,
        "dscg_maindiag_name": names[main.disease_code].zh
        if main and visit.of_kind.is_stay
        else None,
        "otp_diag_info": "；".join(names[d.disease_code].zh for d in told.diagnoses)
        if not visit.of_kind.is_stay
        else None,
        "inhosp_stas": words.code("inhosp_stas", "lying" if lies else "left"),
        "ipt_days": max((last - visit.admission_date).days, 1) if visit.of_kind.is_stay else 0,
    }


_DAYS = ("die_date", "birctrl_matn_date")


def _day_or_text(name: str, said: Any) -> Any:
    return date.fromisoformat(said[:10]) if name in _DAYS and isinstance(said, str) else said


@answers("5202")
def diagnoses(call: Call) -> dict[str, Any]:
    """The newest diagnoses of the visit. Who made one, and where, is what its message said, else
    the doctor of the visit."""
    asked = call.input["data"]
    found = queries.diagnoses_of(call.institution, asked["mdtrt_id"], asked["psn_no"])
    if not found:
        return {"diseinfo": []}
    [told, *_] = found  # batches that continue the visit don't say it again
    call.concerns(visit_id=told.numbered.visit.id)
    return {"diseinfo": [_diagnosis(told, one) for one in told.diagnoses]}


def _diagnosis(told: Told, one: Diagnosis) -> dict[str, Any]:
    numbered = told.numbered
    said = _said_of(numbered, one)
    department, doctor_code, doctor = staff.of_visit(numbered.visit)
    return {
        "diag_info_id": one.id,
        "mdtrt_id": numbered.mdtrt_id,
        "psn_no": numbered.visit.person_id,
        "inout_diag_type": said.get("inout_diag_type") or words.code("inout_diag_type", one.kind),
        "diag_type": said.get("diag_type") or "1",
        "maindiag_flag": "1" if one.is_main else "0",
        "diag_srt_no": one.ordinal,
        "diag_code": one.disease_code,
        "diag_name": catalogue.diseases()[one.disease_code].zh,
        "adm_cond": said.get("adm_cond"),
        "diag_dept": said.get("diag_dept") or department or NOT_KNOWN,
        "dise_dor_no": said.get("dise_dor_no") or doctor_code or NOT_KNOWN,
        "dise_dor_name": said.get("dise_dor_name") or doctor or NOT_KNOWN,
        "diag_time": _told_time(said, one),
    }


def _told_time(said: dict[str, Any], one: Diagnosis) -> datetime | date:
    return moment(said["diag_time"], world.today()) if said.get("diag_time") else one.created_at


def _said_of(numbered: Numbered, one: Diagnosis) -> dict[str, Any]:
    """The row of the message's `diseinfo` that a diagnosis came from."""
    node = "dscg_diseinfo" if one.kind == DISCHARGE else "diseinfo"
    rows = numbered.given(node) or []
    same = [row for row in rows if row.get("diag_code") == one.disease_code]
    return dict(same[0]) if same else {}


@answers("5303")
def in_hospital(call: Call) -> dict[str, Any]:
    """Who was admitted in that time and still lies in the institution that asks."""
    asked = call.input["data"]
    since, until = asked["begntime"].date(), asked["endtime"].date()
    person_id = asked.get("psn_no") or None
    found = queries.in_hospital(call.institution, person_id, since, until)
    return {"data": [_lying(one) for one in found]}


def _lying(told: Told) -> dict[str, Any]:
    one, visit = told.numbered, told.numbered.visit
    return settled.fitted(
        "5303",
        "data",
        {
            **persons.base(told.person),
            "mdtrt_id": one.mdtrt_id,
            "insutype": words.code("insutype", visit.insurance_kind),
            "begndate": visit.admission_date,
            "med_type": med_type(one),
            "ipt_otp_no": one.registered.visit_number if one.registered else None,
            "out_flag": "0" if visit.home_region_code == visit.care_region_code else "1",
        },
    )
