"""From a document to a scheme: everything in it is known, dated, cited and in its unit."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sscsim.kernel import regions
from sscsim.kernel.explain import STATUSES, Source
from sscsim.policy.errors import PolicyError
from sscsim.policy.schemes import Dated, Leaf, Scheme
from sscsim.policy.strict_yaml import read_yaml
from sscsim.policy.units import reader

SERVICES = Path(__file__).resolve().parents[2] / "services"
JOINT, _NAMED = "joint", 10
"""The folder of what many regions share; more than so many are not named one by one."""
_INHERITED = frozenset({"description", "unit", "last_checked", "note"})
_HEADER = frozenset({"title", "region", "regions", "scheme", "version", "sources"}) | _INHERITED


@dataclass(frozen=True, slots=True)
class Shape:
    """What a service declares of one scheme: each figure's unit, and which must be there."""

    units: Mapping[str, str]
    optional: frozenset[str]


@cache
def shapes(service: str) -> Mapping[str, Shape]:
    """The declaration `services/<service>/policy/schemes.yaml`.

    It has `lists`, names for rows of words, and `schemes`: figure to unit. `<level>` in a
    figure's name stands for each word of that list; `?` behind a unit marks a figure that
    a region may leave out.
    """
    path = SERVICES / service / "policy" / "schemes.yaml"
    [declared] = read_yaml(path.read_text(encoding="utf-8"), path.name)
    lists = declared.get("lists", {})
    found = {}
    for scheme_name, figures in declared["schemes"].items():
        units: dict[str, str] = {}
        optional = set()
        for pattern, declared_unit in figures.items():
            unit = declared_unit.removesuffix("?")
            reader(unit)
            for name in _expanded(pattern, lists):
                units[name] = unit
                if unit != declared_unit:
                    optional.add(name)
        found[scheme_name] = Shape(units, frozenset(optional))
    return found


def _expanded(pattern: str, lists: Mapping[str, list[str]]) -> Iterator[str]:
    placeholder = re.search(r"<(\w+)>", pattern)
    if not placeholder:
        yield pattern
        return
    for word in lists[placeholder[1]]:
        yield from _expanded(pattern.replace(placeholder[0], word, 1), lists)


