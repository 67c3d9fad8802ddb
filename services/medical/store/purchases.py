"""Purchases at pharmacies that one message made, and the trace codes sold with them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from services.medical.domain.purchase import GIVEN_BACK, SOLD, Purchase, Trace
from services.medical.domain.settlement import Settlement
from services.medical.domain.visit import CANCELLED
from services.medical.store.tables import settlements, visits
from services.medical.store.tables_purchases import pharmacy_purchases, purchase_traces
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_PURCHASES, _read_purchase = reader(Purchase, pharmacy_purchases)
_TRACES, _read_trace = reader(Trace, purchase_traces)
_SETTLEMENTS, _read_settlement = reader(Settlement, settlements)
_p, _t = pharmacy_purchases.c, purchase_traces.c

_OF_VISIT = _PURCHASES.where(_p.visit_id == sa.bindparam("visit_id"))
_FILLING = (
    sa.select(_p.visit_id)
    .select_from(pharmacy_purchases.join(visits, visits.c.id == _p.visit_id))
    .where(_p.prescription_id == sa.bindparam("prescription_id"), visits.c.status != CANCELLED)
)
_SOLD_WITH = _TRACES.where(
    _t.settlement_id == sa.bindparam("settlement_id"), _t.what == SOLD
).order_by(_t.ordinal)
_WHERE_SOLD = (
    sa.select(
        _t.trace_code,
        sa.func.max(_t.institution_code),
        sa.func.sum(sa.case((_t.what == SOLD, 1), else_=-1)),
    )
    .where(
        _t.trace_code.in_(sa.bindparam("codes", expanding=True)),
        _t.is_split == sa.false(),
    )
    .group_by(_t.trace_code, _t.institution_code)
)

_s = settlements.c
_REMOTE = _SETTLEMENTS.select_from(
    pharmacy_purchases.join(settlements, _s.id == _p.settlement_id)
).where(
    _p.institution_code == sa.bindparam("institution_code"),
    _s.care_region_code != _s.home_region_code,
)
_OF_DAYS = _REMOTE.where(
    _s.discharge_date.between(sa.bindparam("since"), sa.bindparam("until"))
).order_by(_p.seq.desc())


def add(tx: Tx, made: Purchase, traces: Sequence[Trace]) -> None:
    tx.execute(pharmacy_purchases.insert(), values(made))
    if traces:
        tx.execute(purchase_traces.insert(), [values(one) for one in traces])


def of_visit(tx: Tx, visit_id: str) -> Purchase | None:
    row = tx.one(_OF_VISIT, {"visit_id": visit_id})
    return _read_purchase(row) if row else None


def filling(tx: Tx, prescription_id: str) -> str | None:
    """The visit by which an electronic prescription was filled, and still is."""
    row = tx.one(_FILLING, {"prescription_id": prescription_id})
    return str(row[0]) if row else None


def give_back(tx: Tx, settlement_id: str) -> None:
    """The trace codes that were sold with a settlement may be sold again."""
    rows = tx.all(_SOLD_WITH, {"settlement_id": settlement_id})
    back = [
        values(replace(_read_trace(row), what=GIVEN_BACK, created_at=tx.world.now)) for row in rows
    ]
    if back:
        tx.execute(purchase_traces.insert(), back)


def sold_at(tx: Tx, codes: Sequence[str]) -> dict[str, str]:
    """The institution that has sold each code by a purchase that stands; whole packages only."""
    if not codes:
        return {}
    return {row[0]: row[1] for row in tx.all(_WHERE_SOLD, {"codes": list(codes)}) if row[2] > 0}


def remote(
    tx: Tx,
    institution_code: str,
    days: tuple[date, date],
    visit_id: str | None,
    person_id: str | None,
    most: int,
) -> list[Settlement]:
    """Settlements of purchases of people insured elsewhere, the newest first."""
    query = _OF_DAYS.limit(most)
    if visit_id is not None:
        query = query.where(_s.visit_id == visit_id)
    if person_id is not None:
        query = query.where(_s.person_id == person_id)
    asked = {"institution_code": institution_code, "since": days[0], "until": days[1]}
    return [_read_settlement(row) for row in tx.all(query, asked)]
