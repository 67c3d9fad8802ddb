"""Insurance enrolments, kept and found."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, or_

from services.card.domain.enrolment import Enrolment
from services.card.store.tables import enrolments
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_all, _read = reader(Enrolment, enrolments)
_by_id = _all.where(enrolments.c.id == bindparam("id"))
_of_person = _all.where(enrolments.c.person_id == bindparam("person_id")).order_by(
    enrolments.c.from_date, enrolments.c.seq
)


def add(tx: Tx, enrolment: Enrolment) -> None:
    tx.execute(enrolments.insert().values(values(enrolment)))


def change(tx: Tx, enrolment: Enrolment) -> None:
    tx.execute(enrolments.update().where(enrolments.c.id == enrolment.id).values(values(enrolment)))


def find(tx: Tx, enrolment_id: str) -> Enrolment | None:
    row = tx.one(_by_id, {"id": enrolment_id})
    return _read(row) if row else None


def of_person(tx: Tx, person_id: str) -> list[Enrolment]:
    """All of a person's enrolments, the earliest first."""
    return [_read(row) for row in tx.all(_of_person, {"person_id": person_id})]


def between(
    tx: Tx, person_ids: Sequence[str], kind: str, from_date: date, to_date: date
) -> list[Enrolment]:
    """The stretches of these people that share a day with the time asked for."""
    table = enrolments.c
    query = (
        _all.where(
            table.person_id.in_(person_ids),
            table.insurance_kind == kind,
            table.from_date <= to_date,
            or_(table.to_date.is_(None), table.to_date >= from_date),
        )
    ).order_by(table.person_id, table.from_date, table.seq)
    return [_read(row) for row in tx.all(query)]


def page(tx: Tx, person_id: str, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _all.where(enrolments.c.person_id == person_id)
    if "insurance_kind" in filters:
        statement = statement.where(enrolments.c.insurance_kind == filters["insurance_kind"])
    return tx.page(statement, enrolments, query).map(_read)
