"""The AsyncAPI document of all events, the page made of it, and the schemas one by one.

Each service tells its event types like its OpenAPI document (`/event-types.json`), so a
service added later is in it without a line here. `python -m gateway.asyncapi write` writes
`docs/asyncapi.json`; `check` fails when it is stale.
"""

import html
import json
import logging
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gateway.forward import Forward
from gateway.problems import ServiceUnavailable
from sscsim import clock, event_types, registry

log = logging.getLogger("sscsim.gateway")

Document = dict[str, Any]
Type = dict[str, Any]
_FRESH_S = 15.0
_HEADERS = {
    "type": "object",
    "required": ["webhook-id", "webhook-timestamp", "webhook-signature"],
    "properties": {
        "webhook-id": {"type": "string", "description": "The event's id, in every attempt."},
        "webhook-timestamp": {"type": "string", "description": "Unix seconds, real time."},
        "webhook-signature": {
            "type": "string",
            "description": "Standard Webhooks: `v1,…`, several space separated in a rotation.",
        },
        "traceparent": {"type": "string", "description": "The trace the event came of."},
    },
}


class EventTypes:
    """The event types of all services; asked for again after a while."""

    def __init__(self, services: Mapping[str, Forward]) -> None:
        self._services = services
        self._lock = threading.Lock()
        self._types: list[Type] = []
        self._asked = 0.0

    def all(self) -> list[Type]:
        with self._lock:
            if not self._types or clock.monotonic() - self._asked > _FRESH_S:
                self._types = self._ask()
                self._asked = clock.monotonic()
            return self._types

    def one(self, name: str, version: int) -> Type | None:
        found = (one for one in self.all() if (one["name"], one["version"]) == (name, version))
        return next(found, None)

    def _ask(self) -> list[Type]:
        found = event_types.document("gateway")
        for forward in self._services.values():
            try:
                status, body = forward.get("/event-types.json")
            except ServiceUnavailable:
                continue
            if status == 200:
                found += json.loads(body)
        return sorted(found, key=lambda one: str(one["name"]))


def cloud_event(one: Type) -> Document:
    """JSON Schema of the whole CloudEvent of a type."""
    data = {name: shape for name, shape in one["schema"].items() if not name.startswith("$")}
    return {
        "type": "object",
        "required": [
            *("specversion", "id", "source", "type", "subject", "time"),
            *("datacontenttype", "dataschema", "sequence", "data"),
        ],
        "properties": {
            "specversion": {"type": "string", "enum": ["1.0"]},
            "id": {"type": "string", "pattern": "^evt_[0-9A-HJKMNP-TV-Z]{26}$"},
            "source": {"type": "string", "pattern": f"^/sandboxes/[^/]+/{one['service']}$"},
            "type": {"type": "string", "enum": [one["name"]]},
            "subject": {"type": "string"},
            "time": {"type": "string", "format": "date-time", "description": "Sandbox time."},
            "datacontenttype": {"type": "string", "enum": ["application/json"]},
            "dataschema": {"type": "string", "enum": [_path(one)]},
            "sequence": {"type": "string", "pattern": "^[0-9]{12,}$"},
            "traceparent": {"type": "string"},
            "data": data,
        },
    }


def _path(one: Type) -> str:
    return f"/schemas/{one['name']}/{one['version']}"


def document(types: Sequence[Type]) -> Document:
    """AsyncAPI 3.0.0: one channel, the integrator's endpoint, and a message for each type."""
    messages = {_key(one): _message(one) for one in types}
    pointer = "#/channels/endpoint/messages/"
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "ssc-simulator: events",
            "version": "v1",
            "description": "What happened in a sandbox, sent as CloudEvents 1.0 to webhook"
            " endpoints, signed by Standard Webhooks, at least once and in no certain order.",
            "license": {"name": "MIT"},
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {
            "endpoint": {
                "address": "{url}",
                "title": "A webhook endpoint",
                "description": "POST to the `url` of a webhook endpoint of yours.",
                "parameters": {"url": {"description": "What was given when it was made."}},
                "messages": {key: {"$ref": f"#/components/messages/{key}"} for key in messages},
            }
        },
        "operations": {
            "sendEvent": {
                "action": "send",
                "channel": {"$ref": "#/channels/endpoint"},
                "summary": "An event is sent; 2xx takes it.",
                "bindings": {"http": {"method": "POST", "bindingVersion": "0.3.0"}},
                "messages": [{"$ref": pointer + key} for key in messages],
            }
        },
        "components": {"messages": messages, "schemas": {"headers": _HEADERS}},
    }


