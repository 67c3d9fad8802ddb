"""Quotas and overload: how many calls a key or a world may make, and how many at once.

Off unless a world sets quotas (`PUT /sandbox/v1/quotas`) or the gateway is bound elsewhere
than to loopback, where `SSC_QUOTA` holds for every key. The windows are kept in Redis where
there is one, else in this process. A Redis that doesn't answer lets calls through: a
simulator that refuses everybody because it can't count would be the greater harm.
"""

import hashlib
import json
import logging
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from gateway.call import Call
from gateway.forward import Environ
from gateway.problems_faults import QuotaExceeded, ReducedCapacity
from sscsim import clock, settings

log = logging.getLogger("sscsim.gateway")

_WAYS_OUT = ("/sandbox/v1/quotas", "/sandbox/v1/faults", "/sandbox/v1/fault-profiles")
"""Not counted by a world's own quotas: where one goes to lift them."""
_AWAY_S = 5.0
"""How long a Redis that failed is not asked again."""
_TIMEOUT_S = 0.5


@dataclass(frozen=True, slots=True)
class Quota:
    """So many calls in a window of so many seconds, for each key or for the whole world."""

    name: str
    scope: str
    requests: int
    window_s: int

    @property
    def policy(self) -> str:
        return f'"{self.name}";q={self.requests};w={self.window_s}'

    @property
    def item(self) -> RateLimitItemPerSecond:
        return RateLimitItemPerSecond(self.requests, self.window_s)


@dataclass(frozen=True, slots=True)
class Quotas:
    """What a world has set. max_in_flight: calls at once, 0 is no limit."""

    listed: tuple[Quota, ...] = ()
    max_in_flight: int = 0


@lru_cache(maxsize=256)
def read(text: str) -> Quotas:
    """The quotas in a sandbox's row."""
    if not text:
        return Quotas()
    said = json.loads(text)
    return Quotas(tuple(Quota(**one) for one in said["quotas"]), said.get("max_in_flight", 0))


def written(quotas: Quotas) -> str:
    """As the row keeps them; empty when there are none."""
    if quotas == Quotas():
        return ""
    listed = [
        {"name": one.name, "scope": one.scope, "requests": one.requests, "window_s": one.window_s}
        for one in quotas.listed
    ]
    return json.dumps({"quotas": listed, "max_in_flight": quotas.max_in_flight})


def of_server() -> Quota | None:
    """The quota of every key when people elsewhere can reach us; None on loopback."""
    current = settings.current()
    if current.on_loopback or current.quota <= 0:
        return None
    return Quota("server", "key", current.quota, 60)


def check(environ: Environ, call: Call) -> None:
    """Count the call; QuotaExceeded. What is left is put into the call's headers."""
    server = of_server()
    if server is None and not call.quotas:
        return
    quotas = [server] if server is not None else []
    if call.quotas and not call.path.startswith(_WAYS_OUT):
        quotas += read(call.quotas).listed
    if quotas:
        _count(environ, call, quotas)


def _count(environ: Environ, call: Call, quotas: list[Quota]) -> None:
    limiter = _limiter()
    if limiter is None:
        return
    left, violated, wait_s = [], [], 0
    try:
        for quota in quotas:
            place = _place(environ, call, quota)
            is_within = limiter.hit(quota.item, *place)
            stats = limiter.get_window_stats(quota.item, *place)
            reset_s = max(0, math.ceil(stats.reset_time - clock.real_seconds()))
            left.append(f'"{quota.name}";r={stats.remaining};t={reset_s}')
            if not is_within:
                violated.append(quota.name)
                wait_s = max(wait_s, reset_s)
    except StorageError as error:
        _lost(error)
        return
    policies = ", ".join(quota.policy for quota in quotas)
    call.quota_headers = [("RateLimit-Policy", policies), ("RateLimit", ", ".join(left))]
    if violated:
        raise QuotaExceeded(violated, wait_s)


def _place(environ: Environ, call: Call, quota: Quota) -> tuple[str, ...]:
    """Whose window it is. A key is told by its hash: it is written down nowhere."""
    assert call.at is not None
    if quota.scope == "world":
        return (call.at.sandbox, quota.name)
    key = hashlib.sha256(str(environ.get("HTTP_AUTHORIZATION", "")).encode()).hexdigest()[:32]
    return (call.at.sandbox, quota.name, key)


# ---- where windows are kept

_lock = threading.Lock()
_kept: tuple[str, FixedWindowRateLimiter] | None = None
_away_until = 0.0


def _limiter() -> FixedWindowRateLimiter | None:
    """The counter of this process's settings; None while its Redis is away."""
    global _kept
    if clock.monotonic() < _away_until:
        return None
    url = settings.current().redis_url
    kept = _kept
    if kept is None or kept[0] != url:
        with _lock:
            try:
                kept = _kept = (url, FixedWindowRateLimiter(_storage(url)))
            except Exception as error:  # a Redis that can't be reached at all
                _lost(error)
                return None
    return kept[1]


def _storage(url: str) -> Storage:
    if not url:
        return MemoryStorage()
    options: dict[str, Any] = {
        "socket_timeout": _TIMEOUT_S,
        "socket_connect_timeout": _TIMEOUT_S,
    }
    # Celery's name for a Redis behind a Unix socket is not the one of `limits`.
    address = url.replace("redis+socket://", "redis+unix://", 1)
    made: Any = storage_from_string(
        address, wrap_exceptions=True, key_prefix="ssc:quota", **options
    )
    return cast(Storage, made)


def _lost(error: Exception) -> None:
    global _away_until
    _away_until = clock.monotonic() + _AWAY_S
    log.warning("quotas are not counted while Redis is away: %s", error)


def forget() -> None:
    """Begin anew (tests)."""
    global _kept, _away_until
    _kept, _away_until = None, 0.0


# ---- how many at once

_in_flight: dict[str, int] = {}


@contextmanager
def in_flight(call: Call) -> Iterator[None]:
    """A place among the calls of its world that are under way; ReducedCapacity without one.

    Counted in this process: several gateways each allow so many.
    """
    most = settings.current().max_in_flight
    if call.quotas:
        own = read(call.quotas).max_in_flight
        most = min(most, own) if most and own else most or own
    if not most or call.at is None or call.path.startswith(_WAYS_OUT):
        yield
        return
    sandbox = call.at.sandbox
    with _lock:
        if _in_flight.get(sandbox, 0) >= most:
            raise ReducedCapacity()
        _in_flight[sandbox] = _in_flight.get(sandbox, 0) + 1
    try:
        yield
    finally:
        with _lock:
            _in_flight[sandbox] -= 1
            if not _in_flight[sandbox]:
                del _in_flight[sandbox]
