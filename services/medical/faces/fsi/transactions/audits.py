"""3101, 3102 明细审核事前、事中分析 and 3103 反馈: advice, and what was made of it.

Advice is never a refusal: what the rules find is the answer, and the orders may be carried out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.medical.domain.audit import Ordered
from services.medical.domain.upload import Upload
from services.medical.faces.fsi import refusals, settled, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import audits as flow
from services.medical.flows.audits import Asked, Told

_YES = "1"
_OF_ITEM, _OF_VISIT = "2", "1"
"""违规行为分类: of items, of the visit."""
_AT_FAULT, _INVOLVED = "1", "2"
"""违规明细类型."""
_COMPUTED = "1"
_BEFORE, _DURING = "1", "2"
_FEEDBACK = {_BEFORE: "3101", _DURING: "3102"}
"""反馈类型, by which number the finding was told; known from clients only."""
_CONTINUE, _CHANGE = "1", "2"
"""处理方式: carry the order out nevertheless, which needs a reason, or change it."""


@answers("3101", "3102")
def judge(call: Call) -> Sequence[Told]:
    """What the rules find in the orders of the visit that is asked about."""
    data = call.input["data"]
    asked = [_asked(patient, data) for patient in data["patient_dtos"]]
    call.answer_as(lambda told: {"result": [_told(one, data) for one in told]})
    return flow.judge(call.institution, call.transaction.number, call.msgid, asked)


def _asked(patient: Mapping[str, Any], data: Mapping[str, Any]) -> Asked:
    """The patient's current visit; orders of the others say what was ordered before."""
    visits = patient["fsi_encounter_dtos"]
    if not visits:
        name = "fsi_encounter_dtos"
        raise refusals.message(f"节点{name}不能为空", f"data.patient_dtos.{name}")
    current = next((v for v in visits if v["mdtrt_id"] == patient["curr_mdtrt_id"]), visits[0])
    orders = [
        _ordered(order, is_current=visit is current and order["curr_drord_flag"] == _YES)
        for visit in visits
        for order in visit["fsi_order_dtos"]
    ]
    return Asked(
        visit_kind=_kind(current),
        sex=words.word("gend", patient["gend"]),
        diagnoses=tuple((d["dise_codg"], d["dise_name"]) for d in current["fsi_diagnose_dtos"]),
        orders=orders,
        patient=patient["patn_id"],
        visit=current["mdtrt_id"],
        rules=_rules(data.get("rule_ids")),
    )


def _rules(said: Any) -> frozenset[str]:
    """规则标识集合: a list, or a text with commas; none where nothing is said."""
    listed = said if isinstance(said, list) else str(said or "").split(",")
    return frozenset(text for one in listed if (text := str(one).strip()))


def _kind(visit: Mapping[str, Any]) -> str:
    """Our kind of visit by 医疗类别, else by 就诊类型."""
    kind = settled.kind_of(visit["med_type"])
    return kind or words.word("med_mdtrt_type", visit["med_mdtrt_type"]) or "outpatient"


def _ordered(order: Mapping[str, Any], *, is_current: bool) -> Ordered:
    return Ordered(
        id=order["rx_id"],
        item_code=order["hilist_code"],
        name=order["hilist_name"],
        quantity=order["cnt"],
        price=order["pric"],
        amount=order["sumamt"],
        begins=order["drord_begn_date"],
        stops=order.get("drord_stop_date"),
        is_current=is_current,
    )


def _told(one: Told, data: Mapping[str, Any]) -> dict[str, Any]:
    found, asked = one.finding, one.asked
    return {
        "jr_id": one.id,
        "rule_id": found.rule,
        "rule_name": found.name,
        "vola_cont": found.says,
        "patn_id": asked.patient,
        "mdtrt_id": asked.visit,
        "judge_result_detail_dtos": [
            {
                "jrd_id": f"{one.id}-{number}",
                "patn_id": asked.patient,
                "mdtrt_id": asked.visit,
                "rx_id": order,
                "vola_item_type": _AT_FAULT if number == 1 else _INVOLVED,
                "vola_amt": found.amount if number == 1 else 0,
            }
            for number, order in enumerate(found.orders, start=1)
        ],
        "vola_amt": found.amount,
        "vola_amt_stas": _COMPUTED,
        "sev_deg": words.code("sev_deg", found.severity),
        "vola_bhvr_type": _OF_ITEM if found.is_of_item else _OF_VISIT,
        "task_id": data.get("task_id"),
    }


@answers("3103")
def feed_back(call: Call) -> Sequence[Upload]:
    """Keep what the hospital made of findings that it was told."""
    data = call.input["data"]
    infno = _FEEDBACK.get(data["warn_type"])
    if infno is None:
        raise refusals.message("节点data的字段warn_type（反馈类型）应为1或2", "data.warn_type")
    for ordinal, warn in enumerate(data["warns"]):
        place = f"data.warns[{ordinal}]"
        if warn["dspo_way"] not in (_CONTINUE, _CHANGE):
            raise refusals.message(
                f"节点{place}的字段dspo_way（处理方式）应为1或2", f"{place}.dspo_way"
            )
        if warn["dspo_way"] == _CONTINUE and "dspo_way_rea" not in warn:
            raise refusals.message(
                f"节点{place}的字段dspo_way_rea（处理原因）在继续执行时不能为空",
                f"{place}.dspo_way_rea",
            )
    call.answer_as(lambda _: None)
    return flow.feed_back(call.institution, call.msgid, infno, data["warns"])
