"""Policy as data: dated, cited YAML becomes values that remember their source.

Every figure of law stands in `services/<service>/policy/<region>/<scheme>.yaml` (rules
that several regions made together: `policy/joint/`), never in Python. A file:

    title: Inpatient treatment, employees' basic medical insurance, Demo City
    region: "990100"
    scheme: employee_inpatient
    version: "1"
    last_checked: 2026-03-01
    deductible:
      unit: yuan
      level_3:
        values:
          2021-01-01: {value: "900.00", source: demo}
          2023-07-01: {value: "800.00", source: demo}
    sources:
      demo: {title: Invented for tests, status: invented}

A node with `values` is a figure; `description`, `unit`, `last_checked` and `note` hold for all
that stands below them. Figures are quoted, because YAML would make floats of them. A
`null` from a day on says that the figure is no longer in force.

Which figures a scheme has, and in which unit, its service declares once in
`policy/schemes.yaml`. Anything else in a file is refused at load, with file, key and
reason. A figure that is missing when it is asked for is an error that says so.

A world may bring its own *pack*: the same files for one region, as documents of one
YAML text. A scheme of the pack replaces the built-in scheme as a whole: no figure is
borrowed from the one it replaces.
"""

import re
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any, cast

import yaml

from sscsim.kernel import regions
from sscsim.kernel.explain import STATUSES, Basis, Figure, Source
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Refused, Text

SERVICES = Path(__file__).resolve().parent.parent / "services"
JOINT = "joint"
_INHERITED = frozenset({"description", "unit", "last_checked", "note"})
_HEADER = frozenset({"title", "region", "regions", "scheme", "version", "sources"}) | _INHERITED
_DEEPEST = 12
_MOST_SEGMENTS = 20
_PACKS_KEPT = 256


class PolicyError(ValueError):
    """A policy file that may not be loaded: which file, which key, why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file, self.key, self.reason = file, key, reason


class PolicyMissing(Refused):
    """No policy of this scheme is known for the region; another region's is not borrowed."""

    code = "policy_missing"
    title = Text(zh="缺少政策", en="No such policy")
    detail = Text(
        zh="没有 {region} 的政策 {service}/{scheme}；可为本沙箱上传政策包。",
        en="There is no policy {service}/{scheme} for region {region}; "
        "this world can load its own pack.",
    )


class FigureMissing(Refused):
    """The policy doesn't say this figure on this day; nothing is borrowed."""

    code = "policy_figure_missing"
    title = Text(zh="缺少政策参数", en="Policy figure missing")
    detail = Text(
        zh="政策 {pack} 在 {day} 没有参数 {leaf}。",
        en="The policy {pack} has no figure {leaf} on {day}.",
    )


