"""1901 字典表下载: a code table, by its name."""

from datetime import date
from typing import Any

from services.medical.faces.fsi import catalogue, codes, refusals
from services.medical.faces.fsi.layout import CodeTable
from services.medical.faces.fsi.transactions import Call, answers

SINCE = date(2021, 12, 30)
"""The baseline that the tables were revised from; on an earlier day none of them was in force."""
VERSION = 1
VALID, INVALID = "1", "0"
VARIANTS = {("med_type", "32"): "med_type__jiangsu"}
"""By table and province: another table of the same name."""


@answers("1901")
def dictionary(call: Call) -> dict[str, Any]:
    """The codes of a table that are in force on the day, in the order of the codes.

    With `parent_value` only those under that code. None of our tables has codes that are no longer
    valid, so asking for such (`Vali_Flag` 0) finds none.
    """
    asked = call.input["data"]
    table = _table(asked["type"], asked["admdvs"])
    if asked["date"] < SINCE or codes.same(asked.get("Vali_Flag", VALID), INVALID):
        return {"list": []}
    parent = asked.get("parent_value")
    rows = [_row(asked["type"], table, n, code) for n, code in enumerate(table.values, start=1)]
    return {"list": [row for row in rows if parent in (None, row["parentValue"])]}


def _table(name: str, region: str) -> CodeTable:
    tables = catalogue.code_tables()
    if name not in tables or "__" in name:
        raise refusals.message(f"节点data的字段type（字典类型）的值{name}不存在", "data.type")
    return tables[VARIANTS.get((name, region[:2]), name)]


def _row(type_: str, table: CodeTable, sort: int, code: str) -> dict[str, Any]:
    return {
        "type": type_,
        "label": table.values[code],
        "value": code,
        "parentValue": codes.parent(table, code),
        "sort": sort,
        "valiFlag": VALID,
        "createUser": table.source,
        "createDate": SINCE,
        "version": VERSION,
    }
