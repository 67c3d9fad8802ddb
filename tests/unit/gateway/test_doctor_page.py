"""The page of a call in a browser: escaped, guarded, and shown to whoever has the world's key."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from werkzeug.test import Client

from sscsim import requestlog
from tests.unit.gateway.conftest import Caller, set_settings

pytestmark = pytest.mark.db
HTML = {"Accept": "text/html,*/*"}


@pytest.fixture(autouse=True)
def log_is_on(app: Any, sqlite: str) -> Iterator[None]:
    set_settings(request_log="on")
    yield
    requestlog.flush()


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest, sqlite: str) -> str:
    """A browser's part is the same on both databases."""
    return str(request.param)


def refused(caller: Caller) -> str:
    """A call that went wrong, with markup in it; the address of its page."""
    body = {"<script>alert(1)</script>": '"><img src=x onerror=alert(2)>'}
    answer = caller.call("POST", "/v1/persons", body, buffered=True)
    return str(answer.json["instance"])


def test_the_page_is_escaped_and_guarded(demo: Caller) -> None:
    page = demo.call("GET", refused(demo), headers=HTML, buffered=True)
    assert page.status_code == 200 and page.content_type.startswith("text/html")
    assert "<script" not in page.text and "<img src=x" not in page.text
    assert "&lt;script&gt;" in page.text
    for said in ("What was wrong", "nearest valid request", "Trace", "Once more"):
        assert said in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert demo.key not in page.text


def test_a_browser_brings_its_key_by_a_form_and_a_cookie(demo: Caller, client: Client) -> None:
    path = refused(demo)
    set_settings(bind="0.0.0.0")
    asked = client.get(path, headers=HTML)
    assert asked.status_code == 401
    assert 'type="password"' in asked.text and path in asked.text
    assert "form-action 'self'" in asked.headers["Content-Security-Policy"]
    wrong = client.post("/sign-in", data={"key": "sk_sbx_nobody", "next": path})
    assert wrong.status_code == 401 and "Set-Cookie" not in wrong.headers
    taken = client.post("/sign-in", data={"key": demo.key, "next": path})
    assert (taken.status_code, taken.headers["Location"]) == (303, path)
    cookie = taken.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/sandbox/v1/" in cookie
    assert "What was wrong" in client.get(path, headers=HTML).text
    drawing = client.get(demo.call("GET", path, buffered=True).json["trace"] + "?format=svg")
    assert drawing.status_code == 200
    # The cookie opens these pages and nothing else.
    assert client.get("/v1/cards").status_code == 401
    assert client.post(f"{path}/replay", json={}).status_code == 401


@pytest.mark.parametrize(
    "goes_to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "/docs", ""]
)
def test_the_form_leads_nowhere_else(demo: Caller, client: Client, goes_to: str) -> None:
    taken = client.post("/sign-in", data={"key": demo.key, "next": goes_to})
    assert taken.headers["Location"] == "/"


def test_another_site_cannot_fill_the_form(demo: Caller, client: Client) -> None:
    sent = client.post(
        "/sign-in", data={"key": demo.key, "next": "/"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert sent.status_code == 403 and "Set-Cookie" not in sent.headers


def test_on_loopback_the_default_world_is_shown(demo: Caller, client: Client) -> None:
    default = Caller(client, "sk_sbx_demo")
    assert client.get(refused(default), headers=HTML).status_code == 200
    other = client.get(refused(demo), headers=HTML)
    assert other.status_code == 404 and 'type="password"' in other.text


def test_programs_are_told_in_json(demo: Caller, client: Client) -> None:
    answer = client.get(refused(demo))
    assert answer.status_code == 401
    assert json.loads(answer.text)["code"] == "credential_missing"


def test_spans_reach_a_collector_over_http(demo: Caller) -> None:
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http")
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    bodies: list[bytes] = []

    class Sink(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Sink) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        set_settings(otel_endpoint=f"http://127.0.0.1:{server.server_port}")
        demo.call("GET", "/v1/cards", buffered=True)
        requestlog.flush()
        requestlog.otel.flush()
        requestlog.otel._processor(requestlog.otel.endpoint()).shutdown()
        server.shutdown()
    told = ExportTraceServiceRequest.FromString(bodies[0])
    names = {
        span.name
        for resource in told.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    }
    assert "GET /v1/cards" in names
