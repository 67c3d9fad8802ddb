"""Manual claims."""

from dataclasses import replace
from typing import Any

from services.medical.domain.manual_claim import ManualClaim
from services.medical.store.tables import manual_claims
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(ManualClaim, manual_claims)


def find(tx: Tx, claim_id: str, *, lock: bool = False) -> ManualClaim | None:
    query = _SELECT.where(manual_claims.c.id == claim_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read(row) if row else None


def of_visit(tx: Tx, visit_id: str) -> ManualClaim | None:
    row = tx.one(_SELECT.where(manual_claims.c.visit_id == visit_id))
    return _read(row) if row else None


def add(tx: Tx, claim: ManualClaim) -> None:
    tx.execute(manual_claims.insert(), values(claim))


def change(tx: Tx, claim: ManualClaim, **changes: Any) -> ManualClaim:
    now = tx.world.now
    changed = replace(claim, **changes, version=claim.version + 1, updated_at=now)
    written = {**changes, "version": changed.version, "updated_at": now}
    tx.execute(manual_claims.update().where(manual_claims.c.id == claim.id).values(**written))
    return changed


def page(tx: Tx, page: PageQuery, **filters: Any) -> Page:
    query = _SELECT.where(*(manual_claims.c[name] == value for name, value in filters.items()))
    return tx.page(query, manual_claims, page).map(_read)
