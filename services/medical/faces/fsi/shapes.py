"""Reading the input of a transaction and writing its output, as its field tables say.

Schemas are made once for each transaction and each way of requiring its fields, and kept.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import marshmallow as ma

from services.medical.faces.fsi import catalogue, open_nodes, refusals
from services.medical.faces.fsi.layout import ROWS, TOP, Layout, Node, Transaction
from services.medical.faces.fsi.paging import Paged
from services.medical.faces.fsi.profiles import Profile
from services.medical.faces.fsi.refusals import FsiRefused
from services.medical.faces.fsi.values import NULL, Value, is_nothing, value_of

__all__ = ["NULL", "read_input", "write_output"]

_Requires = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A node with what reads and shows it."""

    node: Node
    schema: ma.Schema
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class _Shapes:
    layout: Layout
    input: tuple[_Shape, ...]
    output: tuple[_Shape, ...]


def _shapes(transaction: Transaction, profile: Profile) -> _Shapes:
    found = catalogue.layout(transaction.number)
    if found is None:
        raise LookupError(f"the fields of {transaction.number} are not known")
    required = frozenset(
        f"{node.name}.{field.name}"
        for node in found.input
        for field in node.fields
        if profile.requires(transaction.number, node.name, field.name, field.required)
    )
    return _made(transaction.number, required, profile.starred_fields == "required")


@lru_cache(maxsize=2048)
def _made(number: str, required: _Requires, strict: bool) -> _Shapes:
    layout = catalogue.layout(number)
    assert layout is not None
    return _Shapes(
        layout,
        tuple(_shape(node, required, strict) for node in layout.input),
        tuple(_shape(node, frozenset(), strict) for node in layout.output),
    )


def _shape(node: Node, required: _Requires, strict: bool) -> _Shape:
    values = {
        field.name: value_of(field, required=f"{node.name}.{field.name}" in required, strict=strict)
        for field in node.fields
    }
    made = ma.Schema.from_dict(dict(values), name=f"Node_{node.name}")
    return _Shape(node, made(unknown=ma.EXCLUDE), values)


# ---- reading


def read_input(transaction: Transaction, profile: Profile, data: Any) -> dict[str, Any]:
    """The input by node and field, as Python values; what wasn't sent isn't there.

    A node that is a list is one, whatever was sent; a list that wasn't sent is empty. Texts are
    `str`, numbers `Decimal`, days `date`, times `datetime` of Shanghai. FsiRefused names the first
    node and field, in the order of the table, that is missing, too long, of the wrong type or not
    of its code table. Whatever the tables don't know is left out.
    """
    shapes = _shapes(transaction, profile)
    sent = _renamed(_object(data), lambda name: profile.node(transaction.number, "input", name))
    made: dict[str, Any] = {}
    outer = [shape for shape in shapes.input if shape.node.inside is None]
    _put_inside(shapes, sent)
    for ordinal, shape in enumerate(outer):
        found = _items(shape.node, sent, first=ordinal == 0)
        items = [
            _item(shape, item, _place(shape.node, number), transaction, profile, shapes)
            for number, item in enumerate(found)
        ]
        made[shape.node.name] = items if shape.node.many else items[0]
    return made


def _put_inside(shapes: _Shapes, sent: dict[str, Any]) -> None:
    """A node that belongs inside a single one and was sent beside it, as some clients do."""
    for inner in shapes.input:
        holder = sent.get(inner.node.inside or "")
        name = inner.node.name
        if name in sent and isinstance(holder, dict) and not holder.get(name):
            sent[str(inner.node.inside)] = {**holder, name: sent[name]}


def _object(data: Any) -> dict[str, Any]:
    """The input, also if it was sent as a text of JSON."""
    if isinstance(data, str):
        try:
            data = json.loads(data)
        except (ValueError, RecursionError):
            raise refusals.message("input不是JSON", "input") from None
    if not isinstance(data, dict):
        raise refusals.message("input应为JSON对象", "input")
    return data


def _renamed(sent: Mapping[str, Any], ours: Any) -> dict[str, Any]:
    """By our names; what bears our name already wins over what is only called so elsewhere."""
    return {ours(name): value for name, value in sent.items()} | {
        name: value for name, value in sent.items() if ours(name) == name
    }


def _items(node: Node, sent: Mapping[str, Any], *, first: bool) -> list[Any]:
    """What was sent of a node: a list as one object, and one object as a list of one, count too."""
    value = dict(sent) if node.name == TOP else sent.get(node.name)
    found = (
        value if isinstance(value, list) else [] if is_nothing(value) or value == "" else [value]
    )
    if not found and (first or not node.many):
        raise refusals.message(f"节点{node.name}不能为空", node.name)
    if len(found) > 1 and not node.many:
        raise refusals.message(f"节点{node.name}只能有一个", node.name)
    return found


