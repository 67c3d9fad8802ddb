"""Entitlements, kept and found."""

from dataclasses import asdict

from sqlalchemy import bindparam

from services.card.domain.entitlement import Entitlement
from services.card.store.tables_entitlements import entitlements
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader

_all, _read = reader(Entitlement, entitlements)
_by_id = _all.where(entitlements.c.id == bindparam("id"))
_of_person = _all.where(entitlements.c.person_id == bindparam("person_id")).order_by(
    entitlements.c.from_date, entitlements.c.seq
)


def add(tx: Tx, entitlement: Entitlement) -> None:
    tx.execute(entitlements.insert().values(asdict(entitlement)))


def change(tx: Tx, entitlement: Entitlement) -> None:
    mine = entitlements.c.id == entitlement.id
    tx.execute(entitlements.update().where(mine).values(asdict(entitlement)))


def find(tx: Tx, entitlement_id: str) -> Entitlement | None:
    row = tx.one(_by_id, {"id": entitlement_id})
    return _read(row) if row else None


def of_person(tx: Tx, person_id: str) -> list[Entitlement]:
    """All of a person's, the earliest first."""
    return [_read(row) for row in tx.all(_of_person, {"person_id": person_id})]


def page(tx: Tx, person_id: str, query: PageQuery) -> Page:
    statement = _all.where(entitlements.c.person_id == person_id)
    return tx.page(statement, entitlements, query).map(_read)
