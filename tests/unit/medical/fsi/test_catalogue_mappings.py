"""Catalogue mappings: what an institution's own number means on a day, uploaded and withdrawn."""

import json
import threading
from datetime import date
from typing import Any

import pytest

from services.medical.flows.interface import mapping
from services.medical.store import store
from services.medical.store.tables_mappings import (
    catalogue_mapping_withdrawals,
    catalogue_mappings,
)
from sscsim.clock import read_instant
from tests.unit.medical.fsi.conftest import ANYBODY, HOSPITAL, His

AMOXICILLIN, CEFUROXIME = "XJ01CAX990A001010199001", "XJ01DCX990A001030199003"
OTHER = "H99010000002"


def row(number: str, code: str, begin: str, end: str, **more: Any) -> dict[str, Any]:
    return {
        "fixmedins_hilist_id": number,
        "fixmedins_hilist_name": f"院内{number}",
        "list_type": "101",
        "med_list_codg": code,
        "begndate": begin,
        "enddate": end,
        **more,
    }


def withdrawal(number: str, code: str, owner: str = HOSPITAL, kind: str = "101") -> dict[str, Any]:
    return {
        "fixmedins_code": owner,
        "fixmedins_hilist_id": number,
        "list_type": kind,
        "med_list_codg": code,
    }


def meant(his: His, number: str, day: str, owner: str = HOSPITAL) -> str | None:
    with his.client.bench.entered(role="system"), store.read() as tx:
        return mapping.mapped(tx, owner, number, date.fromisoformat(day))


def counts(his: His) -> tuple[int, int]:
    with his.client.bench.entered(role="system"), store.read() as tx:
        tables = (catalogue_mappings, catalogue_mapping_withdrawals)
        return tuple(len(tx.all(table.select())) for table in tables)  # type: ignore[return-value]


def asked(**more: Any) -> dict[str, Any]:
    return {"data": {"updt_time": "2020-01-01", "page_num": 1, "page_size": 100, **more}}


def read_back(his: His, **more: Any) -> list[dict[str, Any]]:
    output = his.ask("1317", asked(**more))["output"]
    assert output["recordCounts"] == len(output["data"])
    return output["data"]  # type: ignore[no-any-return]


@pytest.mark.db
def test_a_number_means_what_was_said_between_its_days(his_on_each: His) -> None:
    his = his_on_each
    rows = [
        row("7", AMOXICILLIN, "2026-01-01", "2026-03-31", spec="0.25g", memo="院内"),
        row("7", CEFUROXIME, "2026-04-01", "2026-12-31"),
    ]
    message = his.message("3301", {"data": rows})
    first = his.post(message)
    assert (first.json["infcode"], first.json["output"]) == (0, None)
    assert his.post(message).data == first.data
    assert counts(his) == (2, 0)
    for day, code in (
        ("2025-12-31", None),
        ("2026-01-01", AMOXICILLIN),
        ("2026-03-31", AMOXICILLIN),
        ("2026-04-01", CEFUROXIME),
        ("2026-12-31", CEFUROXIME),
        ("2027-01-01", None),
    ):
        assert meant(his, "7", day) == code, day
    assert meant(his, "7", "2026-04-01", OTHER) is None
    assert meant(his, "07", "2026-04-01") is None, "another number"
    before, after = read_back(his)
    assert before | {"rid": ""} == {
        "fixmedins_code": HOSPITAL,
        "medins_list_codg": "7",
        "medins_list_name": "院内7",
        "insu_admdvs": "990100",
        "list_type": "101",
        "med_list_codg": AMOXICILLIN,
        "begndate": "2026-01-01",
        "enddate": "2026-03-31",
        "aprvno": "",
        "dosform": "",
        "exct_cont": "",
        "item_cont": "",
        "prcunt": "",
        "spec": "0.25g",
        "pacspec": "",
        "memo": "院内",
        "vali_flag": "1",
        "rid": "",
        "updt_time": "2026-04-01",
        "crter_id": "",
        "crter_name": "",
        "crte_time": "2026-04-01",
        "crte_optins_no": HOSPITAL,
        "opter_id": "",
        "opter_name": "",
        "opt_time": "",
        "optins_no": "",
        "poolarea_no": "",
    }
    assert read_back(his, query_date="2026-05-01") == [after]
    assert read_back(his, med_list_codg=AMOXICILLIN) == [before]
    assert read_back(his, medins_list_name="院内8") == []
    assert read_back(his, updt_time="2026-04-02") == []
    [match] = his.ask("1316", asked(medins_list_codg="7"))["output"]["data"]
    assert match["med_list_codg"] == match["hilist_code"] == CEFUROXIME
    theirs = his.ask("1317", asked(), fixmedins_code=OTHER)["output"]
    assert theirs["data"] == []


