"""Uploads 4201 to 4701: kept, a revision each, found again by what queries ask."""

from typing import Any

import pytest

from services.medical.store import store
from services.medical.store.tables_uploads import interface_uploads
from tests.contract.fsi.samples import least
from tests.unit.medical.fsi.conftest import His
from tests.unit.medical.fsi.goods import good

pytestmark = pytest.mark.db

SINGLE = ("4201", "4261", "4301", "4302", "4401", "4402", "4402A", "4501", "4502", "4503", "4504",
          "4505", "4506", "4601", "4602", "4701")  # fmt: skip


def rows(his: His) -> list[Any]:
    with his.client.bench.entered(role="system"), store.read() as tx:
        return list(tx.all(interface_uploads.select()))


def report(number: str, **more: Any) -> dict[str, Any]:
    lab = {"mdtrt_sn": "ZY-1", "rpotc_no": number, "appy_no": f"A{number}",
           "exam_item_name": "血常规", "rpt_date": "2026-04-01", "exam_charge": "20.00",
           "vali_flag": "1", **more}  # fmt: skip
    return {
        "labinfo": lab,
        "iteminfo": [{"rpotc_no": number, "exam_item_detl_name": "白细胞", "exam_rslt_val": "7"}],
        "sampleinfo": {"rpotc_no": number, "spcm_no": "S1"},
    }


def named(number: str) -> dict[str, Any]:
    """The least that its table takes; of a report also its number."""
    said = least(number)
    for node in ("examinfo", "labinfo"):
        if node in said:
            said[node]["rpotc_no"] = "x"
    return said


def test_a_report_has_a_number_of_some_kind(his: His) -> None:
    for number in ("4501", "4502"):
        assert "rpotc_no与appy_no不能同时为空" in his.refusal(number, least(number))


@pytest.mark.parametrize("number", SINGLE)
def test_the_least_of_each_is_kept(his: His, number: str) -> None:
    assert good(his.ask(number, named(number))) is None
    [row] = rows(his)
    assert (row.infno, row.revision, row.institution_code) == (number, 1, "H99010000003")


def test_every_row_of_a_list_is_a_record(his_on_each: His) -> None:
    his = his_on_each
    line = {**least("4201")["feedetail"][0], "mdtrt_sn": "MZ-1", "pric": "10.00"}
    good(his.ask("4201", {"feedetail": [{**line, "feedetl_sn": n} for n in ("1", "2")]}))
    good(his.ask("4201", {"feedetail": {**line, "feedetl_sn": "2", "pric": "11"}}))
    kept = [(row.business_key, row.revision) for row in rows(his)]
    assert kept == [("MZ-1/1", 1), ("MZ-1/2", 1), ("MZ-1/2", 2)]


def test_a_report_is_read_back_as_it_was_uploaded_last(his_on_each: His) -> None:
    his = his_on_each
    good(his.ask("4502", report("R1")))
    good(his.ask("4502", report("R2")))
    good(his.ask("4502", report("R1", exam_item_name="尿常规")))
    found = good(his.ask("4508", {"input": {"mdtrt_sn": "ZY-1"}}))
    assert found["data"] == {"record_cnt": 2}
    assert [row["exam_item_name"] for row in found["labinfo"]] == ["血常规", "尿常规"]
    assert found["labinfo"][0]["rpt_date"] == "2026-04-01"
    assert found["labinfo"][0]["exam_charge"] == 20.0
    assert len(found["iteminfo"]) == 2
    assert found["sampleinfo"][0]["spcm_no"] == "S1"
    good(his.ask("4502", report("R1", vali_flag="0")))
    found = good(his.ask("4508", {"input": {"mdtrt_sn": "ZY-1"}}))
    assert [row["rpotc_no"] for row in found["labinfo"]] == ["R2"]
    one = good(his.ask("4508", {"input": {"appy_no": "AR2"}}))
    assert one["data"]["record_cnt"] == 1
    assert good(his.ask("4508", {"input": {"rpotc_no": "R9"}}))["labinfo"] == []
    assert "不能同时为空" in his.refusal("4508", {"input": {"x": 1}})
    elsewhere = his.ask("4508", {"input": {"mdtrt_sn": "ZY-1"}}, fixmedins_code="H99010000002")
    assert good(elsewhere)["labinfo"] == []


