"""6201: what is charged is uploaded as an order of mobile payment (费用明细上传).

Without `mdtrtId` the upload begins the visit, whose number is told in `extData`; lines then bear
any one number. Diagnoses and lines are read as those of 2203 and 2204. Assumed: only what an
outpatient is charged (费用类型 01), as the inpatient's road has no order of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.medical.domain import charged_by_message
from services.medical.domain.mobile_order import MobileOrder
from services.medical.domain.vocabulary import CHRONIC, EMERGENCY
from services.medical.faces.fsi import camel, codes, extensions, refusals, shown
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.faces.fsi.transactions.mobile_payment import check_institution, check_person
from services.medical.faces.fsi.transactions.outpatient import (
    approval,
    diagnosis,
    insurance,
    kept,
    outpatient_kind,
    registered_disease,
)
from services.medical.flows import person_information
from services.medical.flows.interface import charges, mobile_upload
from services.medical.flows.interface.charges import Order
from services.medical.flows.interface.mobile_upload import Upload
from services.medical.flows.interface.outpatient import Seen

OUTPATIENTS = "01"
BY_ITEM = "01"
NOT_USED, OWN = "0", "1"
_NODES = {charges.NODE: "data.feedetailList"}
_NOT_KEPT = ("mdtrt_id", "psn_no", "ec_token", "id_no", "user_name", "ext_data",
             "diseinfo_list", "feedetail_list")  # fmt: skip


@answers("6201")
def uploaded(call: Call) -> MobileOrder:
    asked = call.input["data"]
    check_institution(call, asked)
    order = _order(call, asked)
    check_person(person_information.of(asked["psnNo"]), asked)

    def told(made: MobileOrder) -> dict[str, Any]:
        call.concerns(visit_id=made.visit_id)
        extra = {"mdtrtId": made.mdtrt_id, "chrgBchno": made.charge_batch}
        return {
            "data": {"payOrdId": made.id, "payToken": made.pay_token, "cashierUrl": "",
                     "extData": extra}
        }  # fmt: skip

    call.answer_as(told)
    with camel.places(_NODES):
        return mobile_upload.upload(call.institution, order)


def _order(call: Call, asked: Mapping[str, Any]) -> Upload:
    """What is uploaded; FsiRefused, naming node and field."""
    if not codes.same(asked["feeType"], OUTPATIENTS):
        raise refusals.message("费用类别仅模拟门诊就诊（01）", "data.feeType")
    if not codes.same(asked["psnSetlway"], BY_ITEM):
        raise refusals.message("个人结算方式仅模拟按项目结算（01）", "data.psnSetlway")
    use_account = codes.same(asked["acctUsedFlag"], OWN)
    if not use_account and not codes.same(asked["acctUsedFlag"], NOT_USED):
        raise refusals.message("个人账户使用标志只能为0或1", "data.acctUsedFlag")
    said = camel.snaked(asked)
    batch, mdtrt_id = asked["chrgBchno"], asked.get("mdtrtId") or None
    department, doctor = asked.get("deptCode") or "", asked.get("atddrNo") or ""
    return Upload(
        order_number=asked["medOrgOrd"],
        person_id=asked["psnNo"],
        insurance_kind=insurance(said, "data.insutype"),
        insurance_code=asked["insutype"],
        on=_day(asked["begntime"]),
        mdtrt_id=mdtrt_id,
        visit_number=asked["iptOtpNo"],
        batch=batch,
        certificate_type=shown.ELECTRONIC,
        ec_token=asked["ecToken"],
        use_account=use_account,
        department_id=department if department.startswith("dep_") else None,
        doctor_id=doctor if doctor.startswith("doc_") else None,
        seen=_seen(call, asked, said),
        lines=[_line(one) for one in _lines(asked, batch, mdtrt_id)],
        sums={name: said.get(name) for name in charged_by_message.SUMS},
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise refusals.message("开始时间应为yyyy-MM-dd HH:mm:ss", "data.begntime") from None


def _seen(call: Call, asked: Mapping[str, Any], said: Mapping[str, Any]) -> Seen:
    med_type = asked["medType"]
    kind = outpatient_kind(med_type, "data.medType")
    if kind == EMERGENCY:
        raise refusals.message("急诊在本模拟平台不能移动支付", "data.medType")
    disease = None
    if kind == CHRONIC:
        disease = registered_disease(asked.get("diseCodg") or "", "data.diseCodg")
    given = {name: value for name, value in said.items() if not isinstance(value, list | dict)}
    return Seen(
        kind=kind,
        med_type=med_type,
        disease=disease,
        is_emergency=False,
        given=kept(given, "med_type", *_NOT_KEPT)
        | {"extensions": extensions.of_injury({}, med_type)},
        diseases=[diagnosis(_diagnosed(one, at)) for at, one in enumerate(asked["diseinfoList"])],
        home_region=call.home_region or asked.get("insuCode") or None,
    )


def _diagnosed(one: Mapping[str, Any], at: int) -> dict[str, Any]:
    said = camel.snaked(one)
    if not codes.same(said["vali_flag"], "1"):
        where = f"data.diseinfoList[{at}].valiFlag"
        raise refusals.message("上传的诊断须为有效（1）", where)
    return said


def _lines(
    asked: Mapping[str, Any], batch: str, mdtrt_id: str | None
) -> Sequence[Mapping[str, Any]]:
    """The lines, all of this person, this batch, and one visit."""
    lines: Sequence[Mapping[str, Any]] = asked["feedetailList"]
    same = {"psnNo": asked["psnNo"], "chrgBchno": batch}
    same["mdtrtId"] = mdtrt_id or lines[0]["mdtrtId"]
    for at, line in enumerate(lines):
        for name, value in same.items():
            if line[name] != value:
                where = f"data.feedetailList[{at}].{name}"
                raise refusals.message(f"费用明细的{name}与报文不一致", where)
    return lines


def _line(line: Mapping[str, Any]) -> Order:
    sent = camel.snaked(line)
    given = {name: value for name, value in sent.items() if not isinstance(value, list | dict)}
    return Order(
        sent=sent,
        approval=approval(sent["hosp_appr_flag"]),
        given=kept(given, "mdtrt_id", "psn_no", "chrg_bchno", "feedetl_sn") | {"extensions": {}},
    )
