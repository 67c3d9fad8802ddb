"""What the gateway asks the services about a world, past their public API."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sscsim import clock, jobs, peers, registry, world
from sscsim.control import leases
from sscsim.jobs import outbox

log = logging.getLogger("sscsim.gateway")

Look = Callable[[], tuple[Any, list[str], bool]]

_ANYTHING = "/internal/v1/events?limit=1"
_SETTLE_S = 5.0
_PASSING_S = 0.5
_LEASE_S = 2.0
_PAUSE_S = 0.05


def ask(service: str, path: str) -> Any:
    """A service's answer; None when it is away or fails."""
    try:
        return peers.call(service, "GET", path)
    except peers.PeerError as error:
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


def until_settled(look: Look) -> Any:
    """Look until nothing is in transit or the time is over; the last look.

    The world's driver stands still meanwhile: no job starts between two services' answers.
    `look` gives a value, the names of services with messages waiting, and whether the value
    may be that of a moment in between.
    """
    ask_all(_ANYTHING)  # makes the stores that nobody touched yet, and what they begin with
    start = clock.monotonic()
    while True:
        with _driver_still(world.current().sandbox):
            value, waiting, passing = look()
        limit = _SETTLE_S if waiting else _PASSING_S if passing else 0.0
        if clock.monotonic() - start >= limit:
            return value
        push(world.current(), waiting)
        threading.Event().wait(_PAUSE_S)


@contextmanager
def _driver_still(sandbox: str) -> Iterator[None]:
    """Hold the driver's lease, if it can be had soon and no job is out."""
    lease = _lease(sandbox)
    try:
        yield
    finally:
        if lease is not None and leases.release(lease, rest=True):
            jobs.dispatch_step(sandbox)


def _lease(sandbox: str) -> leases.Lease | None:
    until = clock.monotonic() + _LEASE_S
    while True:
        lease = leases.acquire(sandbox)
        if lease is not None and (lease.batch is None or "retry_ms" in lease.batch):
            return lease
        if lease is not None and leases.release(lease):
            jobs.dispatch_step(sandbox)
        if clock.monotonic() > until:
            return None
        threading.Event().wait(_PAUSE_S)
