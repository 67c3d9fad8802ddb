"""Every field of every table: missing, too long, of the wrong type, not of its code table."""

import copy
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.medical.faces.fsi import catalogue, codes, layout
from services.medical.faces.fsi.layout import TOP, UNLISTED, Field, Node
from services.medical.faces.fsi.profiles import Profile
from services.medical.faces.fsi.refusals import FsiRefused
from services.medical.faces.fsi.shapes import read_input
from services.medical.faces.fsi.values import longest_of
from sscsim.clock import SHANGHAI
from tests.contract.fsi.samples import (
    HUNAN,
    LENIENT,
    NUMBERS,
    fields,
    item,
    least,
    nodes,
    of_profile,
    place,
    required,
    transaction,
)

NUMERIC = (layout.NUMBER, layout.INTEGER, layout.DECIMAL)
WORDS = (layout.TEXT, layout.DIGITS)


def refused(number: str, data: Any, profile: Profile = LENIENT) -> FsiRefused:
    with pytest.raises(FsiRefused) as found:
        read_input(transaction(number), profile, data)
    return found.value


def spoiled(number: str, node: Node, field: Field, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(least(number))
    item(number, data, node)[field.name] = value
    return data


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("profile", [LENIENT, HUNAN], ids=lambda one: one.name)
def test_a_required_field_that_is_missing_is_named(number: str, profile: Profile) -> None:
    read_input(transaction(number), profile, least(number, profile))
    for node, field in required(number, profile):
        for nothing in ("absent", None, "NULL", "null"):
            data = copy.deepcopy(least(number, profile))
            found = item(number, data, node)
            del found[field.name]
            if nothing != "absent":
                found[field.name] = nothing
            said = refused(number, data, profile)
            assert said.where == place(number, node, field)
            assert f"字段{field.name}（{field.zh}）不能为空" in said.cause


@pytest.mark.parametrize("number", NUMBERS)
def test_a_node_that_is_missing_is_named(number: str) -> None:
    for ordinal, node in enumerate(nodes(number)):
        if node.name != TOP and node.inside is None and (ordinal == 0 or not node.many):
            data = least(number)
            del data[node.name]
            assert refused(number, data).where == node.name
            assert refused(number, data | {node.name: []}).where == node.name


@pytest.mark.parametrize("number", NUMBERS)
def test_a_value_that_is_too_long_is_refused(number: str) -> None:
    for node, field in fields(number):
        type_ = field.type
        if type_.kind in WORDS:
            longest = longest_of(field)
            said = refused(number, spoiled(number, node, field, "9" * (longest + 1)))
            assert f"长度超过{longest}" in said.cause
        elif type_.kind in NUMERIC and type_.length is not None:
            whole = type_.length - (type_.decimals or 0)
            said = refused(number, spoiled(number, node, field, "9" * (whole + 1)))
            assert f"整数部分超过{whole}位" in said.cause
            if type_.decimals is not None:
                value = "0." + "1" * (type_.decimals + 1)
                said = refused(number, spoiled(number, node, field, value))
                assert f"小数部分超过{type_.decimals}位" in said.cause
        else:
            continue
        assert said.where == place(number, node, field)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_value_of_just_the_length_is_taken(number: str) -> None:
    for node, field in fields(number):
        if field.type.kind == layout.TEXT and field.code_table in (None, UNLISTED):
            data = spoiled(number, node, field, "长" * longest_of(field))
        elif field.type.kind == layout.NUMBER and field.type.length is not None:
            whole = field.type.length - (field.type.decimals or 0)
            data = spoiled(number, node, field, f"-{'9' * whole}.{'0' * 3}")
        else:
            continue
        read_input(transaction(number), LENIENT, data)


WRONG: dict[str, tuple[Any, ...]] = {
    layout.TEXT: ({"a": 1}, ["x"], True),
    layout.DIGITS: ({}, [1], False),
    layout.NUMBER: ("十", {}, [1], True, "1,0", "NaN", "Infinity", "1_0", "0x10", "1e99"),
    layout.DECIMAL: ("abc", {}, True),
    layout.INTEGER: ("x", {}, True),
    layout.DATE: ("2026-02-30", "20260401", "04/01/2026", 20260401, {}, "2026-04-01T09:00:00"),
    layout.TIME: ("2026-04-01 25:00:00", "20260401090000", 1, [], "2026-04-01 09:00"),
    layout.BYTES: ({}, [256], [True], 1.5),
    layout.FLAG: ("maybe", 2, {}),
    layout.OBJECT: (),
}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_value_of_the_wrong_type_is_refused(number: str) -> None:
    for node, field in fields(number):
        for value in WRONG[field.type.kind]:
            said = refused(number, spoiled(number, node, field, value))
            assert said.where == place(number, node, field), value
            assert "错误" in said.cause


@pytest.mark.parametrize("number", NUMBERS)
def test_a_code_stands_in_its_table_or_extends_it(number: str) -> None:
    for node, field in fields(number):
        if field.code_table in (None, UNLISTED):
            continue
        said = refused(number, spoiled(number, node, field, "~"))
        assert said.where == place(number, node, field)
        assert f"不在字典{field.code_table}中" in said.cause
        for code in catalogue.code_tables()[field.code_table].values:
            assert codes.is_known(field.code_table, code)
            extended = code + "99"
            assert codes.is_known(field.code_table, extended) or len(code) == 1


def test_codes_that_are_longer_than_their_field_are_taken() -> None:
    data = least("2201", HUNAN)
    data["data"]["psn_type"] = "116003"  # the field is S3
    assert read_input(transaction("2201"), HUNAN, data)["data"]["psn_type"] == "116003"


def test_provinces_extend_tables() -> None:
    assert codes.is_known("med_type", "21"), "of the national baseline"
    assert codes.is_known("med_type", "910301"), "of Jiangsu"
    assert codes.is_known("psn_type", "116099"), "longer than 11"
    assert codes.is_known("naty", "01")
    assert codes.is_known("naty", "99"), "seen"
    assert codes.is_known("psn_cert_type", "1"), "without its zero, as in old examples"
    assert codes.is_known("mdtrt_cert_type", "04"), "some provinces add it"
    assert not codes.is_known("med_type", "7"), "shorter than what is known"
    assert not codes.is_known("gend", "11"), "a closed list is not extended"
    assert not codes.is_known("gend", "")


# ---- what clients were seen to send


ASKED = {
    "mdtrt_cert_type": "02",
    "mdtrt_cert_no": "510100198503120001",
    "psn_cert_type": "01",
    "certno": "510100198503120001",
    "psn_name": "林晓",
}


def read_person(data: Any, profile: Profile = LENIENT) -> Any:
    return read_input(transaction("1101"), profile, data)["data"]


def test_the_input_may_be_a_text_and_a_node_a_list_of_one() -> None:
    plain = read_person({"data": ASKED})
    assert read_person(json.dumps({"data": ASKED})) == plain
    assert read_person({"data": [ASKED]}) == plain
    assert refused("1101", {"data": [ASKED, ASKED]}).cause == "节点data只能有一个"
    assert refused("1101", "not json").cause == "input不是JSON"
    assert refused("1101", [ASKED]).cause == "input应为JSON对象"
    assert refused("1101", {"data": "x"}).cause == "节点data应为JSON对象"
    assert refused("1101", "[" * 100_000).where == "input"


def test_a_list_may_be_one_object() -> None:
    data = least("2204")
    [line] = data["feedetail"]
    as_object = read_input(transaction("2204"), LENIENT, {"feedetail": line})
    assert as_object == read_input(transaction("2204"), LENIENT, data)
    assert len(as_object["feedetail"]) == 1


def test_a_list_that_is_not_sent_is_empty_and_an_inner_one_too() -> None:
    data = least("2102")
    del data["drugdetail"][0]["durg_trac_info"]
    read = read_input(transaction("2102"), LENIENT, data)
    assert read["drugdetail"][0]["durg_trac_info"] == []
    del data["drugdetail"]
    assert read_input(transaction("2102"), LENIENT, data)["drugdetail"] == []


def test_an_inner_fault_is_named_with_its_way() -> None:
    data = least("2102")
    del data["drugdetail"][0]["durg_trac_info"][0]["drug_trac_codg"]
    assert refused("2102", data).where == "drugdetail[0].durg_trac_info[0].drug_trac_codg"


def test_the_second_item_of_a_list_is_counted() -> None:
    data = least("2204")
    data["feedetail"].append({**data["feedetail"][0], "cnt": "many"})
    assert refused("2204", data).where == "feedetail[1].cnt"


def test_numbers_as_text_texts_as_numbers_and_days_with_a_time() -> None:
    data = least("3201")
    data["data"] |= {"medfee_sumamt": "12.50", "fixmedins_setl_cnt": 3.0}
    data["data"] |= {"stmt_begndate": "2026-04-01", "stmt_enddate": "2026-04-30 23:59:59"}
    data["data"]["setl_optins"] = 510100
    read = read_input(transaction("3201"), LENIENT, data)["data"]
    assert read["medfee_sumamt"] == Decimal("12.50")
    assert read["fixmedins_setl_cnt"] == 3
    assert (read["stmt_begndate"], read["stmt_enddate"]) == (date(2026, 4, 1), date(2026, 4, 30))
    assert read["setl_optins"] == "510100"


def test_a_time_is_that_of_shanghai_and_may_be_a_day() -> None:
    read = read_person({"data": ASKED | {"begntime": "2026-03-01 08:30:00"}})
    assert read["begntime"] == datetime(2026, 3, 1, 8, 30, tzinfo=SHANGHAI)
    read = read_person({"data": ASKED | {"begntime": "2026-03-01"}})
    assert read["begntime"] == datetime(2026, 3, 1, tzinfo=SHANGHAI)


@pytest.mark.parametrize("nothing", ["NULL", "null", None, "", " "])
def test_words_for_nothing_are_nothing(nothing: str | None) -> None:
    assert "card_sn" not in read_person({"data": ASKED | {"card_sn": nothing, "begntime": nothing}})


def test_fields_that_nobody_knows_are_left_out() -> None:
    assert read_person({"data": ASKED | {"userid": "x"}, "other": {}}) == read_person(
        {"data": ASKED}
    )


def test_number_and_name_may_be_blank_where_the_card_names_the_person() -> None:
    blank = ASKED | {"certno": "", "psn_name": "", "psn_cert_type": ""}
    assert read_person({"data": blank})["certno"] == ""
    assert refused("1101", {"data": blank}, HUNAN).where == "data.psn_cert_type"
    assert refused("1101", {"data": ASKED | {"mdtrt_cert_no": ""}}).where == "data.mdtrt_cert_no"


def test_digits_are_wanted_by_hunan_only() -> None:
    for value, taken in (("570", True), ("yp570", False), ("0", False), ("1" * 31, False)):
        data = least("2204", HUNAN)
        data["feedetail"][0]["feedetl_sn"] = value
        if taken:
            read_input(transaction("2204"), HUNAN, data)
        else:
            assert refused("2204", data, HUNAN).where == "feedetail[0].feedetl_sn"
    data["feedetail"][0]["feedetl_sn"] = "yp570"
    read_input(transaction("2204"), LENIENT, data)


def test_another_spelling_of_the_day_of_discharge() -> None:
    data = least("2303")
    data["data"]["dscg_time"] = "2026-04-02"
    assert read_input(transaction("2303"), LENIENT, data)["data"]["dscgTime"] == date(2026, 4, 2)


def test_a_profile_renames_nodes_and_fields_and_changes_what_is_required() -> None:
    profile = of_profile(
        LENIENT,
        node_names={"9001": {"input": {"data": "signIn"}}},
        field_names={"9001": {"input": {"userid": "opter_no"}}},
        optional={"9001": frozenset({"signIn.mac", "signIn.ip"})},
        required={"1201": frozenset({"medinsinfo.fixmedins_code"})},
    )
    read = read_input(transaction("9001"), profile, {"data": {"userid": "7"}})
    assert read == {"signIn": {"opter_no": "7"}}
    read = read_input(transaction("9001"), profile, {"signIn": {"opter_no": "7", "userid": "8"}})
    assert read == {"signIn": {"opter_no": "7"}}
    asked = {"medinsinfo": {"fixmedins_type": "1", "fixmedins_name": "x"}}
    assert refused("1201", asked, profile).where == "medinsinfo.fixmedins_code"
    read_input(transaction("1201"), LENIENT, asked)
