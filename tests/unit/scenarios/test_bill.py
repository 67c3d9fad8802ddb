"""One's own bill: what is wrong is said in one line that names the place."""

import json
from pathlib import Path

import pytest

from scenarios import bill

GOOD = {"item_class": "A", "quantity": 1, "unit_price_fen": 100}


def test_the_worked_example_is_a_good_bill_of_12_345_67_yuan() -> None:
    lines = bill.checked([dict(line) for line in bill.WORKED_EXAMPLE])
    assert bill.total(lines) == 1_234_567


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ({}, "must be a JSON list of at least one line"),
        ([], "must be a JSON list of at least one line"),
        ([GOOD] * 501, "has 501 lines; at most 500 fit"),
        ([GOOD, 7], "line 2: must be an object"),
        ([{**GOOD, "price": 1}], "line 1: unknown field 'price'"),
        ([{"item_class": "A", "quantity": 1}], "line 1: unit_price_fen is missing"),
        ([{**GOOD, "item_class": "D"}], 'line 1: item_class must be "A", "B" or "C"'),
        ([{**GOOD, "item_class": []}], 'line 1: item_class must be "A", "B" or "C"'),
        ([{**GOOD, "quantity": 0}], "line 1: quantity must be above 0 and at most 10000"),
        ([{**GOOD, "quantity": "0.0"}], "line 1: quantity must be above 0"),
        ([{**GOOD, "quantity": "1e3"}], "line 1: quantity must be above 0"),
        ([{**GOOD, "quantity": "1.00001"}], "with at most four decimal places"),
        ([{**GOOD, "quantity": "10000.1"}], "line 1: quantity must be above 0"),
        ([{**GOOD, "quantity": True}], "line 1: quantity must be above 0"),
        ([{**GOOD, "unit_price_fen": "5"}], "line 1: unit_price_fen must be a whole number"),
        ([{**GOOD, "first_self_pay_bp": 10_001}], "line 1: first_self_pay_bp must be"),
        ([{**GOOD, "unit_price_fen": -1}], "line 1: unit_price_fen must be a whole number"),
        ([{**GOOD, "unit_price_fen": 0}], "must come to 0.01 to 100000000 yuan"),
        ([{**GOOD, "quantity": 10_000, "unit_price_fen": 10**9}], "must come to 0.01 to"),
    ],
)
def test_a_bad_bill_is_told_in_one_line(lines: object, says: str) -> None:
    with pytest.raises(bill.BadBill) as error:
        bill.checked(lines)
    assert says in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "is not JSON"),
        (b"\xff", "is not UTF-8"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'[{"item_class": "A", "item_class": "B"}]', "'item_class' stands twice"),
    ],
)
def test_a_bad_file_is_told_with_its_name(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "bill.json"
    file.write_bytes(content)
    with pytest.raises(bill.BadBill) as error:
        bill.read(file)
    assert str(file) in str(error.value) and says in str(error.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(bill.BadBill, match=r"cannot read .*: No such file"):
        bill.read(tmp_path / "none.json")


def test_a_good_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "bill.json"
    file.write_text(json.dumps([GOOD]))
    assert bill.read(file) == [GOOD]


def test_a_decimal_quantity_stays_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "bill.json"
    file.write_text('[{"item_class": "B", "quantity": 2.5, "unit_price_fen": 333}]')
    (line,) = bill.read(file)
    assert line["quantity"] == "2.5" and bill.total([line]) == 833  # 832.5, half up


def test_a_class_c_line_may_say_that_the_person_pays_it_all() -> None:
    assert bill.checked([{**GOOD, "item_class": "C", "first_self_pay_bp": 10_000}])
