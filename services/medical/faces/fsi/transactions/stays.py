"""2401 入院办理, 2402 出院办理, 2403 入院信息变更, 2404 入院撤销, 2405 出院撤销."""

from collections.abc import Mapping
from typing import Any

from services.medical.domain.kinds import KINDS
from services.medical.domain.vocabulary import EMERGENCY, INPATIENT
from services.medical.faces.fsi import refusals, settled, spoken
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.interface import inpatient as flow
from services.medical.flows.interface.register import Numbered
from services.medical.flows.interface.stated import Admission, Change, Diagnosed, Discharge, Treated

EMERGENCY_STAY = "2"
"""住院类型 (IPT_TYPE): 急诊入院, the only one that anything follows from."""
INJURY = "22"
"""外伤住院: across regions it says what TRUM_FLAG 1 says."""
_PLACES = {
    "diagnoses": "diseinfo",
    "disease_code": "diag_code",
    "admission_date": "begntime",
    "discharge_date": "endtime",
    "delivery": "matn_type",
    "department_id": "adm_dept_codg",
    "doctor_id": "atddr_no",
}


@answers("2401")
def admit(call: Call) -> Numbered:
    """Admit who is insured and not in hospital, with the diagnoses of admission."""
    asked, rows = call.input["mdtrtinfo"], call.input["diseinfo"]
    spoken.check_persons(asked["psn_no"], None, rows)
    diagnoses = spoken.diagnoses(rows) or [_main(asked)]
    home = asked.get("insuplc_admdvs") or call.home_region
    kind, is_emergency = _kind(call, asked, "mdtrtinfo", home)
    admission = Admission(
        person_id=asked["psn_no"],
        insurance_kind=spoken.insurance_kind(call, asked, "mdtrtinfo"),
        kind=kind,
        med_type=asked["med_type"],
        on=asked["begntime"].date(),
        is_emergency=bool(is_emergency),
        treated=Treated(asked["adm_dept_codg"], asked["atddr_no"]),
        delivery=_delivery(kind, asked),
        visit_number=asked["ipt_no"],
        certificate_type=asked["mdtrt_cert_type"],
        home_region=home,
        diagnoses=diagnoses,
        given=spoken.kept(asked),
    )
    spoken.shown(call, asked, "mdtrtinfo")
    call.answer_as(lambda made: {"result": {"mdtrt_id": _seen(call, made).mdtrt_id}})
    with spoken.places(_PLACES):
        return flow.admit(call.institution, admission)


def _main(asked: Mapping[str, Any]) -> Diagnosed:
    """Where no row of diagnoses is sent, the main one that the visit itself names."""
    return Diagnosed(1, asked["dscg_maindiag_code"], True, True, {})


def _kind(
    call: Call, asked: Mapping[str, Any], node: str, home: str | None
) -> tuple[str, bool | None]:
    """Our kind of the stay, and whether it is an emergency; None: nothing is said of it."""
    med_type = asked["med_type"]
    kind = settled.kind_of(med_type)
    here = call.institution.region_code
    is_away = home is not None and flow.pooling_area(home) != flow.pooling_area(here)
    extras = spoken.extras(asked, node, strict=is_away)
    said = extras.get("IPT_TYPE")
    if kind == EMERGENCY:
        if said != EMERGENCY_STAY:
            where = f"{node}.exp_content.IPT_TYPE"
            raise refusals.message("医疗类别为急诊的，住院类型IPT_TYPE须为2", where)
        kind = INPATIENT
    if kind is None or not KINDS[kind].is_stay:
        raise refusals.message(f"医疗类别{med_type}不是住院类别", f"{node}.med_type")
    injured = extras.get("TRUM_FLAG") == spoken.YES or (is_away and med_type == INJURY)
    if injured and not extras.get("REL_TTP_FLAG"):
        where = f"{node}.exp_content.REL_TTP_FLAG"
        raise refusals.message("外伤标志为1时，涉及第三方标志REL_TTP_FLAG不能为空", where)
    return kind, None if said is None else said == EMERGENCY_STAY


def _delivery(kind: str, asked: Mapping[str, Any]) -> str | None:
    """As it is said, or as 医疗类别 says it of residents; of stays in childbed only."""
    if not KINDS[kind].names_delivery:
        return None
    return spoken.delivery(asked) or settled.finer_word(asked.get("med_type", ""))


@answers("2402")
def discharge(call: Call) -> Numbered:
    """Discharge, with the diagnoses of discharge and, after childbed, how the child was born."""
    asked, rows = call.input["dscginfo"], call.input["diseinfo"]
    spoken.check_persons(asked["psn_no"], asked["mdtrt_id"], rows)
    said = Discharge(
        insurance_kind=spoken.insurance_kind(call, asked, "dscginfo"),
        on=asked["endtime"].date(),
        delivery=spoken.delivery(asked),
        diagnoses=spoken.diagnoses(rows),
        given=spoken.kept(asked),
    )
    call.answer_as(lambda made: _nothing(call, made))
    with spoken.places(_PLACES):
        return flow.discharge(call.institution, asked["mdtrt_id"], asked["psn_no"], said)


@answers("2403")
def change(call: Call) -> Numbered:
    """Correct an admission; each diagnosis replaces the one of its number, or is another."""
    asked, rows = call.input["adminfo"], call.input["diseinfo"]
    spoken.check_persons(asked["psn_no"], asked["mdtrt_id"], rows)
    kind, is_emergency = _kind(call, asked, "adminfo", call.home_region)
    said = Change(
        on=asked["begntime"].date(),
        kind=kind,
        med_type=asked["med_type"],
        is_emergency=is_emergency,
        treated=Treated(asked["adm_dept_codg"], asked["atddr_no"]),
        delivery=_delivery(kind, asked),
        visit_number=asked["ipt_otp_no"],
        certificate_type=asked["mdtrt_cert_type"],
        diagnoses=spoken.diagnoses(rows),
        given=spoken.kept(asked),
    )
    call.answer_as(lambda made: _nothing(call, made))
    with spoken.places(_PLACES):
        return flow.change(call.institution, asked["mdtrt_id"], asked["psn_no"], said)


@answers("2404")
def undo_admission(call: Call) -> Numbered:
    asked = call.input["data"]
    call.answer_as(lambda made: _nothing(call, made))
    return flow.undo_admission(call.institution, asked["mdtrt_id"], asked["psn_no"])


@answers("2405")
def undo_discharge(call: Call) -> Numbered:
    asked = call.input["data"]
    call.answer_as(lambda made: _nothing(call, made))
    return flow.undo_discharge(call.institution, asked["mdtrt_id"], asked["psn_no"])


def _seen(call: Call, made: Numbered) -> Numbered:
    call.concerns(visit_id=made.visit.id)
    return made


def _nothing(call: Call, made: Numbered) -> None:
    _seen(call, made)
