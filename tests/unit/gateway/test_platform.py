"""Health, documents and pages need no key, no network and give nothing away."""

import hashlib
import json
import os
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate
from werkzeug.test import Client

from gateway import openapi
from gateway.forward import InProcess
from sscsim.kernel.problems import REGISTRY
from tests.unit.gateway.conftest import Caller, set_settings


@pytest.fixture
def database(sqlite: str) -> str:
    return sqlite


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/healthz", "/metrics", "/", "/docs"])
def test_the_platform_answers_without_a_key(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_ready_names_what_is_not(app: Any, client: Client) -> None:
    def down(environ: Any, start_response: Any) -> Any:
        start_response("503 Service Unavailable", [])
        return [b""]

    culture = app._services["culture"]
    shown = client.get("/readyz?verbose").get_data(as_text=True)
    assert "[+]control ok" in shown and "[+]culture ok" in shown
    culture._app, before = down, culture._app
    answer = client.get("/readyz?verbose")
    assert answer.status_code == 503
    assert "[-]culture failed" in answer.get_data(as_text=True)
    assert client.get("/readyz?verbose&exclude=culture").status_code == 200
    culture._app = before


def test_the_merged_document_is_valid_and_whole(client: Client) -> None:
    document = client.get("/openapi.json").json
    validate(document)
    for path in ("/v1/cards", "/sandbox/v1/clock/advance", "/v1/visits", "/v1/claims"):
        assert path in document["paths"]
    assert not [path for path in document["paths"] if path.startswith("/internal")]
    ids = [
        operation["operationId"]
        for methods in document["paths"].values()
        for operation in methods.values()
    ]
    assert len(ids) == len(set(ids))
    links = re.findall(r'"operationId": "(\w+)"', json.dumps(document))
    assert set(links) <= set(ids)


def test_every_path_of_the_document_reaches_its_service(client: Client, caller: Caller) -> None:
    document = client.get("/openapi.json").json
    for path in document["paths"]:
        answer = caller.get(re.sub(r"\{[^}]+\}", "x", path))
        if answer.status_code == 404:
            assert "{" in path, path


def test_schemas_of_one_name_and_two_shapes_are_kept_apart() -> None:
    def document(field: str) -> dict[str, Any]:
        shape = {"type": "object", "properties": {field: {"type": "string"}}}
        ref = {"$ref": "#/components/schemas/Thing"}
        path = {"get": {"operationId": field, "responses": {"200": {"content": {"x": ref}}}}}
        return {"paths": {f"/{field}": path}, "components": {"schemas": {"Thing": shape}}}

    whole = openapi.merged(document("a"), {"card": document("b")})
    schemas = whole["components"]["schemas"]
    assert set(schemas) == {"Thing", "CardThing"}
    answer = whole["paths"]["/b"]["get"]["responses"]["200"]
    assert answer["content"]["x"]["$ref"].endswith("/CardThing")


def test_a_broken_promise_is_found() -> None:
    def document(**schemas: Any) -> dict[str, Any]:
        return {"paths": {"/a": {"get": {}}}, "components": {"schemas": schemas}}

    old = document(
        AView={"properties": {"x": {}, "y": {}}}, Order={"required": ["a"], "properties": {}}
    )
    new = document(
        AView={"properties": {"x": {}}}, Order={"required": ["a", "b"], "properties": {}}
    )
    assert openapi.broken_promises(old, old) == []
    assert openapi.broken_promises(old, new) == ["AView.y is gone", "Order.b is required now"]
    assert openapi.broken_promises(old, {**old, "paths": {}}) == ["GET /a is gone"]


def test_every_problem_has_a_help_page(client: Client) -> None:
    for code in REGISTRY:
        answer = client.get(f"/problems/{code.replace('_', '-')}")
        assert answer.status_code == 200
        assert code in answer.get_data(as_text=True)
    answer = client.get("/problems/<script>")
    assert answer.status_code == 404
    assert answer.json["code"] == "unknown_problem"


@pytest.mark.parametrize("path", ["/", "/docs", "/problems", "/problems/unknown-route"])
def test_pages_load_nothing_from_elsewhere(client: Client, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "default-src 'none'" in policy
    page = answer.get_data(as_text=True)
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert address.startswith("/")
        assert client.get(address, buffered=True).status_code == 200
    assert "sk_sbx_" not in "".join(re.findall(r'(?:src|href)="([^"]+)"', page))


def test_the_first_request_shown_goes_where_the_page_came_from(client: Client) -> None:
    page = client.get("/", base_url="http://127.0.0.1:8771").get_data(as_text=True)
    assert "http://127.0.0.1:8771/sandbox/v1/clock" in page


def test_the_first_request_shows_the_demo_key_on_loopback_only(client: Client) -> None:
    assert "Bearer sk_sbx_demo" in client.get("/").get_data(as_text=True)
    set_settings(bind="0.0.0.0")
    page = client.get("/").get_data(as_text=True)
    assert "sk_sbx_" not in page and "$SSC_API_KEY" in page


def test_the_start_page_leads_to_the_references_in_both_languages(client: Client) -> None:
    english, _, chinese = client.get("/").get_data(as_text=True).partition('<div lang="zh-CN">')
    for address in ("/docs", "/docs/events", "/problems", "/openapi.json", "/asyncapi.json"):
        assert f'href="{address}"' in english
        assert f'href="{address}"' in chinese


def test_a_problem_outside_of_any_world_tells_its_trace(client: Client) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    answer = client.get("/nowhere", headers={"traceparent": f"00-{trace}-{'1' * 16}-01"})
    assert answer.json["trace_id"] == trace


def test_static_files_stay_in_their_folder(client: Client) -> None:
    assert client.get("/assets/../openapi.py").status_code == 404
    assert client.get("/assets/%2e%2e/openapi.py").status_code == 404
    assert client.get("/assets/swagger-ui/swagger-ui.css", buffered=True).status_code == 200


def test_vendored_files_are_what_the_manifest_says() -> None:
    static = resources.files("gateway") / "static"
    manifest = json.loads((static / "manifest.json").read_text())
    listed = {}
    for package in manifest["packages"]:
        assert package["version"] and package["licence"]
        listed.update(package["files"])
    for name, digest in listed.items():
        assert hashlib.sha256((static / name).read_bytes()).hexdigest() == digest
    assert "swagger-ui/LICENSE" in listed


def test_a_service_without_a_document_is_left_out() -> None:
    def away(environ: Any, start_response: Any) -> Any:
        start_response("500 No", [])
        return [b""]

    own = {"paths": {"/a": {}}, "components": {"schemas": {}}}
    text = openapi.Merged({"card": InProcess("card", away)}, lambda: own).text()
    assert list(json.loads(text)["paths"]) == ["/a"]


def test_the_keys_of_a_world_are_public(client: Client, make: Any) -> None:
    one, other = make("empty", "one"), make("empty", "other")
    mine = one.get("/.well-known/ssc-keys")
    assert mine.mimetype == "application/jwk-set+json"
    assert [key["alg"] for key in mine.json["keys"]] == ["Ed25519"] * 3
    assert all("d" not in key for key in mine.json["keys"])
    named = client.get(f"/.well-known/ssc-keys?sandbox={one.sandbox}")
    assert named.json == mine.json
    assert other.get("/.well-known/ssc-keys").json != mine.json
    assert client.get("/.well-known/ssc-keys").json["keys"]
    assert client.get("/.well-known/ssc-keys?sandbox=sbx_none").status_code == 404


def test_codes_of_services_in_other_processes_have_help_pages_too(tmp_path: Path) -> None:
    """As in compose: the process of the gateway has no service's app in it."""
    script = """
import gateway
from werkzeug.test import Client
client = Client(gateway.create_app())
assert client.get("/problems/visit-not-found").status_code == 200
assert "visit_not_found" in client.get("/problems").text
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "SSC_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
