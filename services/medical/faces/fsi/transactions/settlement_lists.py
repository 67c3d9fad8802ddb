"""4101–4105 医疗保障基金结算清单: uploaded, state, read back, quality, counts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.medical.domain.upload import Upload
from services.medical.domain.visit import ChargedLine
from services.medical.faces.fsi import catalogue, pages, records, refusals, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import settlement_lists as flow
from services.medical.flows.catalogue import kind_of_item
from services.medical.flows.read_stock import Asked
from sscsim.kernel.money import Money

_STATES = ("0", "1")
"""状态分类: not submitted, submitted. Assumed; no source lists them."""


@answers("4101")
def upload(call: Call) -> Upload:
    """Keep the list of a settlement of this institution; quality is asked for by 4104."""
    info = call.input["setlinfo"]
    _check_state(info.get("stas_type"), "setlinfo")
    call.concerns(visit_id=info["mdtrt_id"], settlement_id=info["setl_id"])
    call.answer_as(lambda made: {"data": {"setl_list_id": made.record_number}})
    return flow.upload(call.institution, call.msgid, call.input, records.plain(call.input))


@answers("4102")
def set_state(call: Call) -> Upload:
    said = call.input["data"]
    for name in ("setl_id", "stas_type"):
        if name not in said:
            raise refusals.message(f"节点data的字段{name}不能为空", f"data.{name}")
    _check_state(said["stas_type"], "data")
    call.concerns(settlement_id=said["setl_id"])
    call.answer_as(lambda _: None)
    return flow.set_state(call.institution, call.msgid, said["setl_id"], said["stas_type"])


def _check_state(state: str | None, node: str) -> None:
    if state not in (None, *_STATES):
        raise refusals.message(
            f"节点{node}的字段stas_type（状态分类）的值{state}未支持", f"{node}.stas_type"
        )


@answers("4103")
def read_back(call: Call) -> dict[str, Any]:
    """The list as it was uploaded last, and the bill's lines by 收费项目类别."""
    found = flow.read_back(call.institution, call.input["data"]["setl_id"])
    kept = found.upload.content["list"]
    layout = catalogue.layout("4103")
    assert layout is not None
    made: dict[str, Any] = {}
    for node in layout.output:
        rows = kept.get(node.name)
        if node.name == "setlinfo":
            made[node.name] = records.shown(node, {**rows, "stas_type": found.upload.state})
        elif isinstance(rows, list):
            made[node.name] = [records.shown(node, row) for row in rows]
    made["iteminfo"] = list(_items(found.lines))
    return made


def _items(lines: Sequence[ChargedLine]) -> Iterator[dict[str, Any]]:
    """The sums of each 收费项目类别, by the class of its items."""
    by_kind: dict[str, list[ChargedLine]] = {}
    for line in lines:
        by_kind.setdefault(kind_of_item(line.item_code) or "other", []).append(line)
    for kind, found in sorted(by_kind.items()):
        of_class = {
            name: Money(sum(line.amount.fen for line in found if line.item_class == name))
            for name in ("A", "B")
        }
        yield {
            "med_chrgitm": words.code("med_chrgitm_type", kind),
            "amt": Money(sum(line.amount.fen for line in found)),
            "claa_sumfee": of_class["A"],
            "clab_amt": of_class["B"],
            "fulamt_ownpay_amt": Money(sum(line.own_pay.fen for line in found)),
            "oth_amt": Money.zero(),
        }


@answers("4104")
def quality(call: Call) -> dict[str, Any]:
    """What is wrong with lists: with one, or with those uploaded on some days."""
    said = call.input["data"]
    page = pages.of(said)
    columns = {"setl_id": "settlement_id", "setl_list_id": "record_number"}
    conditions = {column: said[name] for name, column in columns.items() if name in said}
    asked = Asked(conditions, *pages.days(said), page.number, page.size)
    found = flow.uploaded(call.institution, conditions, asked)
    detail = [_fault(one, fault) for one in found for fault in one.content["faults"]]
    return {
        "top": {
            "page_num": page.number,
            "page_size": page.size,
            "recordCounts": len(detail),
        },
        "detailinfo": detail,
    }


def _fault(one: Upload, fault: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "setl_id": one.settlement_id,
        "setl_list_id": one.record_number,
        "rule_id": fault["rule"],
        "rule_name": fault["name"],
        "quts_dscr": fault["says"],
        "node_name": fault["node"],
        "field_name": fault["field"],
        "expect_val": fault["due"],
        "found_val": fault["found"],
    }


@answers("4105")
def counts(call: Call) -> dict[str, Any]:
    said = call.input["data"]
    found = flow.counts(call.institution, *pages.days(said), said.get("stas_type"))
    return {
        "top": {
            "setl_cnt": found.settled,
            "upld_cnt": found.uploaded,
            "unupld_cnt": max(found.settled - found.uploaded, 0),
            "qltctrl_quts_cnt": found.faulty,
            "submitted_cnt": found.submitted,
        }
    }
