"""2301 住院费用明细上传, 2302 住院费用明细撤销, 2306 费用明细修改备注."""

from collections.abc import Mapping
from typing import Any

from services.medical.faces.fsi import charged_lines, extensions, refusals, settled, spoken, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.interface import stay_lines as flow
from services.medical.flows.interface.register import Numbered
from services.medical.flows.interface.stay_lines import Charged, Sent

_PLACES = {
    "fee_lines": "feedetail",
    "item_code": "med_list_codg",
    "quantity": "cnt",
    "unit_price": "pric",
    "charged_on": "fee_ocur_time",
    "refund_of": "init_feedetl_sn",
}


@answers("2301")
def charge(call: Call) -> Charged:
    """Charge lines; one with a negative count takes back some of the line that it names."""
    rows = call.input["feedetail"]
    mdtrt_id, psn_no = spoken.same_visit(rows, "feedetail")
    sent = [_sent(row, f"feedetail[{ordinal}]") for ordinal, row in enumerate(rows)]
    call.answer_as(lambda made: _told(call, made))
    with spoken.places(_PLACES):
        return flow.charge(call.institution, mdtrt_id, psn_no, sent)


def _sent(row: Mapping[str, Any], place: str) -> Sent:
    if row["cnt"] < 0 and not row.get("init_feedetl_sn"):
        raise refusals.message("退费时原费用流水号不能为空", f"{place}.init_feedetl_sn")
    said = row.get("hosp_appr_flag") or ""
    return Sent(
        fields=row,
        kind=settled.kind_of(row["med_type"]),
        approval=words.word("hosp_appr_flag", said) if said else None,
        place=place,
        given=spoken.kept(row) | {"extensions": extensions.read(row, place)},
    )


def _told(call: Call, made: Charged) -> dict[str, Any]:
    call.concerns(visit_id=made.one.visit.id)
    return {
        "result": [
            charged_lines.told(line, sent.fields, sent.priced.per)
            | {"memo": sent.given.get("memo", "")}
            for sent, line in made.lines
        ]
    }


@answers("2302")
def withdraw(call: Call) -> Numbered:
    """Withdraw lines by their numbers; 0000 means all that are not settled."""
    rows = call.input["data"]
    mdtrt_id, psn_no = spoken.same_visit(rows, "data")
    wanted = [(row["feedetl_sn"], f"data[{ordinal}]") for ordinal, row in enumerate(rows)]
    call.answer_as(lambda made: _nothing(call, made))
    return flow.withdraw(call.institution, mdtrt_id, psn_no, wanted)


@answers("2306")
def remark(call: Call) -> Numbered:
    """Put another remark on lines."""
    rows = call.input["data"]
    mdtrt_id, psn_no = spoken.same_visit(rows, "data")
    wanted = [
        (row["feedetl_sn"], row["memo"], f"data[{ordinal}]") for ordinal, row in enumerate(rows)
    ]
    call.answer_as(lambda made: _nothing(call, made))
    return flow.remark(call.institution, mdtrt_id, psn_no, wanted)


def _nothing(call: Call, made: Numbered) -> None:
    call.concerns(visit_id=made.visit.id)
