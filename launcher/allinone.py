"""Gateway and services as one WSGI application, calling each other without a socket."""

import importlib
import threading
from collections.abc import Callable, Iterable
from typing import Any

from sscsim import peers, settings
from sscsim.registry import SERVICES

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


def services() -> dict[str, WsgiApp]:
    """The WSGI application of every service, by name."""
    return {s.name: importlib.import_module(s.package).create_app() for s in SERVICES}


def services_when_called() -> dict[str, WsgiApp]:
    """The same, each made by its first call: a worker starts sooner and may need few."""
    return {service.name: _when_called(service.package) for service in SERVICES}


def _when_called(package: str) -> WsgiApp:
    made: list[WsgiApp] = []
    making = threading.Lock()

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not made:
            with making:
                if not made:
                    made.append(importlib.import_module(package).create_app())
        return made[0](environ, start_response)

    return app


def make_app() -> WsgiApp:
    import gateway

    apps = services()
    peers.use_local(apps)
    app: WsgiApp = gateway.create_app(settings.current(), services=apps)
    return app
