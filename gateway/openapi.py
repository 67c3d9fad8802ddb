"""One OpenAPI document of all services and the control API, and its snapshots in `docs/openapi`.

`python -m gateway.openapi write` writes them; `check` fails when they are stale. A snapshot
is reviewed like code: a change there is a change to somebody's integration.
"""

import importlib
import json
import logging
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from gateway import asyncapi
from gateway.credentials import IMPORTING, MANAGING
from gateway.forward import Forward, InProcess
from gateway.problems import ServiceUnavailable
from sscsim import clock, registry, scopes
from sscsim.web import links
from sscsim.web import openapi as documents

log = logging.getLogger("sscsim.gateway")

Document = dict[str, Any]
_FRESH_S = 15.0
_YAML_TOO = ("/sandbox/v1/policies/{service}/{region_code}", "put")
_COMMON = ("Problem", "FieldError")


class Merged:
    """The merged document; asked for again after a while, since services come and go."""

    def __init__(self, services: Mapping[str, Forward], own: Callable[[], Document]) -> None:
        self._services = services
        self._own = own
        self.types = asyncapi.EventTypes(services)
        self._lock = threading.Lock()
        self._text = ""
        self._made = 0.0

    def text(self) -> str:
        with self._lock:
            if not self._text or clock.monotonic() - self._made > _FRESH_S:
                whole = merged(self._own(), self._ask())
                self._text = _text({**whole, "webhooks": asyncapi.webhooks(self.types.all())})
                self._made = clock.monotonic()
            return self._text

    def _ask(self) -> dict[str, Document]:
        found = {}
        for name, forward in self._services.items():
            try:
                status, body = forward.get("/openapi.json")
            except ServiceUnavailable:
                continue
            if status == 200:
                found[name] = json.loads(body)
        return found


_SCOPES = {name: f"`{name}`; each operation says its own as `x-scope`." for name in scopes.known()}
_SECURITY: Document = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "A sandbox's key; `sk_sbx_demo` on loopback.",
    },
    "oauth2": {
        "type": "oauth2",
        "description": "An access token: of a party, or for one cardholder (PKCE, S256).",
        "flows": {
            "clientCredentials": {"tokenUrl": "/oauth2/token", "scopes": _SCOPES},
            "authorizationCode": {
                "authorizationUrl": "/oauth2/authorize",
                "tokenUrl": "/oauth2/token",
                "refreshUrl": "/oauth2/token",
                "scopes": _SCOPES,
            },
        },
    },
}


