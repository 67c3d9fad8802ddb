"""3508–3513 商品库存、变更、采购、销售、追溯查询: what the stock register has, page by page."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.medical.domain import stock
from services.medical.domain.stock import Batch, Movement, Trace
from services.medical.faces.fsi import catalogue, pages, records, refusals, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import read_stock as flow
from services.medical.flows.read_stock import Asked

_LIVE, _WITHDRAWN = "1", "0"
_RETURNED, _NOT_RETURNED = "1", "0"
_BY = {
    "medins_list_codg": "goods_id",
    "fixmedins_bchno": "batch_number",
    "med_list_codg": "item_code",
    "medins_prod_inv_no": "id",
    "medins_prod_inv_chg_no": "id",
    "medins_prod_purc_no": "id",
    "medins_prod_sel_no": "id",
    "setl_id": "settlement_id",
    "psn_no": "person_id",
    "drug_trac_codg": "trace_code",
}
"""The column of each field that can be asked by. One of the goods, the batch or a trace code must
be said, as clients were told."""
_ONE_OF = ("medins_list_codg", "fixmedins_bchno", "drug_trac_codg")


def _asked(call: Call) -> Asked:
    said = call.input["data"]
    if said["fixmedins_code"] != call.institution.institution_code:
        raise refusals.FsiRefused(
            refusals.BUSINESS, "只能查询本机构的商品信息", "data.fixmedins_code"
        )
    if not any(name in said for name in _ONE_OF):
        raise refusals.message(
            "节点data的字段medins_list_codg（医药机构目录编码）"
            "与fixmedins_bchno（定点医药机构批次流水号）不能同时为空",
            "data.fixmedins_bchno",
        )
    conditions = {column: said[name] for name, column in _BY.items() if name in said}
    if "inv_chg_type" in said:
        conditions["change"] = words.word("inv_chg_type", said["inv_chg_type"])
    page = pages.of(said)
    return Asked(conditions, *pages.days(said), page.number, page.size)


@answers("3508")
def stocks(call: Call) -> dict[str, Any]:
    found = flow.batches(call.institution, _asked(call))
    return {
        "output": [
            {
                **_goods(call, batch),
                "medins_prod_inv_no": batch.id,
                "invdate": batch.moved_at,
                "inv_cnt": stock.packages(batch.stock),
                "vali_flag": _LIVE,
                "poolarea_no": call.institution.region_code,
            }
            for batch in found
        ]
    }


@answers("3509", "3510", "3511")
def movements(call: Call) -> dict[str, Any]:
    number = call.transaction.number
    kinds, number_field, quantity_field = _ASKS[number]
    found = flow.movements(call.institution, kinds, _asked(call))
    return {"output": list(_rows(call, found, number_field, quantity_field))}


_ASKS: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "3509": ((stock.CHANGE,), "medins_prod_inv_chg_no", "cnt"),
    "3510": (
        (stock.PURCHASE, stock.PURCHASE_RETURN),
        "medins_prod_purc_no",
        "purc_retn_cnt",
    ),
    "3511": ((stock.SALE, stock.SALE_RETURN), "medins_prod_sel_no", "sel_retn_cnt"),
}


def _rows(
    call: Call, found: list[tuple[Movement, Batch, bool]], number_field: str, quantity_field: str
) -> Iterator[dict[str, Any]]:
    for movement, batch, is_live in found:
        made = {
            **_goods(call, batch),
            **_said(call, movement),
            number_field: movement.id,
            quantity_field: stock.packages(abs(movement.quantity)),
            "prod_retn_flag": _is_return(movement),
            "vali_flag": _LIVE if is_live else _WITHDRAWN,
            "poolarea_no": call.institution.region_code,
        }
        yield _fitted(call, made)


@answers("3512")
def inbound_codes(call: Call) -> dict[str, Any]:
    found = flow.traces(call.institution, (stock.IN,), _asked(call))
    return {
        "output": [
            _fitted(call, _code(call, *one) | {"stoin_time": one[1].happened_at}) for one in found
        ]
    }


@answers("3513")
def sold_codes(call: Call) -> dict[str, Any]:
    found = flow.traces(call.institution, (stock.SOLD, stock.GIVEN_BACK), _asked(call))
    made = []
    for one in found:
        movement = one[1]
        row = {
            **_said(call, movement),
            **_code(call, *one),
            "medins_prod_sel_no": movement.id,
            "sel_retn_time": movement.happened_at,
            "prod_retn_flag": _is_return(movement),
        }
        made.append(_fitted(call, row))
    return {"output": made}


def _code(
    call: Call, trace: Trace, _movement: Movement, batch: Batch, is_live: bool
) -> dict[str, Any]:
    return {
        **_goods(call, batch),
        "drug_trac_codg": trace.trace_code,
        "vali_flag": _LIVE if is_live else _WITHDRAWN,
    }


def _goods(call: Call, batch: Batch) -> dict[str, Any]:
    made = {
        "fixmedins_code": batch.institution_code,
        "medins_list_codg": batch.goods_id,
        "medins_list_name": batch.name,
        "fixmedins_bchno": batch.batch_number,
        "med_list_codg": batch.item_code,
        **batch.facts,
    }
    return records.shown(_node(call), made)


def _said(call: Call, movement: Movement) -> dict[str, Any]:
    """What the message said of it, of that what the answer has."""
    return records.shown(_node(call), movement.given)


def _is_return(movement: Movement) -> str:
    returns = (stock.PURCHASE_RETURN, stock.SALE_RETURN)
    return _RETURNED if movement.kind in returns else _NOT_RETURNED


def _node(call: Call) -> Any:
    layout = catalogue.layout(call.transaction.number)
    assert layout is not None
    return layout.output[0]


def _fitted(call: Call, made: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in _node(call).fields}
    return {name: value for name, value in made.items() if name in names}
