"""Writing down what happened outside of the world, whatever its clock did meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sscsim import control, world
from sscsim.db import ClockMoved, Store, StoreBusy, Tx, WorldGone

T = TypeVar("T")

_TRIES = 20


def recorded(store: Store, work: Callable[[Tx], T]) -> T:
    """Do this in a transaction, again with a new reading when the clock moved meanwhile.

    What is recorded happened outside the world, so no move of its clock makes it untrue.
    """
    at = world.current()
    for left in reversed(range(_TRIES)):
        try:
            with world.entered(at), store.write() as tx:
                return work(tx)
        except (ClockMoved, StoreBusy):
            if not left:
                raise
            fresh = control.find(at.sandbox)
            if fresh is None or fresh.generation != at.generation:
                raise WorldGone() from None
            at = replace(at, epoch=fresh.epoch, now=fresh.now)
    raise AssertionError("not reached")
