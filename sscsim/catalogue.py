"""Rows that a service brings for testers: states a world can be put into, and fixtures.

They lie in `services/<service>/catalogue/states.yaml` and `fixtures.yaml`, are served to the
gateway under `/internal/v1/catalogue`, and speak of public operations only: a state is reached
by calls, a fixture names the call to try and its answer. A row that can't be read is refused
when it is loaded, with file, row and reason.

    - state: a card is locked
      given: [a card has a password]
      steps: [{post: "/v1/cards/{card_id}/check-password", body: {password: "000001"}, times: 6}]
      returns: [card_id, person_id]
      shows: {get: "/v1/cards/{card_id}", fields: {status: locked}}
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

PARAM_TYPES = ("text", "region", "word", "integer", "fen", "date", "month")
VERBS = ("get", "post", "put", "patch", "delete")
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
BUILT_IN = ("today", "yesterday", "tomorrow")
"""Values every row may use besides its own: dates of the sandbox's clock."""
UNIQUE = ("unique", "unique_number")
"""And what no other row says: twelve hexadecimal digits, eleven decimal ones. A state says
others each time, a fixture the same."""


class BadCatalogue(ValueError):
    """A row of a catalogue is wrong; says which and why."""


@dataclass(frozen=True, slots=True)
class Param:
    """What a caller may choose of a state; the default may use what every row may use."""

    name: str
    type: str
    default: Any
    about: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One call. `keep` names values of its answer, each by a path like `data/0/id`.

    `once`: made once in a world, however often the row is performed. `refused`: codes that are
    the purpose, as a wrong password's. `advance` moves the clock instead of a call; `fixture`
    asks the service for a magic person instead.
    """

    method: str = ""
    path: str = ""
    body: Any = None
    keep: Mapping[str, str] = field(default_factory=dict)
    times: int = 1
    once: bool = False
    refused: tuple[str, ...] = ()
    advance: Mapping[str, str] | None = None
    fixture: str | None = None


@dataclass(frozen=True, slots=True)
class Shows:
    """An independent look at what was made: fields of its answer by path, with their values."""

    path: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """A state of a world: a plain English sentence and the calls that lead there.

    `given` are states that come first; their parameters of the same name get this one's values.
    """

    service: str
    sentence: str
    zh: str
    params: tuple[Param, ...]
    given: tuple[str, ...]
    steps: tuple[Step, ...]
    returns: tuple[str, ...]
    shows: Shows


@dataclass(frozen=True, slots=True)
class Fixture:
    """A magic thing: what to try with it, and the answer that is certain.

    `made`: the service makes it itself (its own `/internal/v1/fixtures`); else `given` and
    `steps` do, once in a world.
    """

    service: str
    outcome: str
    kind: str
    zh: str
    en: str
    why: str
    operation: str
    body: Any
    expect: Mapping[str, Any]
    made: bool
    given: tuple[str, ...]
    params: Mapping[str, Any]
    steps: tuple[Step, ...]


# ---- reading


def folder(service: str) -> Path | None:
    """Where a service keeps its rows; None when it has none."""
    found = find_spec(f"services.{service}")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "catalogue"


@cache
def rows(service: str) -> Mapping[str, list[Any]]:
    """The service's rows as they stand in its files, checked; BadCatalogue."""
    found: dict[str, list[Any]] = {"states": [], "fixtures": []}
    place = folder(service)
    for name in found:
        file = place / f"{name}.yaml" if place else None
        if file is not None and file.exists():
            found[name] = yaml.safe_load(file.read_text(encoding="utf-8"))
    list(states_of(service, found["states"]))
    list(fixtures_of(service, found["fixtures"]))
    return found


def states_of(service: str, rows: list[Any]) -> Iterator[State]:
    known = {"state", "zh", "params", "given", "steps", "returns", "shows"}
    for row in rows:
        where = f"{service}: state {row.get('state')!r}"
        _only(row, known, where)
        _needs(row, ("state", "zh", "returns", "shows"), where)
        params = tuple(_param(n, said, where) for n, said in row.get("params", {}).items())
        _only(row["shows"], {"get", "fields"}, where)
        yield State(
            service,
            row["state"],
            row["zh"],
            params,
            tuple(row.get("given", ())),
            tuple(_step(said, where) for said in row.get("steps", ())),
            tuple(row["returns"]),
            Shows(row["shows"]["get"], row["shows"]["fields"]),
        )


