"""Reading the tables: whatever is not in order is refused with file, key and reason.

Refused are unknown, missing and doubled keys, numbers, nodes and fields; types that don't exist;
code tables and sources that nobody has; nodes that a transaction isn't said to have.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from services.medical.faces.fsi import layout as model
from services.medical.faces.fsi.layout import CodeTable, Transaction
from services.medical.store.catalogue import Place
from sscsim.kernel.explain import STATUSES
from sscsim.policy import read_yaml

NONE = "none"
_NUMBER = re.compile(r"\d{4}[A-Z]?|\d{6}|D\d{3}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class Source(NamedTuple):
    """Where a table comes from, and how far that can be trusted."""

    title: str
    status: str


def document(text: str, place: Place, must: Iterable[str], may: Iterable[str] = ()) -> Any:
    documents = read_yaml(text, place.file)
    if len(documents) != 1:
        raise place.fault("a file holds exactly one document")
    return place.mapping(documents[0], must, may)


def read_sources(text: str, file: str) -> Mapping[str, Source]:
    """The sources by key; PolicyError says what is wrong with the file."""
    top = Place(file)
    found = document(text, top, ("sources",))["sources"]
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
    found = document(text, top, ("source", "codes"))
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
    found = document(text, top, ("source", "transactions"))
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


def read_regional(
    text: str,
    file: str,
    transactions: Mapping[str, Transaction],
    sources: Mapping[str, Source],
) -> Mapping[str, Transaction]:
    """Numbers beside those of the specification; PolicyError says which row is wrong, and why."""
    top = Place(file)
    found = document(text, top, ("source", "transactions"))
    top.inside("source").word(found["source"], sources)
    made: dict[str, Transaction] = {}
    for ordinal, row in enumerate(top.inside("transactions").rows(found["transactions"])):
        place = top.inside(f"transactions.{ordinal}")
        named_all = ("number", "zh", "en", "group", "where")
        row = dict(place.mapping(row, named_all, ("depth", "input", "output", "path")))
        where = place.inside("where").text(row.pop("where"))
        nothing = {"depth": model.REFUSED, "input": NONE, "output": NONE}
        one = replace(_transaction(nothing | row, place), where=where)
        if one.number in made or one.number in transactions:
            raise top.inside(one.number).fault("the number stands twice")
        made[one.number] = one
    return made


def _node_names(value: Any, place: Place) -> tuple[str, ...]:
    names = place.text(value, 300).split(" ")
    return () if names == [NONE] else tuple(named(name, place) for name in names)


def named(value: Any, place: Place) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise place.fault(f"{value!r} is no name")
    return value


def read_numbers(text: str, file: str, transactions: Mapping[str, Transaction]) -> frozenset[str]:
    """The transactions that share a layout."""
    top = Place(file)
    found = document(text, top, ("numbers", "source", "input", "output"))
    place = top.inside("numbers")
    numbers = [place.word(number, transactions) for number in place.rows(found["numbers"])]
    if len(set(numbers)) != len(numbers):
        raise place.fault("a number stands twice")
    return frozenset(numbers)