@pytest.mark.parametrize(
    ("upload", "query", "by"),
    [
        ("4501", "4507", "mdtrt_sn"),
        ("4503", "4509", "rpotc_no"),
        ("4504", "4510", "rpotc_no"),
        ("4505", "4511", "palg_no"),
        ("4506", "4512", "appy_no"),
    ],
)
def test_each_query_reads_its_upload(his: His, upload: str, query: str, by: str) -> None:
    said = named(upload)
    first = next(iter(said.values()))
    (first[0] if isinstance(first, list) else first)["vali_flag"] = "1"
    good(his.ask(upload, said))
    found = good(his.ask(query, {"input": {by: "x"}}))
    node = next(name for name, rows_ in found.items() if isinstance(rows_, list))
    assert [row[by] for row in found[node]] == ["x"]


def test_what_nobody_knows_is_kept_within_limits(his: His) -> None:
    said = {
        "rgstinfo": {"mdtrt_sn": "MZ-1", "psn_name": "某人", "empty": "", "nothing": "NULL"},
        "caseinfo": {"main_symp": "咳嗽", "more": {"inner": [1, 2.5, None]}},
    }
    good(his.ask("4301", said))
    [row] = rows(his)
    assert row.content["rgstinfo"] == {"mdtrt_sn": "MZ-1", "psn_name": "某人"}
    assert row.content["caseinfo"][0]["more"] == {"inner": [1, 2.5, None]}
    deep: Any = "x"
    for _ in range(8):
        deep = {"a": deep}
    assert "嵌套超过" in his.refusal("4301", {"rgstinfo": {"mdtrt_sn": "1", "deep": deep}})
    many = {f"f{number}": 1 for number in range(301)}
    assert "字段超过" in his.refusal("4301", {"rgstinfo": {"mdtrt_sn": "1", **many}})
    long = {"mdtrt_sn": "1", "text": "长" * 40_001}
    assert "内容超过" in his.refusal("4301", {"rgstinfo": long})
    assert "不合法的字段名" in his.refusal("4301", {"rgstinfo": {"mdtrt_sn": "1", "a b": 1}})
    assert len(rows(his)) == 1


def test_a_visit_that_is_named_is_one_of_the_institutions(his: His) -> None:
    named = report("R1", mdtrt_id="vis_0", psn_no="psn_0")
    assert "[visit_not_found]" in his.refusal("4502", named)
    assert rows(his) == []


def test_sums_of_people_who_pay_themselves_are_reconciled(his_on_each: His) -> None:
    his = his_on_each
    line = {**least("4201")["feedetail"][0], "det_item_fee_sumamt": "10.00"}
    for visit, sum_ in (("MZ-1", "20.00"), ("MZ-2", "15.00"), ("MZ-3", "7.00")):
        good(his.ask("4261", {"mdtrt_sn": visit, "medfee_sumamt": sum_, "anything": "x"}))
    for visit in ("MZ-1", "MZ-2"):
        rows_ = [{**line, "mdtrt_sn": visit, "feedetl_sn": n} for n in ("1", "2")]
        good(his.ask("4201", {"feedetail": rows_}))
    today = {"begndate": "2026-04-01", "enddate": "2026-04-01"}
    equal = good(his.ask("4262", {**today, "medfee_sumamt": "42.00", "upld_cnt": 3}))
    assert equal == {"medfee_sumamt": 42.0, "upld_cnt": 3, "stmt_rslt": "0"}
    assert good(his.ask("4262", {**today, "upld_cnt": 2}))["stmt_rslt"] == "1"
    assert good(his.ask("4262", {"begndate": "2026-04-02"}))["upld_cnt"] == 0
    found = good(his.ask("4263", today))
    assert [(row["mdtrt_sn"], row["detl_sumamt"], row["diff_amt"]) for row in found] == [
        ("MZ-2", 20.0, -5.0), ("MZ-3", 0.0, 7.0),
    ]  # fmt: skip


def test_text_that_no_database_takes_is_refused(his: His) -> None:
    for text in (
        '{"rgstinfo":{"mdtrt_sn":"1","x":"\\ud800"}}',
        '{"rgstinfo":{"mdtrt_sn":"1","x":"\\u0000"}}',
    ):
        assert his.ask("4301", text)["infcode"] == -1
    assert rows(his) == []
