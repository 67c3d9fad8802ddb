"""Disputes of riders, read and written."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.transport.domain.disputes import OPEN, UPHELD, TransitDispute
from services.transport.store.tables_clearing import transit_disputes
from services.transport.store.tables_riding import transit_charges
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_d, _c = transit_disputes.c, transit_charges.c
_select, _read = reader(TransitDispute, transit_disputes)


def find(tx: Tx, dispute_id: str, *, locked: bool = False) -> TransitDispute | None:
    statement = _select.where(_d.id == dispute_id)
    row = tx.one(statement.with_for_update() if locked else statement)
    return _read(row) if row else None


def of_journey(tx: Tx, journey_id: str) -> list[TransitDispute]:
    """All of a journey, the oldest first."""
    statement = _select.where(_d.journey_id == journey_id).order_by(_d.seq)
    return [_read(row) for row in tx.all(statement)]


def of_batch(tx: Tx, operator_id: str, day: date) -> dict[str, str]:
    """Journeys with a charge in this batch that are disputed, or were adjusted: their status."""
    charged = sa.exists().where(
        _c.journey_id == _d.journey_id, _c.operator_id == operator_id, _c.batch_day == day
    )
    statement = (
        sa.select(_d.journey_id, _d.status)
        .where(_d.operator_id == operator_id, _d.status.in_((OPEN, UPHELD)), charged)
        .order_by(_d.seq)
    )
    return {row[0]: row[1] for row in tx.all(statement)}


def add(tx: Tx, dispute: TransitDispute) -> None:
    tx.execute(transit_disputes.insert(), values(dispute))


def change(tx: Tx, dispute: TransitDispute, **changes: Any) -> TransitDispute:
    written = {**changes, "version": dispute.version + 1, "updated_at": tx.world.now}
    tx.execute(transit_disputes.update().where(_d.id == dispute.id).values(**written))
    return replace(dispute, **written)


def page(tx: Tx, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    asked = _select.where(*(_d[name] == value for name, value in filters.items()))
    return tx.page(asked, transit_disputes, page).map(_read)
