"""Values that were read from a message, as JSON keeps them, and back for an answer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.medical.faces.fsi import layout
from services.medical.faces.fsi.layout import Node
from sscsim.clock import SHANGHAI


def plain(value: Any) -> Any:
    """As a value of JSON: numbers as texts, so that none loses a digit; times of Shanghai.

    >>> plain({"cnt": Decimal("2.50"), "codes": [date(2026, 4, 1)]})
    {'cnt': '2.50', 'codes': ['2026-04-01']}
    """
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI).replace(tzinfo=None)
        return local.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def shown(node: Node, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What was kept of a node, for an answer whose node has these fields; others are left out."""
    made = dict(kept) if node.open else {}
    for field in node.fields:
        if field.name in kept:
            made[field.name] = _value(field.type.kind, kept[field.name])
    return made


def _value(kind: str, kept: Any) -> Any:
    if kind == layout.DATE:
        return date.fromisoformat(str(kept)[:10])
    if kind == layout.TIME:
        return datetime.fromisoformat(str(kept)).replace(tzinfo=SHANGHAI)
    return Decimal(str(kept)) if kind in (layout.NUMBER, layout.DECIMAL) else kept


def node(nodes: Sequence[Node], name: str) -> Node:
    return next(one for one in nodes if one.name == name)
