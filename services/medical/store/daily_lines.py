"""What passed between regions on a day: of the insured side's entries, of the care side's bills."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

import sqlalchemy as sa

from services.medical.domain.daily_line import (
    CORRECTED,
    INSURED,
    STANDS,
    TAKEN_BACK,
    DailyLine,
    signed,
)
from services.medical.domain.settlement import CORRECTED as CORRECTED_BILL
from services.medical.domain.settlement import KINDS, REVERSED
from services.medical.store.tables import insured_settlements, manual_claims, settlements
from sscsim import db
from sscsim.db import Tx
from sscsim.kernel.periods import at

_i, _s = insured_settlements.c, settlements.c
_crosses = _i.home_region_code != _i.care_region_code
_crossed = _s.home_region_code != _s.care_region_code
for _column, _name in ((_i.home_region_code, "home"), (_i.care_region_code, "care")):
    db.Index(
        f"ix_insured_settlements_{_name}_day",
        _column,
        _i.created_at,
        sqlite_where=_crosses,
        postgresql_where=_crosses,
    )
for _column, _name in ((_s.home_region_code, "home"), (_s.care_region_code, "care")):
    db.Index(
        f"ix_settlements_{_name}_day",
        _column,
        _s.settled_at,
        sqlite_where=_crossed,
        postgresql_where=_crossed,
    )
"""Only what passes between regions is in them, so that bills at home don't pay for them."""

_INSURED = sa.select(
    _i.exchange_id.label("id"),
    _i.kind,
    _i.reversed_by,
    _i.home_region_code,
    _i.care_region_code,
    _i.insurance_kind,
    _i.created_at.label("settled_at"),
    _i.funds,
    _i.account_pay,
).where(
    _i.kind.in_(KINDS),
    _crosses,
    # a manual claim is between the home region and its person: no region of treatment knows it
    ~sa.exists().where(manual_claims.c.id == _i.exchange_id),
)
_TREATMENT = sa.select(
    _s.id,
    _s.kind,
    _s.status,
    _s.reversed_by,
    _s.home_region_code,
    _s.care_region_code,
    _s.insurance_kind,
    _s.settled_at,
    _s.funds,
    _s.account_pay,
).where(_s.settled_at.is_not(None), _crossed)


def of_day(
    tx: Tx, side: str, role: str, region: str, day: date, after: str, limit: int
) -> list[DailyLine]:
    """The next lines behind `after` that a side has of a region's day, in one of its roles:
    as `insured` region or as that of `treatment`."""
    begins, ends = at(day, time(0)), at(day + timedelta(days=1), time(0))
    query, table, moment = _of(side)
    own = table.home_region_code if role == INSURED else table.care_region_code
    ident = table.exchange_id if side == INSURED else table.id
    rows = tx.all(
        query.where(own == region, moment >= begins, moment < ends, ident > after)
        .order_by(ident)
        .limit(limit)
    )
    return _lines(tx, side, rows)


def of_ids(tx: Tx, side: str, ids: Sequence[str]) -> list[DailyLine]:
    """What a side has of these settlements, on whatever day."""
    query, table, _ = _of(side)
    ident = table.exchange_id if side == INSURED else table.id
    return _lines(tx, side, tx.all(query.where(ident.in_(ids)).order_by(ident)))


def _of(side: str) -> tuple[Any, Any, Any]:
    return (_INSURED, _i, _i.created_at) if side == INSURED else (_TREATMENT, _s, _s.settled_at)


def _lines(tx: Tx, side: str, rows: Sequence[Any]) -> list[DailyLine]:
    if side == INSURED:
        old = _funds_of_old(tx, [row.id for row in rows if row.funds is None])
        return [_entry(row, row.funds if row.funds is not None else old[row.id]) for row in rows]
    return [_bill(row) for row in rows]


def _entry(row: Any, funds: dict[str, int]) -> DailyLine:
    state = STANDS
    if row.reversed_by is not None:
        state = CORRECTED if row.reversed_by.startswith("cor_") else TAKEN_BACK
    return _line(row, state, signed(row.kind, funds))


def _bill(row: Any) -> DailyLine:
    """One that is only being reversed or corrected still stands."""
    state = {REVERSED: TAKEN_BACK, CORRECTED_BILL: CORRECTED}.get(row.status, STANDS)
    return _line(row, state, row.funds)


def _line(row: Any, state: str, funds: dict[str, int]) -> DailyLine:
    return DailyLine(
        settlement_id=row.id,
        kind=row.kind,
        state=state,
        taken_back_by=row.reversed_by,
        home_region=row.home_region_code,
        care_region=row.care_region_code,
        insurance=row.insurance_kind,
        settled_at=row.settled_at,
        funds=funds,
        account_pay=row.account_pay,
    )


def _funds_of_old(tx: Tx, ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Of entries that were made before `funds` had a column."""
    if not ids:
        return {}
    rows = tx.all(sa.select(_i.exchange_id, _i.result).where(_i.exchange_id.in_(ids)))
    return {row.exchange_id: row.result["funds"] for row in rows}
