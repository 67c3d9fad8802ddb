"""The one door: who calls, in which world, to which service.

A thin WSGI callable, because every request of every user passes it: no framework, one
indexed read, one signature. It routes `/v1` by the first path segment,
takes messages of hospital systems to the service that reads them, hands `/sandbox/v1` and the
platform pages to the gateway's own app, and knows no other way in;
`/internal` is not a route.
"""

import logging
from collections.abc import Iterable, Mapping

from gateway import call as calls
from gateway import cors, credentials, guards, limits, messages, recording, simulating
from gateway.answers import Cors, passed, refuse
from gateway.browsing import must_sign_in
from gateway.call import Call
from gateway.forward import CONTEXT_KEY, SAFE, Environ, Forward, StartResponse, WsgiApp
from gateway.problems import ServiceUnavailable
from sscsim import registry, world
from sscsim.kernel.problems import Problem
from sscsim.web.errors import InternalError, UnknownRoute

log = logging.getLogger("sscsim.gateway")

KEY_SET = "/.well-known/ssc-keys"


class Door:
    """The gateway as a WSGI app."""

    def __init__(self, services: Mapping[str, Forward], inside: WsgiApp) -> None:
        self._services = services
        self._inside = inside
        extensions = getattr(inside, "extensions", None)
        if extensions is not None:
            extensions["ssc_door"] = self  # a replay comes in as any call does

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        call = calls.read(environ)
        if not recording.wanted(call):
            return self._serve(environ, start_response, call)
        entry = recording.Entry(environ, call)
        return entry.watch(self._serve(environ, entry.starting(start_response), call))

    def _serve(
        self, environ: Environ, start_response: StartResponse, call: Call
    ) -> Iterable[bytes]:
        origin = environ.get("HTTP_ORIGIN")
        shared = cors.headers(origin) if origin else []
        try:
            if shared and cors.is_preflight(environ):
                return cors.preflight(environ, start_response, call, shared)
            return self._answer(environ, start_response, call, shared)
        except Problem as problem:
            return refuse(start_response, call, shared, problem)
        except Exception:
            log.exception("the gateway failed", extra={"request_id": call.request_id})
            failure = InternalError(effect="none" if call.method in SAFE else "unknown")
            return refuse(start_response, call, shared, failure)

    def _answer(
        self, environ: Environ, start_response: StartResponse, call: Call, shared: Cors
    ) -> Iterable[bytes]:
        guards.check_host(environ)
        guards.check_length(environ)
        recording.take_body(environ)
        target = self._target(environ, call)
        with limits.in_flight(call):
            if call.plan is not None:
                return simulating.simulated(environ, start_response, call, shared, target)
            return passed(environ, start_response, call, shared, target)

    def _target(self, environ: Environ, call: Call) -> WsgiApp:
        """Who answers this path; whoever may not ask there is refused."""
        parts = call.path.split("/", 4)
        if parts[1] == "v1":
            service = self._service(call, parts)
            self._admit(environ, call)
            assert call.at is not None
            environ[CONTEXT_KEY] = world.sign(call.at, service.name, call.method, call.path)
            return self._services[service.name]
        if messages.is_message(call.path):
            messages.admit(environ, call)
            self._make_room(environ, call)
            if messages.SERVICE not in self._services:
                raise ServiceUnavailable(messages.SERVICE)
            messages.sign(environ, call)
            return self._services[messages.SERVICE]
        if must_sign_in(environ, call):
            return self._inside
        if call.path.startswith("/sandbox/v1/"):
            self._admit(environ, call)
        elif call.path == KEY_SET:
            credentials.choose_key_set(environ, call)
        return self._inside

    def _admit(self, environ: Environ, call: Call) -> None:
        """Who calls, whether there is room for the call, and what shall go wrong with it."""
        credentials.authenticate(environ, call)
        self._make_room(environ, call)

    @staticmethod
    def _make_room(environ: Environ, call: Call) -> None:
        if call.at is not None:
            limits.check(environ, call)
            call.plan = simulating.plan(environ, call)

    def _service(self, call: Call, parts: list[str]) -> registry.Service:
        found = registry.BY_SEGMENT.get(parts[2]) if len(parts) > 2 else None
        if found is None or "/./" in call.path + "/" or "/../" in call.path + "/":
            raise UnknownRoute(method=call.method, path=call.path[:200])
        if found.name not in self._services:
            raise ServiceUnavailable(found.name)
        return found
