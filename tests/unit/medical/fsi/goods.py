"""Messages about stock, with the fields that each must have."""

from typing import Any

GOODS = {
    "med_list_codg": "XA10BAE048A001010104022",
    "fixmedins_hilist_id": "YP0001",
    "fixmedins_hilist_name": "盐酸二甲双胍片",
    "fixmedins_bchno": "B20260401",
    "rx_flag": "1",
}
_MADE = {"manu_lotnum": "20260101", "manu_date": "2026-01-01", "expy_end": "2028-01-01"}


def _traced(*codes: str) -> dict[str, Any]:
    return {"drugtracinfo": [{"drug_trac_codg": code} for code in codes]}


def count(quantity: Any, *codes: str, **more: Any) -> dict[str, Any]:
    return {**GOODS, **_MADE, "invdate": "2026-04-01", "inv_cnt": quantity, **_traced(*codes),
            **more}  # fmt: skip


def change(kind: str, quantity: Any, **more: Any) -> dict[str, Any]:
    return {**GOODS, "inv_chg_type": kind, "pric": "1.5", "cnt": quantity,
            "inv_chg_time": "2026-04-01 10:00:00", "trdn_flag": "0", **more}  # fmt: skip


def purchase(quantity: Any, *codes: str, **more: Any) -> dict[str, Any]:
    return {**GOODS, **_MADE, "spler_name": "示范医药公司", "prodentp_name": "示范药厂",
            "aprvno": "国药准字H00000000", "finl_trns_pric": "1.200000", "purc_retn_cnt": quantity,
            "purc_retn_stoin_time": "2026-04-01 08:00:00", "purc_retn_opter_name": "库管员",
            "purc_invo_no": "FP-1", **_traced(*codes), **more}  # fmt: skip


def sale(quantity: Any, *codes: str, **more: Any) -> dict[str, Any]:
    return {**GOODS, **_MADE, "prsc_dr_name": "测试医师", "phar_name": "测试药师",
            "phar_prac_cert_no": "YS-1", "mdtrt_sn": "MZ-1", "psn_cert_type": "01",
            "trdn_flag": "0", "rtal_docno": "LS-1", "sel_retn_cnt": quantity,
            "sel_retn_time": "2026-04-01 11:00:00", "sel_retn_opter_name": "发药员",
            **_traced(*codes), **more}  # fmt: skip


def asked(his: Any, number: str, **more: Any) -> list[dict[str, Any]]:
    """The rows that a query answers of the goods."""
    said = {"fixmedins_code": "H99010000003", "fixmedins_bchno": GOODS["fixmedins_bchno"], **more}
    answer = his.ask(number, {"data": said})
    assert answer["infcode"] == 0, answer
    return answer["output"]["output"]  # type: ignore[no-any-return]


def good(answer: dict[str, Any]) -> Any:
    assert answer["infcode"] == 0, answer["err_msg"]
    return answer["output"]
