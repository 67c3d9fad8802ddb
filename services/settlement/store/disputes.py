"""Disputes, kept and found."""

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.disputes import DISPUTE, Dispute
from services.settlement.store.tables_clearing import disputes
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader

_all, _read = reader(Dispute, disputes)
_by_id = _all.where(disputes.c.id == bindparam("id"))
_by_id_locked = _by_id.with_for_update()


def next_ordinal(tx: Tx, claim_id: str) -> int:
    count = sa.select(sa.func.count()).select_from(disputes)
    return int(tx.scalar(count.where(disputes.c.claim_id == claim_id))) + 1


def add(tx: Tx, dispute: Dispute) -> None:
    tx.execute(disputes.insert().values(asdict(dispute) | {"refused": dispute.refused}))


def find(tx: Tx, dispute_id: str) -> Dispute | None:
    row = tx.one(_by_id, {"id": dispute_id})
    return _read(row) if row else None


def locked(tx: Tx, dispute_id: str) -> Dispute | None:
    row = tx.one(_by_id_locked, {"id": dispute_id})
    return _read(row) if row else None


def decide(tx: Tx, dispute: Dispute, event: str, **values: Any) -> Dispute:
    """Take an edge of its table; the dispute as it stands then."""
    values |= {
        "status": DISPUTE.after(dispute.status, event),
        "decided_at": tx.world.now,
        "version": dispute.version + 1,
        "updated_at": tx.world.now,
    }
    tx.execute(disputes.update().where(disputes.c.id == dispute.id).values(values))
    found = find(tx, dispute.id)
    assert found is not None
    return found


def page(tx: Tx, query: PageQuery, filters: dict[str, Any]) -> Page:
    statement = _all
    for name, column in (
        ("claim_id", disputes.c.claim_id),
        ("cycle_id", disputes.c.cycle_id),
        ("status", disputes.c.status),
        ("home_region_code", disputes.c.home_region),
        ("care_region_code", disputes.c.care_region),
    ):
        if name in filters:
            statement = statement.where(column == filters[name])
    return tx.page(statement, disputes, query).map(_read)