# ---------------------------------------------------------------- units


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of an amount above `above` and up to the next segment is paid at `rate`."""

    above: Money
    rate: Fraction


_DECIMAL = re.compile(r"\d{1,12}(\.\d{1,4})?")


def _decimal(text: Any, limit: int) -> Fraction:
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        raise ValueError(f"needs a quoted decimal, not {text!r}")
    number = Fraction(text)
    if number > limit:
        raise ValueError(f"may not be above {limit}")
    return number


def _yuan(text: Any) -> Money:
    if not isinstance(text, str):
        raise ValueError(f"needs a quoted amount in yuan, not {text!r}")
    money = Money.yuan(text)
    if money < Money.zero():
        raise ValueError("may not be negative")
    return money


def _yuan_cap(text: Any) -> Money | None:
    return None if text == "unlimited" else _yuan(text)


def _percent(text: Any) -> Fraction:
    return _decimal(text, 100) / 100


def _percents(texts: Any) -> tuple[Fraction, ...]:
    if not isinstance(texts, list) or not texts:
        raise ValueError("needs a list of quoted percentages")
    return tuple(_percent(text) for text in texts)


def _whole(limit: int) -> Callable[[Any], int]:
    def read(text: Any) -> int:
        number = _decimal(text, limit)
        if number.denominator != 1:
            raise ValueError("needs a whole number")
        return number.numerator

    return read


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"needs true or false, not {value!r}")
    return value


def _month_day(text: Any) -> tuple[int, int]:
    """A day of every year, "07-01" (29 February is not one)."""
    try:
        day = date.fromisoformat(f"2001-{text}")
    except (ValueError, TypeError):
        raise ValueError(f'needs a quoted day of the year like "07-01", not {text!r}') from None
    return day.month, day.day


def _segments(rows: Any) -> tuple[Segment, ...]:
    if not isinstance(rows, list) or not 0 < len(rows) <= _MOST_SEGMENTS:
        raise ValueError(f"needs a list of 1 to {_MOST_SEGMENTS} times {{above, percent}}")
    found = []
    for row in rows:
        if not isinstance(row, dict) or set(row) != {"above", "percent"}:
            raise ValueError("each segment has exactly the keys above and percent")
        found.append(Segment(_yuan(row["above"]), _percent(row["percent"])))
    if any(b.above <= a.above for a, b in pairwise(found)):
        raise ValueError("segments must rise")
    return tuple(found)


UNITS: Mapping[str, Callable[[Any], Any]] = {
    "yuan": _yuan,  # an amount, at most two decimals
    "yuan_cap": _yuan_cap,  # an amount, or the word "unlimited"
    "percent": _percent,  # "85" is 85 of 100; a ratio from 0 to 1
    "percents": _percents,  # a list of them, by position
    "points": _percent,  # percentage points, added to or taken from a percentage
    "multiplier": lambda text: _decimal(text, 10),  # a plain factor
    "segments": _segments,  # rising thresholds in yuan, each with its percentage
    "count": _whole(10**9),
    "days": _whole(36_600),
    "working_days": _whole(36_600),
    "months": _whole(1_200),
    "day_of_month": _whole(31),
    "month_day": _month_day,
    "flag": _flag,
}
"""The closed list of units, besides `word(a|b)` and `words(a|b)`: one or several of the words."""


def _reader(unit: str) -> Callable[[Any], Any]:
    if unit in UNITS:
        return UNITS[unit]
    kind, _, rest = unit.partition("(")
    allowed = tuple(rest.removesuffix(")").split("|"))

    def word(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"needs one of {', '.join(allowed)}, not {value!r}")
        return cast(str, value)

    def words(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or len(set(map(str, value))) != len(value):
            raise ValueError("needs a list of different words")
        return tuple(word(each) for each in value)

    match kind:
        case "word":
            return word
        case "words":
            return words
    raise KeyError(unit)


# ---------------------------------------------------------------- strict YAML


class _Strict(yaml.SafeLoader):
    """YAML without floats, aliases, duplicate keys and moments of time."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise ValueError("aliases are not allowed")
        if len(self.path) > _DEEPEST:
            raise ValueError("nested too deeply")
        self.path.append(index)
        node = super().compose_node(parent, index)
        self.path.pop()
        return node

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self.path: list[Any] = []


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | date):
            raise ValueError(f"a key must be a word or a date, not {key!r}")
        if key in found:
            raise ValueError(f"the key {key!s} stands twice (line {key_node.start_mark.line + 1})")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


def _no_float(loader: _Strict, node: yaml.ScalarNode) -> Any:
    raise ValueError(f"{node.value} must be quoted (line {node.start_mark.line + 1})")


def _day(loader: _Strict, node: yaml.ScalarNode) -> date:
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        raise ValueError(f"{node.value} is not a date (line {node.start_mark.line + 1})") from None


_Strict.add_constructor("tag:yaml.org,2002:map", _mapping)
_Strict.add_constructor("tag:yaml.org,2002:float", _no_float)
_Strict.add_constructor("tag:yaml.org,2002:int", _no_float)
_Strict.add_constructor("tag:yaml.org,2002:timestamp", _day)


def read_yaml(text: str, file: str) -> list[Any]:
    """The documents of a strict YAML text; PolicyError says what is wrong with it."""
    try:
        return [document for document in yaml.load_all(text, Loader=_Strict) if document]
    except yaml.MarkedYAMLError as fault:
        line = f"line {fault.problem_mark.line + 1}" if fault.problem_mark else ""
        raise PolicyError(file, line, fault.problem or "not YAML") from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise PolicyError(file, "", str(fault) or "not YAML") from None


