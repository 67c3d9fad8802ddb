"""Catalogue mappings and their withdrawals."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from services.medical.domain.mapping import CatalogueMapping
from services.medical.store.tables_mappings import (
    catalogue_mapping_withdrawals,
    catalogue_mappings,
)
from sscsim.db import Tx
from sscsim.db.rows import values

_M, _W = catalogue_mappings, catalogue_mapping_withdrawals
_SELECT = sa.select(
    _M.c.id,
    _M.c.institution_code,
    _M.c.medins_list_codg,
    _M.c.ordinal,
    _M.c.name,
    _M.c.list_type,
    _M.c.med_list_codg,
    _M.c.from_date,
    _M.c.to_date,
    _M.c.given,
    _M.c.created_at,
    _W.c.withdrawn_at,
).select_from(_M.outerjoin(_W, _W.c.mapping_id == _M.c.id))
_OF_INSTITUTION = _SELECT.where(_M.c.institution_code == sa.bindparam("institution_code")).order_by(
    _M.c.medins_list_codg, _M.c.ordinal
)
_OF_NUMBER = _OF_INSTITUTION.where(_M.c.medins_list_codg == sa.bindparam("medins_list_codg"))
_MAPPED = (
    sa.select(_M.c.med_list_codg)
    .select_from(_M.outerjoin(_W, _W.c.mapping_id == _M.c.id))
    .where(
        _M.c.institution_code == sa.bindparam("institution_code"),
        _M.c.medins_list_codg == sa.bindparam("medins_list_codg"),
        _M.c.from_date <= sa.bindparam("day"),
        _M.c.to_date >= sa.bindparam("day"),
        _W.c.mapping_id.is_(None),
    )
)


def _read(row: Any) -> CatalogueMapping:
    return CatalogueMapping(*row)


def lock(tx: Tx, institution_code: str) -> None:
    """Nobody else changes the institution's mappings until the transaction ends."""
    tx.lock("catalogue_mappings", institution_code)


def of_institution(tx: Tx, institution_code: str) -> list[CatalogueMapping]:
    """All there ever were, by the institution's numbers."""
    return [_read(row) for row in tx.all(_OF_INSTITUTION, {"institution_code": institution_code})]


def of_number(tx: Tx, institution_code: str, medins_list_codg: str) -> list[CatalogueMapping]:
    key = {"institution_code": institution_code, "medins_list_codg": medins_list_codg}
    return [_read(row) for row in tx.all(_OF_NUMBER, key)]


def mapped(tx: Tx, institution_code: str, medins_list_codg: str, day: date) -> str | None:
    key = {"institution_code": institution_code, "medins_list_codg": medins_list_codg}
    row = tx.one(_MAPPED, {**key, "day": day})
    return None if row is None else str(row.med_list_codg)


def add(tx: Tx, made: CatalogueMapping) -> None:
    row = values(made)
    del row["withdrawn_at"]
    tx.execute(_M.insert(), row)


def withdraw(tx: Tx, mapping_id: str) -> None:
    tx.execute(_W.insert(), {"mapping_id": mapping_id, "withdrawn_at": tx.world.now})
