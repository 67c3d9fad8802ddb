"""The collection as Postman v2.1 JSON, for Postman and Newman."""

import json
import uuid
from typing import Any

from tools.collections.model import MANAGER, Collection, Folder, Request, reach
from tools.document import JSON_KINDS, Json

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_NAMES = uuid.UUID("5a1f0c0e-6a0d-4d0e-9d2f-0b5f3c1d7e11")
_TRIES, _PAUSE_MS = 160, 250


def written(collection: Collection, about: str) -> str:
    """The collection's text."""
    document = {
        "info": {
            "_postman_id": _id("collection"),
            "name": "ssc-simulator",
            "description": about,
            "schema": SCHEMA,
        },
        "auth": {"type": "bearer", "bearer": [_field("token", "{{api_key}}")]},
        "event": [_script("prerequest", _NO_EMPTY_KEY)],
        "item": [_folder(folder) for folder in collection.folders],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def environment() -> str:
    """The environment of a simulator on this machine."""
    values = {"base_url": "http://127.0.0.1:8080", "api_key": "sk_sbx_demo", "admin_token": ""}
    document = {
        "id": _id("environment"),
        "name": "local",
        "values": [{"key": key, "value": value, "enabled": True} for key, value in values.items()],
        "_postman_variable_scope": "environment",
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


_NO_EMPTY_KEY = [
    "// On loopback nobody needs the admin token to make sandboxes.",
    'if (pm.request.headers.get("Authorization") === "Bearer {{admin_token}}"',
    '    && !pm.variables.get("admin_token")) {',
    '  pm.request.headers.remove("Authorization");',
    "}",
]


def _folder(folder: Folder) -> Json:
    return {
        "name": folder.name,
        "description": folder.about,
        "item": [_item(request) for request in folder.requests],
    }


def _item(request: Request) -> Json:
    event = [_script("test", _tests(request))]
    made: Json = {"id": _id(request.name), "name": request.name, "event": event}
    made["request"] = {
        "method": request.operation.method,
        "header": [{"key": name, "value": value} for name, value in _headers(request)],
        "url": _url(request),
        "description": description(request),
    }
    if request.caller == MANAGER:
        made["request"]["auth"] = {"type": "noauth"}
    if request.body is not None:
        made["request"]["body"] = _body(request)
    return made


def description(request: Request) -> str:
    """What the operation's page says."""
    said = request.operation.said
    return "\n\n".join(filter(None, (request.operation.summary, said.get("description", ""))))


def _headers(request: Request) -> list[tuple[str, str]]:
    found = [("Accept-Language", "en"), *request.headers]
    if request.body is not None:
        found.append(("Content-Type", request.body_type))
    if request.caller == MANAGER:
        found.append(("Authorization", "Bearer {{admin_token}}"))
    return found


def _url(request: Request) -> Json:
    query: list[Json] = [{"key": name, "value": value} for name, value in request.query]
    query += [{"key": name, "value": value, "disabled": True} for name, value in request.off]
    sent = "&".join(f"{name}={value}" for name, value in request.query)
    made: Json = {
        "raw": "{{base_url}}" + request.path + (f"?{sent}" if sent else ""),
        "host": ["{{base_url}}"],
        "path": request.path.lstrip("/").split("/"),
    }
    if query:
        made["query"] = query
    return made


def _body(request: Request) -> Json:
    if request.body_type == "application/x-www-form-urlencoded":
        fields = [{"key": key, "value": str(value)} for key, value in request.body.items()]
        return {"mode": "urlencoded", "urlencoded": fields}
    if request.body_type in JSON_KINDS:
        raw = json.dumps(request.body, ensure_ascii=False, indent=2)
        return {"mode": "raw", "raw": raw, "options": {"raw": {"language": "json"}}}
    return {"mode": "raw", "raw": str(request.body)}


def _tests(request: Request) -> list[str]:
    lines = []
    if request.fields or request.captures or request.wait:
        lines.append("const body = pm.response.json();")
    if request.wait:
        lines += _waiting(request)
    lines.append(
        f'pm.test("status {request.status}", () => pm.response.to.have.status({request.status}));'
    )
    if request.content_type:
        lines.append(
            f'pm.test("{request.content_type}", () => pm.expect('
            f'pm.response.headers.get("Content-Type")).to.include("{request.content_type}"));'
        )
    if request.replayed:
        lines.append(
            'pm.test("it is the answer that was missed", () => '
            'pm.expect(pm.response.headers.get("Idempotent-Replayed")).to.eql("true"));'
        )
    lines += [
        f'pm.test("{name}", () => pm.expect({reach(name)}).to.eql({_json(value)}));'
        for name, value in request.fields
    ]
    lines += [
        f'{_scope(capture.variable)}.set("{capture.variable}", {reach(capture.path)});'
        for capture in request.captures
    ]
    return lines


def _scope(variable: str) -> str:
    # The key replaces the one of the environment, which would win over the collection's.
    return "pm.environment" if variable == "api_key" else "pm.collectionVariables"


def _waiting(request: Request) -> list[str]:
    return [
        'const tries = Number(pm.collectionVariables.get("tries") || 0);',
        f"if (({request.wait}) && tries < {_TRIES}) {{",
        '  pm.collectionVariables.set("tries", tries + 1);',
        f"  setTimeout(() => pm.execution.setNextRequest(pm.info.requestId), {_PAUSE_MS});",
        "  return;",
        "}",
        'pm.collectionVariables.unset("tries");',
    ]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _script(listen: str, lines: list[str]) -> Json:
    return {"listen": listen, "script": {"type": "text/javascript", "exec": lines}}


def _field(key: str, value: str) -> Json:
    return {"key": key, "value": value, "type": "string"}


def _id(name: str) -> str:
    return str(uuid.uuid5(_NAMES, name))
