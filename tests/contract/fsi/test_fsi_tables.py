"""The tables of the message interface: as many as the reference has, and refused when broken."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from services.medical.faces.fsi import catalogue, reading, reading_layouts, words
from services.medical.faces.fsi.layout import DEPTHS, OBJECT, UNLISTED
from services.medical.faces.fsi.transactions import all_answers
from services.medical.store.catalogue import Place
from sscsim.policy import PolicyError

FOLDER = Path(__file__).parent
COUNTS = yaml.safe_load((FOLDER / "field_counts.yaml").read_text("utf-8"))
SECOND_HAND = yaml.safe_load((FOLDER / "field_counts_second_hand.yaml").read_text("utf-8"))
"""Of tables that the reference doesn't have: from public clients, or our own."""
DOWNLOADS = (
    *("1301", "1302", "1303", "1305", "1306", "1307", "1308", "1309", "1310", "1311", "1313"),
    *("1306A", "1314", "1315", "1320", "1321", "1322", "1323", "1324", "1325", "1326", "1327"),
)


def test_there_are_212_transactions_and_312_code_tables() -> None:
    assert len(catalogue.transactions()) == 212
    assert len(catalogue.code_tables()) == 312
    assert {one.depth for one in catalogue.transactions().values()} <= {*DEPTHS}
    assert len({one.number.lower() for one in catalogue.transactions().values()}) == 212


def test_numbers_of_some_regions_are_known_beside_them() -> None:
    found = catalogue.find("1602")
    assert found is not None
    assert (found.depth, found.where) == ("refused", "海南、湖南")
    served = catalogue.find("2206A")
    assert served is not None
    assert (served.depth, served.where) == ("full", "河北、内蒙古、浙江")
    assert not set(catalogue.regional()) & set(catalogue.transactions())
    assert catalogue.find("2208A") is None


@pytest.mark.parametrize(
    ("row", "key", "reason"),
    [
        ("{number: '2207', zh: 甲, en: A, group: g, where: w}", "2207", "the number stands twice"),
        ("{number: '2207B', zh: 甲, en: A, group: g}", "transactions.0", "where is missing"),
        (
            "{number: E001, zh: 甲, en: A, group: g, where: w}",
            "transactions.0.number",
            "'E001' is no",
        ),
    ],
)
def test_a_broken_regional_number_is_refused(row: str, key: str, reason: str) -> None:
    text = f"source: clients\ntransactions:\n  - {row}\n"
    with pytest.raises(PolicyError) as refused:
        reading.read_regional(text, "regional.yaml", catalogue.transactions(), catalogue.sources())
    assert refused.value.key == key
    assert refused.value.reason.startswith(reason)


def test_the_fields_of_these_are_known() -> None:
    assert set(catalogue.with_fields()) == {*COUNTS, *SECOND_HAND, *DOWNLOADS}
    assert len(COUNTS) == 67
    assert not set(COUNTS) & set(SECOND_HAND)


@pytest.mark.parametrize("number", [*COUNTS, *SECOND_HAND])
def test_a_transaction_has_as_many_fields_as_its_table(number: str) -> None:
    layout = catalogue.layout(number)
    assert layout is not None
    found: dict[str, Any] = {"in": {node.name: node.listed for node in layout.input}}
    if layout.output:
        found["out"] = {node.name: node.listed for node in layout.output}
    if layout.files:
        found["file"] = {node.name: node.listed for node in layout.files}
    due = {**COUNTS, **SECOND_HAND}[number]
    assert found == due
    assert layout.no_output == ("out" not in due)


@pytest.mark.parametrize("number", DOWNLOADS)
def test_catalogue_downloads_share_their_layout(number: str) -> None:
    layout = catalogue.layout(number)
    assert layout is not None
    assert [field.name for field in layout.input[0].fields] == ["ver"]
    assert len(layout.output[0].fields) == 4


def test_what_is_said_to_be_served_is_what_is_answered() -> None:
    known = (*catalogue.transactions().values(), *catalogue.regional().values())
    served = {one.number for one in known if one.served}
    assert served == set(all_answers())
    assert served <= set(catalogue.with_fields()), "whatever is served has its fields"


