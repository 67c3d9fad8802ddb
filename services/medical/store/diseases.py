"""Accumulators of chronic diseases: beside those of the year, a row for each disease in it."""

from typing import Any

import sqlalchemy as sa

from services.medical.domain.accumulator import YearKey
from services.medical.domain.year import DiseaseYear
from services.medical.store.tables_kinds import disease_accumulators
from sscsim.db import Tx

_TABLE = disease_accumulators.c


def so_far(tx: Tx, key: YearKey, disease: str | None) -> DiseaseYear:
    """All zero before the first bill, and where there is no disease. The year's lock guards it."""
    if disease is None:
        return DiseaseYear()
    row = tx.one(_chosen(key).where(_TABLE.disease == disease))
    return DiseaseYear(row.deductible, row.pool) if row else DiseaseYear()


def of_year(tx: Tx, key: YearKey) -> list[Any]:
    """`disease`, `deductible` and `pool` of each disease of the year, the first billed first."""
    return list(tx.all(_chosen(key).order_by(_TABLE.seq)))


def save(tx: Tx, key: YearKey, disease: str | None, year: DiseaseYear) -> None:
    if disease is None:
        return
    parts = {"deductible": year.deductible, "pool": year.pool, "updated_at": tx.world.now}
    changed = tx.execute(
        disease_accumulators.update()
        .where(*_of(key), _TABLE.disease == disease)
        .values(**parts, version=_TABLE.version + 1)
    )
    if changed.rowcount == 0:
        made = {"id": tx.new_id("accd", *key.columns().values(), disease), "version": 1}
        stamps = {"created_at": tx.world.now}
        row = {**made, **key.columns(), "disease": disease, **parts, **stamps}
        tx.execute(disease_accumulators.insert(), row)


def _chosen(key: YearKey) -> sa.Select[Any]:
    return sa.select(_TABLE.disease, _TABLE.deductible, _TABLE.pool).where(*_of(key))


def _of(key: YearKey) -> list[sa.ColumnElement[bool]]:
    return [_TABLE[name] == value for name, value in key.columns().items()]
