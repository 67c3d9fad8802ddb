"""Registrations of chronic diseases."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.medical.domain.registration import Registration
from services.medical.store.tables_kinds import disease_registrations as _TABLE
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Registration, _TABLE)


def find(tx: Tx, registration_id: str, *, lock: bool = False) -> Registration | None:
    query = _SELECT.where(_TABLE.c.id == registration_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read(row) if row else None


def of_person(tx: Tx, person_id: str) -> list[Registration]:
    query = _SELECT.where(_TABLE.c.person_id == person_id).order_by(_TABLE.c.ordinal)
    return [_read(row) for row in tx.all(query)]


def change(tx: Tx, one: Registration, **changes: Any) -> Registration:
    """Write the changed fields; the version rises."""
    changed = replace(one, **changes, version=one.version + 1, updated_at=tx.world.now)
    written = {**changes, "version": changed.version, "updated_at": changed.updated_at}
    tx.execute(_TABLE.update().where(_TABLE.c.id == one.id).values(**written))
    return changed


def next_ordinal(tx: Tx, person_id: str) -> int:
    tx.lock("disease_registrations", person_id)
    last = tx.scalar(
        sa.select(sa.func.max(_TABLE.c.ordinal)).where(_TABLE.c.person_id == person_id)
    )
    return int(last or 0) + 1


def add(tx: Tx, one: Registration, ordinal: int) -> None:
    tx.execute(_TABLE.insert().values(**values(one), ordinal=ordinal))


def page(tx: Tx, page: PageQuery, **filters: Any) -> Page:
    query = _SELECT.where(*(_TABLE.c[name] == value for name, value in filters.items()))
    return tx.page(query, _TABLE, page).map(_read)
