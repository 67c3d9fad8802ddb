"""People will put this on a team network: what must hold then (the design's security part).

Who gets in at the door is tested beside the gateway; here is what holds everywhere.
"""

import ast
import importlib
import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sscsim import logs, registry, settings
from sscsim.demo_people import LIN_XIAO
from tests.support import topologies
from tests.support.contract import Caller, merged

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = merged()
PERSON = LIN_XIAO.social_security_number
SECRET_NAMES = ("social_security", "identity_number", "id_card", "password", "key", "token")


# ---- nothing secret in addresses and logs


def test_no_address_takes_an_identity_number_or_a_secret() -> None:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", []):
                if parameter["in"] in ("path", "query"):
                    name = parameter["name"]
                    if name.endswith("_id"):
                        continue  # of a key, say: it names what it is not
                    assert not any(word in name for word in SECRET_NAMES), f"{method} {path} {name}"
                    assert "card_number" not in name


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything our loggers write, at the level that writes most, as the log would have it."""
    before = settings.current()
    settings.use(replace(before, log_format="json", log_level="debug"))
    logs.configure.cache_clear()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    root.handlers = []
    logs.configure()
    stream = io.StringIO()
    for handler in root.handlers:
        handler.setStream(stream)  # type: ignore[attr-defined]
    yield stream
    root.handlers, root.level = handlers, level
    logs.configure.cache_clear()
    settings.use(before)


def test_no_log_holds_a_secret_or_an_identity_number(
    demo: Caller, simulator: topologies.Topology, written: io.StringIO
) -> None:
    search = {"social_security_number": PERSON}
    assert demo.call("POST", "/v1/persons/search", json=search).status_code == 200
    demo.call("POST", "/v1/persons/search", json={**search, "surprise": PERSON})
    demo.call("GET", f"/v1/persons/{PERSON}")
    demo.call("GET", f"/v1/cards?person={PERSON}")
    demo.call("GET", "/v1/cards", headers={"Authorization": "Bearer sk_sbx_0123456789abcdef"})
    demo.call("GET", "/v1/cards", headers={"X-Request-Id": PERSON, "SSC-Simulate": PERSON})
    made = simulator.make(preset="empty")
    simulator.admin.call("DELETE", f"/sandbox/v1/sandboxes/{made['id']}")
    text = written.getvalue()
    assert "request" in text
    for secret in (PERSON, demo.key, made["key"], made["read_key"], "sk_sbx_0123456789abcdef"):
        assert secret not in text
    assert PERSON[6:14] not in text
    assert "Bearer" not in text
    for line in filter(None, text.splitlines()):
        json.loads(line)


def test_no_problem_says_an_identity_number_in_full(demo: Caller) -> None:
    person = {"name": "林晓", "sex": "female", "birth_date": "1985-03-12", "region_code": "510100"}
    twice = {**person, "social_security_number": PERSON}
    answers = [
        demo.call("POST", "/v1/persons", json=twice, headers={"Idempotency-Key": "again"}),
        demo.call("GET", f"/v1/persons/{PERSON}"),
        demo.call("GET", f"/v1/cards?person={PERSON}"),
    ]
    for answer in answers:
        assert answer.status_code >= 400
        said = json.loads(answer.data)
        assert PERSON not in said["title"]
        assert PERSON not in json.dumps(said.get("errors", []))
    assert PERSON not in answers[0].text


def test_keys_are_kept_hashed(demo: Caller, simulator: topologies.Topology) -> None:
    assert simulator.data is not None
    files = [file for file in simulator.data.rglob("*") if file.is_file()]
    assert any(file.suffix == ".db" for file in files)
    for file in files:
        assert demo.key.encode() not in file.read_bytes(), file


# ---- everything has a limit


def request_schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            where = f"{method.upper()} {path}"
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield from members(where, content["schema"])
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query":
                    yield from members(f"{where}?{parameter['name']}", parameter["schema"])


def members(where: str, schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    yield where, schema
    for name, inner in schema.get("properties", {}).items():
        yield from members(f"{where} {name}", inner)
    if "items" in schema:
        yield from members(f"{where}[]", schema["items"])


def test_every_text_list_and_number_of_a_request_has_a_limit() -> None:
    unlimited = []
    for where, schema in request_schemas():
        kinds = schema.get("type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        bounded = {"maxLength", "enum", "const", "format", "pattern"} & set(schema)
        if "string" in kinds and not bounded:
            unlimited.append(where)
        if "array" in kinds and "maxItems" not in schema:
            unlimited.append(where)
        if "integer" in kinds and not {"maximum", "enum"} & set(schema):
            unlimited.append(where)
    assert unlimited == []


def test_lists_give_200_at_most() -> None:
    for path, methods in DOCUMENT["paths"].items():
        for parameter in methods.get("get", {}).get("parameters", []):
            if parameter["name"] == "limit":
                assert parameter["schema"]["maximum"] <= 1_000, path
                assert parameter["schema"]["minimum"] >= 1


# ---- answers


def test_every_answer_carries_the_headers_that_protect_a_browser(demo: Caller) -> None:
    paths = ["/v1/cards", "/v1/nothing", "/v1/cards?no=1", "/", "/docs", "/problems"]
    for path in [*paths, "/sandbox/v1/clock", "/openapi.json", "/internal/v1/export"]:
        answer = demo.call("GET", path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy.partition("style-src")[0]
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Server" not in answer.headers


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "%3Cimg%20src=x%3E", "\"'&"])
def test_pages_escape_what_they_repeat(demo: Caller, name: str) -> None:
    answer = demo.call("GET", f"/problems/{name}", headers={"Accept": "text/html"})
    if answer.mimetype == "text/html":
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
    else:
        assert answer.mimetype == "application/problem+json"


def test_no_page_carries_a_key_in_an_address(demo: Caller) -> None:
    for path in ("/", "/docs", "/problems"):
        text = demo.call("GET", path).text
        assert not re.search(r"(href|src|action)=[\"'][^\"']*sk_sbx", text)
        assert not re.search(r"(href|src)=[\"']https?://", text), "nothing from elsewhere"


@pytest.mark.parametrize(
    "path",
    [
        "/internal/v1/export",
        "//internal/v1/export",
        "/v1/../internal/v1/export",
        "/v1/cards/../../internal/v1/export",
        "/v1/cards/%2e%2e/%2e%2e/internal/v1/export",
        "/v1//internal/v1/export",
        "/INTERNAL/v1/export",
        "/sandbox/v1/../../internal/v1/export",
        "/metrics/../internal/v1/export",
    ],
)
def test_internal_is_no_route_however_it_is_written(demo: Caller, path: str) -> None:
    answer = demo.call("GET", path)
    assert answer.status_code == 404, answer.text[:200]
    assert answer.content_type == "application/problem+json"


def test_internal_is_in_no_document() -> None:
    assert not [path for path in DOCUMENT["paths"] if "internal" in path]


# ---- code


def test_celery_takes_json_only() -> None:
    from sscsim.jobs.celery import app

    assert set(app.conf.accept_content) == {"json"}
    assert app.conf.task_serializer == "json"
    assert app.conf.result_serializer == "json"


DANGEROUS = {"eval", "exec", "pickle", "marshal", "shelve", "yaml.load", "os.system"}


def test_nothing_runs_what_a_caller_sends() -> None:
    found = []
    for folder in ("sscsim", "gateway", "services"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    names = {alias.name for alias in node.names} | {getattr(node, "module", "")}
                    if names & DANGEROUS:
                        found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
                if isinstance(node, ast.Call) and ast.unparse(node.func) in DANGEROUS:
                    found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
                if isinstance(node, ast.keyword) and node.arg == "shell":
                    found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def test_every_service_needs_a_shared_secret_when_they_run_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "_override", settings.Settings(topology="full"))
    for service in registry.SERVICES:
        with pytest.raises(RuntimeError, match="SSC_CONTEXT_SECRET"):
            importlib.import_module(service.package).create_app.__wrapped__()  # anew
