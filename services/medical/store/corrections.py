"""Corrections of calls whose outcome was unknown."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.medical.domain.correction import REFUSED, Correction
from services.medical.store.tables import corrections
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Correction, corrections)
_CHANGE = corrections.update().where(corrections.c.id == sa.bindparam("_id"))


def find(tx: Tx, correction_id: str, *, lock: bool = False) -> Correction | None:
    query = _SELECT.where(corrections.c.id == correction_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read(row) if row else None


def of(tx: Tx, key_scope: str | None, settlement_id: str | None) -> Correction | None:
    """The correction of a call, by its key or by what it made; one that was refused is none."""
    same = []
    if key_scope is not None:
        same.append(corrections.c.key_scope == key_scope)
    if settlement_id is not None:
        same.append(corrections.c.settlement_id == settlement_id)
    query = _SELECT.where(sa.or_(*same), corrections.c.status != REFUSED)
    row = tx.one(query.order_by(corrections.c.seq).limit(1)) if same else None
    return _read(row) if row else None


def next_ordinal(tx: Tx, operation: str, named: str) -> int:
    """Counts from 1 the corrections that named an original in these words, whoever did."""
    same = (corrections.c.operation == operation, corrections.c.named == named)
    return 1 + int(tx.scalar(sa.select(sa.func.count()).select_from(corrections).where(*same)))


def add(tx: Tx, correction: Correction, **about: Any) -> Correction:
    """Keep a new one; `about` says what it turned out to be of."""
    made = replace(correction, **about)
    tx.execute(corrections.insert(), values(made))
    return made


def change(tx: Tx, correction: Correction, **changes: Any) -> Correction:
    changed = replace(
        correction, **changes, version=correction.version + 1, updated_at=tx.world.now
    )
    written = {**changes, "version": changed.version, "updated_at": changed.updated_at}
    tx.execute(_CHANGE, {"_id": correction.id, **written})
    return changed


def page(tx: Tx, page: PageQuery, **filters: Any) -> Page:
    query = _SELECT.where(*(corrections.c[name] == value for name, value in filters.items()))
    return tx.page(query, corrections, page).map(_read)
