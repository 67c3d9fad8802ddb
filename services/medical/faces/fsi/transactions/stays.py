"""2401 入院办理, 2402 出院办理, 2403 入院信息变更, 2404 入院撤销, 2405 出院撤销."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.medical.domain.kinds import KINDS
from services.medical.domain.vocabulary import EMERGENCY, INPATIENT
from services.medical.faces.fsi import extensions, refusals, settled, shown, spoken
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.interface import inpatient as flow
from services.medical.flows.interface.register import Numbered
from services.medical.flows.interface.stated import Admission, Change, Diagnosed, Discharge, Treated

EMERGENCY_STAY = "2"
"""住院类型 (IPT_TYPE): 急诊入院, the only one that anything follows from."""
_FIELDS = {
    "admission_date": "begntime",
    "discharge_date": "endtime",
    "delivery": "matn_type",
    "department_id": "adm_dept_codg",
    "doctor_id": "atddr_no",
}


def _places(node: str) -> dict[str, str]:
    """What our flows' fields are called in a message whose visit stands in this node."""
    of_visit = {ours: f"{node}.{theirs}" for ours, theirs in _FIELDS.items()}
    return {"diagnoses": "diseinfo", "disease_code": "diag_code", **of_visit}


@answers("2401")
def admit(call: Call) -> Numbered:
    """Admit who is insured and not in hospital, with the diagnoses of admission."""
    asked, rows = call.input["mdtrtinfo"], call.input["diseinfo"]
    spoken.check_persons(asked["psn_no"], None, rows)
    diagnoses = spoken.diagnoses(rows) or [_main(asked)]
    home = asked.get("insuplc_admdvs") or call.home_region
    kind = _kind(asked, "mdtrtinfo")
    _check_injury(call, kind, home)
    admission = Admission(
        person_id=asked["psn_no"],
        insurance_kind=spoken.insurance_kind(asked, "mdtrtinfo"),
        kind=kind.name,
        med_type=asked["med_type"],
        on=asked["begntime"].date(),
        is_emergency=bool(kind.is_emergency),
        treated=Treated(asked["adm_dept_codg"], asked["atddr_no"]),
        delivery=_delivery(kind.name, asked),
        visit_number=asked["ipt_no"],
        certificate_type=shown.kind_of_certificate(asked),
        home_region=home,
        diagnoses=diagnoses,
        given={**spoken.kept(asked), "extensions": kind.extensions},
    )
    spoken.person(call, asked, "mdtrtinfo")
    call.answer_as(lambda made: {"result": {"mdtrt_id": _seen(call, made).mdtrt_id}})
    with spoken.places(_places("mdtrtinfo")):
        return flow.admit(call.institution, admission)


def _main(asked: Mapping[str, Any]) -> Diagnosed:
    """Where no row of diagnoses is sent, the main one that the visit itself names."""
    return Diagnosed(1, asked["dscg_maindiag_code"], True, True, {})


@dataclass(frozen=True, slots=True)
class _Kind:
    """Our kind of the stay; whether it is an emergency, None: nothing is said of it; and the
    extension that says so."""

    name: str
    is_emergency: bool | None
    extensions: Mapping[str, Any]


def _kind(asked: Mapping[str, Any], node: str) -> _Kind:
    med_type = asked["med_type"]
    name, found = settled.kind_of(med_type), extensions.read(asked, node)
    said = found.get("IPT_TYPE")
    if name == EMERGENCY:
        if said != EMERGENCY_STAY:
            where = f"{node}.exp_content"
            raise refusals.message("医疗类别为急诊的，住院类型IPT_TYPE须为2", where)
        name = INPATIENT
    if name is None or not KINDS[name].is_stay:
        raise refusals.message(f"医疗类别{med_type}不是住院类别", f"{node}.med_type")
    is_emergency = None if said is None else said == EMERGENCY_STAY
    return _Kind(name, is_emergency, extensions.of_injury(found, med_type))


def _check_injury(call: Call, found: _Kind, home: str | None) -> None:
    """Across regions an injury says whether a third party is involved."""
    here = flow.pooling_area(call.institution.region_code)
    is_away = home is not None and flow.pooling_area(home) != here
    is_injury = found.extensions.get("TRUM_FLAG") == spoken.YES
    if is_away and is_injury and "REL_TTP_FLAG" not in found.extensions:
        where = "mdtrtinfo.exp_content"
        raise refusals.message("异地外伤就医须填涉及第三方标志REL_TTP_FLAG", where)


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
        insurance_kind=spoken.insurance_kind(asked, "dscginfo"),
        on=asked["endtime"].date(),
        delivery=spoken.delivery(asked),
        diagnoses=spoken.diagnoses(rows),
        given=spoken.kept(asked),
    )
    call.answer_as(lambda made: _nothing(call, made))
    with spoken.places(_places("dscginfo")):
        return flow.discharge(call.institution, asked["mdtrt_id"], asked["psn_no"], said)


@answers("2403")
def change(call: Call) -> Numbered:
    """Correct an admission; each diagnosis replaces the one of its number, or is another."""
    asked, rows = call.input["adminfo"], call.input["diseinfo"]
    spoken.check_persons(asked["psn_no"], asked["mdtrt_id"], rows)
    kind = _kind(asked, "adminfo")
    extension = {"extensions": kind.extensions} if asked.get("exp_content") else {}
    said = Change(
        on=asked["begntime"].date(),
        kind=kind.name,
        med_type=asked["med_type"],
        is_emergency=kind.is_emergency,
        treated=Treated(asked["adm_dept_codg"], asked["atddr_no"]),
        delivery=_delivery(kind.name, asked),
        visit_number=asked["ipt_otp_no"],
        certificate_type=shown.kind_of_certificate(asked),
        diagnoses=spoken.diagnoses(rows),
        given=spoken.kept({**asked, "endtime": None}) | extension,
    )
    call.answer_as(lambda made: _nothing(call, made))
    with spoken.places(_places("adminfo")):
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
