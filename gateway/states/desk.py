"""The world's owner at its public API, from inside: how states and fixtures are reached.

Each call carries a context of its own, read from the control store at that moment, so that
what the call before did to clock or generation is known. Simulated faults lie before this
door: they don't hit what prepares a drill.
"""

import contextvars
import hashlib
import io
import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gateway.forward import CONTEXT_KEY, Environ, Forward, WsgiApp
from sscsim import clock, control, registry, world
from sscsim.control import clocks
from sscsim.db import canonical

_PATIENCE_S = 60.0
"""How long a move of the clock is waited for."""
_TRIES = 5
_PAUSE_S = 0.05


class CallFailed(Exception):
    """A call that was to lead to a state was refused, or its advance did not end."""

    def __init__(self, method: str, path: str, status: int, problem: Mapping[str, Any]) -> None:
        said = problem.get("detail") or problem.get("title") or ""
        self.code = str(problem.get("code", ""))
        super().__init__(f"{method} {path}: {status} {problem.get('code', '')}: {said}")


class Desk:
    """Calls in the caller's world. `forwards` lead to the services, `inside` is our own app."""

    def __init__(self, forwards: Mapping[str, Forward], inside: WsgiApp) -> None:
        self._forwards, self._inside = forwards, inside
        self._at = world.current()

    def now(self) -> world.World:
        """The world as it is at this moment."""
        row = control.worlds.row(self._at.sandbox)
        if row is None:
            raise control.SandboxNotFound(sandbox_id=self._at.sandbox)
        reading = clocks.instant(clocks.reading_us(clocks.of(row), clocks.real_ms()))
        return replace(
            self._at,
            generation=row.generation,
            epoch=row.epoch,
            now=reading,
            role="owner",
            party_id="owner",
            party_name="owner",
            region=None,
            subject=None,
            scopes=world.ALL_SCOPES,
            language="en",
            faults=(),
        )

    def call(self, method: str, path: str, body: Any = None, key: str | None = None) -> Any:
        """The answer's document, None without one. Raises CallFailed."""
        for attempt in range(_TRIES):
            status, document = self._once(method, path, body, key)
            if status < 400:
                return document
            problem = document if isinstance(document, dict) else {}
            # The world's driver may hold a store or move the clock just now.
            again = problem.get("retryable") and problem.get("effect") == "none"
            if not again or attempt == _TRIES - 1:
                break
            threading.Event().wait(_PAUSE_S * (attempt + 1))
        raise CallFailed(method, path, status, problem)

    def advance(self, target: Mapping[str, str]) -> None:
        """Move the clock and wait until it has arrived. Raises CallFailed."""
        moving = self.call("POST", "/sandbox/v1/clock/advance", dict(target))
        path = f"/sandbox/v1/operations/{moving['id']}"
        until = clock.monotonic() + _PATIENCE_S
        while moving["status"] == "running" and clock.monotonic() < until:
            threading.Event().wait(_PAUSE_S)
            moving = self.call("GET", path)
        if moving["status"] != "succeeded":
            raise CallFailed("GET", path, 200, {"code": moving["status"]})

    def _once(self, method: str, path: str, body: Any, key: str | None) -> tuple[int, Any]:
        at = self.now()
        path_only, _, query = path.partition("?")
        environ = _environ(method, path_only, query, body, key)
        target: WsgiApp = self._inside
        if path_only.startswith("/v1/"):
            service = registry.BY_SEGMENT[path_only.split("/")[2]].name
            environ[CONTEXT_KEY] = world.sign(at, service, method, path_only)
            target = self._forwards[service]
        # A context of its own, as over a socket: nothing of the call that we are in reaches it.
        return contextvars.Context().run(_answered, target, environ, at)


def key_of(*parts: Any) -> str:
    """An Idempotency-Key of what is done: the same each time the same is done."""
    return "state-" + hashlib.sha256(canonical(list(parts)).encode()).hexdigest()[:32]


def _answered(target: WsgiApp, environ: Environ, at: world.World) -> tuple[int, Any]:
    heard: list[str] = []

    def start_response(status: str, _headers: Any, _info: Any = None) -> Any:
        heard[:] = [status]
        return heard.append

    with world.entered(at):
        parts = target(environ, start_response)
        try:
            raw = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
    try:
        document = json.loads(raw) if raw else None
    except ValueError:
        document = None
    return int(heard[0].split(" ", 1)[0]), document


def _environ(method: str, path: str, query: str, body: Any, key: str | None) -> Environ:
    payload = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    environ: Environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "states",
        "SERVER_PORT": "0",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(payload)),
        "HTTP_ACCEPT_LANGUAGE": "en",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(payload),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if body is not None:
        environ["CONTENT_TYPE"] = "application/json"
    if key is not None:
        environ["HTTP_IDEMPOTENCY_KEY"] = key
    return environ
