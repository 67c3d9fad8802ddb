"""Links of an OpenAPI document: from an answer to the calls that its ids are good for.

Written from the document itself, so that every operation has them: a creation and a single
resource lead to what is under its address, a list to its first item, and a field that is
named like the path parameter of a GET (`card_id`) to that GET. What a view says of its links
stands. Tools that follow links (schemathesis, generated clients) get from call to call by them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
_PAGE = "$response.body#/data/0/"
_ONE = "$response.body#/"


@dataclass(frozen=True, slots=True)
class _Target:
    """An operation with one path parameter: whose id it takes, below which address."""

    id: str
    method: str
    parameter: str
    base: str
    is_action: bool


def add(document: Document) -> Document:
    """The document with its links; those that are there stay."""
    targets = list(_targets(document))
    for path, methods in document["paths"].items():
        for operation in methods.values():
            answer = _success(operation)
            if answer is not None:
                _link(document, path, answer, targets)
    return document


def _targets(document: Document) -> Iterator[_Target]:
    for path, methods in document["paths"].items():
        if path.count("{") != 1:
            continue
        base, _, rest = path.partition("/{")
        name, _, below = rest.partition("}")
        for method, operation in methods.items():
            yield _Target(operation["operationId"], method, name, base, bool(below))


def _success(operation: Document) -> Document | None:
    for status, answer in operation["responses"].items():
        if status in ("200", "201", "202"):
            found: Document = answer
            return found
    return None


def _link(document: Document, path: str, answer: Document, targets: list[_Target]) -> None:
    schema = _resolved(document, _schema(answer))
    fields = schema.get("properties", {})
    is_page = "data" in fields and "has_more" in fields
    start = _PAGE if is_page else _ONE
    if is_page:
        items = fields["data"].get("items", {})
        fields = _resolved(document, items).get("properties", {})
    known = dict(answer.get("links", {}))
    found = {}
    for target in targets:
        field = _leads(target, path, fields, is_page)
        if field is not None:
            found[target.id] = {
                "operationId": target.id,
                "parameters": {target.parameter: start + field},
            }
    links = {**found, **known}
    if links:
        answer["links"] = links


def _schema(answer: Document) -> Document:
    content: Document = answer.get("content", {}).get("application/json", {})
    schema: Document = content.get("schema", {})
    return schema


def _resolved(document: Document, schema: Document) -> Document:
    if "$ref" in schema:
        found: Document = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _leads(target: _Target, path: str, fields: Document, is_page: bool) -> str | None:
    """The answer's field that the target takes; None where it does not lead there."""
    own = path.partition("/{")[0] == target.base and path.count("/") <= target.base.count("/") + 1
    if own and "id" in fields:
        # What is removed leads nowhere; a list leads to looking, not to doing.
        if target.method == "delete" or (is_page and target.method != "get"):
            return None
        return None if path == f"{target.base}/{{{target.parameter}}}" and _same(target) else "id"
    if target.method == "get" and not target.is_action and target.parameter in fields:
        return target.parameter
    return None


def _same(target: _Target) -> bool:
    """Whether the target is the single resource itself, asked again."""
    return target.method == "get" and not target.is_action
