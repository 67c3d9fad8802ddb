"""Calling another service: the same code over sockets and inside one process.

A call carries the current world, signed for just this request. Only `/internal/v1/…`
is called, which the gateway never routes. No transaction may be open.
"""

import contextvars
import io
import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from sscsim import faults, registry, settings, spans, world
from sscsim.db.store import assert_no_transaction

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class PeerError(Exception):
    """Something went wrong between two services.

    PeerError
    ├── Refused      the other side answered with a problem; nothing is in doubt
    ├── Unreachable  nothing was sent; the effect is none
    └── NoAnswer     the outcome is unknown
    """


class Refused(PeerError):
    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('code', '')}: {problem.get('detail', '')}")
        self.status = status
        self.problem = problem

    @property
    def code(self) -> str:
        return str(self.problem.get("code", ""))


class Unreachable(PeerError):
    code = "unreachable"


class NoAnswer(PeerError):
    code = "no_answer"


_local: dict[str, WsgiApp] = {}
_threads = threading.local()


def use_local(apps: dict[str, WsgiApp]) -> None:
    """Call these services in this process instead of over sockets."""
    _local.clear()
    _local.update(apps)


def call(
    service: str,
    method: str,
    path: str,
    body: Any | None = None,
    timeout: float | None = None,
    region: str | None = None,
) -> Any:
    """The parsed answer of another service; `region`: for which it shall act, for the trace.

    Raises Refused for a problem it answered, Unreachable when it could not be asked,
    NoAnswer when it was asked and the answer did not come (or was a 5xx that leaves the
    outcome open).
    """
    assert_no_transaction(f"calling {service} {path}")
    if not path.startswith("/internal/v1/"):
        raise ValueError(f"services call /internal/v1/… only, not {path}")
    with spans.span(f"{method} {path}", "client", peer=service, region=region) as span:
        return _asked(service, method, path, body, timeout, span.id)


def _asked(
    service: str, method: str, path: str, body: Any, timeout: float | None, span_id: str
) -> Any:
    at = replace(world.current(), span_id=span_id)
    if at.role != "system":
        at = replace(at, role="service", scopes=world.ALL_SCOPES)
    headers = {
        world.CONTEXT_HEADER: world.sign(at, service, method, path.partition("?")[0]),
        "Accept-Language": at.language,
        "Content-Type": "application/json",
    }
    payload = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    wait = timeout or settings.current().peer_timeout_s
    if service in _local:
        # a context of its own, as over a socket: neither the caller's idempotency key nor its
        # job may reach the other side
        status, answered, simulated = contextvars.Context().run(
            _in_process, _local[service], method, path, headers, payload
        )
    else:
        status, answered, simulated = _over_socket(service, method, path, headers, payload, wait)
    faults.relayed(simulated)
    return _judged(service, status, answered)


def _judged(service: str, status: int, answered: bytes) -> Any:
    try:
        document = json.loads(answered) if answered else None
    except ValueError:
        raise NoAnswer(f"{service} answered {status} without JSON") from None
    if status < 400:
        return document
    problem = document if isinstance(document, dict) else {}
    if status >= 500 and problem.get("effect") != "none":
        raise NoAnswer(f"{service} answered {status} {problem.get('code', '')}")
    raise Refused(status, problem)


def _in_process(
    app: WsgiApp, method: str, path: str, headers: dict[str, str], payload: bytes
) -> tuple[int, bytes, str | None]:
    path_only, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path_only,
        "QUERY_STRING": query,
        "SERVER_NAME": "peer",
        "SERVER_PORT": "0",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": headers["Content-Type"],
        "CONTENT_LENGTH": str(len(payload)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(payload),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        if name != "Content-Type":
            environ["HTTP_" + name.upper().replace("-", "_")] = value
    heard: list[Any] = []

    def start_response(status: str, headers: Any, _info: Any = None) -> Any:
        heard[:] = [status, headers]
        return heard.append

    parts = app(environ, start_response)
    try:
        answered = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    simulated = next((value for name, value in heard[1] if name == faults.SIMULATED), None)
    return int(heard[0].split(" ", 1)[0]), answered, simulated


def _session() -> requests.Session:
    session = getattr(_threads, "session", None)
    if session is None:
        session = _threads.session = new_session()
    return session


def new_session(pool: int = 4) -> requests.Session:
    """A session that follows no proxy, no redirect and repeats nothing by itself."""
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", HTTPAdapter(pool_connections=pool, pool_maxsize=pool, max_retries=0))
    return session


def base_url(service: str) -> str:
    configured = settings.current().service_urls.get(service)
    return configured or f"http://127.0.0.1:{registry.BY_NAME[service].port}"


def _over_socket(
    service: str, method: str, path: str, headers: dict[str, str], payload: bytes, wait: float
) -> tuple[int, bytes, str | None]:
    try:
        answer = _session().request(
            method,
            base_url(service) + path,
            data=payload,
            headers=headers,
            timeout=(2.0, wait),
            allow_redirects=False,
        )
    except requests.exceptions.ConnectTimeout as error:
        raise Unreachable(f"{service}: {error}") from error
    except requests.exceptions.ConnectionError as error:
        if _never_sent(error):
            raise Unreachable(f"{service}: {error}") from error
        raise NoAnswer(f"{service}: {error}") from error
    except requests.exceptions.RequestException as error:
        raise NoAnswer(f"{service}: {error}") from error
    return answer.status_code, answer.content, answer.headers.get(faults.SIMULATED)


def _never_sent(error: requests.exceptions.ConnectionError) -> bool:
    """Whether the connection could not even be opened."""
    return "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error)
