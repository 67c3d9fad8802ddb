"""2161 to 2181: bought where one isn't insured (异地就医购药); nodes without a name."""

from collections.abc import Mapping
from typing import Any

from services.medical.domain.correction import Correction
from services.medical.domain.settlement import Settlement
from services.medical.domain.vocabulary import EMPLOYEE
from services.medical.faces.fsi import persons, refusals, settled, shown, spoken, words
from services.medical.faces.fsi.purchase_orders import ordered, require_pharmacy
from services.medical.faces.fsi.serving import scope_of
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import person_information, settling
from services.medical.flows.interface import corrections, pharmacy
from services.medical.flows.interface import remote_purchases as flow
from services.medical.flows.interface.pharmacy import Tried
from services.medical.flows.interface.register import Numbered
from services.medical.flows.person_information import Information
from services.medical.store import register as rows
from services.medical.store import store, visits
from sscsim import world
from sscsim.db.tx import open_transaction
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Problem

TOP = "top"
CORRECTABLE = ("2102",)
_STATUS = {
    "running": "结算中",
    "unknown": "结果未知",
    "settled": "已结算",
    "refused": "结算失败",
    "cancelled": "已取消",
    "reversing": "退费中",
    "reversed": "已退费",
    "correcting": "冲正中",
    "corrected": "已冲正",
}
"""结算状态, in words: no table of codes is known."""


@answers("2161")
def person(call: Call) -> dict[str, Any]:
    """Who it is and where insured; FsiRefused for whoever is insured here, or nowhere."""
    require_pharmacy(call)
    asked = call.input[TOP]
    found = shown.person(call.institution, asked, "input")
    today = world.today()
    current = [one for one in found.stretches if one.covers(today)]
    basic = [one for one in current if words.has("insutype", one.insurance_kind)]
    if not basic:
        raise refusals.FsiRefused(refusals.BUSINESS, "该人员当前未参保", "input.certno")
    stretch = min(basic, key=lambda one: one.insurance_kind != EMPLOYEE)
    flow.check_remote(stretch.region_code, call.institution.region_code)
    return {
        TOP: settled.fitted(
            "2161",
            TOP,
            {
                **persons.base(found),
                "insutype": words.code("insutype", stretch.insurance_kind),
                "psn_type": persons.kind(found, stretch, today),
                "insuplc_admdvs": stretch.region_code,
                "balc": found.balance or Money.zero(),
            },
        )
    }


@answers("2166")
def tried(call: Call) -> Tried:
    """What a purchase would come to; nothing but this answer is kept."""
    order, found = ordered(call, TOP)
    call.answer_as(lambda made: _tried(call, made, found))
    return pharmacy.try_(call.institution, order, is_remote=True)


@answers("2163")
def refund(call: Call) -> Settlement:
    """The whole purchase is taken back."""
    require_pharmacy(call)
    asked = call.input[TOP]
    found = person_information.of(asked["psn_no"])
    call.answer_as(lambda made: _refunded(call, made, found))
    earlier = settling.resumed()
    again = None if earlier is None else settling.again(earlier)
    return again or flow.refund(
        call.institution,
        asked["ord_no"],
        asked["setl_id"],
        asked["psn_no"],
        call.transaction.number,
        call.msgid,
        spoken.kept(asked),
        call.concerns,
    )


@answers("2167")
def cancel(call: Call) -> Correction:
    """An order whose settlement is under way or unknown is undone, and never done later."""
    require_pharmacy(call)
    asked = call.input[TOP]
    call.answer_as(lambda made: call.concerns(made.visit_id, made.settlement_id))
    return flow.cancel(call.institution, asked["ord_no"], asked["psn_no"], scope_of)


@answers("2181")
def correction(call: Call) -> Correction:
    """As 2601, of a purchase."""
    require_pharmacy(call)
    asked = call.input[TOP]
    infno, msgid = asked["oinfno"], asked["omsgid"]
    if infno not in CORRECTABLE:
        known = "、".join(CORRECTABLE)
        raise refusals.FsiRefused(
            refusals.REVERSAL, f"交易{infno}不可冲正，可冲正：{known}", "input.oinfno"
        )
    call.refuse_as(refusals.REVERSAL)
    call.answer_as(lambda made: call.concerns(made.visit_id, made.settlement_id))
    scope = scope_of(call.institution.institution_code, msgid)
    try:
        return corrections.correct_message(call.institution, infno, msgid, scope, asked["psn_no"])
    except Problem as problem:
        raise refusals.told(problem, refusals.REVERSAL) from None


