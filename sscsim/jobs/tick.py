"""What beat does every second, at a cost that doesn't grow with the number of worlds."""

import logging
from itertools import count

from sscsim import control
from sscsim.control import leases, places, sweeping, worlds
from sscsim.jobs import driver
from sscsim.jobs.messages import close_gone, dispatch_step

log = logging.getLogger("sscsim.jobs")

_SLOW = 5
"""Sweeping, expiry and removal happen in one tick of so many."""
_SWEPT_AT_ONCE = 50
_ticks = count()


def tick() -> None:
    """Move running clocks, step the drivers that have work, make up for what got lost."""
    number = next(_ticks)
    control.heartbeat()
    for sandbox in leases.due_worlds():
        dispatch_step(sandbox)
    if number == 0:
        # Whatever a killed process left behind is found now.
        sweeping.sweep_all_again()
    if number % _SLOW == 0:
        slow_tick()


def slow_tick() -> None:
    for sandbox in worlds.expire_idle():
        log.info("sandbox %s expired", sandbox)
    places.remove_doomed()
    for row in sweeping.to_sweep(_SWEPT_AT_ONCE):
        driver.sweep(row.id)
    close_gone()
