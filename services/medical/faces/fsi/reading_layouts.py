"""Reading the field tables of a transaction: nodes, fields, types. Refused as `reading` refuses."""

import re
from collections.abc import Mapping
from typing import Any

from services.medical.faces.fsi import layout as model
from services.medical.faces.fsi.layout import CodeTable, Field, Layout, Node, Transaction, Type
from services.medical.faces.fsi.reading import NONE, Source, document, named
from services.medical.store.catalogue import Place

_TYPE = re.compile(r"(S|N|I|DIG|DEC)(\d+)?(?:,(\d+))?|D|DT|BYTES|BOOL|OBJ")
_PLAIN = {
    "D": Type(model.DATE, 10),
    "DT": Type(model.TIME, 19),
    "BYTES": Type(model.BYTES),
    "BOOL": Type(model.FLAG),
    "OBJ": Type(model.OBJECT),
}
_KINDS = {
    "S": model.TEXT,
    "N": model.NUMBER,
    "I": model.INTEGER,
    "DIG": model.DIGITS,
    "DEC": model.DECIMAL,
}
_FIELD_MAY = (
    *("printed", "req", "codes", "codes_by", "client", "listed", "also", "blank", "token"),
)


def read_layout(
    text: str,
    file: str,
    transaction: Transaction,
    sources: Mapping[str, Source],
    tables: Mapping[str, CodeTable],
) -> Layout:
    """The field tables of a file; PolicyError says which field is wrong, and why."""
    top = Place(file)
    found = document(text, top, ("source", "input", "output"), ("number", "numbers", "files"))
    source = top.inside("source").word(found["source"], sources)
    if "numbers" not in found:
        top.inside("number").word(found.get("number"), (transaction.number,))
    input_ = _nodes(found["input"], top.inside("input"), tables)
    output = _nodes(found["output"], top.inside("output"), tables)
    _as_announced(top.inside("input"), input_, transaction.inputs)
    _as_announced(top.inside("output"), output, transaction.outputs)
    files = _nodes(found["files"], top.inside("files"), tables) if "files" in found else ()
    return Layout(input_, output, found["output"] == NONE, files, source)


def _as_announced(place: Place, nodes: tuple[Node, ...], names: tuple[str, ...]) -> None:
    """The nodes are those that the list of transactions names."""
    made = tuple(node.name for node in nodes)
    if made != names:
        raise place.fault(f"has the nodes {made}, the transaction is said to have {names}")


def _nodes(value: Any, place: Place, tables: Mapping[str, CodeTable]) -> tuple[Node, ...]:
    if value == NONE:
        return ()
    made = [
        _node(row, place.inside(ordinal), tables) for ordinal, row in enumerate(place.rows(value))
    ]
    names = [node.name for node in made]
    if len(set(names)) != len(names):
        raise place.fault("a node stands twice")
    for node in made:
        if node.inside is not None:
            _holds(place.inside(node.name), made, node)
    return tuple(made)


def _holds(place: Place, made: list[Node], node: Node) -> None:
    holder = {one.name: one for one in made}.get(str(node.inside))
    if holder is None:
        raise place.inside("inside").fault(f"{node.inside!r} is no node of this transaction")
    if not any(f.name == node.name and f.type.kind == model.OBJECT for f in holder.fields):
        raise place.inside("inside").fault(f"{holder.name} has no field OBJ of that name")


def _node(row: Any, place: Place, tables: Mapping[str, CodeTable]) -> Node:
    row = place.mapping(row, ("node", "fields"), ("many", "inside", "open"))
    name = named(row["node"], place.inside("node"))
    place = Place(place.file, f"{place.key.split('.')[0]}.{name}")
    if "many" in row:
        place.inside("many").word(row["many"], ("stated", "inferred"))
    if "open" in row:
        place.inside("open").word(row["open"], ("yes",))
    nothing_known = "open" in row and row["fields"] == NONE
    fields: dict[str, Field] = {}
    for one in () if nothing_known else place.inside("fields").rows(row["fields"]):
        made = _field(one, place, tables)
        if made.name in fields:
            raise place.inside(made.name).fault("the field stands twice")
        fields[made.name] = made
    return Node(
        name=name,
        many="many" in row,
        stated=row.get("many") == "stated",
        inside=named(row["inside"], place.inside("inside")) if "inside" in row else None,
        fields=tuple(fields.values()),
        open="open" in row,
    )


def _field(row: Any, place: Place, tables: Mapping[str, CodeTable]) -> Field:
    row = place.mapping(row, ("name", "zh", "type"), _FIELD_MAY)
    name = named(row["name"], place.inside("name"))
    place = place.inside(name)
    for key, words in (
        ("codes_by", ("name",)),
        ("client", ("seen", "absent")),
        ("listed", ("twice",)),
        ("blank", ("allowed",)),
    ):
        if key in row:
            place.inside(key).word(row[key], words)
    known = (model.UNLISTED, *tables)
    if "codes" in row and row["codes"] not in known:
        raise place.inside("codes").fault(f"there is no code table {row['codes']!r}")
    return Field(
        name=name,
        zh=place.inside("zh").text(row["zh"]),
        type=_type(row["type"], place.inside("type")),
        printed=str(row.get("printed", row["type"])),
        required=place.inside("req").word(row.get("req", model.OPTIONAL), model.REQUIREDNESS),
        code_table=row.get("codes"),
        by_name="codes_by" in row,
        in_client=row["client"] == "seen" if "client" in row else None,
        also=named(row["also"], place.inside("also")) if "also" in row else None,
        blank="blank" in row,
        token=_count(row["token"], place.inside("token")) if "token" in row else None,
        listed=2 if "listed" in row else 1,
    )


def _count(value: Any, place: Place) -> int:
    if not isinstance(value, str) or not re.fullmatch(r"[1-9]\d{0,4}", value):
        raise place.fault(f"needs a number of characters, not {value!r}")
    return int(value)


def _type(value: Any, place: Place) -> Type:
    found = _TYPE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise place.fault(f"{value!r} is no type")
    if value in _PLAIN:
        return _PLAIN[value]
    kind, length, decimals = _KINDS[found[1]], found[2], found[3]
    if decimals is not None and (kind != model.NUMBER or int(decimals) >= int(length or 0)):
        raise place.fault(f"{value!r} has too many decimals")
    whole = kind == model.NUMBER and length is not None
    return Type(
        kind,
        int(length) if length else None,
        int(decimals) if decimals else 0 if whole else None,
    )
