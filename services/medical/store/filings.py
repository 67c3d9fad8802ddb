"""Filings."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.medical.domain.filing import Filing
from services.medical.store.tables import filings
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Filing, filings)
_OF_PERSON = _SELECT.where(filings.c.person_id == sa.bindparam("person_id")).order_by(
    filings.c.ordinal
)


def hold(tx: Tx, person_id: str) -> None:
    """Nobody else files for, or changes a filing of, the person until the transaction ends."""
    tx.lock("filings", person_id)


def find(tx: Tx, filing_id: str) -> Filing | None:
    row = tx.one(_SELECT.where(filings.c.id == filing_id))
    return _read(row) if row else None


def of_person(tx: Tx, person_id: str) -> list[Filing]:
    return [_read(row) for row in tx.all(_OF_PERSON, {"person_id": person_id})]


def next_ordinal(tx: Tx, person_id: str) -> int:
    hold(tx, person_id)
    last = tx.scalar(
        sa.select(sa.func.max(filings.c.ordinal)).where(filings.c.person_id == person_id)
    )
    return int(last or 0) + 1


def add(tx: Tx, filing: Filing, ordinal: int) -> None:
    tx.execute(filings.insert().values(**values(filing), ordinal=ordinal))


def change(tx: Tx, filing: Filing, **changes: Any) -> Filing:
    """Write the changed fields; the version rises."""
    changed = replace(filing, **changes, version=filing.version + 1, updated_at=tx.world.now)
    written = {**changes, "version": changed.version, "updated_at": changed.updated_at}
    tx.execute(filings.update().where(filings.c.id == filing.id).values(**written))
    return changed


def page(tx: Tx, page: PageQuery, **filters: Any) -> Page:
    query = _SELECT.where(*(filings.c[name] == value for name, value in filters.items()))
    return tx.page(query, filings, page).map(_read)
