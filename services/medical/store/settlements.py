"""Settlements and reversals, as the care side keeps them."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.medical.domain.settlement import (
    IN_FLIGHT,
    SETTLED,
    SETTLEMENT,
    UNDONE,
    Settlement,
)
from services.medical.store.tables import insured_settlements, settlements
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Settlement, settlements)
_BY_ID = _SELECT.where(settlements.c.id == sa.bindparam("id"))
_BY_ID_LOCKED = _BY_ID.with_for_update()
_CHANGE = settlements.update().where(settlements.c.id == sa.bindparam("_id"))
_LAST_ORDINAL = sa.select(sa.func.max(settlements.c.ordinal)).where(
    settlements.c.visit_id == sa.bindparam("visit_id")
)


def find(tx: Tx, settlement_id: str, *, lock: bool = False) -> Settlement | None:
    row = tx.one(_BY_ID_LOCKED if lock else _BY_ID, {"id": settlement_id})
    return _read(row) if row else None


def request_of(tx: Tx, settlement_id: str) -> dict[str, Any]:
    """What the home region was, or is to be, asked."""
    found: dict[str, Any] = tx.scalar(
        sa.select(settlements.c.request).where(settlements.c.id == settlement_id)
    )
    return found


def explanation_of(tx: Tx, settlement_id: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = tx.scalar(
        sa.select(settlements.c.explanation).where(settlements.c.id == settlement_id)
    )
    return found


def standing(
    tx: Tx,
    *,
    home_region_code: str,
    insurance_year: int,
    limit: int,
    person_id: str | None = None,
    insurance_kind: str | None = None,
) -> list[Any]:
    """The settlements of a region's insurance year that stand, in the order they were made:
    `id`, `request`, `treatment`. The insured side knows the year."""
    i = insured_settlements.c
    query = (
        sa.select(settlements.c.id, settlements.c.request, settlements.c.treatment)
        .select_from(settlements.join(insured_settlements, i.exchange_id == settlements.c.id))
        .where(
            i.home_region_code == home_region_code,
            i.insurance_year == insurance_year,
            i.kind == SETTLEMENT,
            i.reversed_by.is_(None),
            settlements.c.status == SETTLED,
        )
        .order_by(i.seq)
        .limit(limit)
    )
    if person_id is not None:
        query = query.where(i.person_id == person_id)
    if insurance_kind is not None:
        query = query.where(i.insurance_kind == insurance_kind)
    return list(tx.all(query))


def live_of_bill(tx: Tx, institution_id: str, bill_number: str) -> str | None:
    """The settlement of the institution's bill that stands or is on its way."""
    s = settlements.c
    found: str | None = tx.scalar(
        sa.select(s.id)
        .where(
            s.institution_id == institution_id,
            s.bill_number == bill_number,
            s.kind == SETTLEMENT,
            s.status.not_in(UNDONE),
        )
        .order_by(s.seq)
        .limit(1)
    )
    return found


def interims_of(tx: Tx, visit_id: str) -> list[Settlement]:
    """The interim settlements of a stay that stand, the oldest first."""
    s = settlements.c
    query = _SELECT.where(
        s.visit_id == visit_id, s.is_interim, s.kind == SETTLEMENT, s.status == SETTLED
    )
    return [_read(row) for row in tx.all(query.order_by(s.ordinal))]


def later_part(tx: Tx, settlement: Settlement) -> str | None:
    """A settlement of a later part of the same stay that stands or is on its way."""
    s = settlements.c
    found: str | None = tx.scalar(
        sa.select(s.id)
        .where(
            s.visit_id == settlement.visit_id,
            s.ordinal > settlement.ordinal,
            s.kind == SETTLEMENT,
            s.status.not_in(UNDONE),
        )
        .order_by(s.ordinal.desc())
        .limit(1)
    )
    return found


def difference_under_way(tx: Tx, settlement_id: str) -> str | None:
    s = settlements.c
    found: str | None = tx.scalar(
        sa.select(s.id)
        .where(s.refers == settlement_id, s.status.in_(IN_FLIGHT))
        .order_by(s.seq)
        .limit(1)
    )
    return found


def next_ordinal(tx: Tx, visit_id: str) -> int:
    """Counts the settlements and reversals of a visit from 1; the visit's row is locked."""
    return int(tx.scalar(_LAST_ORDINAL, {"visit_id": visit_id}) or 0) + 1


def add(tx: Tx, settlement: Settlement, request: dict[str, Any], explanation: Any = None) -> None:
    kept = {"request": request, "explanation": explanation}
    tx.execute(settlements.insert(), {**values(settlement), **kept})


def change(
    tx: Tx, settlement: Settlement, *, explanation: Any = None, **changes: Any
) -> Settlement:
    """Write the changed fields; the version rises."""
    changed = replace(
        settlement, **changes, version=settlement.version + 1, updated_at=tx.world.now
    )
    written = {**changes, "version": changed.version, "updated_at": changed.updated_at}
    if explanation is not None:
        written["explanation"] = explanation
    tx.execute(_CHANGE, {"_id": settlement.id, **written})
    return changed


def page(tx: Tx, page: PageQuery, **filters: Any) -> Page:
    query = _SELECT.where(*(settlements.c[name] == value for name, value in filters.items()))
    return tx.page(query, settlements, page).map(_read)


def page_of(tx: Tx, page: PageQuery, ids: Any) -> Page:
    """Those whose ids a SELECT gives."""
    return tx.page(_SELECT.where(settlements.c.id.in_(ids)), settlements, page).map(_read)