def merged(own: Document, services: Mapping[str, Document]) -> Document:
    """All documents as one; schemas of the same name and another shape get the service's name."""
    whole: Document = {
        "openapi": "3.1.1",
        "info": {
            "title": "ssc-simulator",
            "version": "v1",
            "summary": "A sandbox for China's all-in-one social security card.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}, {"oauth2": []}],
        "tags": [],
        "paths": {},
        "components": {
            "schemas": {},
            "examples": {},
            "securitySchemes": _SECURITY,
        },
    }
    for name, document in (("gateway", own), *services.items()):
        _add(whole, name, document)
    used = {
        tag
        for methods in whole["paths"].values()
        for operation in methods.values()
        for tag in operation.get("tags", [])
    }
    whole["tags"] = [tag for tag in whole["tags"] if tag["name"] in used]
    whole["tags"].sort(key=lambda tag: tag["name"])
    whole["paths"] = dict(sorted(whole["paths"].items()))
    for kind in ("schemas", "examples"):
        whole["components"][kind] = dict(sorted(whole["components"][kind].items()))
    _mark_open(whole)
    return links.add(whole)


def _add(whole: Document, name: str, document: Document) -> None:
    schemas = whole["components"]["schemas"]
    renamed = {
        schema: f"{name.capitalize()}{schema}"
        for schema, shape in document.get("components", {}).get("schemas", {}).items()
        if schema in schemas and schemas[schema] != shape
    }
    document = _renamed(document, renamed)
    schemas.update(document.get("components", {}).get("schemas", {}))
    whole["components"]["examples"].update(document.get("components", {}).get("examples", {}))
    whole["paths"].update(document.get("paths", {}))
    known = {tag["name"] for tag in whole["tags"]}
    whole["tags"] += [tag for tag in document.get("tags", []) if tag["name"] not in known]


def _renamed(document: Document, names: Mapping[str, str]) -> Document:
    if not names:
        return document
    text = json.dumps(document)
    for old, new in names.items():
        text = text.replace(f'"#/components/schemas/{old}"', f'"#/components/schemas/{new}"')
    changed: Document = json.loads(text)
    schemas = changed["components"]["schemas"]
    changed["components"]["schemas"] = {
        names.get(name, name): shape for name, shape in schemas.items()
    }
    return changed


def _mark_open(whole: Document) -> None:
    """Managing sandboxes needs no key on loopback; the policy also comes as YAML."""
    for path in (MANAGING, MANAGING + "/{sandbox_id}", IMPORTING):
        for operation in whole["paths"].get(path, {}).values():
            operation["security"] = [{}, {"key": []}]
    path, method = _YAML_TOO
    operation = whole["paths"].get(path, {}).get(method)
    if operation is not None:
        operation["requestBody"]["content"]["application/yaml"] = {
            "schema": {"type": "string", "minLength": 1, "maxLength": 500_000}
        }


def _text(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


# ---- snapshots


def snapshots() -> dict[str, str]:
    """Every document as it stands in the code, by file name."""
    from gateway import inside  # the app imports this module

    apps: dict[str, Any] = {}
    for service in registry.SERVICES:
        apps[service.name] = importlib.import_module(service.package).create_app()
    forwards = {name: InProcess(name, app) for name, app in apps.items()}
    own: Flask = inside.create_inside(forwards)
    found = {f"{name}.json": _text(documents.document(app)) for name, app in apps.items()}
    found["gateway.json"] = _text(documents.document(own))
    found["merged.json"] = Merged(forwards, lambda: documents.document(own)).text()
    return found


def folder() -> Path:
    return Path(__file__).resolve().parent.parent / "docs" / "openapi"


def write() -> list[str]:
    """Write every snapshot; the names of those that changed."""
    changed = stale()
    folder().mkdir(parents=True, exist_ok=True)
    for name, text in snapshots().items():
        (folder() / name).write_text(text, encoding="utf-8")
    return changed


def stale() -> list[str]:
    """Names of snapshots that don't say what the code says."""
    return [
        name
        for name, text in snapshots().items()
        if not (folder() / name).is_file() or (folder() / name).read_text("utf-8") != text
    ]


def broken_promises(old: Document, new: Document) -> list[str]:
    """What a client of the old document may miss in the new: operations, answers, fields.

    Only what can be told from names: a removed operation, a removed answer field, a newly
    required request field, a parameter that became required.
    """
    found = []
    for path, methods in old["paths"].items():
        for method, operation in methods.items():
            now = new["paths"].get(path, {}).get(method)
            if now is None:
                found.append(f"{method.upper()} {path} is gone")
                continue
            found += _newly_needed(f"{method.upper()} {path}", operation, now)
    for name, schema in old["components"]["schemas"].items():
        now = new["components"]["schemas"].get(name)
        if now is None:
            found.append(f"schema {name} is gone")
            continue
        gone = set(schema.get("properties", {})) - set(now.get("properties", {}))
        found += [f"{name}.{field} is gone" for field in sorted(gone)]
        if name not in _COMMON and not name.endswith("View"):
            needed = set(now.get("required", [])) - set(schema.get("required", []))
            found += [f"{name}.{field} is required now" for field in sorted(needed)]
    return found


def _newly_needed(where: str, old: Document, new: Document) -> list[str]:
    before = {item["name"] for item in old.get("parameters", []) if item.get("required")}
    after = {item["name"] for item in new.get("parameters", []) if item.get("required")}
    return [f"{where}: {name} is required now" for name in sorted(after - before)]


def main(arguments: list[str]) -> int:
    if arguments == ["write"]:
        changed = write()
        sys.stdout.write(f"{len(changed)} changed: {', '.join(changed) or 'none'}\n")
        return 0
    if arguments == ["check"]:
        changed = stale()
        if changed:
            sys.stderr.write(f"stale: {', '.join(changed)}; run python -m gateway.openapi write\n")
        return int(bool(changed))
    sys.stderr.write("usage: python -m gateway.openapi write|check\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
