"""2201 to 2205: registered, seen, charged, and each taken back (门诊)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.medical.domain import charge
from services.medical.domain.vocabulary import CHRONIC, EMERGENCY, OUTPATIENT
from services.medical.faces.fsi import (
    charged_lines,
    chronic_codes,
    codes,
    extensions,
    refusals,
    settled,
    shown,
    words,
)
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.interface import charges, outpatient, register
from services.medical.flows.interface.charges import Order, Uploaded
from services.medical.flows.interface.outpatient import Registered, Seen
from services.medical.flows.interface.register import Numbered
from services.medical.store import store

KEPT = ("mdtrt_cert_no", "rxIn", "exp_content")
"""What isn't kept as it was sent: a certificate, the bytes of a file, a text of JSON."""


def kept(asked: Mapping[str, Any], *besides: str) -> dict[str, Any]:
    """The fields that were sent, as values of JSON."""
    return {
        name: _plain(value)
        for name, value in asked.items()
        if value not in (None, "") and name not in (*KEPT, *besides)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def insurance(asked: Mapping[str, Any], where: str) -> str:
    """Our word for the insurance; a refusal for one we don't have."""
    found = words.word("insutype", asked["insutype"])
    if found is None:
        raise refusals.message(f"险种类型{asked['insutype']}在本模拟平台未提供", where)
    return found


# ---- registered


@answers("2201")
def registration(call: Call) -> Numbered:
    """The visit begins on the day of `begntime`; what is known of it is that it is an
    outpatient's, until 2203 says more. Departments and doctors of ours count by their ids, those
    of the institution's own are kept."""
    asked = call.input["data"]
    insured = insurance(asked, "data.insutype")
    extra = extensions.read(asked, "data")
    shown.of_number(call.institution, asked)
    department, doctor = asked.get("dept_code") or "", asked.get("atddr_no") or ""

    def told(made: Numbered) -> dict[str, Any]:
        call.concerns(visit_id=made.visit.id)
        number = asked["ipt_otp_no"]
        return {
            "data": {"mdtrt_id": made.mdtrt_id, "psn_no": asked["psn_no"], "ipt_otp_no": number}
        }

    call.answer_as(told)
    return outpatient.begin(
        call.institution,
        Registered(
            person_id=asked["psn_no"],
            insurance_kind=insured,
            kind=OUTPATIENT,
            med_type=words.code("med_type", OUTPATIENT),
            on=asked["begntime"].date(),
            visit_number=asked["ipt_otp_no"],
            certificate_type=shown.kind_of_certificate(asked),
            home_region=call.home_region,
            department_id=department if department.startswith("dep_") else None,
            doctor_id=doctor if doctor.startswith("doc_") else None,
            given=kept(asked) | {"extensions": extra},
        ),
    )


@answers("2202")
def registration_cancelled(call: Call) -> list[Numbered]:
    asked = call.input["data"]
    call.answer_as(_about(call))
    return outpatient.cancel(
        call.institution, asked["mdtrt_id"], asked["psn_no"], asked["ipt_otp_no"]
    )


def _about(call: Call) -> Any:
    """An answer without output, of the visits that the flow changed."""

    def told(changed: Sequence[Numbered]) -> None:
        if changed:
            call.concerns(visit_id=changed[-1].visit.id)

    return told


# ---- seen


@answers("2203", "2203A")
def seen(call: Call) -> list[Numbered]:
    asked = call.input["mdtrtinfo"]
    med_type, where = asked["med_type"], "mdtrtinfo"
    kind = outpatient_kind(med_type, f"{where}.med_type")
    extra = extensions.of_injury(extensions.read(asked, where), med_type)
    if kind == EMERGENCY:
        extensions.check_emergency(extra, _is_remote(call, asked), where)
    disease = None
    if kind == CHRONIC:
        disease = registered_disease(asked.get("dise_codg") or "", f"{where}.dise_codg")
    call.answer_as(_about(call))
    return outpatient.seen(
        call.institution,
        asked["mdtrt_id"],
        asked["psn_no"],
        Seen(
            kind=kind,
            med_type=med_type,
            disease=disease,
            is_emergency=kind == EMERGENCY,
            given=kept(asked, "mdtrt_id", "psn_no", "med_type") | {"extensions": extra},
            diseases=[diagnosis(one) for one in call.input["diseinfo"]],
            home_region=call.home_region,
        ),
    )


def outpatient_kind(med_type: str, where: str) -> str:
    """Our kind of visit; a refusal for one that isn't simulated."""
    kind = settled.kind_of(med_type)
    if kind is None:
        raise refusals.message(f"医疗类别{med_type}在本模拟平台未提供", where)
    return kind


def _is_remote(call: Call, asked: Mapping[str, Any]) -> bool:
    with store.read() as tx:
        one = register.the_visit(tx, call.institution, asked["mdtrt_id"], asked["psn_no"])
    return one.visit.home_region_code != one.visit.care_region_code


def registered_disease(code: str, where: str) -> str:
    found = chronic_codes.disease(code)
    if found is None:
        raise refusals.message(f"门慢门特病种编码{code}在本模拟平台未提供", where)
    return found


def diagnosis(sent: Mapping[str, Any]) -> dict[str, Any]:
    """`diag_type` and `vali_flag` as their tables have them, the order as a number."""
    is_valid = codes.same(sent["vali_flag"], "1")
    return kept(sent) | {
        "diag_type": str(int(sent["diag_type"])) if sent["diag_type"].isdigit() else "",
        "diag_srt_no": int(sent["diag_srt_no"]),
        "vali_flag": "1" if is_valid else outpatient.VOID,
    }


# ---- charged


@answers("2204")
def fee_lines(call: Call) -> list[Uploaded]:
    call.answer_as(lambda made: _lines_told(call, made))
    orders = [
        Order(
            sent=sent,
            approval=approval(sent["hosp_appr_flag"]),
            given=kept(sent, "mdtrt_id", "psn_no", "chrg_bchno", "feedetl_sn")
            | {"extensions": extensions.read(sent, f"{charges.NODE}[{ordinal}]")},
        )
        for ordinal, sent in enumerate(call.input[charges.NODE])
    ]
    return charges.upload(call.institution, orders, call.home_region)


def approval(said: str) -> str | None:
    """What the hospital decided of an item (医院审批标志)."""
    found = words.word("hosp_appr_flag", said)
    return found if found in (charge.APPROVED, charge.REJECTED) else None


def _lines_told(call: Call, made: Sequence[Uploaded]) -> dict[str, Any]:
    call.concerns(visit_id=made[-1].one.visit.id)
    return {"result": [charged_lines.told(one.line, one.sent, one.per) for one in made]}


@answers("2205")
def fee_lines_withdrawn(call: Call) -> list[Numbered]:
    asked = call.input["data"]
    call.answer_as(_about(call))
    return charges.withdraw(
        call.institution, asked["mdtrt_id"], asked["psn_no"], asked["chrg_bchno"]
    )
