"""How fee lines are told (费用明细): the split that the catalogue makes of each."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.medical.domain.catalogue import SERVICE, Item
from services.medical.domain.visit import ChargedLine
from services.medical.faces.fsi import words
from services.medical.store import catalogue

UNLIMITED = Decimal(999_999)
"""定价上限金额 of an item that has no price limit."""
_CHAPTER = 4
"""Where the chapter of a service begins in its code: invented ones begin with 0099."""


def told(line: ChargedLine, sent: Mapping[str, Any], per: int = 1) -> dict[str, Any]:
    """The result's fields for a line. `sent` has its number, amount, count and price as they came;
    the line was charged by `per` units."""
    item = catalogue.items().get(line.item_code or "")
    limit = line.limit_price
    return {
        "feedetl_sn": sent["feedetl_sn"],
        "det_item_fee_sumamt": line.amount,
        "cnt": sent["cnt"],
        "pric": sent["pric"],
        "pric_uplmt_amt": UNLIMITED if limit is None else Decimal(limit.fen) / 100 / per,
        "selfpay_prop": Decimal(line.first_self_pay_bp) / 10_000,
        "fulamt_ownpay_amt": line.own_pay,
        "overlmt_amt": line.over_limit,
        "preselfpay_amt": line.preself,
        "inscp_scp_amt": line.in_scope,
        "chrgitm_lv": words.code("chrgitm_lv", line.item_class),
        "med_chrgitm_type": charge_type(item),
        "lmt_used_flag": "1" if item is not None and item.is_restricted else "0",
    }


def charge_type(item: Item | None) -> str:
    """医疗收费项目类别: of a service by the chapter of its code, the longest that fits."""
    if item is None:
        return words.code("med_chrgitm_type", "other")
    if item.kind == SERVICE:
        chapter = item.code[_CHAPTER:]
        for end in (4, 2):
            word = f"{SERVICE}/{chapter[:end]}"
            if words.has("med_chrgitm_type", word):
                return words.code("med_chrgitm_type", word)
        return words.code("med_chrgitm_type", "other")
    return words.code("med_chrgitm_type", item.kind)