def _key(one: Type) -> str:
    return str(one["name"]).replace(".", "-")


def _message(one: Type) -> Document:
    return {
        "name": one["name"],
        "title": one["title"]["en"],
        "summary": one["title"]["zh"],
        "contentType": "application/cloudevents+json",
        "tags": [{"name": one["service"]}],
        "headers": {"$ref": "#/components/schemas/headers"},
        "payload": cloud_event(one),
    }


def webhooks(types: Sequence[Type]) -> Document:
    """The section `webhooks` of the OpenAPI document."""
    return {one["name"]: {"post": _webhook(one)} for one in types}


def _webhook(one: Type) -> Document:
    parameters = [
        {
            "name": name,
            "in": "header",
            "required": name in _HEADERS["required"],
            "description": shape["description"],
            "schema": {"type": "string"},
        }
        for name, shape in _HEADERS["properties"].items()  # type: ignore[attr-defined]
    ]
    return {
        "summary": one["title"]["en"],
        "tags": ["Webhook endpoints"],
        "parameters": parameters,
        "requestBody": {
            "required": True,
            "content": {"application/cloudevents+json": {"schema": cloud_event(one)}},
        },
        "responses": {
            "2XX": {"description": "Taken."},
            "410": {"description": "Gone: the endpoint is disabled."},
            "default": {"description": "Not taken: it is sent again."},
        },
    }


def page(types: Sequence[Type]) -> str:
    """The body of the page `/docs/events`; everything in it is escaped."""
    services: dict[str, list[Type]] = {}
    for one in types:
        services.setdefault(one["service"], []).append(one)
    found = [
        "<h1>Events <span lang='zh-CN'>事件</span></h1><p>Sent to webhook endpoints and listed at "
        "<code>GET /sandbox/v1/events</code>. As a file: <a href='/asyncapi.json'>AsyncAPI</a>; "
        "the envelope is CloudEvents 1.0, the signature Standard Webhooks.</p>"
        "<p lang='zh-CN'>发送到 Webhook 端点，也可用 <code>GET /sandbox/v1/events</code> 列出。"
        "信封为 CloudEvents 1.0，签名为 Standard Webhooks。</p>"
    ]
    for service, listed in sorted(services.items()):
        found.append(f"<h2>{html.escape(service)}</h2>")
        found += [_section(one) for one in listed]
    return "".join(found)


def _section(one: Type) -> str:
    required = one["schema"]["required"]
    rows = "".join(
        f"<tr><td><code>{html.escape(name)}</code></td><td>{html.escape(_kind(shape))}</td>"
        f"<td>{'always 必有' if name in required else 'if any 可无'}</td></tr>"
        for name, shape in one["schema"]["properties"].items()
    )
    name, path = html.escape(one["name"]), html.escape(_path(one))
    return (
        f"<h3 id='{name}'><code>{name}</code></h3>"
        f"<p>{html.escape(one['title']['en'])} · {html.escape(one['title']['zh'])} · "
        f"<a href='{path}'>schema</a></p><table>{rows}</table>"
    )


def _kind(shape: Document) -> str:
    if "enum" in shape:
        return " | ".join(str(word) for word in shape["enum"])
    pattern = shape.get("pattern", "")
    if pattern.endswith("{26}$"):
        return f"id {pattern[1:].partition('_[')[0]}_…"
    return str(shape.get("format") or shape.get("description") or shape.get("type", ""))


# ---- the file


def text(types: Sequence[Type]) -> str:
    return json.dumps(document(types), ensure_ascii=False, indent=1) + "\n"


def of_this_code() -> list[Type]:
    """The types as they stand in the code."""
    found = [one for owner in (*registry.BY_NAME, "gateway") for one in event_types.document(owner)]
    return sorted(found, key=lambda one: str(one["name"]))


def file() -> Path:
    return Path(__file__).resolve().parent.parent / "docs" / "asyncapi.json"


def is_stale() -> bool:
    return not file().is_file() or file().read_text(encoding="utf-8") != text(of_this_code())


def main(arguments: list[str]) -> int:
    if arguments == ["write"]:
        file().write_text(text(of_this_code()), encoding="utf-8")
        return 0
    if arguments == ["check"]:
        if is_stale():
            sys.stderr.write("docs/asyncapi.json is stale; run python -m gateway.asyncapi write\n")
        return int(is_stale())
    sys.stderr.write("usage: python -m gateway.asyncapi write|check\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
