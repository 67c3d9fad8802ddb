"""Copying a world: all its stores as they stood at one instant, whoever writes meanwhile.

    with copies.cut(sandbox, generation) as cut:     # every writer of this world waits
        if not cut.waiting():                        # no message between services is under way
            cut.begin(target)                        # … and from here the copy is fixed
            …                                        # what must be of the same instant
            cut.finish()                             # writers go on, at the latest now

The gate holds the write locks of all stores at once. A writer holds one store at a time and
calls nobody inside a transaction, so the gate waits for each at most as long as its
transaction takes, and what it then sees is what a crash at this instant would have left: a
state that every saga and every message recovers from.

What is found on disk is copied, not what this process knows of: a service added later
needs no line here, and the gateway needs no service.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from sscsim import settings
from sscsim.db import copies_postgres, copies_sqlite
from sscsim.db.engines import Place


class Cut(Protocol):
    """A world at one instant; see the module docstring."""

    services: list[str]

    def waiting(self) -> list[str]:
        """Services whose outbox is not empty."""

    def begin(self, target: Place) -> None:
        """From now on the copy is that of this instant."""

    def finish(self) -> None:
        """Writers go on; the copy is whole when this returns."""


@contextmanager
def cut(sandbox: str, generation: int) -> Iterator[Cut]:
    """Hold all stores of a world. Raises StoreBusy when a writer won't end, WorldGone."""
    place = Place(sandbox, generation, "")
    made = copies_postgres.cut if settings.current().on_postgres else copies_sqlite.cut
    with made(place) as held:
        yield held


def copy_resting(source: Place, target: Place) -> None:
    """Copy a world that nobody works in: a snapshot. Raises WorldGone when it isn't there."""
    if settings.current().on_postgres:
        with copies_postgres.cut(source) as held:
            held.begin(target)
            held.finish()
    else:
        copies_sqlite.copy_resting(source, target)


def sizes(places: list[Place]) -> dict[Place, int]:
    """Bytes of each of these worlds' stores, with their indexes."""
    if settings.current().on_postgres:
        return copies_postgres.sizes(places)
    return {place: copies_sqlite.size(place) for place in places}
