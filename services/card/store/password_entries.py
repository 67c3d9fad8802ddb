"""Password entries, kept and found."""

from dataclasses import replace
from typing import Any

from services.card.domain.desk import PasswordEntry
from services.card.store.tables_desk import password_entries
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_ALL, _read = reader(PasswordEntry, password_entries)
_e = password_entries.c


def add(tx: Tx, made: PasswordEntry) -> None:
    tx.execute(password_entries.insert(), values(made))


def change(tx: Tx, known: PasswordEntry, status: str) -> PasswordEntry:
    now = tx.world.now
    changed = replace(known, status=status, version=known.version + 1, updated_at=now)
    written = {"status": status, "version": changed.version, "updated_at": now}
    tx.execute(password_entries.update().where(_e.id == known.id).values(**written))
    return changed


def find(tx: Tx, entry_id: str, *, lock: bool = False) -> PasswordEntry | None:
    query = _ALL.where(_e.id == entry_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read(row) if row else None


def page(tx: Tx, query: PageQuery, filters: dict[str, Any]) -> Page:
    wanted = _ALL.where(*(_e[name] == value for name, value in filters.items()))
    return tx.page(wanted, password_entries, query).map(_read)
