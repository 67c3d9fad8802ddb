"""What was simulated for the call at hand: counted, logged, and told in `SSC-Simulated`."""

import logging
from contextvars import ContextVar

from prometheus_client import Counter

from sscsim import world

SIMULATED = "SSC-Simulated"
BETWEEN = "; "
"""Between two things that were applied to one call."""
FAULTS = Counter("ssc_faults_injected_total", "Faults that were simulated.", ["fault"])

log = logging.getLogger("sscsim.faults")
_applied: ContextVar[list[str] | None] = ContextVar("applied", default=None)


def begin() -> None:
    """A new request of this service: nothing was simulated for it yet."""
    _applied.set(None)


def mark(name: str, said: str) -> None:
    """Something named `name` was applied here, in full `said`."""
    FAULTS.labels(name).inc()
    at = world.current_or_none()
    known = {"simulated": said}
    if at is not None:
        known |= {"request_id": at.request_id, "trace_id": at.trace_id, "sandbox_id": at.sandbox}
    log.info("simulated", extra=known)
    _note(said)


def relayed(header: str | None) -> None:
    """What another service applied on this call's behalf, from its answer."""
    for said in (header or "").split(BETWEEN):
        if said:
            _note(said)


def _note(said: str) -> None:
    known = _applied.get()
    if known is None:
        known = []
        _applied.set(known)
    if said not in known:
        known.append(said)


def applied() -> tuple[str, ...]:
    """What was applied to this call so far."""
    return tuple(_applied.get() or ())
