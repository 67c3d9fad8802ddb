"""What goes back: a service's answer with the gateway's headers, or a problem of its own."""

import base64
import json
import logging
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from prometheus_client import Counter

from gateway import messages
from gateway.call import Call
from gateway.forward import Environ, StartResponse, WsgiApp
from sscsim import clock, faults, world
from sscsim.db import canonical
from sscsim.kernel.problems import Problem
from sscsim.logs import without_numbers
from sscsim.web.app import OPERATION_HEADER, TOLD_HEADER
from sscsim.web.errors import PROBLEM_JSON

REFUSED = Counter("ssc_gateway_refused_total", "Requests the gateway answered itself.", ["code"])

_API_POLICY = ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
Cors = list[tuple[str, str]]


def starting(start_response: StartResponse, call: Call, cors: Cors) -> StartResponse:
    def started(status: str, headers: list[tuple[str, str]], info: Any = None) -> Any:
        headers = _without_told(headers, call)
        if call.at is not None and call.at.faults:
            headers = _with_marks_of_others(headers, call)
        more = call.headers()
        for name, value in headers:
            if name == "Content-Security-Policy":
                break
            if name == OPERATION_HEADER:
                call.operation = value
        else:
            more.append(_API_POLICY)
        if call.operation:
            headers = [item for item in headers if item[0] != OPERATION_HEADER]
        if info is None:
            return start_response(status, headers + more + cors)
        return start_response(status, headers + more + cors, info)

    return started


def _without_told(headers: Cors, call: Call) -> Cors:
    """What a face tells the log of a message is for us alone."""
    for name, value in headers:
        if name == TOLD_HEADER:
            call.told = json.loads(base64.b64decode(value))
            return [item for item in headers if item[0] != TOLD_HEADER]
    return headers


def _with_marks_of_others(headers: Cors, call: Call) -> Cors:
    """What services applied behind us is told together with what was applied here."""
    for name, value in headers:
        if name == faults.SIMULATED:
            call.applied += value.split(faults.BETWEEN)
    return [item for item in headers if item[0] != faults.SIMULATED]


def passed(
    environ: Environ,
    start_response: StartResponse,
    call: Call,
    cors: Cors,
    target: WsgiApp,
) -> Iterable[bytes]:
    if call.at is None:
        environ["ssc.request_id"] = call.request_id
        environ["ssc.trace_id"] = call.trace_id
        return target(environ, starting(start_response, call, cors))
    # A service enters the world of its context; the gateway's own app finds it entered.
    with world.entered(call.at):
        return target(environ, starting(start_response, call, cors))


def refuse(
    start_response: StartResponse,
    call: Call,
    cors: Cors,
    problem: Problem,
) -> Iterable[bytes]:
    REFUSED.labels(problem.code).inc()
    log_request(call, "refused", {"status": problem.status, "code": problem.code})
    if messages.is_message(call.path):
        said = messages.refusal(problem, call)
        ours = [*problem.headers.items(), *call.headers(), _API_POLICY, *cors]
        start_response(status_line(problem.status), [*messages.headers(said), *ours])
        return [b""] if call.method == "HEAD" else [said]
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
    start_response(status_line(problem.status), headers)
    return [b""] if call.method == "HEAD" else [body]


_requests = logging.getLogger("ssc.request")
_ID = re.compile(r"\b[a-z]{2,6}_[0-9A-HJKMNP-TV-Z]{26}\b")


def log_request(call: Call, said: str, more: dict[str, Any]) -> None:
    """One line of what only the gateway knows: a call that reached no service logs nowhere else."""
    if not _requests.isEnabledFor(logging.INFO):
        return
    known = {
        "service": "gateway",
        "method": call.method,
        "request_id": call.request_id,
        "trace_id": call.trace_id,
        "sandbox_id": call.at.sandbox if call.at else "",
        "route": _ID.sub("{id}", without_numbers(call.path[:200])),
        "ms": round((clock.monotonic() - call.began) * 1000, 2),
        "sandbox_time": clock.shown(call.at.now) if call.at else "",
    }
    if call.client_request_id:
        known["client_request_id"] = call.client_request_id
    _requests.info(said, extra={**known, **more})


def status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Status"
