"""The one door: keys, sandboxes, routing, documents, and the control of the simulation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.door import Door
    from gateway.forward import WsgiApp
    from sscsim.settings import Settings


def create_app(
    settings: "Settings | None" = None, services: "Mapping[str, WsgiApp] | None" = None
) -> "Door":
    """The gateway's WSGI app.

    `services` are the apps of services that live in this process; the others are reached
    over sockets at their address. With None all are. Makes the control store, and the
    default world while bound to loopback.
    """
    from gateway.door import Door
    from gateway.forward import Forward, InProcess, OverSocket
    from gateway.inside import create_inside
    from sscsim import control, jobs, peers, registry
    from sscsim import settings as configuration

    if settings is not None:
        configuration.use(settings)
    jobs.use_relay_apart()
    control.migrate()
    if configuration.current().on_loopback:
        control.ensure_demo()
    forwards: dict[str, Forward] = {}
    for service in registry.SERVICES:
        app = None if services is None else services.get(service.name)
        if app is not None:
            forwards[service.name] = InProcess(service.name, app)
        elif services is None:
            forwards[service.name] = OverSocket(service.name)
    if services is not None:
        peers.use_local(dict(services))
    return Door(forwards, create_inside(forwards))


__all__ = ["create_app"]
