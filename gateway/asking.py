"""What the gateway asks the services about a world, past their public API."""

import logging
import threading
from typing import Any

from sscsim import clock, jobs, peers, registry, world
from sscsim.jobs import outbox

log = logging.getLogger("sscsim.gateway")

_SETTLE_S = 5.0
_PAUSE_S = 0.05


def ask(service: str, path: str) -> Any:
    """A service's answer; None when it is away."""
    try:
        return peers.call(service, "GET", path)
    except (peers.Unreachable, peers.NoAnswer) as error:
        log.warning("%s could not be asked %s: %s", service, path, error)
        return None


def ask_all(path: str) -> dict[str, Any]:
    """Every service's answer by name, None for one that is away."""
    return {service.name: ask(service.name, path) for service in registry.SERVICES}


def push(at: world.World, services: list[str]) -> None:
    """Have messages that still wait delivered, here where the stores are, else by a worker."""
    for service in services:
        if outbox.drain(at.sandbox, at.generation, service) is outbox.Drained.EMPTY:
            jobs.dispatch("outbox.drain", at.sandbox, at.generation, service)


def until_settled(look: Any) -> Any:
    """Look until nothing is in transit or the time is over; the last look.

    `look` gives a value and the names of services with messages waiting.
    """
    until = clock.monotonic() + _SETTLE_S
    while True:
        value, waiting = look()
        if not waiting or clock.monotonic() > until:
            return value
        push(world.current(), waiting)
        threading.Event().wait(_PAUSE_S)
