"""6101 and 6202 to 6401: a credential is shown, an order is paid, refunded, asked for, taken back
(移动支付). Its upload (6201) stands beside.

Assumed, as no text says so: the code is the `businessInfo` of 6101; `refStatus` is SUCC.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.medical.domain.mobile_order import ONLY_INSURED, WHOLE, MobileOrder
from services.medical.domain.settlement import Settlement
from services.medical.faces.fsi import camel, refusals, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import person_information
from services.medical.flows.interface import mobile_payment as flow
from services.medical.flows.interface import mobile_tokens
from services.medical.flows.interface.mobile_payment import Shown
from services.medical.flows.person_information import Information
from services.medical.store import store
from sscsim import clock, world
from sscsim.db.tx import open_transaction

REFUNDED = "SUCC"
"""退费状态 of a refund that was made."""


@answers("6101")
def decoded(call: Call) -> tuple[str, Information]:
    """Whose code it is, and the token by which the institution goes on for them."""
    code = call.input["InData"].get("businessInfo")
    if not code:
        raise refusals.message("用码业务信息businessInfo须为电子凭证二维码", "InData.businessInfo")
    person = person_information.by_code(call.institution, code)
    call.answer_as(_person)
    return mobile_tokens.shown(call.institution, person, call.msgid)


def _person(made: tuple[str, Information]) -> dict[str, Any]:
    token, person = made
    today = world.today()
    regions = [one.region_code for one in person.stretches if one.covers(today)]
    return {
        "OutData": {
            "userName": person.name,
            "idNo": person.social_security_number,
            "idType": words.code("psn_cert_type", "identity_card"),
            "ecToken": token,
            "insuOrg": regions[0] if regions else "",
            "gender": words.code("gend", person.sex),
            "birthday": person.birth_date.isoformat(),
        }
    }


@answers("6202")
def paid(call: Call) -> Settlement:
    """Settled and paid for; across regions it is a saga, and the same message finds out."""
    asked = call.input["data"]
    check_institution(call, asked)
    call.answer_as(lambda made: _paid(call, made))
    return flow.pay(call.institution, asked, call.transaction.number, call.msgid)


def _paid(call: Call, made: Settlement) -> dict[str, Any]:
    call.concerns(made.visit_id, made.id)
    found = _now(call)
    order = found.order
    return {
        "data": {
            "payOrdId": order.id,
            "ordStas": words.code("ordStas", order.state),
            **_amounts(found),
            "extData": {"setlId": made.id, "mdtrtId": order.mdtrt_id},
        }
    }


def _now(call: Call) -> Shown:
    """The order as the answer's own transaction leaves it."""
    tx = open_transaction.get()
    assert tx is not None, "an answer is made in the transaction of what it tells"
    return flow.shown(tx, flow.own(tx, call.institution, call.input["data"]["payOrdId"]))


def _amounts(found: Shown) -> dict[str, Any]:
    return {
        "feeSumamt": found.paid.total,
        "ownPayAmt": found.paid.cash,
        "psnAcctPay": found.paid.account,
        "fundPay": found.paid.fund,
    }


@answers("6203")
def refunded(call: Call) -> Settlement:
    """An order goes back whole; a part of what was paid doesn't."""
    asked = call.input["data"]
    if asked["refdType"] not in (WHOLE, ONLY_INSURED):
        raise refusals.message("退费类型仅模拟整单退费ALL，及无现金支付时的HI", "data.refdType")
    call.answer_as(lambda made: _refunded(call, made))
    with camel.places({}):
        return flow.refund(call.institution, asked, call.transaction.number, call.msgid)


def _refunded(call: Call, made: Settlement) -> dict[str, Any]:
    call.concerns(made.visit_id, made.id)
    order, at = _now(call).order, _here(made.settled_at or made.updated_at)
    return {
        "data": {
            "refdSn": order.refund_id,
            "hiFefdSn": made.id,
            "hiTrnsDate": f"{at:%Y%m%d}",
            "hiTrnsTime": f"{at:%H%M%S}",
            "refStatus": REFUNDED,
            "extData": {"setlId": made.id},
        }
    }


def _here(at: datetime) -> datetime:
    return at.astimezone(clock.SHANGHAI)


@answers("6301")
def asked_for(call: Call) -> dict[str, Any]:
    """How it stands; before it is settled nobody has paid anything of it."""
    order = _own(call)
    call.concerns(order.visit_id, order.settlement_id)
    with store.read() as tx:
        found = flow.shown(tx, flow.own(tx, call.institution, order.id))
    order = found.order
    return {
        "data": {
            "ordStas": words.code("ordStas", order.state),
            "payOrdId": order.id,
            "callType": words.code("callType", order.state),
            "medOrgOrd": order.order_number,
            "traceTime": f"{_here(order.updated_at):%Y-%m-%d %H:%M:%S}",
            "orgCodg": order.institution_code,
            "orgName": call.institution.name[:40],
            "setlType": WHOLE,
            **_amounts(found),
            "revsToken": order.revs_token,
            "extData": {"setlId": order.settlement_id or "", "mdtrtId": order.mdtrt_id},
        }
    }


@answers("6401")
def taken_back(call: Call) -> MobileOrder:
    order = _own(call)
    call.concerns(visit_id=order.visit_id)
    call.answer_as(lambda _: {"data": {"success": True}})
    return flow.cancel(call.institution, order)


# ---- what is said besides


def _own(call: Call) -> MobileOrder:
    """The order of the token, which is the institution's and the person's who is named."""
    asked = call.input["data"]
    check_institution(call, asked)
    order = flow.of_token(call.institution, asked["payOrdId"], asked["payToken"])
    check_person(person_information.of(order.person_id), asked)
    return order


def check_institution(call: Call, asked: Mapping[str, Any]) -> None:
    if asked["orgCodg"] != call.institution.institution_code:
        raise refusals.FsiRefused(refusals.BUSINESS, "机构编码与报文发送方不符", "data.orgCodg")


def check_person(found: Information, asked: Mapping[str, Any]) -> None:
    """Document and name are the person's; we know of nobody's other documents."""
    if asked["idType"] != words.code("psn_cert_type", "identity_card"):
        raise refusals.message(f"证件类别{asked['idType']}在本模拟平台未提供", "data.idType")
    if asked["idNo"].upper() != found.social_security_number:
        raise refusals.FsiRefused(refusals.BUSINESS, "证件号码与人员不符", "data.idNo")
    if asked["userName"] != found.name:
        raise refusals.FsiRefused(refusals.BUSINESS, "用户姓名与人员不符", "data.userName")
