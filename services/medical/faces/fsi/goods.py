"""How a message's goods are read as orders to the stock register, and how outcomes are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from services.medical.domain import stock
from services.medical.domain.stock import Order
from services.medical.faces.fsi import records, refusals, words
from services.medical.flows.stock import Outcome
from sscsim.clock import SHANGHAI


@dataclass(frozen=True, slots=True)
class Form:
    """Which fields say how much and when, and of what an earlier number (流水号) is."""

    kind: str
    quantity: str
    time: str
    refers: str | None = None


FORMS = {
    "3501": Form(stock.STOCK_TAKE, "inv_cnt", "invdate"),
    "3502": Form(stock.CHANGE, "cnt", "inv_chg_time"),
    "3503": Form(stock.PURCHASE, "purc_retn_cnt", "purc_retn_stoin_time"),
    "3504": Form(
        stock.PURCHASE_RETURN, "purc_retn_cnt", "purc_retn_stoin_time", "medins_prod_purc_no"
    ),
    "3505": Form(stock.SALE, "sel_retn_cnt", "sel_retn_time"),
    "3506": Form(stock.SALE_RETURN, "sel_retn_cnt", "sel_retn_time", "medins_prod_sel_no"),
}
RECORDS = {"1": "stock_takes", "2": "changes", "3": "purchases", "4": "sales"}
"""进销存数据类型: known from clients only; no table of the reference has it."""
SPLIT = "1"
DONE, FAILED = "1", "0"
"""返回结果 of one row of a batch."""


def order(number: str, item: Mapping[str, Any], place: str) -> Order:
    """What the message asks for; FsiRefused for a kind of change that isn't known."""
    form = FORMS[number]
    change = None
    if "inv_chg_type" in item:
        change = words.word("inv_chg_type", item["inv_chg_type"])
        if change is None:
            raise refusals.message(
                f"节点{place}的字段inv_chg_type（库存变更类型）的值{item['inv_chg_type']}未支持",
                f"{place}.inv_chg_type",
            )
    traces = [row["drug_trac_codg"] for row in item["drugtracinfo"] if "drug_trac_codg" in row]
    said = {name: value for name, value in item.items() if name != "drugtracinfo"}
    return Order(
        kind=form.kind,
        batch_number=item["fixmedins_bchno"],
        goods_id=item["fixmedins_hilist_id"],
        item_code=item["med_list_codg"],
        name=item["fixmedins_hilist_name"],
        quantity=stock.parts(item[form.quantity]),
        happened_at=_moment(item[form.time]),
        change=change,
        trace_codes=tuple(traces),
        is_split=item.get("trdn_flag") == SPLIT,
        refers=item.get(form.refers) if form.refers else None,
        settlement_id=item.get("setl_id"),
        person_id=item.get("psn_no"),
        given=records.plain(said),
    )


def _moment(said: date | datetime) -> datetime:
    return said if isinstance(said, datetime) else datetime.combine(said, time(), SHANGHAI)


def told(outcome: Outcome, number_field: str | None) -> dict[str, Any]:
    """A row of a batch: done, or why not."""
    one = outcome.order
    made: dict[str, Any] = {
        "med_list_codg": one.item_code,
        "fixmedins_hilist_id": one.goods_id,
        "fixmedins_hilist_name": one.name,
        "fixmedins_bchno": one.batch_number,
        "memo": one.given.get("memo"),
        "retRslt": DONE if outcome.problem is None else FAILED,
        "msgRslt": None if outcome.problem is None else refusals.told(outcome.problem).text,
    }
    if one.kind == stock.CHANGE:
        made["inv_chg_type"] = one.given["inv_chg_type"]
    if number_field is not None:
        made[number_field] = outcome.movement.id if outcome.movement else None
    return made
