"""Holding a world still: its driver's lease, with no job out and no advance under way."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sscsim import clock
from sscsim.control import leases, operations
from sscsim.control.leases import Lease
from sscsim.kernel.problems import Conflict, Text

_WAIT_S = 5.0
_PAUSE_S = 0.02


class WorldMoving(Conflict):
    """The world's clock is being moved, or a job is being done."""

    code = "world_moving"
    title = Text(zh="沙箱时钟正在推进", en="The world is moving")
    detail = Text(
        zh="沙箱时钟正在推进或有任务在执行，请在其完成后重试。",
        en="The world's clock is being moved or a job is being done: try again when it is over.",
    )
    retryable = True

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "2"})


@contextmanager
def held_still(sandbox: str) -> Iterator[Lease]:
    """Nothing falls due in this world meanwhile.

    A job that is out is waited for; an advance, which may take any time, is not. Raises
    WorldMoving. The caller steps the driver afterwards: others may have asked in vain.
    """
    lease = _lease(sandbox)
    try:
        yield lease
    finally:
        leases.release(lease, rest=True)


def _lease(sandbox: str) -> Lease:
    until = clock.monotonic() + _WAIT_S
    while True:
        if operations.running(sandbox) is not None:
            raise WorldMoving()
        lease = leases.acquire(sandbox)
        if lease is not None:
            if lease.batch is None or "retry_ms" in lease.batch:
                return lease
            leases.release(lease)
        if clock.monotonic() > until:
            raise WorldMoving()
        threading.Event().wait(_PAUSE_S)
