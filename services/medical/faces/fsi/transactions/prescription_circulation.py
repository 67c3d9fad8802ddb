"""7201 to 7206 and 7211 电子处方流转, the pharmacy's side until the pharmacist has passed it."""

from collections.abc import Mapping
from typing import Any

from services.medical.domain.prescription import Prescription, Review
from services.medical.faces.fsi import prescriptions as shapes
from services.medical.faces.fsi import refusals, shown, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import person_information
from services.medical.flows.interface import circulation as flow
from services.medical.flows.interface import prescription_drugs
from services.medical.flows.interface.circulation import Granted, Verified
from services.medical.flows.interface.prescription_drugs import Shown
from services.medical.flows.person_information import Information
from sscsim import world


@answers("7201")
def authorise(call: Call) -> Granted:
    """The right to one prescription: by its trace code and the patient's certificate."""
    said = call.input["data"]
    shapes.own_code(call.institution, said["fixmedinsCode"])
    flow.require_pharmacy(call.institution)
    person = _patient(call, said)
    call.answer_as(lambda granted: {"data": _authorised(granted, person)})
    return flow.authorise(call.institution, person, said["rxTraceCode"])


def _patient(call: Call, said: Mapping[str, Any]) -> Information:
    certificate = said.get("mdtrtCertNo")
    if not certificate:
        raise refusals.message("缺少就诊凭证编号", "data.mdtrtCertNo")
    number, name = said.get("certno") or None, said.get("psnName") or None
    kind, serial = said["mdtrtCertType"], said.get("cardSn")
    where = "data.mdtrtCertType"
    return shown.shown_by(call.institution, kind, certificate, serial, number, name, where)


def _authorised(granted: Granted, person: Information) -> dict[str, Any]:
    return {
        "hiRxno": granted.prescription.id,
        "authRxno": granted.right.id,
        "authEndTime": granted.right.good_until,
        "psnName": person.name,
        "psnCertType": words.code("psn_cert_type", "identity_card"),
        "certno": person.social_security_number,
        "valiEndTime": granted.prescription.valid_until,
    }


@answers("7202")
def open_prescriptions(call: Call) -> list[Granted]:
    """What the patient may have dispensed here, each with a right of its own."""
    call.answer_as(lambda found: {"data": [_listed(one) for one in found]})
    said = call.input["data"]
    shapes.own_code(call.institution, said["optins"], "data.optins")
    flow.require_pharmacy(call.institution)
    return flow.open_to(call.institution, _patient(call, said))


def _listed(granted: Granted) -> dict[str, Any]:
    found = granted.prescription
    visit = found.given["mdtrtinfo"]
    return {
        "authRxno": granted.right.id,
        "hiRxno": found.id,
        "diagName": visit["maindiagName"],
        "fixmedinsCode": found.institution_code,
        "fixmedinsName": found.institution_name,
        "prscTime": found.prescribed_at,
        "deptName": visit["prscDeptName"],
        "valiEndTime": found.valid_until,
    }


@answers("7203")
def decode(call: Call) -> Granted:
    """The token that a prescription's QR value stands for, and whose it is."""
    said = call.input["data"]
    shapes.own_code(call.institution, said["optins"], "data.optins")
    flow.require_pharmacy(call.institution)
    person = person_information.of(flow.whose(said["epcQrcd"]))
    call.answer_as(lambda granted: {"data": _decoded(granted, person)})
    return flow.decode(call.institution, said["epcQrcd"])


def _decoded(granted: Granted, person: Information) -> dict[str, Any]:
    today = world.today()
    insured = [one.region_code for one in person.stretches if one.covers(today)]
    return {
        "epcToken": granted.right.token,
        "certType": words.code("psn_cert_type", "identity_card"),
        "name": person.name,
        "certno": person.social_security_number,
        "insuPlcNo": insured[0] if insured else granted.prescription.region_code,
    }


@answers("7204")
def download(call: Call) -> Prescription:
    """The whole prescription, by a right that is good once."""
    call.answer_as(lambda found: shapes.whole("7204", found))
    said = call.input["data"]
    named, token = said.get("authRxno") or None, said.get("epcToken") or None
    if named is None and token is None:
        raise refusals.message("epcToken 与 authRxno 至少填写一个", "data.authRxno")
    return flow.download(call.institution, named, token)


@answers("7205")
def verify(call: Call) -> Verified:
    """Whether the prescription is what was signed, and how it stands."""
    call.answer_as(_verified)
    said = call.input["data"]
    shapes.own_code(call.institution, said["fixmedinsCode"])
    return flow.verify(call.institution, said["hiRxno"], said.get("signDigest"))


def _verified(verified: Verified) -> dict[str, Any]:
    found = verified.prescription
    made = {
        **shapes.states(found),
        "rxSignVerifySn": verified.number,
        "signDigest": found.signed,
        "signCertSn": verified.serial,
        "valiEndTime": found.valid_until,
    }
    return {"data": made}


@answers("7206")
def review(call: Call) -> Review:
    """What the pharmacist says; the hospital is told by 7108."""
    call.answer_as(_reviewed)
    said = call.input["data"]
    shapes.own_code(call.institution, said["fixmedinsCode"])
    result = words.word("rx_chk_stas_codg", said["rxChkStasCodg"])
    if result is None:
        raise refusals.message("rxChkStasCodg 须为0或1", "data.rxChkStasCodg")
    return flow.review(call.institution, said, result, _notice)


def _notice(found: Prescription, made: Review) -> dict[str, Any]:
    return {"data": shapes.review(found, made)}


def _reviewed(made: Review) -> dict[str, Any]:
    code = words.code("rx_chk_stas_codg", made.result)
    said = {"hiRxno": made.prescription_id, "rxChkBizSn": made.id, "rxChkStasCodg": code}
    return {"data": said}


# ---- 7211


@answers("7211")
def drugs(call: Call) -> dict[str, Any]:
    """The drugs that may be prescribed in the region on a day, a page at a time."""
    said = call.input["data"]
    number, size = said["pageNum"], said["pageSize"]
    if number < 1 or not 1 <= size <= prescription_drugs.MOST:
        most = prescription_drugs.MOST
        raise refusals.message(f"pageNum 从1起，pageSize 为1至{most}", "data.pageNum")
    region, day = call.institution.region_code, said.get("begndate") or world.today()
    code, name = said.get("medListCodg"), said.get("drugGenname")
    found, count = prescription_drugs.page(region, day, code, name, number, size)
    pages = -(-count // size)
    head = {
        "pages": pages,
        "recordCounts": count,
        "pageNum": number,
        "pageSize": size,
        "firstPage": number == 1,
        "lastPage": number >= pages,
    }
    return {"data": head, "list": [_drug(one) for one in found]}


def _drug(found: Shown) -> dict[str, Any]:
    return {
        "medListCodg": found.item.code,
        "drugGenname": found.item.zh,
        "drugUnit": found.item.unit,
        "chrgitmLv": words.code("chrgitm_lv", found.item_class),
        "pricUplmtAmt": found.limit,
        "begndate": found.item.since,
        "enddate": found.item.until,
    }