# ---- questions


@answers("2170")
def orders(call: Call) -> dict[str, Any]:
    """Orders of these days, the newest first."""
    require_pharmacy(call)
    asked = call.input[TOP]
    days = (asked["begndate"], asked["enddate"])
    if days[0] > days[1]:
        raise refusals.message("开始日期不得晚于结束日期", "input.begndate")
    found = flow.orders(
        call.institution, days, asked.get("ord_no") or None, asked.get("psn_no") or None
    )
    told = [
        {**_head(one, msgid), "medfee_sumamt": one.total, "begndate": one.discharge_date}
        for one, msgid in found
    ]
    return {
        TOP: {"rec_cnt": len(told)},
        "orderinfo": [settled.fitted("2170", "orderinfo", one) for one in told],
    }


@answers("2171")
def settlement(call: Call) -> dict[str, Any]:
    """What an order came to; 0 throughout while nothing is known."""
    require_pharmacy(call)
    asked = call.input[TOP]
    found, msgid = flow.settlement(
        call.institution, asked["ord_no"], asked["setl_id"], asked["psn_no"]
    )
    call.concerns(found.visit_id, found.id)
    with store.read() as tx:
        visit = visits.find(tx, found.visit_id)
        assert visit is not None, "a settlement is of a visit"
        one = Numbered(visit, rows.visit(tx, visit.id))
    who = person_information.of(found.person_id)
    made = {**_amounts(one, found, who, Money.zero(), msgid), **_head(found, msgid)}
    return {
        TOP: settled.fitted("2171", TOP, made),
        "setldetail": [
            settled.fitted("2171", "setldetail", row)
            for row in settled.setldetail("2102", found.insurance_kind, settled.amounts(found))
        ],
    }


# ---- what is told


def _head(one: Settlement, msgid: str) -> dict[str, Any]:
    return {
        "ord_no": one.visit_id,
        "setl_id": one.id,
        "psn_no": one.person_id,
        "insuplc_admdvs": one.home_region_code,
        "setl_time": one.settled_at or one.created_at,
        "setl_stas": _STATUS[one.status],
        "medins_setl_id": msgid,
    }


def _amounts(
    one: Numbered, made: Settlement, who: Information, balance: Money, msgid: str
) -> Mapping[str, Any]:
    return settled.setlinfo(
        "2102",
        one,
        who,
        settled.amounts(made),
        made.home_region_code,
        made.discharge_date,
        balance,
        msgid,
        made.id,
        made.settled_at or made.created_at,
    )


def _refunded(call: Call, made: Settlement, who: Information) -> dict[str, Any]:
    """In the transaction that answers: what it has just written is told."""
    tx = open_transaction.get()
    assert tx is not None
    call.concerns(made.visit_id, made.id)
    visit = visits.find(tx, made.visit_id)
    assert visit is not None, "a settlement is of a visit"
    one = Numbered(visit, rows.visit(tx, visit.id))
    balance = settled.balance_now(made.person_id)
    said = {**_amounts(one, made, who, balance, call.msgid), "ord_no": made.visit_id}
    return {TOP: settled.fitted("2163", TOP, said)}


def _tried(call: Call, made: Tried, who: Information) -> dict[str, Any]:
    stay = made.result["stay"]
    found = settled.tried(stay.bill, made.result["result"])
    said = settled.setlinfo(
        "2102",
        Numbered(made.visit, None),
        who,
        found,
        stay.home_region_code,
        stay.discharge_date,
        settled.balance_now(who.person_id) - found.own_account,
        call.msgid,
    )
    home = {"insuplc_admdvs": stay.home_region_code}
    return {TOP: settled.fitted("2166", TOP, {**said, **home})}
