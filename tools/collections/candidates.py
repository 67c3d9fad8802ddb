"""Ways to call an operation: its example, and ids that earlier answers lead to.

A candidate has its strings with variables, `{{createCard_id}}`; `known` says what they stand
for in the world in which the collection is being tried.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tools.collections.model import Capture, Headers, value_at
from tools.document import Document, Json, Operation

_BODY = "$response.body#/"
_VARIABLE = re.compile(r"\{\{(\w+)\}\}")
_ACCIDENTS = "/sandbox/v1/dead-jobs"
_AT_MOST = 6
"""Candidates of one kind; a collection is no search."""


@dataclass(frozen=True)
class Candidate:
    """One way to call an operation."""

    path: str
    query: Headers
    headers: Headers
    body: Any
    uses: frozenset[str] = frozenset()


@dataclass
class Known:
    """What earlier answers gave: values of variables, and which parameters they are for."""

    values: dict[str, str] = field(default_factory=dict)
    paths: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Variable → (operation that gave it, path in its answer)."""
    linked: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """(operation, parameter) → variables that a link made for it, the latest first."""
    named: dict[str, list[str]] = field(default_factory=dict)
    """Parameter → variables that some link gave under this name, the latest first."""
    listed: dict[str, str] = field(default_factory=dict)
    """Path of a list → variable of the id of its first item."""

    def learn(self, operation: Operation, answer: Any) -> None:
        """Note what an answer leads to. A job that died is an accident, and nothing to count on."""
        if operation.path.startswith(_ACCIDENTS):
            return
        for link in operation.links.values():
            for parameter, expression in link.get("parameters", {}).items():
                if not str(expression).startswith(_BODY):
                    continue
                path = expression.removeprefix(_BODY).replace("/", ".")
                if variable := self._keep(operation, path, answer):
                    name = parameter.rpartition(".")[2]
                    target = (link["operationId"], name)
                    _first(self.linked.setdefault(target, []), variable)
                    _first(self.named.setdefault(name, []), variable)
        if operation.is_list and (variable := self._keep(operation, "data.0.id", answer)):
            self.listed[operation.path] = variable

    def _keep(self, operation: Operation, path: str, answer: Any) -> str | None:
        value = value_at(answer, path)
        if not isinstance(value, str):
            return None
        variable = f"{operation.id}_{path.replace('.', '_')}"
        self.values[variable] = value
        self.paths[variable] = (operation.id, path)
        return variable

    def captures(self, operation: Operation, answer: Any, used: set[str]) -> tuple[Capture, ...]:
        """The variables that this answer gives and that are used somewhere."""
        return tuple(
            Capture(variable, path)
            for variable, (giver, path) in self.paths.items()
            if giver == operation.id
            and variable in used
            and isinstance(value_at(answer, path), str)
        )

    def filled(self, thing: Any) -> Any:
        """The same with values for variables."""
        text = json.dumps(thing, ensure_ascii=False)
        return json.loads(_VARIABLE.sub(lambda found: self.values[found[1]], text))


def _first(variables: list[str], variable: str) -> None:
    if variable in variables:
        variables.remove(variable)
    variables.insert(0, variable)


def variables_in(thing: Any) -> set[str]:
    return set(_VARIABLE.findall(json.dumps(thing, ensure_ascii=False)))


def candidates(
    document: Document, operation: Operation, known: Known, only_linked: bool = False
) -> Iterator[Candidate]:
    """Ways to call it, the likeliest first. `only_linked`: with ids of other answers only."""
    queries = tuple(
        (each["name"], _text(example_of(document, each)))
        for each in operation.parameters("query")
        if each.get("required")
    )
    seen = set()
    for body in _bodies(document, operation, known):
        for path in _paths(document, operation, known):
            made = Candidate(path, queries, _headers(operation), body)
            made = replace(made, uses=frozenset(variables_in([path, body])))
            if (key := json.dumps([path, body], sort_keys=True)) not in seen:
                seen.add(key)
                if made.uses or not only_linked:
                    yield made


