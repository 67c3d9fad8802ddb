"""Agreements, kept and found."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import bindparam

from services.settlement.domain.agreements import Agreement
from services.settlement.store.rows import changed
from services.settlement.store.tables import agreements
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader

_all, _read = reader(Agreement, agreements)
_by_id = _all.where(agreements.c.id == bindparam("id"))
_of_pair = _all.where(
    agreements.c.home_region == bindparam("home"), agreements.c.care_region == bindparam("care")
).order_by(agreements.c.effective_from)
_delaying = _all.where(
    agreements.c.care_region == bindparam("care"), agreements.c.advance_delays_providers
)


def add(tx: Tx, agreement: Agreement) -> None:
    tx.execute(agreements.insert().values(asdict(agreement)))


def find(tx: Tx, agreement_id: str) -> Agreement | None:
    row = tx.one(_by_id, {"id": agreement_id})
    return _read(row) if row else None


def locked(tx: Tx, agreement_id: str) -> Agreement | None:
    row = tx.one(_by_id.with_for_update(), {"id": agreement_id})
    return _read(row) if row else None


def change(tx: Tx, agreement_id: str, **values: Any) -> Agreement:
    values |= changed(agreements, tx.world.now)
    tx.execute(agreements.update().where(agreements.c.id == agreement_id).values(values))
    made = find(tx, agreement_id)
    assert made is not None
    return made


def between(tx: Tx, home: str, care: str) -> list[Agreement]:
    """All agreements of this direction, the oldest first."""
    return [_read(row) for row in tx.all(_of_pair, {"home": home, "care": care})]


def in_force(tx: Tx, home: str, care: str, day: date) -> Agreement | None:
    return next((each for each in between(tx, home, care) if each.in_force(day)), None)


def delaying(tx: Tx, care: str, day: date) -> list[Agreement]:
    """Those in force by which a region pays its institutions later."""
    rows = tx.all(_delaying, {"care": care})
    return [found for found in map(_read, rows) if found.in_force(day)]


def page(tx: Tx, query: PageQuery, filters: dict[str, Any]) -> Page:
    statement = _all
    if "home_region_code" in filters:
        statement = statement.where(agreements.c.home_region == filters["home_region_code"])
    if "care_region_code" in filters:
        statement = statement.where(agreements.c.care_region == filters["care_region_code"])
    return tx.page(statement, agreements, query).map(_read)
