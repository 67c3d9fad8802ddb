"""The insured side: what each settlement came to here, and the accumulators."""

from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.medical.domain.accumulator import Accumulator, YearKey
from services.medical.domain.settlement import DIFFERENCE, SETTLEMENT
from services.medical.domain.year import DiseaseYear, YearSoFar
from services.medical.store.tables import (
    accumulators,
    cancelled_exchanges,
    insured_settlements,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader

_PARTS = [field.name for field in fields(YearSoFar)]
_KEY = [field.name for field in fields(YearKey)]
_ACCUMULATORS, _read_accumulator = reader(Accumulator, accumulators)
_OF_YEAR = [accumulators.c[name] == sa.bindparam("_" + name) for name in _KEY]
_YEAR = _ACCUMULATORS.where(*_OF_YEAR)
_SAVE_YEAR = accumulators.update().where(*_OF_YEAR).values(version=accumulators.c.version + 1)
_BY_ID = insured_settlements.select().where(
    insured_settlements.c.exchange_id == sa.bindparam("exchange_id")
)


def find(tx: Tx, exchange_id: str) -> Any | None:
    """The row of an exchange, or None."""
    return tx.one(_BY_ID, {"exchange_id": exchange_id})


def is_cancelled(tx: Tx, exchange_id: str) -> bool:
    table = cancelled_exchanges
    found = tx.scalar(sa.select(table.c.seq).where(table.c.exchange_id == exchange_id))
    return found is not None


def entomb(tx: Tx, exchange_id: str) -> None:
    """A late request for this exchange will be refused."""
    if not is_cancelled(tx, exchange_id):
        tx.execute(
            cancelled_exchanges.insert().values(exchange_id=exchange_id, created_at=tx.world.now)
        )


def added(row: Any) -> YearSoFar:
    """What the settlement added to the accumulators (of a reversal: took away)."""
    return YearSoFar(**{part: getattr(row, part) for part in _PARTS})


def added_of_disease(row: Any) -> DiseaseYear:
    return DiseaseYear(row.disease_deductible, row.disease_pool)


def key_of(row: Any) -> YearKey:
    return YearKey(row.person_id, row.insurance_kind, row.home_region_code, row.insurance_year)


def add(tx: Tx, *, key: YearKey, part: YearSoFar, of_disease: DiseaseYear, **columns: Any) -> None:
    parts = {name: getattr(part, name) for name in _PARTS}
    parts |= {"disease_deductible": of_disease.deductible, "disease_pool": of_disease.pool}
    row = {**key.columns(), **parts, **columns, "created_at": tx.world.now}
    row["funds"] = columns["result"]["funds"]
    tx.execute(insured_settlements.insert(), row)


def mark_reversed(tx: Tx, exchange_id: str, by: str) -> None:
    tx.execute(
        insured_settlements.update()
        .where(insured_settlements.c.exchange_id == exchange_id)
        .values(reversed_by=by)
    )


def latest_live(tx: Tx, key: YearKey) -> str | None:
    """The newest settlement of the year that stands, or difference of one."""
    table = insured_settlements
    found: str | None = tx.scalar(
        sa.select(table.c.exchange_id)
        .where(
            *(table.c[name] == value for name, value in key.columns().items()),
            table.c.kind.in_((SETTLEMENT, DIFFERENCE)),
            table.c.reversed_by.is_(None),
        )
        .order_by(table.c.seq.desc())
        .limit(1)
    )
    return found


def differences_of(tx: Tx, exchange_id: str) -> list[Any]:
    """The differences of a settlement that stand, the oldest first."""
    table = insured_settlements
    query = table.select().where(table.c.refers == exchange_id, table.c.reversed_by.is_(None))
    return list(tx.all(query.order_by(table.c.seq)))


def before(tx: Tx, row: Any) -> tuple[YearSoFar, DiseaseYear]:
    """What the year, and its disease in it, had come to before a settlement: all that was entered
    before it, and the differences that were made of that afterwards."""
    table, late = insured_settlements, insured_settlements.alias("late")
    of_year = [table.c[name] == value for name, value in key_of(row).columns().items()]
    earlier = sa.select(late.c.exchange_id).where(
        *(late.c[name] == value for name, value in key_of(row).columns().items()),
        late.c.seq < row.seq,
    )
    since = sa.and_(
        table.c.seq > row.seq, table.c.refers.in_(earlier), table.c.reversed_by.is_(None)
    )
    query = table.select().where(*of_year, sa.or_(table.c.seq < row.seq, since))
    year, of_disease = YearSoFar(), DiseaseYear()
    for entered in tx.all(query):
        year = year.plus(added(entered))
        if entered.disease == row.disease:
            of_disease = of_disease.plus(added_of_disease(entered))
    return year, of_disease


_ENTERED = (
    insured_settlements.select()
    .where(*(insured_settlements.c[name] == sa.bindparam("_" + name) for name in _KEY))
    .where(insured_settlements.c.created_at < sa.bindparam("_until"))
)


def entered_before(tx: Tx, key: YearKey, until: datetime) -> YearSoFar:
    """What a year had come to at an instant: the sum of all that had been entered for it."""
    year = YearSoFar()
    for row in tx.all(_ENTERED, {**_where(key), "_until": until}):
        year = year.plus(added(row))
    return year


def year_so_far(tx: Tx, key: YearKey, *, lock: bool = False) -> YearSoFar:
    """The accumulators; all zero before the year's first settlement.

    With `lock` nobody else changes them until the transaction ends.
    """
    if lock:
        tx.lock("accumulators", *key.columns().values())
    row = tx.one(_YEAR, _where(key))
    return _read_accumulator(row).year if row else YearSoFar()


def save_year(tx: Tx, key: YearKey, year: YearSoFar) -> None:
    parts = {name: getattr(year, name) for name in _PARTS}
    stamps = {"updated_at": tx.world.now}
    changed = tx.execute(_SAVE_YEAR, {**_where(key), **parts, **stamps})
    if changed.rowcount == 0:
        stamps["created_at"] = tx.world.now
        made = {"id": tx.new_id("accu", *key.columns().values()), "version": 1}
        tx.execute(accumulators.insert(), {**made, **key.columns(), **parts, **stamps})


def page_of_years(tx: Tx, page: PageQuery, **filters: Any) -> Page:
    query = _ACCUMULATORS.where(*(accumulators.c[name] == v for name, v in filters.items()))
    return tx.page(query, accumulators, page).map(_read_accumulator)


def _where(key: YearKey) -> dict[str, Any]:
    return {f"_{name}": value for name, value in key.columns().items()}