class File:
    """One document on its way to a Scheme; every fault names the file and the key."""

    def __init__(self, service: str, document: Any, file: str, origin: str) -> None:
        self.service, self.file, self.origin = service, file, origin
        if not isinstance(document, dict):
            raise PolicyError(file, "", "a policy is a mapping")
        self.document = document

    def scheme(self) -> Scheme:
        name = self._text("scheme")
        shape = shapes(self.service).get(name)
        if shape is None:
            known = ", ".join(shapes(self.service))
            raise PolicyError(self.file, "scheme", f"unknown scheme {name!r}; known: {known}")
        places = self._regions()
        sources = self._sources()
        leaves = dict(self._leaves(shape, sources))
        for missing in sorted(shape.units.keys() - shape.optional - leaves.keys()):
            raise PolicyError(self.file, missing, "the figure is missing")
        place = "+".join(places) if len(places) <= _NAMED else JOINT
        return Scheme(
            service=self.service,
            regions=places,
            name=name,
            title=self._text("title"),
            version=self._text("version"),
            origin=self.origin,
            pack=f"{self.service}/{place}/{name}",
            note=self.document.get("note", ""),
            leaves=leaves,
        )

    def _text(self, key: str) -> str:
        value = self.document.get(key)
        if not isinstance(value, str) or not 0 < len(value) <= 500:
            raise PolicyError(self.file, key, f"needs a text, not {value!r}")
        return value

    def _regions(self) -> tuple[str, ...]:
        if ("region" in self.document) == ("regions" in self.document):
            raise PolicyError(self.file, "region", "exactly one of region and regions is needed")
        stated = self.document.get("regions", [self.document.get("region")])
        if not isinstance(stated, list) or not stated:
            raise PolicyError(self.file, "regions", "needs a list of region codes")
        for code in stated:
            if not (isinstance(code, str) and (regions.is_known(code) or _invented(code))):
                raise PolicyError(self.file, "region", f"unknown region {code!r}")
        return tuple(stated)

    def _sources(self) -> dict[str, Source]:
        stated = self.document.get("sources")
        if not isinstance(stated, dict) or not stated:
            raise PolicyError(self.file, "sources", "no source is named")
        found = {}
        for key, source in stated.items():
            where = f"sources.{key}"
            if not isinstance(source, dict) or not {"title", "status"} <= source.keys():
                raise PolicyError(self.file, where, "needs title and status")
            if unknown := source.keys() - {"title", "status", "url"}:
                raise PolicyError(self.file, where, f"unknown key {sorted(unknown)[0]!r}")
            if source["status"] not in STATUSES:
                raise PolicyError(self.file, where, f"status is one of {', '.join(STATUSES)}")
            if not all(isinstance(text, str) for text in source.values()):
                raise PolicyError(self.file, where, "title and url are texts")
            found[str(key)] = Source(str(key), source["title"], source["status"], source.get("url"))
        return found

    def _leaves(self, shape: Shape, sources: Mapping[str, Source]) -> Iterator[tuple[str, Leaf]]:
        inherited = {key: self.document[key] for key in _INHERITED & self.document.keys()}
        for key, node in self.document.items():
            if key not in _HEADER:
                yield from self._walk(str(key), node, inherited, shape, sources)

    def _walk(
        self,
        name: str,
        node: Any,
        inherited: Mapping[str, Any],
        shape: Shape,
        sources: Mapping[str, Source],
    ) -> Iterator[tuple[str, Leaf]]:
        known = name in shape.units or any(leaf.startswith(name + ".") for leaf in shape.units)
        if not known:
            raise PolicyError(self.file, name, "unknown key")
        if not isinstance(node, dict):
            raise PolicyError(self.file, name, "needs a mapping")
        own = {**inherited, **{key: node[key] for key in _INHERITED & node.keys()}}
        if name in shape.units:
            if unknown := node.keys() - _INHERITED - {"values"}:
                raise PolicyError(self.file, name, f"unknown key {sorted(map(str, unknown))[0]!r}")
            yield name, self._leaf(name, node, own, shape.units[name], sources)
            return
        for key, below in node.items():
            if key not in _INHERITED:
                yield from self._walk(f"{name}.{key}", below, own, shape, sources)

    def _leaf(
        self,
        name: str,
        node: Mapping[str, Any],
        own: Mapping[str, Any],
        unit: str,
        sources: Mapping[str, Source],
    ) -> Leaf:
        # A file says `word`; which words there are is the declaration's matter.
        if own.get("unit") != unit.partition("(")[0]:
            raise PolicyError(self.file, f"{name}.unit", f"must be {unit}, not {own.get('unit')!r}")
        checked = own.get("last_checked")
        if not isinstance(checked, date):
            raise PolicyError(self.file, f"{name}.last_checked", "needs a date")
        values = node.get("values")
        if not isinstance(values, dict) or not values:
            raise PolicyError(self.file, f"{name}.values", "needs values by date")
        dated: list[Dated] = []
        for since, entry in values.items():
            where = f"{name}.values.{since}"
            if not isinstance(since, date):
                raise PolicyError(self.file, where, "needs a date")
            if dated and since <= dated[-1].since:
                raise PolicyError(self.file, where, "dates must rise")
            dated.append(self._dated(where, since, entry, unit, sources))
        description = str(own.get("description", ""))
        return Leaf(name, unit, checked, description, tuple(dated))

    def _dated(
        self, where: str, since: date, entry: Any, unit: str, sources: Mapping[str, Source]
    ) -> Dated:
        if not isinstance(entry, dict) or "value" not in entry:
            raise PolicyError(self.file, where, "needs {value, source}")
        if unknown := entry.keys() - {"value", "source", "note"}:
            raise PolicyError(self.file, where, f"unknown key {sorted(map(str, unknown))[0]!r}")
        source = sources.get(str(entry.get("source")))
        if source is None:
            raise PolicyError(self.file, where, f"no such source: {entry.get('source')!r}")
        if entry["value"] is None:
            return Dated(since, None, source, ended=True)
        try:
            return Dated(since, reader(unit)(entry["value"]), source)
        except ValueError as fault:
            raise PolicyError(self.file, where, str(fault)) from None


def _invented(code: str) -> bool:
    """Codes of the invented province 99: a world may make cities of its own there."""
    return re.fullmatch(r"99\d{4}", code) is not None