@pytest.mark.db
def test_a_withdrawn_mapping_stays_known_and_makes_room(his_on_each: His) -> None:
    his = his_on_each
    given = {"data": row("7", AMOXICILLIN, "2026-01-01", "2026-12-31")}
    assert his.ask("3301", given)["infcode"] == 0
    other = {"data": row("7", CEFUROXIME, "2026-12-31", "2027-12-31")}
    assert "已对照 " + AMOXICILLIN in his.refusal("3301", other)
    assert "catalogue_mapping_exists" in his.refusal("3301", given), "nor the same again"
    his.client.bench.at(read_instant("2026-04-02T09:00:00+08:00"))
    message = his.message("3302", {"data": withdrawal("7", AMOXICILLIN)})
    first = his.post(message)
    assert (first.json["infcode"], first.json["output"]) == (0, None)
    assert his.post(message).data == first.data
    assert counts(his) == (1, 1)
    assert meant(his, "7", "2026-04-01") is None
    again = {"data": withdrawal("7", AMOXICILLIN)}
    assert "catalogue_mapping_not_found" in his.refusal("3302", again)
    assert his.ask("3301", other)["infcode"] == 0
    assert (
        his.ask("3301", given | {"data": row("7", AMOXICILLIN, "2026-04-01", "2026-12-30")})[
            "infcode"
        ]
        == 0
    )
    assert counts(his) == (3, 1)
    withdrawn, *rest = read_back(his)
    assert (withdrawn["vali_flag"], withdrawn["updt_time"]) == ("0", "2026-04-02")
    assert [one["vali_flag"] for one in rest] == ["1", "1"]
    assert read_back(his, vali_flag="0") == [withdrawn]
    assert read_back(his, updt_time="2026-04-03") == []


@pytest.mark.db
def test_one_bad_row_refuses_all(his_on_each: His) -> None:
    his = his_on_each
    good = row("1", AMOXICILLIN, "2026-01-01", "2026-12-31")
    for bad in (
        row("2", "XNOTHING", "2026-01-01", "2026-12-31"),
        row("2", AMOXICILLIN, "2026-01-01", "2026-12-31", list_type="301"),
        row("2", AMOXICILLIN, "2026-01-01", "2025-12-31"),
        row("2", AMOXICILLIN, "2019-01-01", "2020-12-31"),
        row("1", CEFUROXIME, "2026-12-31", "2026-12-31"),
        row("2", AMOXICILLIN, "2026-01-01", "2026-12-31", list_type="104"),
    ):
        his.refusal("3301", {"data": [good, bad]})
        assert counts(his) == (0, 0)
    assert his.ask("3301", {"data": [good]})["infcode"] == 0
    for bad in (
        withdrawal("1", CEFUROXIME),
        withdrawal("1", AMOXICILLIN, kind="301"),
        withdrawal("1", AMOXICILLIN, owner=OTHER),
        withdrawal("1", AMOXICILLIN),
    ):
        his.refusal("3302", {"data": [withdrawal("1", AMOXICILLIN), bad]})
        assert counts(his) == (1, 0)
    stranger = {"data": withdrawal("1", AMOXICILLIN, owner=OTHER)}
    assert "not_found" in his.refusal("3302", stranger, fixmedins_code=OTHER)


@pytest.mark.db
def test_of_parallel_mappings_of_one_number_one_counts(his_on_each: His) -> None:
    his = his_on_each
    given = {"data": row("7", AMOXICILLIN, "2026-01-01", "2026-12-31")}
    bodies = [json.dumps(his.message("3301", given)).encode() for _ in range(4)]
    heard: list[Any] = []

    def send(body: bytes) -> None:
        heard.append(his.client.post("/fsi/", body, **ANYBODY).json)

    threads = [threading.Thread(target=send, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer["infcode"] for answer in heard) == [-1, -1, -1, 0]
    assert all(
        "catalogue_mapping_exists" in answer["err_msg"] for answer in heard if answer["infcode"]
    )
    assert counts(his) == (1, 0)
