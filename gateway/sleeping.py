"""Really waiting, for those who ask for it: bounded in length and in how many do so at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from gateway.problems_faults import TooManySleepers
from sscsim import settings

_lock = threading.Lock()
_asleep = 0


def take() -> None:
    """One of this process's places to sleep; TooManySleepers when all are taken.

    Taken before anything is done, so that a refusal has no effect.
    """
    global _asleep
    with _lock:
        if _asleep >= settings.current().max_sleepers:
            raise TooManySleepers(limit=settings.current().max_sleepers)
        _asleep += 1


def give() -> None:
    global _asleep
    with _lock:
        _asleep -= 1


@contextmanager
def place() -> Iterator[None]:
    take()
    try:
        yield
    finally:
        give()


def sleep_ms(wait_ms: int) -> None:
    """Wait so long, in real time."""
    if wait_ms > 0:
        threading.Event().wait(wait_ms / 1000)
