"""The one door: who calls, in which world, to which service.

A thin WSGI callable, because every request of every user passes it: no framework, one
indexed read, one signature. It routes `/v1` by the first path segment, hands
`/sandbox/v1` and the platform pages to the gateway's own app, and knows no other way in;
`/internal` is not a route.
"""

import hmac
import io
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from prometheus_client import Counter

from gateway.forward import CONTEXT_KEY, SAFE, Environ, Forward, StartResponse, WsgiApp
from gateway.problems import (
    ActAsNotAllowed,
    AdminTokenRequired,
    CredentialInvalid,
    CredentialMissing,
    HostNotAllowed,
    ReadOnlyKey,
    ServiceUnavailable,
    SimulatedFault,
)
from sscsim import clock, control, faults, registry, settings, world
from sscsim.control.worlds import DEMO_KEY, Caller, UnknownParty, request_id
from sscsim.db import canonical
from sscsim.kernel.problems import Problem
from sscsim.logs import without_numbers
from sscsim.web.app import trace_of
from sscsim.web.errors import (
    PROBLEM_JSON,
    BodyTooLarge,
    HttpRefusal,
    InternalError,
    UnknownRoute,
    preferred,
)

log = logging.getLogger("sscsim.gateway")

ADMIN = "ssc.admin"
"""In the environ of a call that may manage every sandbox."""
MANAGING = "/sandbox/v1/sandboxes"
KEY_SET = "/.well-known/ssc-keys"

REFUSED = Counter("ssc_gateway_refused_total", "Requests the gateway answered itself.", ["code"])
FAULTS = Counter("ssc_faults_injected_total", "Faults simulated on request.", ["fault"])

_SECURITY = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
]
_API_POLICY = ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
_SEES_NUMBERS = ("owner", "agency", "bank")
"""Roles that see people's numbers in clear, because they must compare them. Others mask."""
_EXPOSED = (
    "Request-Id, SSC-Sandbox-Time, SSC-Simulated, Idempotent-Replayed, ETag, Location, Link, "
    "Retry-After, traceparent"
)
_LOOPBACK = re.compile(r"\[::1\]|127(\.[0-9]{1,3}){3}|[A-Za-z0-9-]+|[A-Za-z0-9-]+\.localhost")


@dataclass(slots=True)
class Call:
    """What the door knows of one request."""

    method: str
    path: str
    request_id: str
    trace_id: str
    trace_flags: str
    language: str
    client_request_id: str = ""
    at: world.World | None = None
    simulation: faults.Simulation | None = None

    def headers(self) -> list[tuple[str, str]]:
        """What every answer carries."""
        at = self.at
        found = [
            ("Request-Id", self.request_id),
            ("traceparent", f"00-{self.trace_id}-{'0' * 15}1-{self.trace_flags}"),
            *_SECURITY,
        ]
        if at is not None:
            found.append(("SSC-Sandbox-Time", clock.shown(at.now)))
        if self.simulation is not None:
            found.append(("SSC-Simulated", str(self.simulation)))
        return found


