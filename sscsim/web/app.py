"""The Flask app every service is: guarded, measured, documented in the same way."""

import json
import re
import secrets
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from sscsim import (
    catalogue,
    clock,
    event_types,
    faults,
    jobs,
    logs,
    registry,
    settings,
    spans,
    world,
)
from sscsim.db.store import Store, wrote
from sscsim.web import errors, holders, inner_events, openapi
from sscsim.web.blueprint import Blueprint
from sscsim.web.invariants import Invariant, checked
from sscsim.web.rules import LazyRule
from sscsim.web.schema import camel

REQUESTS = Counter(
    "ssc_http_requests_total", "Requests answered.", ["service", "route", "method", "status"]
)
SECONDS = Histogram("ssc_http_request_seconds", "Time to an answer.", ["service", "route"])
OPERATION_HEADER = "SSC-Operation"
"""Which operation answered; for the gateway, which keeps it to itself."""
TOLD_HEADER = "SSC-Message-Told"
"""What a face tells the request log of a message (JSON in Base64); for the gateway too."""
_UNGUARDED = {"/livez", "/readyz", "/healthz", "/metrics", "/openapi.json", "/event-types.json"}
Check = Callable[[], None]


def create_app(
    service: str,
    blueprints: Sequence[Blueprint] = (),
    store: Store | None = None,
    checks: Sequence[Invariant] = (),
    figures: Sequence[Callable[..., Any]] = (),
    ready: Sequence[tuple[str, Check]] = (),
    guarded: bool = True,
    owners: holders.Owners | None = None,
) -> Flask:
    """A service's WSGI app.

    `checks` and `figures` answer `/internal/v1/invariants`; `ready` are named probes that
    raise when something the service needs is away; `owners` says whose its things are, for
    apps that act for one cardholder. `guarded=False` is for the gateway,
    which makes contexts instead of receiving them.
    """
    _require_secret()
    jobs.use_relay_apart()
    app = base_app(service)
    openapi.teach_converters(app)
    app.extensions["ssc_store"] = store
    app.extensions[holders.EXTENSION] = owners
    title = registry.BY_NAME[service].title.en if service in registry.BY_NAME else "Gateway"
    app.extensions["ssc_pages"] = openapi.Pages(f"ssc-simulator: {title}", tuple(blueprints))
    errors.install(app)
    if guarded:
        app.before_request(_enter_world)
        app.teardown_request(_leave_world)
    for blueprint in blueprints:
        app.register_blueprint(blueprint.flask)
    _add_health(app, service, ready)
    if store is not None and guarded:
        _add_inner(app, service, store, list(checks), list(figures))
    return app


def base_app(service: str) -> Flask:
    """Errors, body limit, logging and measuring; also for the gateway."""
    logs.configure()
    app = Flask(service, static_folder=None)
    app.url_rule_class = LazyRule
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config.update(
        MAX_CONTENT_LENGTH=settings.current().max_body_bytes,
        PROPAGATE_EXCEPTIONS=False,
        SSC_SERVICE=service,
    )
    app.before_request(_start)
    app.after_request(_finish)
    return app


def _require_secret() -> None:
    """Separate processes must share a secret; a process alone makes its own."""
    current = settings.current()
    if current.topology == "full" and not current.context_secret:
        raise RuntimeError("SSC_CONTEXT_SECRET must be set when services run apart")


# ---- around a request


def _start() -> None:
    g.started = clock.monotonic()
    if registry.takes_file(request.path):
        request.max_content_length = settings.current().max_file_bytes
    wrote.set(False)
    faults.begin()


def _enter_world() -> None:
    if request.path in _UNGUARDED:
        return
    token = request.headers.get(world.CONTEXT_HEADER)
    if not token:
        raise world.BadContext()
    found = world.unsign(token, current_app.config["SSC_SERVICE"], request.method, request.path)
    # Not in `g`: an app that calls itself in this thread shares that with its inner call.
    request.environ["ssc.world_token"] = world.enter(found)
    span = spans.span("", "server", current_app.config["SSC_SERVICE"], party=found.party_name)
    request.environ["ssc.span"] = span.__enter__()


