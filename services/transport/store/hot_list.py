"""The hot list, and what terminals have loaded of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa

from services.transport.domain.hot_list import Entry, Key
from services.transport.store.chunks import chunks
from services.transport.store.tables_offline import hot_list_entries, hot_list_loads
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_e, _l = hot_list_entries.c, hot_list_loads.c
_all, _read = reader(Entry, hot_list_entries)


def newest(tx: Tx) -> int:
    """The newest number of the list; 0 of an empty one."""
    return int(tx.scalar(sa.select(sa.func.max(_e.number))) or 0)


def take_number(tx: Tx) -> int:
    """The number before the next one; the list is held until the transaction ends."""
    tx.lock("hot_list")
    return newest(tx)


def add(tx: Tx, entries: Sequence[Entry]) -> None:
    tx.add_all(hot_list_entries, [values(entry) for entry in entries])


def of(tx: Tx, keys: Collection[Key]) -> dict[Key, list[Entry]]:
    """All entries of these media, each in the order of their numbers."""
    found: list[Entry] = []
    for some in chunks({reference for _, reference in keys}):
        rows = tx.all(_all.where(_e.reference.in_(some)).order_by(_e.number))
        found += [entry for entry in map(_read, rows) if entry.key in keys]
    found.sort(key=lambda entry: (entry.key, entry.number))
    return {key: list(entries) for key, entries in groupby(found, lambda entry: entry.key)}


def after(tx: Tx, number: int, limit: int) -> list[Entry]:
    """The entries that follow a number, oldest first."""
    statement = _all.where(_e.number > number).order_by(_e.number).limit(limit)
    return [_read(row) for row in tx.all(statement)]


def note_load(tx: Tx, load_id: str, terminal_id: str, number: int) -> None:
    """A terminal has the list up to a number now; said twice in one moment it is noted once."""
    if tx.scalar(sa.select(_l.id).where(_l.id == load_id)) is None:
        row = {"id": load_id, "terminal_id": terminal_id, "number": number}
        tx.execute(hot_list_loads.insert().values(**row, loaded_at=tx.world.now))


def loads(tx: Tx, terminal_ids: Collection[str], since: datetime) -> dict[str, list[datetime]]:
    """When these terminals loaded the list, from a moment on and the last time before it."""
    found: dict[str, list[datetime]] = {}
    for some in chunks(terminal_ids):
        last = (
            sa.select(_l.terminal_id, sa.func.max(_l.loaded_at))
            .where(_l.terminal_id.in_(some), _l.loaded_at < since)
            .group_by(_l.terminal_id)
        )
        later = (
            sa.select(_l.terminal_id, _l.loaded_at)
            .where(_l.terminal_id.in_(some), _l.loaded_at >= since)
            .order_by(_l.terminal_id, _l.loaded_at)
        )
        for row in [*tx.all(last), *tx.all(later)]:
            found.setdefault(row[0], []).append(row[1])
    return found
