"""Calls of message interfaces, which bring no bearer key: whose they are, and how they are refused.

The world is named by its handle in the URL (`/fsi/s/<handle>/…`), or by an access key that was
registered to a party; on loopback it is the demo's where neither says. Behind the handle stands
any of the interface's addresses, so that a client changes its base URL and nothing else. What the
gateway refuses itself has the form that such a client reads.
"""

import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from werkzeug.formparser import parse_form_data

from gateway.call import AS, Call
from gateway.credentials import as_called
from gateway.forward import CONTEXT_KEY, Environ
from gateway.problems import HandleUnknown, MessageCallerUnknown
from sscsim import control, registry, scopes, settings, world
from sscsim.control import message_access, parties
from sscsim.db import canonical
from sscsim.kernel.problems import Problem
from sscsim.logs import without_numbers
from sscsim.web.errors import UnknownRoute

SERVICE = next(service.name for service in registry.SERVICES if service.messages)
"""Which service has a message interface."""
_PATHS = registry.BY_NAME[SERVICE].messages
_HANDLE = "/fsi/s/"
_BASE = "/fsi/"
MESSAGE_PART = "jsonStr"
_KEYS = (
    ("tif", "HTTP_X_TIF_PAASID"),
    ("csb", "HTTP__API_ACCESS_KEY"),
    ("ca_key", "HTTP_X_CA_KEY"),
    ("api_key", "HTTP_APIKEY"),
)
"""Where each scheme carries its access key."""


def is_message(path: str) -> bool:
    """Whether this is a path of a message interface."""
    return any(path == one.rstrip("/") or path.startswith(one.rstrip("/") + "/") for one in _PATHS)


def admit(environ: Environ, call: Call) -> None:
    """Put the caller's world into the call; HandleUnknown, MessageCallerUnknown, UnknownRoute."""
    if "/./" in call.path + "/" or "/../" in call.path + "/":
        raise UnknownRoute(method=call.method, path=call.path[:200])
    handle, inner = _split(call.path)
    if AS in environ:
        call.at = as_called(environ[AS], call)
    else:
        row, access = _world(environ, handle)
        call.at = _seen_by(row, access, call)
        call.faulty, call.quotas = row.faulty, row.quotas
        control.touch(row.id)
    environ["PATH_INFO"] = inner.encode("utf-8", "replace").decode("latin-1")
    environ["ssc.message_path"] = inner


def sign(environ: Environ, call: Call) -> None:
    """The context, signed for the path that the service is asked by."""
    assert call.at is not None
    inner = environ["ssc.message_path"]
    environ[CONTEXT_KEY] = world.sign(call.at, SERVICE, call.method, inner)


def _split(path: str) -> tuple[str | None, str]:
    """The handle, and the path as it is without one.

    >>> _split("/fsi/s/demo/fsi/api/rsfComIfsService/callService")
    ('demo', '/fsi/api/rsfComIfsService/callService')
    >>> _split("/fsi/s/demo/1101"), _split("/fsi/s/demo/CSB"), _split("/fsi/1101")
    (('demo', '/fsi/1101'), ('demo', '/CSB'), (None, '/fsi/1101'))
    """
    if not path.startswith(_HANDLE):
        return None, {"/fsi": _BASE}.get(path, path)
    handle, _, rest = path.removeprefix(_HANDLE).partition("/")
    if rest.startswith("fsi/"):
        return handle, "/" + rest
    return handle, "/" + rest if rest == "CSB" or rest.startswith("CSB/") else _BASE + rest


def _world(environ: Environ, handle: str | None) -> tuple[Any, Any | None]:
    """The row of the world that is meant, and the registration of the access key in it."""
    said = _access_key(environ)
    if handle is not None:
        row = control.worlds.by_handle(handle)
        if row is None:
            raise HandleUnknown(handle=handle[:40])
        return row, message_access.find(*said, row.id) if said else None
    access = message_access.find(*said) if said else None
    if access is not None:
        row = control.worlds.row(access.sandbox)
        if row is not None:
            return row, access
    if not settings.current().on_loopback:
        raise MessageCallerUnknown()
    row = control.worlds.row(control.ensure_demo())
    assert row is not None
    return row, None


def _access_key(environ: Environ) -> tuple[str, str] | None:
    for scheme, name in _KEYS:
        value = str(environ.get(name, "")).strip()
        if value:
            return scheme, value[:100]
    return None


def _seen_by(row: Any, access: Any | None, call: Call) -> world.World:
    party = None if access is None else parties.find(row.id, access.party_id)
    role = "hospital" if party is None else party.role
    at = control.worlds.world_of(
        row,
        party_id=message_access.ANYBODY if party is None else party.id,
        party_name=message_access.ANYBODY if party is None else party.name,
        role=role,
        region=None if party is None else party.region,
        scopes=scopes.of_role(role),
        language=call.language,
        request_id=call.request_id,
        trace_id=call.trace_id,
        trace_flags=call.trace_flags,
        span_id=call.span_id,
    )
    return replace(at, faults=())  # what is to go wrong with this call is asked for it alone


def text_in(body: bytes, content_type: str) -> bytes:
    """The message itself; one with a file beside it (multipart) is its part `jsonStr`."""
    if not content_type.lower().startswith("multipart/form-data"):
        return body
    source = {
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": content_type,
    }
    _, texts, files = parse_form_data(source, stream_factory=lambda *_, **__: io.BytesIO())
    part = files.get(MESSAGE_PART)
    return part.read() if part is not None else texts.get(MESSAGE_PART, "").encode()


# ---- refusing


def refusal(problem: Problem, call: Call) -> bytes:
    """A problem in the form of the gateway before such a platform."""
    shown: dict[str, Any] = problem.body("zh-CN")
    said = {
        "code": problem.status,
        "message": without_numbers(str(shown.get("detail") or shown["title"])),
        "type": "error",
        "request_id": call.request_id,
    }
    call.told = {"code": problem.code}
    return canonical(said).encode("utf-8", "replace")


def headers(body: bytes) -> Iterable[tuple[str, str]]:
    return [
        ("Content-Type", "application/json;charset=UTF-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
