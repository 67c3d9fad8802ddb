"""Bad input on every operation: a problem that points at it, and nothing is written.

The calls are made from the merged document: what the document forbids must be refused
with 400 and a pointer, parameter or header, before anything happens.
"""

import copy
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from werkzeug.test import TestResponse

from sscsim import registry
from sscsim.demo_people import LIN_XIAO, SEED
from tests.support.contract import Caller, Untouched, merged

DOCUMENT = merged()
OPERATIONS = [
    pytest.param(path, method.upper(), operation, id=operation["operationId"])
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
WITH_BODY = [
    item
    for item in OPERATIONS
    if "application/json" in item.values[2].get("requestBody", {}).get("content", {})
]
NOBODY = "0" * 26
TEN_MB = 10_000_000
JSON = "application/json"


# ---- a good call to spoil


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def address(path: str, operation: dict[str, Any]) -> str:
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", str(_path_value(parameter)))
    assert "{" not in path
    return path


def _path_value(parameter: dict[str, Any]) -> Any:
    if "example" in parameter:
        return parameter["example"]
    schema = parameter["schema"]
    if "enum" in schema:
        return schema["enum"][0]
    prefix = schema.get("pattern", "").lstrip("^").partition("_")[0]
    return f"{prefix}_{NOBODY}"


def headers(operation: dict[str, Any]) -> dict[str, str]:
    return {
        parameter["name"]: str(parameter.get("example", "x"))
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "header" and parameter.get("required")
    }


def query(operation: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query" and parameter.get("required"):
            schema = parameter["schema"]
            found[parameter["name"]] = parameter.get("example", schema.get("example", "x"))
    return found


def body_schema(operation: dict[str, Any]) -> dict[str, Any]:
    return resolved(operation["requestBody"]["content"][JSON]["schema"])


def good_body(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation["requestBody"]["content"].get(JSON, {})
    if not content:
        return {}
    made: dict[str, Any] = copy.deepcopy(content.get("example") or {})
    for name, shape in body_schema(operation).get("properties", {}).items():
        needed = name in body_schema(operation).get("required", [])
        if needed and name not in made and "example" in resolved(shape):
            made[name] = resolved(shape)["example"]
    return made


def assert_refused(answer: TestResponse, status: int = 400) -> dict[str, Any]:
    assert answer.content_type == "application/problem+json", answer.data[:300]
    shown: dict[str, Any] = json.loads(answer.data)
    assert answer.status_code == status, shown
    assert shown["status"] == status
    assert shown["effect"] == "none"
    assert answer.headers["Request-Id"] == shown["request_id"]
    jsonschema.Draft202012Validator(
        {"$ref": "#/components/schemas/Problem", "components": DOCUMENT["components"]}
    ).validate(shown)
    return shown


# ---- spoiling


def spoiled_values(shape: dict[str, Any]) -> Iterator[Any]:
    """Values that this schema forbids."""
    shape = resolved(shape)
    kinds = shape.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    wrong: list[Any] = [None, True, 1, -1, 1.5, "x", "", [], {}, [1], {"x": 1}]
    if "integer" in kinds:
        wrong += [-(10**18), 10**18, 10**400, "1", 0.1]
    if "string" in kinds:
        wrong += ["a\0b", "\ud800", "x" * 1_000_001, "2026-02-30", "26-1-1", "2026-13-01"]
        wrong += ["9999-12-31", "0000-00-00", "2026-04-01T25:00:00Z", "' OR 1=1 --"]
    if "array" in kinds:
        wrong += [[None], [[]], [{}] * 2_000, "x"]
    checked = jsonschema.Draft202012Validator({**shape, "components": DOCUMENT["components"]})
    for value in wrong:
        if value == "\ud800" or not checked.is_valid(value):
            yield value


def spoiled(schema: dict[str, Any], good: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Bodies with one fault each, and where it is."""
    schema = resolved(schema)
    if schema.get("type") == "array" and isinstance(good, list) and good:
        for pointer, bad in spoiled(schema["items"], good[0], f"{place}/0"):
            yield pointer, [bad, *good[1:]]
        return
    if "properties" not in schema or not isinstance(good, dict):
        return
    for name in schema.get("required", []):
        yield f"{place}/{name}", {key: value for key, value in good.items() if key != name}
    yield f"{place}/no_such_field", {**good, "no_such_field": 1}
    for name, shape in schema["properties"].items():
        for value in spoiled_values(shape):
            yield f"{place}/{name}", {**good, name: value}
        for pointer, bad in spoiled(shape, good.get(name), f"{place}/{name}"):
            yield pointer, {**good, name: bad}


def sent(value: Any) -> bytes:
    return json.dumps(value).encode()


@pytest.fixture
def unchanged(demo: Caller, untouched: Untouched) -> Iterator[Caller]:
    """Nothing may be written."""
    assert untouched.holds()
    yield demo
    assert untouched.holds()


def test_what_is_written_is_seen(demo: Caller, untouched: Untouched) -> None:
    assert untouched.holds()
    made = demo.call(
        "POST",
        "/v1/verifications",
        json={"card_id": LIN_XIAO.card_id(SEED)},
        headers={"Idempotency-Key": "seen"},
    )
    assert made.status_code == 201, made.data
    assert not untouched.holds()
    assert untouched.holds()


@pytest.mark.parametrize(("path", "method", "operation"), WITH_BODY)
def test_a_body_with_a_fault(
    unchanged: Caller, path: str, method: str, operation: dict[str, Any]
) -> None:
    call = {"headers": headers(operation), "query_string": query(operation), "content_type": JSON}
    count = 0
    for pointer, bad in spoiled(body_schema(operation), good_body(operation)):
        answer = unchanged.call(method, address(path, operation), data=sent(bad), **call)
        if len(sent(bad)) > 2_000_000:
            assert_refused(answer, 413)
            continue
        shown = assert_refused(answer)
        pointers = [error.get("pointer", "") for error in shown["errors"]]
        near = [p for p in pointers if p.startswith(pointer) or pointer.startswith(p + "/")]
        assert near, (pointer, shown)
        count += 1
    assert count


RAW = {
    "empty": (b"", 400),
    "broken": (b"{", 400),
    "not UTF-8": (b'{"a": "\xff\xfe"}', 400),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), 400),
    "NaN": (b'{"a": NaN}', 400),
    "too deep": (b"[" * 100_000 + b"]" * 100_000, 400),
    "a list": (b"[]", 400),
    "null": (b"null", 400),
    "a number": (b"1", 400),
    "10 MB": (b'{"a": "' + b"a" * TEN_MB + b'"}', 413),
}


@pytest.mark.parametrize(("path", "method", "operation"), WITH_BODY)
def test_a_body_that_is_no_json_object(
    unchanged: Caller, path: str, method: str, operation: dict[str, Any]
) -> None:
    call = {"headers": headers(operation), "query_string": query(operation)}
    for raw, status in RAW.values():
        answer = unchanged.call(
            method, address(path, operation), data=raw, content_type=JSON, **call
        )
        if status == 413 and registry.takes_file(path):
            status = 400  # a file of lines may be larger than this
        shown = assert_refused(answer, status)
        if status == 400 and len(raw) < TEN_MB:
            assert shown["errors"][0]["pointer"] == ""
    for kind in ("text/plain", "application/xml", "application/x-www-form-urlencoded", None):
        answer = unchanged.call(
            method, address(path, operation), data=b"{}", content_type=kind, **call
        )
        assert_refused(answer, 415)


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_bad_parameters_and_headers(
    unchanged: Caller, path: str, method: str, operation: dict[str, Any]
) -> None:
    where, good = address(path, operation), headers(operation)
    content: dict[str, Any] = {}
    if "requestBody" in operation:
        content = {"data": sent(good_body(operation)), "content_type": JSON}
    asked = query(operation)

    unknown = unchanged.call(
        method, where, headers=good, query_string={**asked, "no_such": "1"}, **content
    )
    shown = assert_refused(unknown)
    assert "no_such" in [error.get("parameter") for error in shown["errors"]]

    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query":
            for bad in _bad_query(parameter["schema"]):
                spoilt = {**asked, parameter["name"]: bad}
                answer = unchanged.call(method, where, headers=good, query_string=spoilt, **content)
                shown = assert_refused(answer)
                names = [error.get("parameter") for error in shown["errors"]]
                assert parameter["name"] in names, (bad, shown)
        if parameter["in"] == "header" and parameter.get("required"):
            less = {name: value for name, value in good.items() if name != parameter["name"]}
            answer = unchanged.call(method, where, headers=less, query_string=asked, **content)
            status = 428 if parameter["name"] == "If-Match" else 400
            assert_refused(answer, status)
        if parameter["in"] == "header" and parameter["name"] == "Idempotency-Key":
            for bad in ("x" * 256, '""', "caf\u00e9"):
                spoilt = {**good, "Idempotency-Key": bad}
                answer = unchanged.call(
                    method, where, headers=spoilt, query_string=asked, **content
                )
                assert_refused(answer)
        if parameter["in"] == "path":
            for bad in ("nonsense", "x" * 300, "%00", "..%2f..", "%F0%9F%92%A9"):
                at = path.replace("{" + parameter["name"] + "}", bad)
                answer = unchanged.call(
                    method, address(at, operation), headers=good, query_string=asked, **content
                )
                is_chosen = bad == "nonsense" and operation["operationId"] in CHOSEN
                assert_refused(answer, 422 if is_chosen else 404)


CHOSEN = ("putInterfaceProfile",)
"""What they put has a name that the caller chooses: any will do, if the body says the same."""


def _bad_query(schema: dict[str, Any]) -> Iterator[str]:
    checked = jsonschema.Draft202012Validator(schema)
    if schema.get("type") == "integer":
        yield from ("x", "", "1.5", "999999999999999999999", "1e3", " 1", "٣")
        yield from (str(number) for number in (-1, 0, 1_000) if not checked.is_valid(number))
        return
    for bad in ("", "\0", "2026-02-30", "nonsense", "x" * 1_000):
        if not checked.is_valid(bad):
            yield bad


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_nobody_gets_in_without_a_key(
    demo: Caller, path: str, method: str, operation: dict[str, Any]
) -> None:
    if {} in operation.get("security", []):
        pytest.skip("open on loopback, and says so")
    for authorization in ("Bearer sk_sbx_wrong", "Basic c2s6", "Bearer", "sk_sbx_demo"):
        answer = demo.call(
            method, address(path, operation), headers={"Authorization": authorization}
        )
        assert_refused(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_a_method_that_is_not_there(
    demo: Caller, path: str, method: str, operation: dict[str, Any]
) -> None:
    answer = demo.call("TRACE", address(path, operation))
    assert_refused(answer, 405)
    assert method in answer.headers["Allow"]