def _leave_world(_error: BaseException | None) -> None:
    span: spans.Open | None = request.environ.pop("ssc.span", None)
    if span is not None:
        span.end()
    token = request.environ.pop("ssc.world_token", None)
    if token is not None:
        world.leave(token)


def _finish(response: Response) -> Response:
    if request.path in _UNGUARDED:
        return response
    route = request.url_rule.rule if request.url_rule else "unknown"
    service = current_app.config["SSC_SERVICE"]
    took = clock.monotonic() - g.get("started", clock.monotonic())
    if simulated := faults.applied():
        response.headers[faults.SIMULATED] = faults.BETWEEN.join(simulated)
    REQUESTS.labels(service, route, request.method, response.status_code).inc()
    SECONDS.labels(service, route).observe(took)
    logs.request_done(service, route, request.method, response.status_code, took, _known_ids)
    _tell_span(response, route)
    if request.endpoint and not request.path.startswith("/internal/"):
        response.headers[OPERATION_HEADER] = _operation(request.endpoint)
    return response


@cache
def _operation(endpoint: str) -> str:
    return camel(endpoint.rpartition(".")[2])


def _known_ids() -> dict[str, str]:
    known = {"request_id": g.get("request_id", ""), "trace_id": g.get("trace_id", "")}
    client = request.headers.get("X-Request-Id")
    if client:
        known["client_request_id"] = logs.masked(client[:100])
    return known


def _tell_span(response: Response, route: str) -> None:
    span: spans.Open | None = request.environ.get("ssc.span")
    if span is None:
        return
    span.name = f"{request.method} {route}"
    span.note(status=response.status_code)
    if response.status_code >= 400:
        code = getattr(g, "problem_code", "")
        span.failed(code or str(response.status_code))


# ---- platform routes


def _add_health(app: Flask, service: str, ready: Sequence[tuple[str, Check]]) -> None:
    @app.get("/livez")
    def livez() -> Response:
        return Response("ok", mimetype="text/plain")

    def readyz() -> Response:
        excluded = set(request.args.getlist("exclude"))
        lines, status = [], 200
        for name, check in ready:
            if name in excluded:
                continue
            try:
                check()
                lines.append(f"[+]{name} ok")
            except Exception as error:  # a probe may fail in any way; all mean "not ready"
                status = 503
                lines.append(f"[-]{name} failed: {type(error).__name__}")
        text = "\n".join(lines) if "verbose" in request.args else ("ok", "not ready")[status != 200]
        return Response(text or "ok", status, mimetype="text/plain")

    app.add_url_rule("/readyz", "readyz", readyz)
    app.add_url_rule("/healthz", "healthz", readyz)

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    if service != "gateway":

        @app.get("/openapi.json")
        def openapi_document() -> Response:
            return jsonify(openapi.document(app))

        @app.get("/event-types.json")
        def event_type_document() -> Response:
            return jsonify(event_types.document(service))


def _add_inner(
    app: Flask, service: str, store: Store, laws: list[Invariant], figures: list[Callable[..., Any]]
) -> None:
    def inner() -> None:
        if world.current().role not in ("service", "system"):
            raise world.RoleNotAllowed(role=world.current().role, allowed="service")

    @app.get("/internal/v1/invariants")
    def invariants() -> Response:
        inner()
        return jsonify(checked(store, laws, figures))

    @app.get("/internal/v1/export")
    def export() -> Response:
        inner()
        return jsonify(store.export())

    inner_events.add(app, store)

    @app.get("/internal/v1/catalogue")
    def states_and_fixtures() -> Response:
        inner()
        said = json.dumps(dict(catalogue.rows(service)), ensure_ascii=False)
        return Response(said, mimetype="application/json")  # in the order of the files


# ---- request ids and traces, for the gateway

_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


def trace_of(header: str | None) -> tuple[str, str]:
    """Trace id and flags of a traceparent; a new trace when it is malformed or absent."""
    found = _TRACEPARENT.fullmatch(header or "")
    if found and set(found[1]) != {"0"} and set(found[2]) != {"0"}:
        return found[1], found[3]
    return secrets.token_hex(16), "01"
