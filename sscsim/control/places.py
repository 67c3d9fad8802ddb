"""Where worlds, generations and snapshots lie, made and removed so that no crash leaves any.

A place is noted as doomed before it is made, and spared in the transaction that makes it part
of a world. Whatever is doomed and old enough beat removes; whoever builds for long keeps the
note young. A snapshot lies where a generation of a negative number would.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sscsim import settings
from sscsim.control import clocks, schema, state, store
from sscsim.db import engines

_DOOMED_FOR_MS = 30_000
_KEPT_YOUNG_EVERY_S = 5.0


def doom(tx: sa.Connection, sandbox: str, generation: int) -> None:
    """Have this place removed, unless it is spared soon."""
    dialect: Any = postgresql if settings.current().on_postgres else sqlite
    tx.execute(
        dialect.insert(schema.removals)
        .values(sandbox=sandbox, generation=generation, since_ms=clocks.real_ms())
        .on_conflict_do_nothing(index_elements=["sandbox", "generation"])
    )


def spare(tx: sa.Connection, sandbox: str, generation: int) -> None:
    """The place is part of a world from now on."""
    tx.execute(schema.removals.delete().where(_is(sandbox, generation)))


def next_generation(tx: sa.Connection, sandbox: str, current: int) -> int:
    """A number that no generation has, not even one that is being built or removed."""
    table = schema.removals
    newest = tx.execute(
        sa.select(sa.func.max(table.c.generation)).where(table.c.sandbox == sandbox)
    ).scalar()
    return max(current, newest or 0) + 1


def shadow(sandbox: str, number: int) -> str:
    """The name under which the rows of a snapshot lie, in place of a sandbox's id."""
    return f"{sandbox}.{number}"


@contextmanager
def building(sandbox: str, generation: int) -> Iterator[None]:
    """Make the place (it is doomed already) and keep it from being removed while it is filled.

    What isn't spared at the end, because something failed, is removed at once. What is
    spared stays: the failure was in learning of it.
    """
    over = threading.Event()
    keeper = threading.Thread(
        target=_keep_young, args=(over, sandbox, generation), name="building", daemon=True
    )
    engines.make_place(sandbox, generation)
    keeper.start()
    try:
        yield
    except BaseException:
        over.set()
        keeper.join()
        if _is_doomed(sandbox, generation):
            remove(sandbox, generation)
        raise
    over.set()
    keeper.join()


def _keep_young(over: threading.Event, sandbox: str, generation: int) -> None:
    while not over.wait(_KEPT_YOUNG_EVERY_S):
        with store.write() as tx:
            tx.execute(
                schema.removals.update()
                .where(_is(sandbox, generation))
                .values(since_ms=clocks.real_ms())
            )


def _is_doomed(sandbox: str, generation: int) -> bool:
    noted = sa.select(schema.removals.c.sandbox).where(_is(sandbox, generation))
    with store.read() as tx:
        return tx.execute(noted).one_or_none() is not None


def _is(sandbox: str, generation: int) -> Any:
    table = schema.removals.c
    return (table.sandbox == sandbox) & (table.generation == generation)


def remove(sandbox: str, generation: int) -> bool:
    """Remove a doomed place with what the control store holds of it; False: try again later."""
    if not engines.drop_place(sandbox, generation):
        return False
    with store.write() as tx:
        if generation < 0:
            _forget_snapshot(tx, sandbox, -generation)
        living = sa.select(schema.sandboxes.c.id).where(schema.sandboxes.c.id == sandbox)
        if tx.execute(living).one_or_none() is None:
            for table in schema.OF_A_WORLD:
                tx.execute(table.delete().where(table.c.sandbox == sandbox))
        tx.execute(schema.removals.delete().where(_is(sandbox, generation)))
    return True


def _forget_snapshot(tx: sa.Connection, sandbox: str, number: int) -> None:
    table = schema.snapshots
    tx.execute(table.delete().where(table.c.sandbox == sandbox, table.c.number == number))
    state.clear(tx, shadow(sandbox, number))


def doom_snapshot(tx: sa.Connection, sandbox: str, number: int) -> None:
    """Nobody finds the snapshot any more; its stores are removed next."""
    _forget_snapshot(tx, sandbox, number)
    doom(tx, sandbox, -number)


def doom_world(tx: sa.Connection, sandbox: str, generation: int) -> None:
    """All that lies anywhere for this world: its generation and its snapshots."""
    table = schema.snapshots
    numbers = tx.execute(sa.select(table.c.number).where(table.c.sandbox == sandbox)).scalars()
    for number in list(numbers):
        doom_snapshot(tx, sandbox, number)
    doom(tx, sandbox, generation)


def remove_doomed(sandbox: str | None = None) -> int:
    """Remove what is doomed, of one world or, once it is old, of all; how much there was.

    Noted in the control store first, so that a crash in between is made up for by beat.
    """
    table = schema.removals
    query = sa.select(table)
    if sandbox is not None:
        query = query.where(table.c.sandbox == sandbox)
    else:
        query = query.where(table.c.since_ms < clocks.real_ms() - _DOOMED_FOR_MS)
    with store.read() as tx:
        doomed = list(tx.execute(query))
    for found in doomed:
        remove(found.sandbox, found.generation)
    return len(doomed)
