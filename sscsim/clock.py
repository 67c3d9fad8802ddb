"""The one module that may look at the machine's clock.

Business time is the sandbox clock (`sscsim.world.now`). Real time serves technical
lifetimes only: leases, token expiry, latencies, idle expiry, log stamps.
"""

import time
from datetime import UTC, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def real_now() -> datetime:
    """The machine's time, aware, UTC."""
    return datetime.now(UTC)


def real_seconds() -> float:
    """Seconds since the epoch, for leases that several processes compare."""
    return time.time()


def monotonic() -> float:
    """Seconds that never go back, for latencies within one process."""
    return time.monotonic()


def shown(instant: datetime) -> str:
    """RFC 3339 with the offset of Shanghai; milliseconds only where there are any."""
    local = instant.astimezone(SHANGHAI)
    return local.isoformat(timespec="milliseconds" if local.microsecond else "seconds")


def read_instant(text: str) -> datetime:
    """An aware instant from RFC 3339; ValueError when it has no offset."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no offset")
    return instant.astimezone(SHANGHAI)
