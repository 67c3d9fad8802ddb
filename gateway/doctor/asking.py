"""Asking a service, or the whole door, as somebody would: for the doctor page and for replays."""

import io
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from flask import current_app

from gateway.call import AS
from gateway.forward import CONTEXT_KEY, Forward, WsgiApp
from sscsim import registry, world


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def service(at: world.World, path: str) -> Answer | None:
    """A GET of a service's public operation as `at`; None where no service has the path."""
    found = registry.BY_SEGMENT.get(path.split("/")[2] if path.count("/") > 1 else "")
    forwards: dict[str, Forward] = current_app.extensions["ssc_forwards"]
    if found is None or found.name not in forwards:
        return None
    environ = made_environ("GET", path)
    environ[CONTEXT_KEY] = world.sign(at, found.name, "GET", path)
    return called(forwards[found.name], environ)


def door(
    at: world.World, method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> Answer:
    """A call through the door, made by `at` without a key."""
    environ = made_environ(method, path, query, headers, body)
    environ[AS] = at
    app: WsgiApp = current_app.extensions["ssc_door"]
    return called(app, environ)


def made_environ(
    method: str,
    path: str,
    query: str = "",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path).encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "gateway",
        "SERVER_PORT": "0",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)) if body else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in (headers or {}).items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ


def called(app: WsgiApp, environ: dict[str, Any]) -> Answer:
    heard: dict[str, Any] = {"status": "500", "headers": []}

    def start_response(status: str, headers: list[tuple[str, str]], _info: Any = None) -> Any:
        heard.update(status=status, headers=headers)
        return lambda _: None

    # The answering app enters a world of its own and leaves it again.
    parts = app(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    named = {name.lower(): value for name, value in heard["headers"]}
    return Answer(int(heard["status"][:3]), named, body)
