"""What every answer must be by the field tables: each field there, of its type, length and code."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from services.medical.faces.fsi import catalogue, codes, layout, profiles
from services.medical.faces.fsi.layout import REQUIRED, ROWS, TOP, UNLISTED, Field, Node
from services.medical.faces.fsi.profiles import Profile

NOTHING = (None, "")
AMOUNTS = (layout.NUMBER, layout.INTEGER, layout.DECIMAL)
DIGITS = re.compile("[0-9]*")


def check_answer(
    number: str, answer: dict[str, Any], profile: Profile | None = None, may_lack: Any = ()
) -> None:
    """A success answers by the tables of its number; a number without tables is let pass.

    `may_lack`: fields that are required of a settlement and unknown before it, as recorded.
    """
    profile = profile or profiles.builtin()["lenient"]
    if str(answer.get("infcode")) != "0" or number not in catalogue.with_fields():
        return
    found = catalogue.layout(number)
    assert found is not None
    output = answer["output"]
    if found.no_output:
        assert output in (None, {}), f"{number}: {output}"
        return
    for node in found.output:
        for ordinal, item in enumerate(_items(node, output, profile, number)):
            for field in node.fields:
                name = profile.field(number, "output", field.name)
                place = f"{number} {node.name}.{ordinal}.{name}"
                assert name in item, f"{place} is not there"
                if field.name not in may_lack:
                    _check_value(field, item[name], place)


def _items(node: Node, output: Any, profile: Profile, number: str) -> list[dict[str, Any]]:
    if node.inside is not None:
        return []
    if node.name == TOP and node.many and isinstance(output, dict):
        return _page(output, number)
    if node.name == ROWS or (node.name == TOP and node.many):
        assert isinstance(output, list), number
        return output
    if node.name == TOP:
        return [output]
    name = profile.node(number, "output", node.name)
    assert name in output, f"{number}: no node {name}"
    if output[name] is None:
        return []
    assert isinstance(output[name], list if node.many else dict), f"{number}.{name}"
    return output[name] if node.many else [output[name]]


PAGE = ("recordCounts", "pages", "pageNum", "pageSize", "startRow", "size", "firstPage", "lastPage")


def _page(output: dict[str, Any], number: str) -> list[dict[str, Any]]:
    """The rows of a page, which says what page it is."""
    assert list(output) == [*PAGE, "data"], number
    assert len(output["data"]) == output["size"] <= output["pageSize"], number
    assert output["recordCounts"] >= output["size"], number
    return list(output["data"])


TOLD_LATER = {"setl_id", "setl_time", "clr_optins", "clr_way"}
"""Null in a trial, as it was recorded; and E11 lets two amounts of a reversal be null."""


def _check_value(field: Field, value: Any, place: str) -> None:
    if value in NOTHING and not isinstance(value, bool):
        if value is None and field.name in TOLD_LATER:
            return
        assert field.required != REQUIRED, f"{place} is empty"
        return
    kind = field.type.kind
    if kind in AMOUNTS:
        _check_number(field, value, place)
    elif kind == layout.DATE:
        assert value == date.fromisoformat(value).isoformat(), f"{place}: {value}"
    elif kind == layout.TIME:
        datetime.strptime(value, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007  # as it is written
    elif kind in (layout.TEXT, layout.DIGITS):
        assert isinstance(value, str), f"{place}: {value!r}"
        longest = field.longest
        assert longest is None or len(value) <= max(
            longest, codes.longest(field.code_table) if field.code_table else 0
        ), f"{place}: {value} is longer than {longest}"
    if field.code_table not in (None, UNLISTED) and kind in (layout.TEXT, layout.DIGITS):
        assert codes.is_known(str(field.code_table), value), f"{place}: {value} is no code"


def _check_number(field: Field, value: Any, place: str) -> None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise AssertionError(f"{place}: {value!r} is no number") from None
    assert not isinstance(value, bool), place
    if field.type.length is not None:
        whole = field.type.length - (field.type.decimals or 0)
        assert abs(number) < Decimal(10) ** whole, f"{place}: {value}"
    if field.type.decimals is not None:
        assert number == round(number, field.type.decimals), f"{place}: {value}"