class Door:
    """The gateway as a WSGI app."""

    def __init__(self, services: Mapping[str, Forward], inside: WsgiApp) -> None:
        self._services = services
        self._inside = inside

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        call = _call(environ)
        if call.client_request_id:
            _log_request(call, "client request id", {})
        origin = environ.get("HTTP_ORIGIN")
        cors = _cors(origin) if origin else []
        try:
            if cors and _is_preflight(environ):
                return _preflight(environ, start_response, call, cors)
            return self._answer(environ, start_response, call, cors)
        except Problem as problem:
            return _refuse(start_response, call, cors, problem)
        except Exception:
            log.exception("the gateway failed", extra={"request_id": call.request_id})
            failure = InternalError(effect="none" if call.method in SAFE else "unknown")
            return _refuse(start_response, call, cors, failure)

    def _answer(
        self,
        environ: Environ,
        start_response: StartResponse,
        call: Call,
        cors: list[tuple[str, str]],
    ) -> Iterable[bytes]:
        _check_host(environ)
        _check_length(environ)
        parts = call.path.split("/", 4)
        if parts[1] == "v1":
            service = self._service(call, parts)
            _authenticate(environ, call)
            assert call.at is not None
            environ[CONTEXT_KEY] = world.sign(call.at, service.name, call.method, call.path)
            target: WsgiApp = self._services[service.name]
        elif call.path.startswith("/sandbox/v1/"):
            _authenticate(environ, call)
            target = self._inside
        elif call.path == KEY_SET:
            _choose_key_set(environ, call)
            target = self._inside
        else:
            target = self._inside
        if call.simulation is not None:
            return _simulated(environ, start_response, call, cors, target)
        return _passed(environ, start_response, call, cors, target)

    def _service(self, call: Call, parts: list[str]) -> registry.Service:
        found = registry.BY_SEGMENT.get(parts[2]) if len(parts) > 2 else None
        if found is None or "/./" in call.path + "/" or "/../" in call.path + "/":
            raise UnknownRoute(method=call.method, path=call.path[:200])
        if found.name not in self._services:
            raise ServiceUnavailable(found.name)
        return found


def _call(environ: Environ) -> Call:
    raw: str = environ.get("PATH_INFO") or "/"
    path = raw if raw.isascii() else raw.encode("latin-1").decode("utf-8", "replace")
    trace_id, flags = trace_of(environ.get("HTTP_TRACEPARENT"))
    return Call(
        environ["REQUEST_METHOD"],
        "/" + path.lstrip("/"),
        request_id(),
        trace_id,
        flags,
        preferred(environ.get("HTTP_ACCEPT_LANGUAGE")),
        environ.get("HTTP_X_REQUEST_ID", "")[:100],
    )


# ---- guards


def _check_host(environ: Environ) -> None:
    """Another site's page can't reach us by a name that it points at this machine.

    A name without a dot is a machine or container of one's own: no site has one.
    """
    host: str = environ.get("HTTP_HOST", "")
    if not host or not settings.current().on_loopback:
        return
    name = re.sub(r":[0-9]*$", "", host)
    if not _LOOPBACK.fullmatch(name):
        raise HostNotAllowed()


def _check_length(environ: Environ) -> None:
    """Refuse a body over the limit: by the announced length before a byte is read, else by
    reading no more of it than the limit."""
    length, limit = environ.get("CONTENT_LENGTH"), settings.current().max_body_bytes
    if not length:
        if "HTTP_TRANSFER_ENCODING" in environ and environ.get("wsgi.input_terminated"):
            _read_chunked(environ, limit)
        return
    if not length.isdigit():
        raise HttpRefusal(why="Content-Length")
    if int(length) > limit:
        raise BodyTooLarge()


def _read_chunked(environ: Environ, limit: int) -> None:
    body: bytes = environ["wsgi.input"].read(limit + 1)
    if len(body) > limit:
        raise BodyTooLarge()
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    del environ["HTTP_TRANSFER_ENCODING"]


def _authenticate(environ: Environ, call: Call) -> None:
    """Put the caller's world into the call; CredentialMissing, CredentialInvalid and others."""
    token = _bearer(environ)
    current = settings.current()
    managing = call.path == MANAGING or call.path.startswith(MANAGING + "/sbx_")
    if managing and _is_admin(token, current):
        environ[ADMIN] = True
        return
    if token is None:
        raise AdminTokenRequired() if managing else CredentialMissing()
    found = control.caller(token)
    if token == DEMO_KEY:
        if not current.on_loopback:
            raise CredentialInvalid()
        if found is None:
            control.ensure_demo()
            found = control.caller(token)
    if found is None:
        raise CredentialInvalid()
    if found.kind == "publishable" and call.method not in SAFE:
        raise ReadOnlyKey(method=call.method)
    act_as = environ.get("HTTP_SSC_ACT_AS")
    call.at = _world(call, found, act_as)
    control.touch(found.sandbox)
    simulate = environ.get("HTTP_SSC_SIMULATE")
    if simulate:
        call.simulation = faults.read(simulate)