def _paths(document: Document, operation: Operation, known: Known) -> Iterator[str]:
    parameters = operation.parameters("path")
    if not parameters:
        yield operation.path
        return
    choices = {
        each["name"]: list(dict.fromkeys(_values(document, operation, each, known)))[:_AT_MOST]
        for each in parameters
    }
    for turn in range(max(map(len, choices.values()))):
        path = operation.path
        for name, values in choices.items():
            path = path.replace("{" + name + "}", values[min(turn, len(values) - 1)])
        yield path


def _values(
    document: Document, operation: Operation, parameter: Json, known: Known
) -> Iterator[str]:
    name = parameter["name"]
    for variable in known.linked.get((operation.id, name), []):
        yield "{{" + variable + "}}"
    if "example" in parameter and "00000000" not in str(parameter["example"]):
        yield str(parameter["example"])
    parent = operation.path.partition("/{" + name + "}")[0]
    if parent in known.listed:
        yield "{{" + known.listed[parent] + "}}"
    for variable in known.named.get(name, []):
        yield "{{" + variable + "}}"
    yield str(parameter.get("example") or _made_up(parameter))


def _made_up(parameter: Json) -> str:
    """An id of the right form that nobody has."""
    pattern = str(parameter.get("schema", {}).get("pattern", "")).lstrip("^(?:")
    prefix = pattern.partition("_")[0]
    return f"{prefix}_{'0' * 26}" if prefix.isalpha() else "unknown"


def _bodies(document: Document, operation: Operation, known: Known) -> Iterator[Any]:
    """Examples as they stand, and with ids that were given under a field's name."""
    kind, content = operation.body_content()
    if not kind:
        yield None
        return
    creates = operation.method == "POST" and "{" not in operation.path
    for example in _examples(document, content):
        if not isinstance(example, dict):
            yield example
            continue
        replaced = {
            name: "{{" + known.named[name][0] + "}}"
            for name, value in example.items()
            if isinstance(value, str) and known.named.get(name)
        }
        both = [example, {**example, **replaced}]
        yield from both[::-1] if creates else both


def _examples(document: Document, content: Json) -> Iterator[Any]:
    """The example of a body: its own, else what its fields say: the required ones, or all."""
    if "example" in content:
        yield content["example"]
        return
    named = [document.resolved(each).get("value") for each in content.get("examples", {}).values()]
    yield from named
    if not named:
        schema = content.get("schema", {})
        needed, whole = (schema_example(document, schema, each) for each in (False, True))
        yield needed
        yield whole
        if isinstance(whole, dict):  # some fields go without each other
            more = [name for name in whole if name not in needed]
            yield from ({**needed, name: whole[name]} for name in more[:_AT_MOST])
            yield from ({k: v for k, v in whole.items() if k != name} for name in more[:_AT_MOST])


def schema_example(document: Document, schema: Json, whole: bool = False) -> Any:
    """An example of a schema: its own, or what its required fields have; `whole`: every field
    that has an example."""
    said = document.resolved(schema)
    for word in ("example", "default", "const"):
        if word in said:
            return said[word]
    if "enum" in said:
        return said["enum"][0]
    kind = said.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "array":
        return [schema_example(document, said.get("items", {}))]
    if kind == "object" or "properties" in said:
        return {
            name: schema_example(document, shape)
            for name, shape in said.get("properties", {}).items()
            if name in said.get("required", []) or (whole and "example" in shape)
        }
    return {"integer": 1, "number": 1, "boolean": True}.get(str(kind), "example")


def example_of(document: Document, parameter: Json) -> Any:
    if "example" in parameter:
        return parameter["example"]
    return schema_example(document, parameter.get("schema", {}))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _headers(operation: Operation) -> Headers:
    found = []
    if key := operation.header("Idempotency-Key"):
        found.append(("Idempotency-Key", str(key.get("example", operation.id))))
    match = operation.header("If-Match")
    if match and match.get("required"):
        found.append(("If-Match", str(match.get("example", "*"))))
    return tuple(found)
