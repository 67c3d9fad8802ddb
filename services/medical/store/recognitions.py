"""Recognitions of work injuries."""

from typing import Any

import sqlalchemy as sa

from services.medical.domain.recognition import Recognition
from services.medical.store.tables_kinds import work_injury_recognitions as _TABLE
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Recognition, _TABLE)


def find(tx: Tx, recognition_id: str) -> Recognition | None:
    row = tx.one(_SELECT.where(_TABLE.c.id == recognition_id))
    return _read(row) if row else None


def with_number(tx: Tx, decision_number: str) -> Recognition | None:
    """The one of this decision; nobody else records it until the transaction ends."""
    tx.lock("decision", decision_number)
    row = tx.one(_SELECT.where(_TABLE.c.decision_number == decision_number))
    return _read(row) if row else None


def next_ordinal(tx: Tx, person_id: str) -> int:
    tx.lock("work_injury_recognitions", person_id)
    last = tx.scalar(
        sa.select(sa.func.max(_TABLE.c.ordinal)).where(_TABLE.c.person_id == person_id)
    )
    return int(last or 0) + 1


def add(tx: Tx, one: Recognition, ordinal: int) -> None:
    tx.execute(_TABLE.insert().values(**values(one), ordinal=ordinal))


def page(tx: Tx, page: PageQuery, **filters: Any) -> Page:
    query = _SELECT.where(*(_TABLE.c[name] == value for name, value in filters.items()))
    return tx.page(query, _TABLE, page).map(_read)