def test_fields_that_the_reference_lists_twice_stand_once() -> None:
    twice = {
        (number, node.name, field.name)
        for number in COUNTS
        for node in (*catalogue.layout(number).input, *catalogue.layout(number).output)
        for field in node.fields
        if field.listed == 2
    }
    assert twice == {
        ("2304", "setlinfo", "hosp_part_amt"),
        ("6201", "data", "acctUsedFlag"),
        ("6201", "feedetailList", "medListCodg"),
    }


def test_every_node_inside_another_is_a_field_of_it() -> None:
    inside = {
        (number, node.inside, node.name)
        for number in COUNTS
        for node in catalogue.layout(number).input
        if node.inside
    }
    assert inside == {
        ("2102", "drugdetail", "durg_trac_info"),
        ("6201", "data", "diseinfoList"),
        ("6201", "data", "feedetailList"),
    }


def test_every_coded_field_has_its_table() -> None:
    for number in COUNTS:
        layout = catalogue.layout(number)
        for node in (*layout.input, *layout.output, *layout.files):
            for field in node.fields:
                known = (None, UNLISTED, *catalogue.code_tables())
                assert field.code_table in known
                assert field.type.kind != OBJECT or field.code_table is None


# ---- a broken file says what is wrong


FIELD = "{name: ver, zh: 版本号, type: S20, req: Y}"


def layout_of(
    field: str = FIELD, *, node: str = "data", more: str = "", output: str = "top"
) -> Any:
    text = (
        f"number: '1301'\nsource: hunan\ninput:\n  - node: {node}\n    fields:\n      - {field}\n"
        f"output:\n  - node: {output}\n    fields:\n      - {FIELD}\n{more}"
    )
    transaction = catalogue.transactions()["1301"]
    tables, sources = catalogue.code_tables(), catalogue.sources()
    return reading_layouts.read_layout(text, "fields/1301.yaml", transaction, sources, tables)


def test_a_layout_in_order_is_read() -> None:
    assert layout_of().input[0].fields[0].name == "ver"


def test_a_node_may_be_open_and_have_no_known_fields() -> None:
    text = (
        'number: "1301"\nsource: hunan\ninput:\n  - node: data\n    open: "yes"\n'
        f"    fields: none\noutput:\n  - node: top\n    fields:\n      - {FIELD}\n"
    )
    transaction = catalogue.transactions()["1301"]
    tables, sources = catalogue.code_tables(), catalogue.sources()
    made = reading_layouts.read_layout(text, "f", transaction, sources, tables)
    assert (made.input[0].open, made.input[0].fields, made.output[0].open) == (True, (), False)
    for wrong, reason in (("maybe", "'maybe' is none of yes"), ("", "needs a list")):
        said = text.replace('    open: "yes"\n', f"    open: {wrong}\n" if wrong else "")
        with pytest.raises(PolicyError) as refused:
            reading_layouts.read_layout(said, "f", transaction, sources, tables)
        assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        (
            {"field": "{name: ver, zh: 版本号, type: S20, requ: Y}"},
            "input.data",
            "unknown key 'requ'",
        ),
        ({"field": "{name: ver, zh: 版本号}"}, "input.data", "type is missing"),
        (
            {"field": "{name: ver, zh: 版本号, type: X20}"},
            "input.data.ver.type",
            "'X20' is no type",
        ),
        (
            {"field": '{name: ver, zh: 版本号, type: "N4,4"}'},
            "input.data.ver.type",
            "'N4,4' has too many decimals",
        ),
        (
            {"field": "{name: ver, zh: 版本号, type: S20, req: maybe}"},
            "input.data.ver.req",
            "'maybe' is none of Y, Y*, ",
        ),
        (
            {"field": "{name: ver, zh: 版本号, type: S20, codes: no_such}"},
            "input.data.ver.codes",
            "there is no code table 'no_such'",
        ),
        ({"field": f"{FIELD}\n      - {FIELD}"}, "input.data.ver", "the field stands twice"),
        ({"field": "{name: 版本, zh: 版本号, type: S20}"}, "input.data.name", "'版本' is no name"),
        (
            {"node": "other"},
            "input",
            "has the nodes ('other',), the transaction is said to have ('data',)",
        ),
        ({"more": "source: hunan\n"}, "", "the key source stands twice (line 11)"),
        ({"more": "extra: x\n"}, "", "unknown key 'extra'"),
    ],
)
def test_a_broken_layout_is_refused_with_file_key_and_reason(
    change: dict[str, str], key: str, reason: str
) -> None:
    with pytest.raises(PolicyError) as refused:
        layout_of(**change)
    assert (refused.value.file, refused.value.key, refused.value.reason) == (
        "fields/1301.yaml", key, reason,
    )  # fmt: skip


