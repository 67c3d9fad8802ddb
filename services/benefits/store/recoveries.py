"""What has to be given back, and what came of it."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain import recovery as domain
from services.benefits.domain.recovery import Part, Recovery
from services.benefits.store.changing import changed
from services.benefits.store.tables_subsidies import benefit_recoveries, benefit_recovery_parts
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Recovery, benefit_recoveries)
_PARTS, _read_part = reader(Part, benefit_recovery_parts)
_r, _p = benefit_recoveries.c, benefit_recovery_parts.c


def find(tx: Tx, recovery_id: str, *, lock: bool = False) -> Recovery | None:
    query = _SELECT.where(_r.id == recovery_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read(row) if row else None


def with_key(tx: Tx, business_key: str) -> Recovery | None:
    row = tx.one(_SELECT.where(_r.business_key == business_key))
    return _read(row) if row else None


def open_of(
    tx: Tx, region_code: str, fund: str, *, person_id: str | None, party_id: str | None
) -> list[Recovery]:
    """What a debtor owes to a fund of a region, the oldest first; held until this commits."""
    debtor = _r.person_id == person_id if person_id is not None else _r.party_id == party_id
    found = _SELECT.where(
        debtor, _r.region_code == region_code, _r.fund == fund, _r.status == domain.OPEN
    )
    return [_read(row) for row in tx.all(found.order_by(_r.seq).with_for_update())]


def about(tx: Tx, about_id: str) -> list[Recovery]:
    """All recoveries about one record."""
    found = _SELECT.where(_r.about_id == about_id).order_by(_r.seq)
    return [_read(row) for row in tx.all(found)]


def add(tx: Tx, made: Recovery) -> None:
    tx.execute(benefit_recoveries.insert(), values(made))


def change(tx: Tx, known: Recovery, **changes: Any) -> Recovery:
    return changed(tx, benefit_recoveries, known, **changes)


def page(tx: Tx, page: PageQuery, filters: dict[str, Any]) -> Page:
    query = _SELECT.where(*(_r[name] == value for name, value in filters.items()))
    return tx.page(query, benefit_recoveries, page).map(_read)


# ---- parts


def find_part(tx: Tx, part_id: str, *, lock: bool = False) -> Part | None:
    query = _PARTS.where(_p.id == part_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read_part(row) if row else None


def parts(tx: Tx, recovery_id: str) -> list[Part]:
    """In the order in which they were made."""
    found = _PARTS.where(_p.recovery_id == recovery_id).order_by(_p.ordinal)
    return [_read_part(row) for row in tx.all(found)]


def next_part(tx: Tx, recovery_id: str) -> int:
    last = tx.scalar(sa.select(sa.func.max(_p.ordinal)).where(_p.recovery_id == recovery_id))
    return (last or 0) + 1


def add_part(tx: Tx, made: Part) -> None:
    tx.execute(benefit_recovery_parts.insert(), values(made))


def change_part(tx: Tx, known: Part, **changes: Any) -> Part:
    return changed(tx, benefit_recovery_parts, known, **changes)
