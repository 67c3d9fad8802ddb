"""4201–4701 信息上传: kept and readable back; nothing else follows from them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.medical.domain.upload import Upload
from services.medical.faces.fsi import catalogue, pages, records, refusals, uploaded, words
from services.medical.faces.fsi.layout import Node
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import uploads as flow


def _nothing(_: Any) -> Mapping[str, Any] | None:
    return None


@answers(*(number for number in uploaded.FORMS if number != "4901"))
def upload(call: Call) -> Sequence[Upload]:
    """Keep the records; a record that is known gets a new revision."""
    call.answer_as(_nothing)
    found = list(uploaded.of(call.transaction.number, call.input))
    if len({one.visit_id for one in found}) == 1:
        call.concerns(visit_id=found[0].visit_id)
    return flow.keep(call.institution, call.msgid, found)


# ---- 自费病人费用


@answers("4262")
def self_pay_reconciliation(call: Call) -> dict[str, Any]:
    """The sums and the number of what was uploaded by 4261, against those of the message."""
    said = call.input["top"]
    found = flow.totals(call.institution, ("4261",), *pages.days(said, "top"))
    yuan = Decimal(found.amount.fen).scaleb(-2)
    equal = (
        said.get("medfee_sumamt", yuan) == yuan and said.get("upld_cnt", found.count) == found.count
    )
    return {
        "top": {
            "medfee_sumamt": found.amount,
            "upld_cnt": found.count,
            "stmt_rslt": words.code("stmt_rslt", "equal" if equal else "differs"),
        }
    }


@answers("4263")
def self_pay_mismatches(call: Call) -> dict[str, Any]:
    """Visits whose sum (4261) is not that of their lines (4201)."""
    said = call.input["top"]
    page = pages.of(said, "top")
    found = flow.mismatches(call.institution, "4261", "4201", *pages.days(said, "top"), page)
    return {
        "top": [
            {
                "mdtrt_sn": one.visit_number,
                "medfee_sumamt": one.stated,
                "detl_sumamt": one.lines,
                "diff_amt": one.stated - one.lines,
            }
            for one in found
        ]
    }


# ---- 临床报告查询

_OF = {
    "4507": "4501",
    "4508": "4502",
    "4509": "4503",
    "4510": "4504",
    "4511": "4505",
    "4512": "4506",
}
"""Which upload each query reads back."""
_BY = {
    "mdtrt_sn": "visit_number",
    "mdtrt_id": "visit_id",
    "psn_no": "person_id",
    "rpotc_no": "record_number",
    "palg_no": "record_number",
    "appy_no": "application_number",
}


@answers(*_OF)
def reports(call: Call) -> dict[str, Any]:
    """What was uploaded last of each report, of those that were not made invalid."""
    said = call.input["input"]
    conditions = {column: said[name] for name, column in _BY.items() if name in said}
    if not conditions:
        raise refusals.message("节点input的查询条件不能同时为空", "input")
    found = flow.found(call.institution, _OF[call.transaction.number], conditions)
    layout = catalogue.layout(call.transaction.number)
    assert layout is not None
    if len(layout.output) == 1:
        [node] = layout.output
        return {node.name: [records.shown(node, one.content) for one in found]}
    made: dict[str, Any] = {"data": {"record_cnt": len(found)}}
    for node in layout.output[1:]:
        made[node.name] = [row for one in found for row in _rows(node, one.content)]
    return made


def _rows(node: Node, content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    kept = content.get(node.name, [])
    for row in kept if isinstance(kept, list) else [kept]:
        yield records.shown(node, row)


# ---- 电子结算凭证

_UPLOADED, _NOT_UPLOADED, _REVERSED = "1", "0", "2"
"""State of a voucher; the codes are our own, no source has them."""


@answers("4901")
def voucher(call: Call) -> Sequence[Upload]:
    """Keep the voucher of a settlement of this institution; once."""
    call.answer_as(_nothing)
    found = list(uploaded.of("4901", call.input))
    call.concerns(settlement_id=found[0].settlement_id)
    return flow.keep(call.institution, call.msgid, found, first=True)


@answers("4905")
def voucher_again(call: Call) -> Sequence[Upload]:
    """A new revision of a voucher that was uploaded."""
    call.answer_as(_nothing)
    found = list(uploaded.of("4901", call.input))
    call.concerns(settlement_id=found[0].settlement_id)
    return flow.keep(call.institution, call.msgid, found, again=True)


@answers("4902")
def voucher_result(call: Call) -> dict[str, Any]:
    _, kept = flow.of_settlement(call.institution, "4901", call.input["input"]["setl_id"])
    return {
        "top": {
            "setl_id": call.input["input"]["setl_id"],
            "upld_rslt": _UPLOADED if kept else _NOT_UPLOADED,
            "upld_time": kept.created_at if kept else None,
            "revs_cnt": kept.revision if kept else 0,
        }
    }


@answers("5501")
def voucher_state(call: Call) -> dict[str, Any]:
    """Uploaded, not uploaded, or of a settlement that was reversed since."""
    settlement, kept = flow.of_settlement(call.institution, "4901", call.input["input"]["setl_id"])
    state = _UPLOADED if kept else _NOT_UPLOADED
    return {
        "top": {
            "setl_id": settlement.id,
            "vouch_stas": _REVERSED if kept and settlement.reversed_by else state,
            "upld_time": kept.created_at if kept else None,
        }
    }
