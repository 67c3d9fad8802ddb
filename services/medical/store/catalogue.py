"""The catalogue as it is built in: `catalogue/*.yaml`, read strictly and once.

Whatever is not known, not dated or not in its unit is refused with file, place and reason.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from services.medical.domain.catalogue import (
    DISEASE_SCHEMES,
    ITEM_KINDS,
    SEXES,
    Disease,
    Item,
    TermsFrom,
)
from services.medical.domain.vocabulary import CHRONIC_DISEASES, ITEM_CLASSES, LEVELS
from sscsim.kernel import regions
from sscsim.kernel.explain import STATUSES
from sscsim.kernel.money import Money
from sscsim.policy import PolicyError, read_yaml
from sscsim.policy.units import reader

FOLDER = Path(__file__).resolve().parent.parent / "catalogue"
ITEM_FILES = ("drugs", "services", "consumables")
UNITS = (
    *("ampoule", "bottle", "box", "can", "day", "field", "hour", "item", "part", "pen"),
    *("piece", "set", "time", "vial"),
)
_percent, _yuan = reader("percent"), reader("yuan")


@dataclass(frozen=True)
class Place:
    """Where in a file we are, for what is said of a fault."""

    file: str
    key: str = ""

    def fault(self, reason: str) -> PolicyError:
        return PolicyError(self.file, self.key, reason)

    def inside(self, key: object) -> "Place":
        return Place(self.file, f"{self.key}.{key}" if self.key else str(key))

    def mapping(self, value: Any, must: Iterable[str], may: Iterable[str] = ()) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.fault("needs a mapping")
        known = {*must, *may}
        if unknown := [key for key in value if key not in known]:
            raise self.fault(f"unknown key {unknown[0]!r}")
        if missing := [key for key in must if key not in value]:
            raise self.fault(f"{missing[0]} is missing")
        return value

    def rows(self, value: Any) -> list[Any]:
        if not isinstance(value, list) or not value:
            raise self.fault("needs a list")
        return value

    def text(self, value: Any, most: int = 80) -> str:
        if not isinstance(value, str) or not 0 < len(value) <= most:
            raise self.fault(f"needs a text of at most {most} characters, not {value!r}")
        return value

    def word(self, value: Any, words: Iterable[str]) -> str:
        if value not in words:
            raise self.fault(f"{value!r} is none of {', '.join(words)}")
        return str(value)

    def day(self, value: Any) -> date:
        if not isinstance(value, date):
            raise self.fault(f"needs a date, not {value!r}")
        return value

    def read(self, unit: Callable[[Any], Any], value: Any) -> Any:
        try:
            return unit(value)
        except ValueError as fault:
            raise self.fault(str(fault)) from None


@cache
def items() -> Mapping[str, Item]:
    """All items by code, in the order of the files."""
    found: dict[str, Item] = {}
    for name in ITEM_FILES:
        text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
        for item in read_items(text, f"{name}.yaml"):
            if item.code in found:
                raise PolicyError(f"{name}.yaml", item.code, "the code stands twice")
            found[item.code] = item
    return found


@cache
def diseases() -> Mapping[str, Disease]:
    """All diseases by code."""
    return {one.code: one for one in read_diseases(_text("diseases.yaml"), "diseases.yaml")}


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def document(text: str, place: Place, must: Iterable[str]) -> tuple[dict[str, Any], str]:
    """The one document of a file, and the status of the source that all of it has."""
    documents = read_yaml(text, place.file)
    if len(documents) != 1:
        raise place.fault("a file holds exactly one document")
    found = place.mapping(documents[0], (*must, "source", "sources"))
    sources = place.inside("sources").mapping(found["sources"], [str(found["source"])])
    here = place.inside(f"sources.{found['source']}")
    stated = here.mapping(sources[found["source"]], ("title", "status"), ("url",))
    here.text(stated["title"], 500)
    return found, here.word(stated["status"], STATUSES)


def read_items(text: str, file: str) -> list[Item]:
    """The items of a file; PolicyError says which row is wrong, and why."""
    top = Place(file)
    found, status = document(text, top, ("kind", "items"))
    kind = top.inside("kind").word(found["kind"], ITEM_KINDS)
    rows = top.inside("items").rows(found["items"])
    made = [_item(row, kind, status, top.inside(number)) for number, row in enumerate(rows)]
    _once(top, made)
    return made


def _once(place: Place, made: Iterable[Any]) -> None:
    codes = [one.code for one in made]
    if doubled := [code for number, code in enumerate(codes) if code in codes[:number]]:
        raise place.inside(doubled[0]).fault("the code stands twice")


def _item(row: Any, kind: str, status: str, place: Place) -> Item:
    row = place.mapping(row, ("code", "zh", "en", "unit", "terms"), ("until", "restrict"))
    code = place.inside("code").text(row["code"], 30)
    place = Place(place.file, code)
    restrict = place.inside("restrict").mapping(
        row.get("restrict", {}), (), ("sex", "levels", "inpatient_only")
    )
    stated = place.inside("terms").rows(row["terms"])
    terms = [_terms(one, place.inside(f"terms.{number}")) for number, one in enumerate(stated)]
    _check_terms(terms, place.inside("terms"))
    only = restrict.get("inpatient_only", False)
    if not isinstance(only, bool):
        raise place.fault("inpatient_only is true or absent")
    item = Item(
        code=code,
        kind=kind,
        zh=place.inside("zh").text(row["zh"]),
        en=place.inside("en").text(row["en"]),
        unit=place.inside("unit").word(row["unit"], UNITS),
        status=status,
        terms=tuple(terms),
        until=place.inside("until").day(row["until"]) if "until" in row else None,
        sex=place.word(restrict["sex"], SEXES) if "sex" in restrict else None,
        levels=tuple(place.word(level, LEVELS) for level in restrict.get("levels", ())),
        inpatient_only=only,
    )
    if item.until is not None and item.until < item.since:
        raise place.fault("ends before it begins")
    return item


def _terms(row: Any, place: Place) -> TermsFrom:
    row = place.mapping(row, ("from",), ("region", "class", "share", "limit"))
    region = row.get("region")
    if region is not None and not (isinstance(region, str) and regions.is_known(region)):
        raise place.fault(f"unknown region {region!r}")
    if not row.keys() & {"class", "share", "limit"}:
        raise place.fault("says nothing")
    return TermsFrom(
        since=place.inside("from").day(row["from"]),
        region=region,
        item_class=place.word(row["class"], ITEM_CLASSES) if "class" in row else None,
        share=place.read(_percent, row["share"]) if "share" in row else None,
        limits=_limits(row["limit"], place.inside("limit")) if "limit" in row else {},
    )


def _limits(stated: Any, place: Place) -> dict[str, Money]:
    stated = place.mapping(stated, (), ("all", *LEVELS))
    if not stated or ("all" in stated and len(stated) > 1):
        raise place.fault("is for all, or for levels")
    limits = {level: place.inside(level).read(_yuan, text) for level, text in stated.items()}
    return dict.fromkeys(LEVELS, limits["all"]) if "all" in limits else limits


def _check_terms(terms: Iterable[TermsFrom], place: Place) -> None:
    """Each place's days rise, the nation's come with a class, and a region builds on them."""
    last: dict[str | None, date] = {}
    for one in terms:
        if one.region in last and one.since <= last[one.region]:
            raise place.fault(f"the days of {one.region or 'the nation'} must rise")
        if one.region is None and None not in last and one.item_class is None:
            raise place.fault("the first terms must state the class")
        last[one.region] = one.since
    if None not in last:
        raise place.fault("nothing holds nationwide")


def read_diseases(text: str, file: str) -> list[Disease]:
    top = Place(file)
    found, _ = document(text, top, ("diseases",))
    rows = top.inside("diseases").rows(found["diseases"])
    made = [_disease(row, top.inside(number)) for number, row in enumerate(rows)]
    _once(top, made)
    return made


def _disease(row: Any, place: Place) -> Disease:
    row = place.mapping(row, ("code", "zh", "en", "scheme"), ("sex", "registers"))
    return Disease(
        code=place.inside("code").text(row["code"], 20),
        zh=place.inside("zh").text(row["zh"]),
        en=place.inside("en").text(row["en"]),
        scheme=place.inside("scheme").word(row["scheme"], DISEASE_SCHEMES),
        sex=place.inside("sex").word(row["sex"], SEXES) if "sex" in row else None,
        registers=place.inside("registers").word(row["registers"], CHRONIC_DISEASES)
        if "registers" in row
        else None,
    )
