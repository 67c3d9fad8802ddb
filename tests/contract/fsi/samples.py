"""The least input a transaction takes, made from its field table, and ways to spoil it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from services.medical.faces.fsi import catalogue, layout, profiles
from services.medical.faces.fsi.layout import TOP, UNLISTED, Field, Node, Transaction
from services.medical.faces.fsi.profiles import Profile

LENIENT = profiles.builtin()["lenient"]
HUNAN = profiles.builtin()["hunan"]
NUMBERS = catalogue.with_fields()
VALUES: dict[str, Any] = {
    layout.TEXT: "x",
    layout.DIGITS: "7",
    layout.NUMBER: "1",
    layout.DECIMAL: "0.5",
    layout.INTEGER: 1,
    layout.DATE: "2026-04-01",
    layout.TIME: "2026-04-01 09:00:00",
    layout.BYTES: [1, 255],
    layout.FLAG: True,
    layout.OBJECT: {},
}


@cache
def transaction(number: str) -> Transaction:
    found = catalogue.find(number)
    assert found is not None
    return found


def nodes(number: str) -> tuple[Node, ...]:
    found = catalogue.layout(number)
    assert found is not None
    return found.input


def value_of(field: Field) -> Any:
    if field.code_table not in (None, UNLISTED):
        return next(iter(catalogue.code_tables()[field.code_table].values))
    return VALUES[field.type.kind]


def least(number: str, profile: Profile = LENIENT) -> dict[str, Any]:
    """Every required field of every node, and nothing else; lists have one item."""
    made: dict[str, Any] = {}
    for node in nodes(number):
        sent = {
            field.name: value_of(field)
            for field in node.fields
            if profile.requires(number, node.name, field.name, field.required)
        }
        if node.inside is not None:
            holder = next(one for one in nodes(number) if one.name == node.inside)
            item(number, made, holder)[node.name] = [sent]
        elif node.name == TOP:
            made |= sent
        else:
            made[node.name] = [sent] if node.many else sent
    return made


def item(number: str, data: dict[str, Any], node: Node) -> dict[str, Any]:
    """The first item of a node in an input."""
    outer = {one.name: one for one in nodes(number)}
    if node.inside is not None:
        return item(number, data, outer[node.inside])[node.name][0]
    if node.name == TOP:
        return data
    found = data[node.name]
    return found[0] if isinstance(found, list) else found


def place(number: str, node: Node, field: Field) -> str:
    """How a refusal names a field of the first item."""
    return f"{place_of(number, node)}.{field.name}"


def place_of(number: str, node: Node) -> str:
    """The same for the first item itself."""
    name = f"{node.name}[0]" if node.many else node.name
    if node.inside is None:
        return name
    holder = next(one for one in nodes(number) if one.name == node.inside)
    return f"{place_of(number, holder)}.{name}"


def fields(number: str) -> Iterator[tuple[Node, Field]]:
    for node in nodes(number):
        for field in node.fields:
            if not any(one.inside == node.name and one.name == field.name for one in nodes(number)):
                yield node, field


def required(number: str, profile: Profile = LENIENT) -> Iterator[tuple[Node, Field]]:
    for node, field in fields(number):
        if profile.requires(number, node.name, field.name, field.required):
            yield node, field


def of_profile(profile: Profile, **more: Any) -> Profile:
    return replace(profile, **more)