def _choose_key_set(environ: Environ, call: Call) -> None:
    """Whose public keys: the caller's world's, a named one's, else on loopback the demo's.

    A gate that checks codes offline has no key of the world, so the sandbox may be named.
    """
    named = parse_qs(environ.get("QUERY_STRING", "")).get("sandbox")
    if environ.get("HTTP_AUTHORIZATION"):
        _authenticate(environ, call)
    elif named:
        call.at = control.worlds.get(named[0][:40])
    elif settings.current().on_loopback:
        control.ensure_demo()
        found = control.caller(DEMO_KEY)
        call.at = _world(call, found, None) if found else None
    else:
        raise CredentialMissing()


def _bearer(environ: Environ) -> str | None:
    header: str = environ.get("HTTP_AUTHORIZATION", "")
    if not header:
        return None
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise CredentialInvalid()
    return token.strip()


def _is_admin(token: str | None, current: settings.Settings) -> bool:
    return current.on_loopback if token is None else _matches(token, current.admin_token)


def _matches(token: str, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(token.encode(), secret.encode())


def _world(call: Call, found: Caller, act_as: str | None) -> world.World:
    party_id, party_name, role, region = (
        found.party_id,
        found.party_name,
        found.role,
        found.region,
    )
    if act_as:
        if not found.is_owner:
            raise ActAsNotAllowed()
        wanted = _text(act_as)
        party = control.worlds.party(found.sandbox, wanted)
        if party is None:
            raise UnknownParty(wanted[:100])
        party_id, party_name, role, region = party.id, party.name, party.role, party.region
    return world.World(
        found.sandbox,
        found.generation,
        found.seed,
        found.preset,
        found.epoch,
        found.now,
        found.born,
        party_id,
        party_name,
        role,
        region,
        scopes=world.ALL_SCOPES if role in _SEES_NUMBERS else world.MASKED_SCOPES,
        language=call.language,
        request_id=call.request_id,
        trace_id=call.trace_id,
        trace_flags=call.trace_flags,
    )


def _text(header: str) -> str:
    """A header's text: UTF-8 where it is that, as a party's name may be Chinese."""
    raw = header.strip()
    try:
        return raw if raw.isascii() else raw.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return raw


# ---- answers


def _starting(
    start_response: StartResponse, call: Call, cors: list[tuple[str, str]]
) -> StartResponse:
    def started(status: str, headers: list[tuple[str, str]], info: Any = None) -> Any:
        more = call.headers()
        if not any(name == "Content-Security-Policy" for name, _ in headers):
            more.append(_API_POLICY)
        if info is None:
            return start_response(status, headers + more + cors)
        return start_response(status, headers + more + cors, info)

    return started


def _passed(
    environ: Environ,
    start_response: StartResponse,
    call: Call,
    cors: list[tuple[str, str]],
    target: WsgiApp,
) -> Iterable[bytes]:
    if call.at is None:
        environ["ssc.request_id"] = call.request_id
        environ["ssc.trace_id"] = call.trace_id
        return target(environ, _starting(start_response, call, cors))
    # A service enters the world of its context; the gateway's own app finds it entered.
    with world.entered(call.at):
        return target(environ, _starting(start_response, call, cors))


def _refuse(
    start_response: StartResponse,
    call: Call,
    cors: list[tuple[str, str]],
    problem: Problem,
) -> Iterable[bytes]:
    REFUSED.labels(problem.code).inc()
    _log_request(call, "refused", {"status": problem.status, "code": problem.code})
    shown = problem.body(call.language)
    shown["detail"] = without_numbers(shown["detail"])
    shown["instance"] = f"/sandbox/v1/requests/{call.request_id}"
    shown["request_id"] = call.request_id
    shown["trace_id"] = call.trace_id
    if call.at is not None:
        shown["sandbox_time"] = clock.shown(call.at.now)
    body = canonical(shown).encode("utf-8", "replace")
    headers = [
        ("Content-Type", PROBLEM_JSON),
        ("Content-Length", str(len(body))),
        ("Content-Language", call.language),
        ("Cache-Control", "no-store"),
        *problem.headers.items(),
        *call.headers(),
        _API_POLICY,
        *cors,
    ]
    start_response(_status_line(problem.status), headers)
    return [b""] if call.method == "HEAD" else [body]


_requests = logging.getLogger("ssc.request")


def _log_request(call: Call, said: str, more: dict[str, Any]) -> None:
    """One line of what only the gateway knows: a call that reached no service logs nowhere else."""
    if not _requests.isEnabledFor(logging.INFO):
        return
    known = {
        "service": "gateway",
        "method": call.method,
        "request_id": call.request_id,
        "trace_id": call.trace_id,
        "sandbox_id": call.at.sandbox if call.at else "",
    }
    if call.client_request_id:
        known["client_request_id"] = call.client_request_id
    _requests.info(said, extra={**known, **more})


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Status"


# ---- simulated faults


def _simulated(
    environ: Environ,
    start_response: StartResponse,
    call: Call,
    cors: list[tuple[str, str]],
    target: WsgiApp,
) -> Iterable[bytes]:
    """Do what SSC-Simulate asks, before the effect or after it."""
    wish = call.simulation
    assert wish is not None
    FAULTS.labels(wish.fault).inc()
    log.info("simulated %s", wish, extra={"request_id": call.request_id})
    effect = "none"
    if wish.phase == "after":
        _swallow(environ, call, target)
        effect = "none" if call.method in SAFE else "unknown"
    if wish.fault == "drop_response":
        return _drop(environ, start_response, call)
    problem = SimulatedFault(simulation=str(wish), effect=effect)
    problem.status = wish.status
    return _refuse(start_response, call, cors, problem)


def _swallow(environ: Environ, call: Call, target: WsgiApp) -> None:
    """Have the request done and keep the answer to ourselves."""
    parts = _passed(environ, lambda *_: lambda _: None, call, [], target)
    try:
        for _ in parts:
            pass
    finally:
        close: Callable[[], None] | None = getattr(parts, "close", None)
        if close is not None:
            close()


def _drop(environ: Environ, start_response: StartResponse, call: Call) -> Iterable[bytes]:
    """Announce an answer and close the connection without sending it."""
    headers = [("Content-Type", "application/json"), ("Content-Length", "2"), *call.headers()]
    start_response("200 OK", headers)
    connection = environ.get("gunicorn.socket")
    if connection is not None:
        return _cut(connection)
    return []  # waitress closes a connection whose answer is shorter than announced


def _cut(connection: Any) -> Iterable[bytes]:
    """gunicorn would keep the connection open: close it from below."""
    yield b""
    connection.shutdown(2)


# ---- CORS


def _cors(origin: str) -> list[tuple[str, str]]:
    allowed = settings.current().cors_origins
    if not allowed:
        return []
    if allowed.strip() != "*" and origin not in [item.strip() for item in allowed.split(",")]:
        return []
    return [
        ("Access-Control-Allow-Origin", "*" if allowed.strip() == "*" else origin),
        ("Access-Control-Expose-Headers", _EXPOSED),
        ("Vary", "Origin"),
    ]


def _is_preflight(environ: Environ) -> bool:
    return (
        environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ
    )


def _preflight(
    environ: Environ,
    start_response: StartResponse,
    call: Call,
    cors: list[tuple[str, str]],
) -> Iterable[bytes]:
    asked = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")
    headers = [
        ("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
        ("Access-Control-Allow-Headers", asked if asked.isascii() else "Authorization"),
        ("Access-Control-Max-Age", "600"),
        *call.headers(),
        *cors,
    ]
    start_response("204 No Content", headers)
    return []
