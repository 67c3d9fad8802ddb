"""Reading the tables: whatever is not in order is refused with file, key and reason.

Refused are unknown, missing and doubled keys, numbers, nodes and fields; types that don't exist;
code tables and sources that nobody has; nodes that a transaction isn't said to have.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from services.medical.faces.fsi import layout as model
from services.medical.faces.fsi.layout import CodeTable, Field, Layout, Node, Transaction, Type
from services.medical.store.catalogue import Place
from sscsim.kernel.explain import STATUSES
from sscsim.policy import PolicyError, read_yaml

NONE = "none"
_NUMBER = re.compile(r"\d{4}[A-Z]?|\d{6}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
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


class Source(NamedTuple):
    """Where a table comes from, and how far that can be trusted."""

    title: str
    status: str


def _document(text: str, place: Place, must: Iterable[str], may: Iterable[str] = ()) -> Any:
    documents = read_yaml(text, place.file)
    if len(documents) != 1:
        raise place.fault("a file holds exactly one document")
    return place.mapping(documents[0], must, may)


def read_sources(text: str, file: str) -> Mapping[str, Source]:
    """The sources by key; PolicyError says what is wrong with the file."""
    top = Place(file)
    found = _document(text, top, ("sources",))["sources"]
    made = {}
    for key, row in top.inside("sources").mapping(found, (), found).items():
        place = top.inside(f"sources.{key}")
        row = place.mapping(row, ("title", "status"))
        status = place.inside("status").word(row["status"], STATUSES)
        made[key] = Source(place.inside("title").text(row["title"], 300), status)
    return made


def read_codes(text: str, file: str, sources: Mapping[str, Source]) -> Mapping[str, CodeTable]:
    """The code tables by name; PolicyError says what is wrong with the file."""
    top = Place(file)
    try:
        found = json.loads(text, object_pairs_hook=lambda pairs: _once(top, pairs))
    except json.JSONDecodeError as fault:
        raise top.fault(str(fault)) from None
    made = {}
    for name, row in top.mapping(found, (), found).items():
        place = top.inside(name)
        row = place.mapping(row, ("zh", "source", "values"))
        values = place.inside("values").mapping(row["values"], (), row["values"])
        if not values:
            raise place.fault("has no values")
        for code, label in values.items():
            place.inside(code).text(code, 20)
            place.inside(code).text(label, 50)
        source = place.inside("source").word(row["source"], sources)
        made[name] = CodeTable(name, place.inside("zh").text(row["zh"]), source, values)
    return made


def _once(place: Place, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise place.inside(key).fault("the key stands twice")
        found[key] = value
    return found


def read_codes_seen(
    text: str, file: str, tables: Mapping[str, CodeTable], sources: Mapping[str, Source]
) -> Mapping[str, frozenset[str]]:
    """Codes that were seen, by table; PolicyError says what is wrong with the file."""
    top = Place(file)
    found = _document(text, top, ("source", "codes"))
    top.inside("source").word(found["source"], sources)
    made = {}
    for name, codes in top.inside("codes").mapping(found["codes"], (), tables).items():
        place = top.inside(f"codes.{name}")
        made[name] = frozenset(place.text(code, 20) for code in place.rows(codes))
    return made


def read_transactions(
    text: str, file: str, sources: Mapping[str, Source]
) -> Mapping[str, Transaction]:
    """The transactions by number; PolicyError says which row is wrong, and why."""
    top = Place(file)
    found = _document(text, top, ("source", "transactions"))
    top.inside("source").word(found["source"], sources)
    made: dict[str, Transaction] = {}
    for ordinal, row in enumerate(top.inside("transactions").rows(found["transactions"])):
        one = _transaction(row, top.inside(f"transactions.{ordinal}"))
        if one.number in made:
            raise top.inside(one.number).fault("the number stands twice")
        made[one.number] = one
    return made


def _transaction(row: Any, place: Place) -> Transaction:
    must = ("number", "zh", "en", "group", "depth", "input", "output")
    row = place.mapping(row, must, ("path", "from"))
    if not isinstance(row["number"], str) or not _NUMBER.fullmatch(row["number"]):
        raise place.inside("number").fault(f"{row['number']!r} is no number of a transaction")
    place = Place(place.file, row["number"])
    if "from" in row:
        place.inside("from").word(row["from"], ("platform",))
    return Transaction(
        number=row["number"],
        zh=place.inside("zh").text(row["zh"]),
        en=place.inside("en").text(row["en"]),
        group=place.inside("group").text(row["group"], 30),
        depth=place.inside("depth").word(row["depth"], model.DEPTHS),
        path=place.inside("path").text(row["path"], 100) if "path" in row else None,
        inputs=_node_names(row["input"], place.inside("input")),
        outputs=_node_names(row["output"], place.inside("output")),
        from_platform="from" in row,
    )


def _node_names(value: Any, place: Place) -> tuple[str, ...]:
    names = place.text(value, 300).split(" ")
    return () if names == [NONE] else tuple(_named(name, place) for name in names)


def _named(value: Any, place: Place) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise place.fault(f"{value!r} is no name")
    return value


def read_numbers(text: str, file: str, transactions: Mapping[str, Transaction]) -> frozenset[str]:
    """The transactions that share a layout."""
    top = Place(file)
    found = _document(text, top, ("numbers", "source", "input", "output"))
    place = top.inside("numbers")
    numbers = [place.word(number, transactions) for number in place.rows(found["numbers"])]
    if len(set(numbers)) != len(numbers):
        raise place.fault("a number stands twice")
    return frozenset(numbers)


def read_layout(
    text: str,
    file: str,
    transaction: Transaction,
    sources: Mapping[str, Source],
    tables: Mapping[str, CodeTable],
) -> Layout:
    """The field tables of a file; PolicyError says which field is wrong, and why."""
    top = Place(file)
    found = _document(text, top, ("source", "input", "output"), ("number", "numbers", "files"))
    top.inside("source").word(found["source"], sources)
    if "numbers" not in found:
        top.inside("number").word(found.get("number"), (transaction.number,))
    input_ = _nodes(found["input"], top.inside("input"), tables)
    output = _nodes(found["output"], top.inside("output"), tables)
    _as_announced(top.inside("input"), input_, transaction.inputs)
    _as_announced(top.inside("output"), output, transaction.outputs)
    files = _nodes(found["files"], top.inside("files"), tables) if "files" in found else ()
    return Layout(input_, output, found["output"] == NONE, files)


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
    row = place.mapping(row, ("node", "fields"), ("many", "inside"))
    name = _named(row["node"], place.inside("node"))
    place = Place(place.file, f"{place.key.split('.')[0]}.{name}")
    if "many" in row:
        place.inside("many").word(row["many"], ("stated", "inferred"))
    fields: dict[str, Field] = {}
    for one in place.inside("fields").rows(row["fields"]):
        made = _field(one, place, tables)
        if made.name in fields:
            raise place.inside(made.name).fault("the field stands twice")
        fields[made.name] = made
    return Node(
        name=name,
        many="many" in row,
        stated=row.get("many") == "stated",
        inside=_named(row["inside"], place.inside("inside")) if "inside" in row else None,
        fields=tuple(fields.values()),
    )


def _field(row: Any, place: Place, tables: Mapping[str, CodeTable]) -> Field:
    row = place.mapping(row, ("name", "zh", "type"), _FIELD_MAY)
    name = _named(row["name"], place.inside("name"))
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
        also=_named(row["also"], place.inside("also")) if "also" in row else None,
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


__all__ = [
    "PolicyError",
    "Source",
    "read_codes",
    "read_codes_seen",
    "read_layout",
    "read_numbers",
    "read_sources",
    "read_transactions",
]
