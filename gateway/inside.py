"""The gateway's own Flask app: the control API and the platform pages, behind the door."""

import functools
import io
import json
from collections.abc import Iterable, Mapping

from flask import Flask, g, request

from gateway.browsing import signing_in
from gateway.event_pages import event_pages
from gateway.forward import Environ, Forward, StartResponse, WsgiApp
from gateway.oauth.routes import routes
from gateway.openapi import Merged
from gateway.platform import pages
from sscsim import control, web
from sscsim.web import openapi as documents
from sscsim.web.calls import MEDIA_TYPES

_YAML = ("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml")
_POLICIES = "/sandbox/v1/policies/"


def create_inside(services: Mapping[str, Forward]) -> Flask:
    """The app behind the door."""
    ready = [("control", _control_probe)]
    ready += [(name, functools.partial(_probe, forward)) for name, forward in services.items()]
    app = web.create_app("gateway", blueprints=_blueprints(), ready=ready, guarded=False)
    app.extensions["ssc_forwards"] = services
    app.before_request(_know_request)
    merged = Merged(services, lambda: documents.document(app))
    app.extensions["ssc_merged"] = merged
    app.register_blueprint(signing_in)
    app.register_blueprint(pages(merged))
    app.register_blueprint(event_pages(merged.types))
    app.register_blueprint(routes())
    app.wsgi_app = YamlAsJson(app.wsgi_app)  # type: ignore[method-assign]  # as Flask advises
    return app


def _blueprints() -> list[web.Blueprint]:
    from gateway.api.acceptance import acceptance
    from gateway.api.clients import clients
    from gateway.api.clock import clock
    from gateway.api.dead_jobs import dead_jobs
    from gateway.api.events import events
    from gateway.api.exports import exports
    from gateway.api.fault_profiles import profiles
    from gateway.api.faults import faults
    from gateway.api.fixtures import fixtures
    from gateway.api.hospital_interface import hospital_interface
    from gateway.api.hospital_receivers import hospital_receivers
    from gateway.api.invariants import invariants
    from gateway.api.invented_policies import invented_policies
    from gateway.api.keys import keys
    from gateway.api.operations import doings
    from gateway.api.parties import parties
    from gateway.api.policies import policies
    from gateway.api.population import population
    from gateway.api.quotas import quotas
    from gateway.api.regions import regions
    from gateway.api.requests import requests_log
    from gateway.api.sandboxes import sandboxes
    from gateway.api.scenarios import scenarios
    from gateway.api.snapshots import snapshots
    from gateway.api.states import states
    from gateway.api.traces import traces
    from gateway.api.webhook_deliveries import webhook_deliveries
    from gateway.api.webhook_drills import webhook_drills
    from gateway.api.webhook_endpoints import webhook_endpoints
    from gateway.api.webhook_receivers import webhook_receivers
    from gateway.api.worldfiles import worldfiles

    return [
        sandboxes,
        snapshots,
        worldfiles,
        parties,
        keys,
        clients,
        clock,
        doings,
        invariants,
        exports,
        policies,
        invented_policies,
        acceptance,
        hospital_interface,
        hospital_receivers,
        regions,
        population,
        states,
        fixtures,
        scenarios,
        dead_jobs,
        faults,
        profiles,
        quotas,
        events,
        webhook_endpoints,
        webhook_deliveries,
        webhook_receivers,
        webhook_drills,
        requests_log,
        traces,
    ]


def _know_request() -> None:
    g.request_id = request.environ.get("ssc.request_id", "")
    g.trace_id = request.environ.get("ssc.trace_id", "")


def _control_probe() -> None:
    control.worlds.row("sbx_none")


def _probe(forward: Forward) -> None:
    status, _ = forward.get("/readyz")
    if status != 200:
        raise RuntimeError("not ready")


class YamlAsJson:
    """Lets a policy pack be sent as it is, as YAML, where the view knows one shape only."""

    def __init__(self, app: WsgiApp) -> None:
        self._app = app

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        if environ.get("PATH_INFO", "").startswith(_POLICIES):
            environ[MEDIA_TYPES] = "application/yaml, application/json"
            if kind in _YAML:
                _wrap(environ)
        return self._app(environ, start_response)


def _wrap(environ: Environ) -> None:

    raw: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
        body = json.dumps({"pack": text}).encode()
    except UnicodeDecodeError:
        body = raw  # the view will say that it isn't UTF-8
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ["CONTENT_TYPE"] = "application/json"
