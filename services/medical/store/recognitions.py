"""Recognitions of work injuries."""

from datetime import date
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


def of_accident(tx: Tx, person_id: str, injured_on: date) -> Recognition | None:
    """The newest one of the person for this day that has no end."""
    tx.lock("work_injury_recognitions", person_id)
    mine = _TABLE.c.person_id == person_id, _TABLE.c.injured_on == injured_on
    query = _SELECT.where(*mine, _TABLE.c.valid_until.is_(None)).order_by(_TABLE.c.ordinal.desc())
    row = tx.one(query.limit(1))
    return _read(row) if row else None


def change(tx: Tx, known: Recognition, **changes: Any) -> None:
    more = {**changes, "version": known.version + 1, "updated_at": tx.world.now}
    tx.execute(_TABLE.update().where(_TABLE.c.id == known.id).values(**more))


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
