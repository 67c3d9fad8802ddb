"""The OpenAPI documents: valid, typed, exemplified, and kept as snapshots."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from sscsim import settings
from tests.support.contract import merged

OPERATIONS = [
    pytest.param(path, method, operation, id=operation["operationId"])
    for path, methods in merged()["paths"].items()
    for method, operation in methods.items()
]
EVERYWHERE = {"400", "401", "403", "500", "503"}


@cache
def snapshots() -> dict[str, str]:
    from gateway import openapi

    settings.use(settings.Settings(context_secret="tests", log_level="error"))
    try:
        return openapi.snapshots()
    finally:
        settings.use(None)


@pytest.mark.parametrize("name", [*snapshots()])
def test_a_document_is_valid(name: str) -> None:
    OpenAPIV31SpecValidator(json.loads(snapshots()[name])).validate()


def test_the_snapshots_are_what_the_code_says() -> None:
    from gateway import openapi

    stale = [
        name
        for name, text in snapshots().items()
        if not (openapi.folder() / name).is_file()
        or (openapi.folder() / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run python -m gateway.openapi write, and look at what changed"


def walk(node: Any, where: str = "#") -> Iterator[tuple[str, Any]]:
    yield where, node
    if isinstance(node, dict):
        for name, inner in node.items():
            if name not in ("example", "examples", "default", "enum"):
                yield from walk(inner, f"{where}/{name}")
    if isinstance(node, list):
        for number, inner in enumerate(node):
            yield from walk(inner, f"{where}/{number}")


def test_no_object_is_untyped() -> None:
    """Every object names its members, or says what any member is."""
    untyped = []
    for where, node in walk(merged()):
        if not isinstance(node, dict) or "properties" in where.rsplit("/", 1)[-1:]:
            continue
        if node.get("type") == "object":
            more = node.get("additionalProperties")
            said = "properties" in node or (isinstance(more, dict) and _typed(more))
            if not said:
                untyped.append(where)
        if node.get("type") == "array" and not _typed(node.get("items", {})):
            untyped.append(where)
    assert untyped == []


def _typed(schema: Any) -> bool:
    return bool({"type", "$ref", "oneOf", "anyOf", "allOf", "enum"} & set(schema))


def test_every_schema_of_a_member_has_a_type() -> None:
    untyped = [
        f"{name}.{member}"
        for name, schema in merged()["components"]["schemas"].items()
        for member, shape in schema.get("properties", {}).items()
        if not _typed(shape)
    ]
    assert untyped == []


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_an_operation_tells_what_may_come_back(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    assert re.fullmatch("[a-z][A-Za-z0-9]*", operation["operationId"])
    assert operation["summary"].strip()
    assert operation["tags"]
    answers = operation["responses"]
    assert set(answers) >= EVERYWHERE
    assert any(status.startswith("2") for status in answers)
    for status, answer in answers.items():
        if status[0] in "45":
            assert set(answer["content"]) <= {"application/problem+json", *pages(answers, status)}
            shown = answer["content"]["application/problem+json"]
            assert shown["schema"] == {"$ref": "#/components/schemas/Problem"}
            for example in shown["examples"].values():
                if "$ref" in example:
                    code = example["$ref"].removeprefix("#/components/examples/")
                    example = merged()["components"]["examples"][code]
                validator("Problem").validate(example["value"])
    if "requestBody" in operation:
        assert {"413", "415"} <= set(answers)
    if "{" in path:
        assert "404" in answers
    for parameter in operation.get("parameters", []):
        assert "schema" in parameter


def pages(answers: dict[str, Any], status: str) -> set[str]:
    """A 404 may be a page where what is found is one."""
    found = next(each for code, each in answers.items() if code.startswith("2"))
    return {"text/html"} & set(found.get("content", ())) if status == "404" else set()


def validator(name: str) -> jsonschema.Draft202012Validator:
    return inside({"$ref": f"#/components/schemas/{name}"})


def inside(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    """A validator of a schema that points into the document."""
    whole = {**schema, "components": merged()["components"]}
    return jsonschema.Draft202012Validator(whole)


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_examples_are_what_they_are_examples_of(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        if "example" in content:
            inside(content["schema"]).validate(content["example"])
    for parameter in operation.get("parameters", []):
        if "example" in parameter:
            inside(parameter["schema"]).validate(parameter["example"])
    for answer in operation["responses"].values():
        for content in answer.get("content", {}).values():
            if "example" in content:
                inside(content["schema"]).validate(content["example"])


def test_field_examples_fit_their_fields() -> None:
    wrong = []
    for name, schema in merged()["components"]["schemas"].items():
        for member, shape in schema.get("properties", {}).items():
            if "example" in shape and not inside(shape).is_valid(shape["example"]):
                wrong.append(f"{name}.{member}")
    assert wrong == []


def answered(path: str, method: str = "get") -> dict[str, Any]:
    found: dict[str, Any] = merged()["paths"][path][method]
    return found


def test_what_comes_as_something_else_than_json_is_told() -> None:
    kinds = {
        "/sandbox/v1/requests/{request_id}": {
            *("text/html", "text/plain", "text/x-python", "text/x-shellscript")
        },
        "/sandbox/v1/trace/{trace_id}": {"image/svg+xml"},
    }
    for path, also in kinds.items():
        content = answered(path)["responses"]["200"]["content"]
        assert set(content) == {"application/json", *also}


def test_whoever_may_make_sandboxes_on_loopback_may_import_them() -> None:
    making = answered("/sandbox/v1/sandboxes", "post")["security"]
    assert answered("/sandbox/v1/sandboxes/import", "post")["security"] == making
    assert {} in making


def test_an_object_that_must_say_something_is_told() -> None:
    schemas = merged()["components"]["schemas"]
    for name, member in (("ComparisonNew", "amounts"), ("WhatIfNew", "under")):
        assert schemas[name]["properties"][member]["minProperties"] == 1
        assert not inside({"$ref": f"#/components/schemas/{name}"}).is_valid({member: {}})


def test_a_call_is_shown_with_whatever_it_sent() -> None:
    shown = merged()["components"]["schemas"]["RequestView"]["properties"]
    assert inside(shown["path"]).is_valid("/v1/\x16")
    assert inside(shown["query"]).is_valid("\x00")


def test_a_listed_break_would_be_seen() -> None:
    """The guard against breaking changes sees a removed operation, field and a new duty."""
    from gateway import openapi

    old = merged()
    assert openapi.broken_promises(old, old) == []
    new = json.loads(json.dumps(old))
    del new["paths"]["/v1/cards"]["get"]
    del new["components"]["schemas"]["CardView"]["properties"]["status"]
    found = openapi.broken_promises(old, new)
    assert "GET /v1/cards is gone" in found
    assert "CardView.status is gone" in found
