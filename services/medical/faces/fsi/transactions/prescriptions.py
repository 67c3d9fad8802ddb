"""7101 to 7107 电子处方, the hospital's side: checked, signed, uploaded, taken back, asked for."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from services.medical.domain.prescription import Prescription
from services.medical.faces.fsi import codes, refusals, words
from services.medical.faces.fsi import prescriptions as shapes
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import person_information
from services.medical.flows.interface import (
    dispensing,
    prescription_check,
    prescription_upload,
)
from services.medical.flows.interface import prescriptions as flow
from services.medical.flows.interface.prescription_upload import Signed
from services.medical.flows.person_information import Information


@answers("7101")
def precheck(call: Call) -> Prescription:
    """Check a prescription; its trace code and number are given."""
    call.answer_as(_numbered)
    given = call.input
    said = given["mdtrtinfo"]
    shapes.own_code(call.institution, said["fixmedinsCode"], "mdtrtinfo.fixmedinsCode")
    person = _patient(call, said["psnCertType"], said["certno"], said["patnName"], "mdtrtinfo")
    call.concerns(visit_id=said["mdtrtId"])
    return prescription_check.precheck(call.institution, person, given)


def _patient(call: Call, kind: str, number: str, name: str, node: str) -> Information:
    if not codes.same(kind, words.code("psn_cert_type", "identity_card")):
        where = f"{node}.psnCertType"
        raise refusals.message(f"人员证件类型{kind}在本模拟平台未提供", where)
    return person_information.by_number(call.institution, number, name)


def _numbered(found: Prescription) -> dict[str, Any]:
    return {"data": {"rxTraceCode": found.trace_code, "hiRxno": found.id}}


@answers("7102")
def sign(call: Call) -> Signed:
    """Sign what the hospital shows of a checked prescription, and the file with it."""
    said = call.input["data"]
    shapes.own_code(call.institution, said["fixmedinsCode"])
    original, file = said["originalValue"], said["originalRxFile"]
    file = _base64(file, "data.originalRxFile")
    call.answer_as(lambda signed: _signed(signed, file))
    return prescription_upload.sign(call.institution, _shown(original), original, file)


def _base64(value: Any, where: str) -> str:
    """The file as a text in base64, also if it was sent as bytes."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise refusals.message(f"{where} 不是base64", where) from None
    return str(value)


def _shown(original: str) -> Mapping[str, Any]:
    """What is to be signed: the text of a JSON object, in base64."""
    where = "data.originalValue"
    try:
        said = json.loads(base64.b64decode(original, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise refusals.message(f"{where} 应为JSON的base64", where) from None
    if not isinstance(said, dict) or not said.get("hiRxno"):
        raise refusals.message(f"{where} 缺少 hiRxno", where)
    return said


def _signed(signed: Signed, file: str) -> dict[str, Any]:
    made = {
        "rxFile": file,
        "signDigest": signed.digest,
        "signCertSn": signed.serial,
        "signCertDn": signed.subject,
    }
    return {"data": made}


@answers("7103")
def upload(call: Call) -> Prescription:
    """Upload a signed prescription."""
    call.answer_as(_state)
    said = call.input["data"]
    shapes.own_code(call.institution, said["fixmedinsCode"])
    call.concerns(visit_id=said["mdtrtId"])
    file = _base64(said["rxFile"], "data.rxFile")
    return prescription_upload.upload(call.institution, {**said, "rxFile": file})


@answers("7104")
def cancel(call: Call) -> Prescription:
    """Take a prescription back."""
    call.answer_as(_state)
    said = call.input["data"]
    shapes.own_code(call.institution, said["fixmedinsCode"])
    return flow.cancel(call.institution, said)


def _state(found: Prescription) -> dict[str, Any]:
    return {"data": shapes.state(found)}


@answers("7105")
def query(call: Call) -> dict[str, Any]:
    """A prescription with all it has; of another hospital with the patient's own code."""
    said = call.input["data"]
    shapes.own_code(call.institution, said["fixmedinsCode"])
    if said.get("ecToken"):
        person = person_information.by_code(call.institution, said["ecToken"])
        found = flow.of_patient(said["hiRxno"], person, said)
    else:
        found = flow.shown(call.institution, said["hiRxno"], said)
    return shapes.whole("7105", found)


@answers("7106")
def audit_result(call: Call) -> dict[str, Any]:
    """What a pharmacist said last."""
    found = _own(call)
    return {"data": shapes.review(found, flow.reviewed(found))}


@answers("7107")
def dispensing_result(call: Call) -> dict[str, Any]:
    """What was sold for it."""
    found = _own(call)
    return shapes.sale(found, dispensing.sold(found))


def _own(call: Call) -> Prescription:
    said = call.input["data"]
    shapes.own_code(call.institution, said["fixmedinsCode"])
    return flow.shown(call.institution, said["hiRxno"], said)