# ---------------------------------------------------------------- schemes and figures


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of a figure and the day from which it holds; `ended` takes the figure out."""

    since: date
    value: Any
    source: Source
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A figure through time."""

    name: str
    unit: str
    last_checked: date
    description: str
    values: tuple[Dated, ...]

    def on(self, day: date) -> Dated | None:
        """The value in force on the day, if any."""
        index = bisect_right(self.values, day, key=lambda dated: dated.since)
        found = self.values[index - 1] if index else None
        return None if found is None or found.ended else found


@dataclass(frozen=True, slots=True)
class Scheme:
    """All figures of one set of rules of one region (or, joint, of several)."""

    service: str
    regions: tuple[str, ...]
    name: str
    title: str
    version: str
    origin: str  # "builtin", or "world" for a world's own pack
    pack: str  # "medical/510100/employee_inpatient"
    note: str
    leaves: Mapping[str, Leaf] = field(repr=False)

    def on(self, day: date) -> "Figures":
        return Figures(self, day)


@dataclass(frozen=True, slots=True)
class Figures:
    """A scheme on one day. Each getter gives a Figure, or raises FigureMissing."""

    scheme: Scheme
    day: date

    def money(self, leaf: str) -> Figure[Money]:
        return self._get(leaf, "yuan")

    def cap(self, leaf: str) -> Figure[Money | None]:
        """A limit in money; None where the policy says that there is none."""
        return self._get(leaf, "yuan_cap")

    def ratio(self, leaf: str) -> Figure[Fraction]:
        """A percentage, percentage points or a multiplier, as an exact fraction."""
        return self._get(leaf, "percent", "points", "multiplier")

    def ratios(self, leaf: str) -> Figure[tuple[Fraction, ...]]:
        return self._get(leaf, "percents")

    def segments(self, leaf: str) -> Figure[tuple[Segment, ...]]:
        return self._get(leaf, "segments")

    def number(self, leaf: str) -> Figure[int]:
        return self._get(leaf, "count", "days", "working_days", "months", "day_of_month")

    def month_day(self, leaf: str) -> Figure[tuple[int, int]]:
        return self._get(leaf, "month_day")

    def flag(self, leaf: str) -> Figure[bool]:
        return self._get(leaf, "flag")

    def word(self, leaf: str) -> Figure[str]:
        return self._get(leaf, "word")

    def words(self, leaf: str) -> Figure[tuple[str, ...]]:
        return self._get(leaf, "words")

    def has(self, leaf: str) -> bool:
        """Whether the figure is in force; for rules that a region may not have at all."""
        found = self.scheme.leaves.get(leaf)
        return found is not None and found.on(self.day) is not None

    def under(self, group: str) -> list[str]:
        """The names below a group that have a value: `under("ratio")` -> ["level_1", ...]."""
        prefix = group + "."
        names = [
            leaf.removeprefix(prefix) for leaf in self.scheme.leaves if leaf.startswith(prefix)
        ]
        return [name for name in names if self.has(prefix + name)]

    def _get(self, name: str, *units: str) -> Figure[Any]:
        leaf = self.scheme.leaves.get(name)
        found = leaf.on(self.day) if leaf else None
        if leaf is None or found is None:
            raise FigureMissing(pack=self.scheme.pack, leaf=name, day=self.day.isoformat())
        if leaf.unit.partition("(")[0] not in units:
            raise TypeError(f"{self.scheme.pack}#{name} is in {leaf.unit}, not {units}")
        scheme = self.scheme
        basis = Basis(
            scheme.pack, name, scheme.version, scheme.origin, found.since.isoformat(), found.source
        )
        return Figure(found.value, basis)


# ---------------------------------------------------------------- reading a file


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
            _reader(unit)
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


class _File:
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
        place = "+".join(places) if len(places) > 1 else places[0]
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
            return Dated(since, _reader(unit)(entry["value"]), source)
        except ValueError as fault:
            raise PolicyError(self.file, where, str(fault)) from None