ROW = (
    "{number: '1301', zh: 目录, en: Catalogue, group: catalogue, depth: full, "
    "input: data, output: top}"
)


@pytest.mark.parametrize(
    ("rows", "key", "reason"),
    [
        ([ROW, ROW], "1301", "the number stands twice"),
        (
            [ROW.replace("full", "deep")],
            "1301.depth",
            "'deep' is none of full, stored, sent, refused",
        ),
        (
            [ROW.replace("'1301'", "'13'")],
            "transactions.0.number",
            "'13' is no number of a transaction",
        ),
        ([ROW.replace("zh: 目录, ", "")], "transactions.0", "zh is missing"),
        ([ROW.replace("data", "a-b")], "1301.input", "'a-b' is no name"),
        ([], "transactions", "needs a list"),
    ],
)
def test_a_broken_list_of_transactions_is_refused(rows: list[str], key: str, reason: str) -> None:
    listed = "".join(f"\n  - {row}" for row in rows) if rows else " none"
    text = f"source: hunan\ntransactions:{listed}\n"
    with pytest.raises(PolicyError) as refused:
        reading.read_transactions(text, "transactions.yaml", catalogue.sources())
    assert (refused.value.key, refused.value.reason) == (key, reason)


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ('{"a": {"zh": "甲", "source": "hunan", "values": {}}}', "a", "has no values"),
        (
            '{"a": {"zh": "甲", "source": "nobody", "values": {"1": "是"}}}',
            "a.source",
            "'nobody' is none of",
        ),
        (
            '{"a": {"zh": "甲", "source": "hunan", "values": {"1": "是", "1": "否"}}}',
            "1",
            "the key stands twice",
        ),
        ('{"a": {"zh": "甲", "values": {"1": "是"}}}', "a", "source is missing"),
        (
            '{"a": {"zh": "甲", "source": "hunan", "values": {"1": 2}}}',
            "a.values.1".replace(".values", ""),
            "needs a text of at most 50 characters, not 2",
        ),
        ("{", "", "Expecting property name"),
    ],
)
def test_broken_code_tables_are_refused(text: str, key: str, reason: str) -> None:
    with pytest.raises(PolicyError) as refused:
        reading.read_codes(text, "codes.json", catalogue.sources())
    assert refused.value.key == key
    assert refused.value.reason.startswith(reason)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('male: "1"', 'male: "7"', "'7' is none of"),
        ("gend:", "gender:", "unknown key 'gender'"),
        ('from: "7"', 'from: "70"', "ages begin with 0 and grow"),
        ("is: adult", "is: grown", "'grown' is none of"),
    ],
)
def test_a_word_has_a_code_of_its_table(old: str, new: str, reason: str) -> None:
    text = (catalogue.FOLDER / words.FILE).read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(PolicyError) as refused:
        words.read(text.replace(old, new), words.FILE, catalogue.code_tables())
    assert reason in refused.value.reason


def test_sources_have_a_status() -> None:
    assert {one.status for one in catalogue.sources().values()} == {"secondary", "assumed"}
    used = {one.source for one in catalogue.code_tables().values()}
    assert used <= set(catalogue.sources())
    with pytest.raises(PolicyError, match=r"sources\.x: status is missing"):
        reading.read_sources("sources: {x: {title: t}}", "sources.yaml")
    assert Place("f", "a").inside("b").key == "a.b"
