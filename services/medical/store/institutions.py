"""Institutions."""

from collections.abc import Sequence
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.store.tables import institutions
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Institution, institutions)


def find(tx: Tx, institution_id: str) -> Institution | None:
    row = tx.one(_SELECT.where(institutions.c.id == institution_id))
    return _read(row) if row else None


def with_code(tx: Tx, code: str) -> Institution | None:
    row = tx.one(_SELECT.where(institutions.c.institution_code == code))
    return _read(row) if row else None


def named(tx: Tx, name: str) -> list[Institution]:
    """All of that name, by code."""
    query = _SELECT.where(institutions.c.name == name).order_by(institutions.c.institution_code)
    return [_read(row) for row in tx.all(query)]


def add(tx: Tx, institution: Institution) -> None:
    tx.execute(institutions.insert().values(values(institution)))


def add_all(tx: Tx, found: Sequence[Institution]) -> None:
    tx.execute(institutions.insert(), [values(one) for one in found])


def page(tx: Tx, page: PageQuery, **filters: Any) -> Page:
    query = _SELECT.where(*(institutions.c[name] == value for name, value in filters.items()))
    return tx.page(query, institutions, page).map(_read)