def _invented(code: str) -> bool:
    """Codes of the invented province 99: a world may make cities of its own there."""
    return re.fullmatch(r"99\d{4}", code) is not None


# ---------------------------------------------------------------- the doors


@dataclass(frozen=True, slots=True)
class Pack:
    """A world's own policy for one region: its schemes by name, and the text's digest."""

    region: str
    digest: str
    schemes: Mapping[str, Scheme]


_packs: OrderedDict[tuple[str, str, str], Pack] = OrderedDict()
_packs_lock = Lock()


def load_pack(service: str, region: str, text: str) -> Pack:
    """Check and read a world's own pack; PolicyError names file, key and reason.

    The same text is read once: packs are kept by their digest.
    """
    digest = sha256(text.encode()).hexdigest()
    key = (service, region, digest)
    with _packs_lock:
        if key in _packs:
            _packs.move_to_end(key)
            return _packs[key]
    pack = Pack(region, digest, dict(_pack_schemes(service, region, text)))
    with _packs_lock:
        _packs[key] = pack
        while len(_packs) > _PACKS_KEPT:
            _packs.popitem(last=False)
    return pack


def _pack_schemes(service: str, region: str, text: str) -> Iterator[tuple[str, Scheme]]:
    documents = read_yaml(text, "pack")
    if not documents:
        raise PolicyError("pack", "", "the pack holds no policy")
    seen = set()
    for number, document in enumerate(documents, start=1):
        file = f"pack, document {number}"
        found = _File(service, document, file, "world").scheme()
        if found.regions != (region,):
            raise PolicyError(file, "region", f"is {'+'.join(found.regions)}, not {region}")
        if found.name in seen:
            raise PolicyError(file, "scheme", f"{found.name} stands twice")
        seen.add(found.name)
        yield found.name, found


@cache
def _builtin(service: str, folder: str, name: str) -> Scheme | None:
    path = SERVICES / service / "policy" / folder / f"{name}.yaml"
    if not path.is_file():
        return None
    file = f"{service}/{folder}/{name}.yaml"
    documents = read_yaml(path.read_text(encoding="utf-8"), file)
    if len(documents) != 1:
        raise PolicyError(file, "", "a file holds exactly one policy")
    found = _File(service, documents[0], file, "builtin").scheme()
    if folder != JOINT and (found.regions, found.name) != ((folder,), name):
        raise PolicyError(file, "region", "region and scheme must be those of the path")
    return found


def builtin(service: str, region: str) -> tuple[Scheme, ...]:
    """Every built-in scheme of a region, or of `joint`, by name."""
    folder = SERVICES / service / "policy" / region
    names = sorted(path.stem for path in folder.glob("*.yaml"))
    found = (_builtin(service, region, name) for name in names)
    return tuple(scheme for scheme in found if scheme is not None)


def builtin_text(service: str, region: str) -> str | None:
    """The built-in files of a region as one pack, to start one's own from; None without any."""
    folder = SERVICES / service / "policy" / region
    files = sorted(folder.glob("*.yaml")) if _is_code(region) else []
    return "---\n".join(path.read_text(encoding="utf-8") for path in files) or None


def scheme(service: str, region: str, name: str, pack: str | None = None) -> Scheme:
    """The scheme in force for a region: from the world's own pack if it has it, else built in.

    `pack` is the text of the world's pack for this service and region. PolicyMissing if
    nobody has figures for the region.
    """
    own = load_pack(service, region, pack).schemes.get(name) if pack is not None else None
    found = own or (_builtin(service, region, name) if _is_code(region) else None)
    if found is None:
        raise PolicyMissing(service=service, region=region, scheme=name)
    return found


def _is_code(region: str) -> bool:
    """A region's code becomes part of a path: digits only."""
    return re.fullmatch(r"\d{6}", region) is not None


def joint(service: str, name: str) -> tuple[Scheme, ...]:
    """The rules of this kind that regions made together, `policy/joint/*.yaml`."""
    return tuple(found for found in builtin(service, JOINT) if found.name == name)
