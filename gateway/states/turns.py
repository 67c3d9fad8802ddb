"""Setups and teardowns of one world take turns: each sees the world whole.

The gateway is one process; two of them at once would need a lock in the control store.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_locks: dict[str, tuple[threading.Lock, int]] = {}
_of_locks = threading.Lock()


@contextmanager
def turn(sandbox: str) -> Iterator[None]:
    """Wait until no other setup or teardown of this world is at work."""
    with _of_locks:
        lock, waiting = _locks.get(sandbox, (threading.Lock(), 0))
        _locks[sandbox] = (lock, waiting + 1)
    try:
        with lock:
            yield
    finally:
        with _of_locks:
            lock, waiting = _locks[sandbox]
            if waiting > 1:
                _locks[sandbox] = (lock, waiting - 1)
            else:
                del _locks[sandbox]