def _place(node: Node, ordinal: int) -> str:
    return f"{node.name}[{ordinal}]" if node.many else node.name


def _item(
    shape: _Shape,
    item: Any,
    place: str,
    transaction: Transaction,
    profile: Profile,
    shapes: _Shapes,
) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise refusals.message(f"节点{place}应为JSON对象", place)
    sent = _renamed(item, lambda name: profile.field(transaction.number, "input", name))
    for name, value in shape.values.items():
        if value.field.also is not None and name not in sent and value.field.also in sent:
            sent[name] = sent[value.field.also]
    there = {
        name: sent[name]
        for name, value in shape.values.items()
        if name in sent and not value.is_missing(sent[name])
    }
    try:
        made: dict[str, Any] = shape.schema.load(there)
    except ma.ValidationError as error:
        raise _refusal(shape, place, error) from None
    if shape.node.open:
        known = {*shape.values, *(other.node.name for other in shapes.input)}
        made |= open_nodes.kept(
            {name: value for name, value in sent.items() if name not in known}, place
        )
    for inner in shapes.input:
        if inner.node.inside == shape.node.name:
            name = inner.node.name
            found = _items(inner.node, there, first=False)
            made[name] = [
                _item(inner, one, f"{place}.{_place(inner.node, n)}", transaction, profile, shapes)
                for n, one in enumerate(found)
            ]
    return made


def _refusal(shape: _Shape, place: str, error: ma.ValidationError) -> FsiRefused:
    """The first fault, in the order of the table."""
    messages: Any = error.messages
    name = next(name for name in shape.values if name in messages)
    title = shape.values[name].field.zh
    return refusals.message(
        f"节点{place}的字段{name}（{title}）{messages[name][0]}", f"{place}.{name}"
    )


# ---- writing


def write_output(transaction: Transaction, profile: Profile, data: Any) -> Any:
    """The output as JSON, by the profile's names: every field of the tables is there.

    `data` is by node and field, as `read_input` gives it; amounts may be `Money`. A number that
    isn't there is 0, a text is empty, and `NULL` is null. Numbers with decimals are `Decimal` of
    just so many decimals: write them with `wire.dumps`. Rows that are a `Paged` are a page of
    their query. None where the transaction has no output.
    """
    shapes = _shapes(transaction, profile)
    if shapes.layout.no_output:
        return None
    unknown = {*data} - {one.node.name for one in shapes.output if one.node.inside is None}
    assert not unknown, f"{transaction.number} has no node {sorted(unknown)}"
    made: dict[str, Any] = {}
    outer = [shape for shape in shapes.output if shape.node.inside is None]
    for shape in outer:
        found = data.get(shape.node.name, () if shape.node.many else None)
        if isinstance(found, Paged):
            rows = [_shown(shape, item, transaction, profile, shapes) for item in found.rows]
            return found.shown(rows)
        if shape.node.many:
            shown: Any = [_shown(shape, item, transaction, profile, shapes) for item in found]
        else:
            shown = None if found is None else _shown(shape, found, transaction, profile, shapes)
        if shape.node.name == ROWS or (shape.node.name == TOP and shape.node.many):
            return shown
        if shape.node.name == TOP:
            made |= shown or {}
            continue
        if profile.one_row == "object" and shape.node.many and len(shown) == 1:
            [shown] = shown
        made[profile.node(transaction.number, "output", shape.node.name)] = shown
    return made


def _shown(
    shape: _Shape,
    item: Mapping[str, Any],
    transaction: Transaction,
    profile: Profile,
    shapes: _Shapes,
) -> dict[str, Any]:
    inner = {one.node.name: one for one in shapes.output if one.node.inside == shape.node.name}
    made: dict[str, Any] = {}
    if shape.node.open:
        made |= {name: value for name, value in item.items() if name not in shape.values}
    else:
        _check_names(shape, item, transaction)
    for name, value in shape.values.items():
        if name in inner:
            shown: Any = [
                _shown(inner[name], one, transaction, profile, shapes) for one in item.get(name, ())
            ]
        else:
            shown = value.shown(item.get(name))
        made[profile.field(transaction.number, "output", name)] = shown
        if value.field.also is not None:
            made[value.field.also] = shown
    return made


def _check_names(shape: _Shape, item: Iterable[str], transaction: Transaction) -> None:
    unknown = {*item} - {*shape.values}
    assert not unknown, f"{transaction.number}.{shape.node.name} has no field {sorted(unknown)}"
