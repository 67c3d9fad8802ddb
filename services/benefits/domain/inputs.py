"""What stands in a form, as JSON keeps it and as rules use it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.benefits.domain.form import Form, Input, fields_of
from sscsim.kernel.money import Money


def plain(value: Any) -> Any:
    """A value of a form as JSON has it: fen for money, ISO text for a date.

    >>> plain({"pay_fen": Money(5), "days": [date(2026, 4, 1)]})
    {'pay_fen': 5, 'days': ['2026-04-01']}
    """
    if isinstance(value, Money):
        return value.fen
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def typed(form: Form, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The kept inputs as values of the domain; `kept` was checked by the form."""
    return _fields(form.inputs, kept)


def _fields(inputs: Iterable[Input], kept: Mapping[str, Any]) -> dict[str, Any]:
    return {each.name: _value(each, kept[each.name]) for each in inputs if each.name in kept}


def _value(one: Input, kept: Any) -> Any:
    if one.type == "fen":
        return Money(kept)
    if one.type == "date":
        return date.fromisoformat(kept)
    if one.type == "list" and one.of is not None:
        return [_value(one.of, each) for each in kept]
    if one.type in ("object", "document"):
        return _fields(fields_of(one), kept)
    return kept
