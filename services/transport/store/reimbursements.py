"""Claim forms of concessions, and the concessions of batches that they sum up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.transport.domain.reimbursement import Reimbursement
from services.transport.store.batches import total
from services.transport.store.tables_clearing import (
    concession_reimbursements,
    transit_batch_concessions,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money

_r, _c = concession_reimbursements.c, transit_batch_concessions.c
_select, _read = reader(Reimbursement, concession_reimbursements)


def find(tx: Tx, reimbursement_id: str, *, locked: bool = False) -> Reimbursement | None:
    statement = _select.where(_r.id == reimbursement_id)
    row = tx.one(statement.with_for_update() if locked else statement)
    return _read(row) if row else None


def add(tx: Tx, form: Reimbursement) -> None:
    tx.execute(concession_reimbursements.insert(), values(form))


def change(tx: Tx, form: Reimbursement, **changes: Any) -> Reimbursement:
    written = {**changes, "version": form.version + 1, "updated_at": tx.world.now}
    tx.execute(concession_reimbursements.update().where(_r.id == form.id).values(**written))
    return replace(form, **written)


def page(tx: Tx, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    asked = _select.where(*(_r[name] == value for name, value in filters.items()))
    return tx.page(asked, concession_reimbursements, page).map(_read)


def conceded(
    tx: Tx, operator_id: str, region: str, until: date, since: date | None = None
) -> tuple[int, Money]:
    """How many rides, and what the region owes for them, of the batches of these days."""
    where = [_c.operator_id == operator_id, _c.region_code == region, _c.day <= until]
    if since is not None:
        where.append(_c.day >= since)
    counted = sa.cast(sa.func.coalesce(sa.func.sum(_c.count), 0), sa.BigInteger)
    row = tx.one(sa.select(counted, total(_c.amount)).where(*where))
    assert row is not None
    return int(row[0]), row[1]


def claimed(tx: Tx, operator_id: str, region: str) -> Money:
    """What all forms together ask for."""
    mine = (_r.operator_id == operator_id, _r.region_code == region)
    row = tx.one(sa.select(total(_r.amount), total(_r.carried)).where(*mine))
    assert row is not None
    found: Money = row[0] + row[1]
    return found


def paid(tx: Tx) -> dict[tuple[str, str], Money]:
    """What was paid, by operator and region."""
    keys = (_r.operator_id, _r.region_code)
    statement = (
        sa.select(*keys, total(_r.amount), total(_r.carried))
        .where(_r.status == "paid")
        .group_by(*keys)
        .order_by(*keys)
    )
    return {(row[0], row[1]): row[2] + row[3] for row in tx.all(statement)}
