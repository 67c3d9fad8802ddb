"""What is written: every field, in the table's order, in the form of its type."""

import doctest
import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from services.medical.domain import stock
from services.medical.faces.fsi import catalogue, codes, profiles, records, wire
from services.medical.faces.fsi.shapes import NULL, write_output
from services.medical.faces.fsi.transactions import departments
from sscsim.clock import SHANGHAI
from sscsim.kernel.money import Money

LENIENT = profiles.builtin()["lenient"]


def written(number, data, profile=LENIENT):
    return write_output(catalogue.transactions()[number], profile, data)


@pytest.mark.parametrize(
    "module", [codes, departments, records, stock, wire], ids=lambda module: module.__name__
)
def test_examples(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0


def test_what_is_not_there_is_nothing_of_its_type():
    [row] = written("1101", {"baseinfo": {}, "insuinfo": [{}]})["insuinfo"]
    assert row["balc"] == Decimal("0.00")
    assert row["insutype"] == ""
    assert row["psn_insu_date"] == ""
    base = written("1101", {"baseinfo": {}})["baseinfo"]
    assert wire.dumps(base["age"]) == "0.0"
    assert written("1101", {}) == {"baseinfo": None, "insuinfo": [], "idetinfo": []}


def test_amounts_are_yuan_with_two_decimals():
    shown = written("2206", {"setlinfo": {"medfee_sumamt": Money(123_450), "acct_pay": "4.5"}})
    text = wire.dumps(shown["setlinfo"])
    assert '"medfee_sumamt":1234.50,' in text
    assert '"acct_pay":4.50,' in text
    assert json.loads(text)["medfee_sumamt"] == 1234.5


def test_null_is_null_where_an_empty_text_would_be_wrong():
    shown = written("2206", {"setlinfo": {"clr_way": NULL, "setl_time": NULL}})["setlinfo"]
    assert (shown["clr_way"], shown["setl_time"], shown["mdtrt_id"]) == (None, None, "")


def test_days_and_times_are_those_of_shanghai():
    late = datetime(2026, 4, 1, 23, 59, 59, tzinfo=SHANGHAI)
    shown = written("9001", {"signinoutb": {"sign_time": late, "sign_no": "1"}})["signinoutb"]
    assert shown["sign_time"] == "2026-04-01"
    node = {"begntime": date(2026, 4, 1), "endtime": late}
    [row] = written("1101", {"baseinfo": {}, "idetinfo": [node]})["idetinfo"]
    assert row["begntime"] == "2026-04-01 00:00:00"
    assert row["endtime"] == "2026-04-01 23:59:59"


def test_a_text_is_cut_to_its_length_and_a_code_is_not():
    [row] = written("1101", {"insuinfo": [{"emp_name": "长" * 300, "psn_type": "116003"}]})[
        "insuinfo"
    ]
    assert (len(row["emp_name"]), row["psn_type"]) == (200, "116003")
    shown = {"psn_idet_type": "2303"}  # the field is S3
    [row] = written("1101", {"idetinfo": [shown]})["idetinfo"]
    assert row["psn_idet_type"] == "2303"


def test_both_spellings_of_the_cash_part_of_a_reversal():
    shown = written("2208", {"setlinfo": {"pdn_cash_pay": Money(-450)}})["setlinfo"]
    assert shown["pdn_cash_pay"] == shown["psn_cash_pay"] == Decimal("-4.50")


def test_outputs_without_a_node():
    assert written("2205", {}) is None
    assert list(written("1301", {"top": {"data_cnt": 7}})) == [
        "file_qury_no",
        "filename",
        "dld_end_time",
        "data_cnt",
    ]
    assert written("5204", {"rows": [{}, {}]}) == written("5204", {"rows": [{}]}) * 2


def test_a_node_inside_a_row_is_written_by_its_own_table():
    detail = {"jrd_id": "2", "patn_id": "P", "vola_item_type": "1", "vola_amt": Money(450)}
    finding = {"jr_id": "1", "judge_result_detail_dtos": [detail]}
    shown = written("3101", {"result": [finding]})
    assert list(shown) == ["result"]
    [row] = shown["result"][0]["judge_result_detail_dtos"]
    assert (row["vola_amt"], row["rx_id"]) == (Decimal("4.50"), "")
    assert written("3101", {"result": [{}]})["result"][0]["judge_result_detail_dtos"] == []
    with pytest.raises(AssertionError, match="has no field"):
        written("3101", {"result": [{"judge_result_detail_dtos": [{"x": 1}]}]})


def test_a_profile_names_nodes_and_fields():
    names = {"9001": {"output": {"signinoutb": "result"}}}
    fields = {"9001": {"output": {"sign_no": "signNo"}}}
    profile = replace(LENIENT, node_names=names, field_names=fields)
    shown = written("9001", {"signinoutb": {"sign_no": "7"}}, profile)
    assert shown["result"]["signNo"] == "7"


def test_a_name_that_no_table_has_is_our_own_mistake():
    with pytest.raises(AssertionError, match="has no node"):
        written("1101", {"base": {}})
    with pytest.raises(AssertionError, match="has no field"):
        written("1101", {"baseinfo": {"psn_number": "1"}})
