"""When an event is sent again: the schedule of Standard Webhooks, jittered by the seed."""

import hashlib
from datetime import timedelta

STEPS = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""The pause before each attempt, counted from the one before."""
ATTEMPTS = len(STEPS)
LONGEST = timedelta(hours=24)
_JITTER_PER_MILLE = 100


def pause_before(attempt: int, seed: str, delivery_id: str) -> timedelta | None:
    """The pause before the attempt of this number (from 1), None when there are no more.

    Off by at most a tenth, always the same for the same seed and delivery:

    >>> pause_before(2, "demo", "dlv_1") == pause_before(2, "demo", "dlv_1")
    True
    >>> abs(pause_before(3, "demo", "dlv_1") - STEPS[2]) <= STEPS[2] / 10
    True
    >>> pause_before(11, "demo", "dlv_1") is None
    True
    """
    if attempt > ATTEMPTS:
        return None
    text = f"{seed}\x1f{delivery_id}\x1f{attempt}".encode()
    drawn = int.from_bytes(hashlib.sha256(text).digest()[:4], "big")
    per_mille = drawn % (2 * _JITTER_PER_MILLE + 1) - _JITTER_PER_MILLE
    return STEPS[attempt - 1] * (1000 + per_mille) / 1000


def asked_for(pause: timedelta, retry_after_s: int | None) -> timedelta:
    """The pause, no shorter than the receiver asked for (but never over a day).

    >>> asked_for(timedelta(seconds=5), 60)
    datetime.timedelta(seconds=60)
    >>> asked_for(timedelta(hours=2), 60)
    datetime.timedelta(seconds=7200)
    """
    if retry_after_s is None:
        return pause
    return max(pause, min(timedelta(seconds=retry_after_s), LONGEST))