def fixtures_of(service: str, rows: list[Any]) -> Iterator[Fixture]:
    known = {"outcome", "title", "kind", "why", "made", "given", "params", "steps", "try", "expect"}
    for row in rows:
        where = f"{service}: fixture {row.get('outcome')!r}"
        _only(row, known, where)
        _needs(row, ("outcome", "title", "try", "expect"), where)
        operation, body = row["try"]["operation"], row["try"].get("body")
        yield Fixture(
            service,
            row["outcome"],
            row.get("kind") or _kind(operation, body),
            row["title"]["zh"],
            row["title"]["en"],
            row.get("why", ""),
            operation,
            body,
            row["expect"],
            "made" in row,
            tuple(row.get("given", ())),
            row.get("params", {}),
            tuple(_step(said, where) for said in row.get("steps", ())),
        )


def _param(name: str, said: Mapping[str, Any], where: str) -> Param:
    _only(said, {"type", "default", "about", "of"}, f"{where}, {name}")
    _needs(said, ("type", "default", "about"), f"{where}, {name}")
    if said["type"] not in PARAM_TYPES:
        raise BadCatalogue(f"{where}: {name} is of no type we know: {said['type']!r}")
    return Param(name, said["type"], said["default"], said["about"], tuple(said.get("of", ())))


def _step(said: Mapping[str, Any], where: str) -> Step:
    _only(said, {*VERBS, "body", "keep", "times", "once", "refused", "advance", "fixture"}, where)
    verbs = [name for name in (*VERBS, "advance", "fixture") if name in said]
    if len(verbs) != 1:
        raise BadCatalogue(f"{where}: a step is one call, not {verbs}")
    verb = verbs[0]
    return Step(
        verb.upper() if verb in VERBS else "",
        said[verb] if verb in VERBS else "",
        said.get("body"),
        said.get("keep", {}),
        said.get("times", 1),
        said.get("once", False),
        tuple(said.get("refused", ())),
        said.get("advance"),
        said.get("fixture"),
    )


def _only(said: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := set(said) - known:
        raise BadCatalogue(f"{where}: not known: {', '.join(sorted(unknown))}")


def _needs(said: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
    if missing := [name for name in names if name not in said]:
        raise BadCatalogue(f"{where}: missing: {', '.join(missing)}")


_KINDS = ("card", "account", "electronic_card", "application", "enrolment", "visit", "settlement")


def _kind(operation: str, body: Any) -> str:
    """What a row is about: the first thing its operation names, else a person."""
    named = _PLACE.findall(operation) + _PLACE.findall(str(body))
    for name in named:
        kind = name.removesuffix("_id")
        if kind in _KINDS:
            return "bank_account" if kind == "account" else kind
    return "card" if any(name.startswith("card_") for name in named) else "person"


def form_of(sentence: str) -> re.Pattern[str]:
    """The sentence with any value in the places of its parameters."""
    parts = re.split(r"\{([a-z0-9_]+)\}", sentence)
    return re.compile(
        "".join(
            f"(?P<{part}>[^ ]+)" if number % 2 else re.escape(part)
            for number, part in enumerate(parts)
        )
    )


# ---- filling in


def names_in(value: Any) -> set[str]:
    """The names that stand in braces, anywhere in a value."""
    return set(_PLACE.findall(str(value)))


def filled(value: Any, values: Mapping[str, Any]) -> Any:
    """The value with what stands in braces put in; a text that is one name keeps its type."""
    if isinstance(value, str):
        whole = _PLACE.fullmatch(value)
        if whole:
            return values[whole[1]]
        return _PLACE.sub(lambda found: str(values[found[1]]), value)
    if isinstance(value, Mapping):
        return {name: filled(each, values) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, values) for each in value]
    return value


class Nothing:
    """What `at` gives where there is nothing."""


def at(document: Any, path: str) -> Any:
    """The value at a path like `data/0/id` or `steps/-1`; Nothing where there is none."""
    found = document
    for name in path.strip("/").split("/"):
        if isinstance(found, list) and name == "-1" and found:
            found = found[-1]
        elif isinstance(found, list) and name.isdigit() and int(name) < len(found):
            found = found[int(name)]
        elif isinstance(found, Mapping) and name in found:
            found = found[name]
        else:
            return Nothing
    return found
