"""What our catalogue says of an item or a disease, as cells of a row by name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from services.medical.domain.catalogue import CONSUMABLE, DRUG, SERVICE, Disease, Item
from services.medical.domain.catalogue_version import BASELINE, changed, version
from services.medical.faces.fsi import chronic_codes, words
from services.medical.store import catalogue

VALID, INVALID = "1", "0"
CHINESE_PATENT_MEDICINE = "Z"
"""How the code of a Chinese patent medicine (中成药) begins; X one of a western drug (西药)."""
_STAMPS = ("valid", "row", "created", "updated", "version")
_ITEM = (
    *("code", "name", "english", "specification", "unit", "restriction", "is_restricted"),
    *("class", "from", "until", "from_time", "until_time", "patent_medicine"),
)
_DISEASE = ("code", "name", "category", "subcategory")
DISEASE, CHRONIC_DISEASE = "disease", "chronic_disease"
ROWS: Mapping[str, frozenset[str]] = {
    **{kind: frozenset((*_ITEM, *_STAMPS)) for kind in (DRUG, SERVICE, CONSUMABLE)},
    DISEASE: frozenset((*_DISEASE, *_STAMPS)),
    CHRONIC_DISEASE: frozenset((*_DISEASE[:2], *_STAMPS)),
}
"""The cells of the rows of each catalogue."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Words for units and for rules of restricted use."""

    units: Mapping[str, str]
    restrictions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """`changed`: the last day on which something in it changed."""

    changed: date
    cells: Mapping[str, Any]


def rows(kind: str, day: date, texts: Texts) -> list[Row]:
    """The rows of a catalogue as it is on the day, in its order; what ended stays, as invalid."""
    return list(_MADE[kind](kind, day, texts))


def _items(kind: str, day: date, texts: Texts) -> Iterator[Row]:
    for item in catalogue.items().values():
        since = changed(item, day) if item.kind == kind else None
        if since is not None:
            yield Row(since, _of_item(item, day, texts) | _stamps(item.code, since, item.since))


def _of_item(item: Item, day: date, texts: Texts) -> dict[str, Any]:
    name, specification = split_name(item)
    restricted = restriction(item, texts.restrictions)
    until = item.until if item.until is not None and item.until < day else None
    found = item.in_force(None, until or day)
    return {
        "code": item.code,
        "name": name,
        "english": item.en,
        "specification": specification,
        "unit": texts.units[item.unit],
        "restriction": restricted,
        "is_restricted": "1" if restricted else "0",
        "class": words.code("chrgitm_lv", found.item_class),
        "from": item.since,
        "until": item.until,
        "from_time": datetime.combine(item.since, time()),
        "until_time": item.until and datetime.combine(item.until, time(23, 59, 59)),
        "patent_medicine": "1" if item.code.startswith(CHINESE_PATENT_MEDICINE) else "0",
        "valid": INVALID if until else VALID,
    }


def split_name(item: Item) -> tuple[str, str | None]:
    """The name, and the specification (规格) behind it.

    >>> from services.medical.store.catalogue import items
    >>> split_name(items()["XJ01CAX990A001010199001"])
    ('阿莫西林胶囊', '0.25g×24')
    """
    if item.kind == SERVICE:
        return item.zh, None
    name, _, specification = item.zh.partition(" ")
    return name, specification or None


def restriction(item: Item, texts: Mapping[str, str]) -> str:
    """The rules of restricted use (限制使用范围) in words; empty for none."""
    said = []
    if item.sex is not None:
        said.append(texts[item.sex])
    if item.levels:
        levels = "、".join(texts[level] for level in item.levels)
        said.append(texts["levels"].format(levels=levels))
    if item.inpatient_only:
        said.append(texts["inpatient_only"])
    return "；".join(said)


def _stamps(code: str, since: date, created: date) -> dict[str, Any]:
    return {
        "row": f"{code}{version(since)}",
        "created": datetime.combine(created, time()),
        "updated": datetime.combine(since, time()),
        "version": version(since),
    }


def _diseases(_kind: str, day: date, _texts: Texts) -> Iterator[Row]:
    for disease in catalogue.diseases().values() if day >= BASELINE else ():
        yield Row(BASELINE, _of_disease(disease) | _stamps(disease.code, BASELINE, BASELINE))


def _of_disease(disease: Disease) -> dict[str, Any]:
    """Category (类目) and subcategory (亚目): three characters, and one more behind the point."""
    return {
        "code": disease.code,
        "name": disease.zh,
        "category": disease.code[:3],
        "subcategory": disease.code[:5],
        "valid": VALID,
    }


def _chronic(_kind: str, day: date, _texts: Texts) -> Iterator[Row]:
    for one in chronic_codes.diseases().values() if day >= BASELINE else ():
        cells = {"code": one.code, "name": one.zh, "valid": VALID}
        yield Row(BASELINE, cells | _stamps(one.code, BASELINE, BASELINE))


_MADE: Mapping[str, Callable[[str, date, Texts], Iterator[Row]]] = {
    DRUG: _items,
    SERVICE: _items,
    CONSUMABLE: _items,
    DISEASE: _diseases,
    CHRONIC_DISEASE: _chronic,
}
