"""`ssc demo --bill`: a file that can't be used is told with its line and field."""

import json
from pathlib import Path
from typing import Any

import pytest

from launcher.cli.demo import read_bill
from launcher.refusal import Refusal

GOOD = {"item_class": "B", "quantity": 2, "unit_price_fen": 12050, "first_self_pay_bp": 1000}


def bill(folder: Path, content: Any) -> Path:
    file = folder / "bill.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return file


def test_a_good_bill_is_taken_as_it_stands(tmp_path: Path) -> None:
    short = {"item_class": "A", "quantity": 1, "unit_price_fen": 1}
    assert read_bill(bill(tmp_path, [GOOD, short])) == [GOOD, short]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"item_class": "D"}, "item_class"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": 1.5}, "quantity"),
        ({"quantity": True}, "quantity"),
        ({"unit_price_fen": "100"}, "unit_price_fen"),
        ({"unit_price_fen": -1}, "unit_price_fen"),
        ({"first_self_pay_bp": 10001}, "first_self_pay_bp"),
        ({"price": 3}, "price"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, change: dict[str, Any], named: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_bill(bill(tmp_path, [GOOD, GOOD | change]))
    assert "line 2" in refused.value.message
    assert named in refused.value.message


@pytest.mark.parametrize("content", ["not json", {}, [], [3]])
def test_what_is_no_list_of_lines_is_refused(tmp_path: Path, content: Any) -> None:
    with pytest.raises(Refusal):
        read_bill(bill(tmp_path, content))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="No such file"):
        read_bill(tmp_path / "none.json")
