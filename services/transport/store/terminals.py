"""Terminals, read and written."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.transport.domain.terminals import Terminal
from services.transport.store.cards import chunks
from services.transport.store.tables_riding import terminals
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_select, _read = reader(Terminal, terminals)
_c = terminals.c
_by_id = _select.where(_c.id == sa.bindparam("id"))


def find(tx: Tx, terminal_id: str, *, locked: bool = False) -> Terminal | None:
    row = tx.one(_by_id.with_for_update() if locked else _by_id, {"id": terminal_id})
    return _read(row) if row else None


def by_number(tx: Tx, numbers: Iterable[str]) -> dict[str, Terminal]:
    """By number, those that there are."""
    found: dict[str, Terminal] = {}
    for part in chunks(numbers):
        for row in tx.all(_select.where(_c.number.in_(part))):
            found[row.number] = _read(row)
    return found


def next_number(tx: Tx, region: str) -> str:
    """The next one of a city: its code and a running number of six digits."""
    last = tx.scalar(
        sa.select(sa.func.max(_c.number)).where(
            _c.number >= f"{region}000000", _c.number <= f"{region}999999"
        )
    )
    return f"{region}{(0 if last is None else int(last[6:])) + 1:06d}"


def add(tx: Tx, terminal: Terminal) -> None:
    tx.execute(terminals.insert(), values(terminal))


def change(tx: Tx, terminal: Terminal, **changes: Any) -> Terminal:
    written = {**changes, "version": terminal.version + 1, "updated_at": tx.world.now}
    tx.execute(terminals.update().where(_c.id == terminal.id).values(**written))
    return replace(terminal, **written)


def page(tx: Tx, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    asked = _select.where(*(_c[name] == value for name, value in filters.items()))
    return tx.page(asked, terminals, page).map(_read)
