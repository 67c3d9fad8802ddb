"""Doing what a simulated fault asks for, before the effect or after it."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client import Counter

from gateway.answers import Cors, passed, refuse
from gateway.call import Call
from gateway.forward import SAFE, Environ, StartResponse, WsgiApp
from gateway.problems import SimulatedFault
from sscsim import faults

log = logging.getLogger("sscsim.gateway")

FAULTS = Counter("ssc_faults_injected_total", "Faults simulated on request.", ["fault"])


def wished(environ: Environ) -> faults.Simulation | None:
    """What this call asks for itself; UnknownSimulation for a word not known."""
    return faults.read(environ.get("HTTP_SSC_SIMULATE"))


def simulated(
    environ: Environ,
    start_response: StartResponse,
    call: Call,
    cors: Cors,
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
    return refuse(start_response, call, cors, problem)


def _swallow(environ: Environ, call: Call, target: WsgiApp) -> None:
    """Have the request done and keep the answer to ourselves."""
    parts = passed(environ, lambda *_: lambda _: None, call, [], target)
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
