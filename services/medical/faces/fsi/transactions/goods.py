"""3501–3507 and their batches 商品进销存: counts, changes, purchases, sales, returns, deletions."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from services.medical.faces.fsi import goods, refusals
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import stock as flow
from services.medical.flows import withdraw_stock
from services.medical.flows.stock import Outcome
from services.medical.flows.withdraw_stock import Withdrawn

_NUMBERS = {
    "3503A": "medins_prod_purc_no",
    "3504A": "medins_prod_purc_no",
    "3505A": "medins_prod_sel_no",
    "3506A": "medins_prod_sel_no",
}
"""Where the number of a movement stands in the answer of a batch."""


def _nothing(_: Any) -> Mapping[str, Any] | None:
    return None


@answers("3501", "3502", "3503", "3504", "3505", "3506")
def one_movement(call: Call) -> Sequence[Outcome]:
    """A single movement of stock: done, or refused."""
    node = call.transaction.inputs[0]
    number = call.transaction.number
    order = goods.order(number, call.input[node], node)
    call.concerns(settlement_id=order.settlement_id)
    call.answer_as(_nothing)
    return flow.move(call.institution, call.msgid, [order], each=False)


@answers("3501A")
def stock_takes(call: Call) -> Sequence[Outcome]:
    """Counts of many batches, all or none: the answer has no room for rows that failed."""
    call.answer_as(_nothing)
    orders = _orders(call, "3501")
    return flow.move(call.institution, call.msgid, orders, each=False)


@answers("3502A", "3503A", "3504A", "3505A", "3506A")
def many_movements(call: Call) -> Sequence[Outcome]:
    """Each row by itself; the answer says of each whether it was done."""
    number = call.transaction.number
    node, field = call.transaction.outputs[0], _NUMBERS.get(number)
    call.answer_as(lambda outcomes: {node: [goods.told(one, field) for one in outcomes]})
    orders = _orders(call, number.removesuffix("A"))
    return flow.move(call.institution, call.msgid, orders, each=True)


def _orders(call: Call, number: str) -> list[Any]:
    node = call.transaction.inputs[0]
    return [
        goods.order(number, item, f"{node}[{ordinal}]")
        for ordinal, item in enumerate(call.input[node])
    ]


@answers("3507")
def delete(call: Call) -> Sequence[Withdrawn]:
    """Take back what was recorded of a batch, of one kind."""
    call.answer_as(_nothing)
    asked = [_asked(call.input["data"], "data")]
    return withdraw_stock.withdraw(call.institution, call.msgid, asked, each=False)


@answers("3507A")
def delete_many(call: Call) -> Sequence[Withdrawn]:
    """The same for many; the answer says of each whether it was done."""
    items = call.input["goodDetail"]
    call.answer_as(lambda found: {"goodErrDetail": list(map(_told, items, found))})
    asked = [_asked(item, f"goodDetail[{ordinal}]") for ordinal, item in enumerate(items)]
    return withdraw_stock.withdraw(call.institution, call.msgid, asked, each=True)


def _asked(item: Mapping[str, Any], place: str) -> tuple[str, str]:
    records = goods.RECORDS.get(item["inv_data_type"])
    if records is None:
        known = "、".join(goods.RECORDS)
        raise refusals.message(
            f"节点{place}的字段inv_data_type（进销存数据类型）应为{known}之一",
            f"{place}.inv_data_type",
        )
    return item["fixmedins_bchno"], records


def _told(item: Mapping[str, Any], found: Withdrawn) -> dict[str, Any]:
    return {
        "fixmedins_bchno": found.batch_number,
        "inv_data_type": item["inv_data_type"],
        "retRslt": goods.DONE if found.problem is None else goods.FAILED,
        "msgRslt": None if found.problem is None else refusals.told(found.problem).text,
    }


_MOST_CODES = 100
_VIRTUAL = "8"
"""The first digit of a code of ours; those of drugs begin with 8 too. Assumed."""


@answers("3592B")
def virtual_trace_codes(call: Call) -> dict[str, Any]:
    """获取虚拟药品追溯码: codes of twenty digits for goods that have none, each given out once.

    A code is made of the institution, the message and its place in it, so that the same message is
    told the same codes and no two messages share one.
    """
    asked = call.input["data"]
    count = int(asked.get("cnt", 1))
    if not 1 <= count <= _MOST_CODES:
        raise refusals.message(f"节点data的字段cnt（数量）应为1至{_MOST_CODES}", "data.cnt")
    return {
        "result": [
            {"med_list_codg": asked["med_list_codg"], "drug_trac_codg": _code(call, number)}
            for number in range(1, count + 1)
        ]
    }


def _code(call: Call, number: int) -> str:
    said = f"{call.institution.institution_code}/{call.msgid}/{number}"
    drawn = int.from_bytes(hashlib.sha256(said.encode()).digest()[:16])
    return f"{_VIRTUAL}{drawn % 10**19:019d}"
