"""Gateway and services as one WSGI application, calling each other without a socket."""

import importlib
from typing import Any

from sscsim import peers, settings
from sscsim.registry import SERVICES


def services() -> dict[str, Any]:
    """The WSGI application of every service, by name."""
    return {s.name: importlib.import_module(s.package).create_app() for s in SERVICES}


def make_app() -> Any:
    import gateway

    apps = services()
    peers.use_local(apps)
    return gateway.create_app(settings.current(), services=apps)
