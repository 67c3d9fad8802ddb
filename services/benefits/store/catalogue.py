"""The catalogue of the 95 as it is built in: `catalogue/*.yaml`, read strictly and once.

An unknown key or word, a missing source, a code out of order, one item too many or too few:
refused when it is read, with file, place and reason (PolicyError).
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from services.benefits.domain.cooperation import CooperationList
from services.benefits.domain.item import COUNT, Domain, Item, Source
from services.benefits.domain.vocabulary import Vocabulary
from services.benefits.store.catalogue_cooperation import read_lists
from services.benefits.store.catalogue_form import words_of
from services.benefits.store.catalogue_item import item_of
from services.benefits.store.documents import document
from services.benefits.store.places import Place
from sscsim.kernel.explain import STATUSES

FOLDER = Path(__file__).resolve().parent.parent / "catalogue"


@cache
def items() -> Mapping[str, Item]:
    """All items by code, in their order."""
    return read_items(FOLDER)


@cache
def vocabulary() -> Vocabulary:
    return read_vocabulary(FOLDER)


@cache
def sources() -> Mapping[str, Source]:
    return read_sources(FOLDER)


@cache
def cooperation() -> Mapping[str, CooperationList]:
    """Each scheme's list, by scheme."""
    return read_lists(FOLDER, items(), sources())


@cache
def pinyin() -> Mapping[str, tuple[str, ...]]:
    """The syllables of each item's Chinese name, by code."""
    return read_pinyin(FOLDER, items())


# ---- reading


def read_items(folder: Path) -> Mapping[str, Item]:
    """The items of a folder like ours; PolicyError."""
    words, known = read_vocabulary(folder), read_sources(folder)
    found: list[Item] = []
    for domain in words.domains.values():
        place = Place(f"items/{domain.id}.yaml")
        said = place.mapping(document(folder, place.file), ("domain", "items"))
        place.inside("domain").word(said["domain"], (domain.id,))
        rows = place.inside("items").rows(said["items"])
        if len(rows) != domain.count:
            raise place.fault(f"has {len(rows)} items, not {domain.count}")
        found += (item_of(row, domain.id, words, known, at) for row, at in rows)
    _check_order(found)
    return {item.code: item for item in found}


def _check_order(found: Iterable[Item]) -> None:
    """The codes run from 1 to 95, and no key stands twice."""
    keys: set[str] = set()
    number = 0
    for number, item in enumerate(found, start=1):
        place = Place(f"items/{item.domain}.yaml", item.code)
        if item.number != number:
            raise place.inside("code").fault(f"out of order: HRSS-{number:03} comes next")
        if item.key in keys:
            raise place.inside("key").fault(f"{item.key} stands twice")
        keys.add(item.key)
    if number != COUNT:
        raise Place("items").fault(f"{number} items, not {COUNT}")


def read_vocabulary(folder: Path) -> Vocabulary:
    place = Place("vocabularies.yaml")
    said = place.mapping(
        document(folder, place.file), ("domains", "function_classes", "actors", "words")
    )
    return Vocabulary(
        {
            key: _domain(key, row, at)
            for key, row, at in place.inside("domains").entries(said["domains"])
        },
        _names(said["function_classes"], place.inside("function_classes")),
        _names(said["actors"], place.inside("actors")),
        {key: words_of(row, at) for key, row, at in place.inside("words").entries(said["words"])},
    )


def _names(said: Any, place: Place) -> dict[str, Any]:
    return {key: at.text(row) for key, row, at in place.entries(said)}


def _domain(key: str, row: Any, place: Place) -> Domain:
    said = place.mapping(row, ("name", "count"))
    return Domain(
        key, place.inside("name").text(said["name"]), place.inside("count").number(said["count"])
    )


def read_sources(folder: Path) -> Mapping[str, Source]:
    place = Place("sources.yaml")
    said = place.mapping(document(folder, place.file), ("last_checked", "sources"))
    found = {}
    for key, row, at in place.inside("sources").entries(said["sources"]):
        source = at.mapping(row, ("title", "status"))
        found[key] = Source(
            key,
            at.inside("title").word(source["title"]),
            at.inside("status").word(source["status"], STATUSES),
        )
    return found


def read_pinyin(folder: Path, items: Mapping[str, Item]) -> Mapping[str, tuple[str, ...]]:
    """Syllables as `tools.pinyin` wrote them, one a character of the name."""
    place = Place("pinyin.yaml")
    said = place.mapping(document(folder, place.file), items)
    return {code: tuple(place.inside(code).word(said[code]).split(" ")) for code in items}
