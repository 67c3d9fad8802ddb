"""One's own bill for the story: a JSON list of lines.

[{"item_class": "A", "quantity": 1, "unit_price_fen": 1000000},
 {"item_class": "B", "quantity": 1, "unit_price_fen": 200000, "first_self_pay_bp": 1000}]

Without `first_self_pay_bp` the catalogue of the region of treatment decides. Class C is
outside of it: the person pays it in full, whatever is stated.
"""

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

Line = dict[str, Any]

MAX_LINES = 500
_REQUIRED = ("item_class", "quantity", "unit_price_fen")
_OPTIONAL = ("first_self_pay_bp",)
_WHOLE = {"unit_price_fen": (0, 1_000_000_000), "first_self_pay_bp": (0, 10_000)}
_QUANTITY = re.compile(r"[0-9]{1,5}(\.[0-9]{1,4})?")
_MAX_QUANTITY = 10_000
_MAX_TOTAL_FEN = 10_000_000_000
"""A hundred million yuan: far above any stay, far below what an amount may hold."""

WORKED_EXAMPLE: tuple[Line, ...] = (
    {"item_class": "A", "quantity": 1, "unit_price_fen": 1_000_000},
    {"item_class": "B", "quantity": 1, "unit_price_fen": 200_000, "first_self_pay_bp": 1_000},
    {"item_class": "C", "quantity": 1, "unit_price_fen": 34_567},
)
"""12,345.67 yuan: 10,000.00 of class A, 2,000.00 of class B at 10 %, 345.67 of class C."""


class BadBill(ValueError):
    """The bill can't be used; the message is one line that names what is wrong where."""


def read(file: Path) -> list[Line]:
    """The lines in a file. Raises BadBill."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise BadBill(f"cannot read {file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadBill(f"{file} is not UTF-8") from None
    try:
        # A decimal quantity stays the text that was written, never a float.
        lines = json.loads(text, object_pairs_hook=_no_twice, parse_float=str)
    except BadBill as error:
        raise BadBill(f"{file}: {error}") from None
    except ValueError as error:
        raise BadBill(f"{file} is not JSON: {error}") from None
    except RecursionError:
        raise BadBill(f"{file} is nested too deeply") from None
    try:
        return checked(lines)
    except BadBill as error:
        raise BadBill(f"{file}: {error}") from None


def checked(lines: Any) -> list[Line]:
    """The same lines, once they are known to be good. Raises BadBill."""
    if not isinstance(lines, list) or not lines:
        raise BadBill("must be a JSON list of at least one line")
    if len(lines) > MAX_LINES:
        raise BadBill(f"has {len(lines)} lines; at most {MAX_LINES} fit")
    for number, line in enumerate(lines, start=1):
        reason = _wrong(line)
        if reason:
            raise BadBill(f"line {number}: {reason}")
    if not 1 <= total(lines) <= _MAX_TOTAL_FEN:
        raise BadBill(f"must come to 0.01 to {_MAX_TOTAL_FEN // 100} yuan")
    return lines


def total(lines: list[Line]) -> int:
    """What the lines come to, in fen; each is rounded half up, as the settlement does."""
    return sum(
        int((Decimal(line["quantity"]) * line["unit_price_fen"]).quantize(1, ROUND_HALF_UP))
        for line in lines
    )


def _wrong(line: Any) -> str | None:
    if not isinstance(line, dict):
        return "must be an object"
    unknown = sorted(set(line) - {*_REQUIRED, *_OPTIONAL})
    if unknown:
        return f"unknown field {unknown[0]!r}; known: {', '.join((*_REQUIRED, *_OPTIONAL))}"
    missing = [name for name in _REQUIRED if name not in line]
    if missing:
        return f"{missing[0]} is missing"
    if line["item_class"] not in ("A", "B", "C"):
        return 'item_class must be "A", "B" or "C"'
    if not _is_quantity(line["quantity"]):
        return (
            f"quantity must be above 0 and at most {_MAX_QUANTITY},"
            " with at most four decimal places"
        )
    for name, (lowest, highest) in _WHOLE.items():
        value = line.get(name, lowest)
        if type(value) is not int or not lowest <= value <= highest:
            return f"{name} must be a whole number from {lowest} to {highest}"
    return None


def _is_quantity(value: Any) -> bool:
    """A whole number, or a decimal as text."""
    if type(value) is int:
        return 1 <= value <= _MAX_QUANTITY
    is_text = isinstance(value, str) and _QUANTITY.fullmatch(value) is not None
    return is_text and 0 < Decimal(value) <= _MAX_QUANTITY


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadBill(f"the field {twice!r} stands twice in one object")
    return found
