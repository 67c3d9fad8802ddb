"""Batches, movements and trace codes of the stock register."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.medical.domain.stock import GIVEN_BACK, IN, SOLD, Batch, Movement, Trace
from services.medical.store.tables_stock import (
    stock_batches,
    stock_movements,
    stock_traces,
)
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_BATCHES, _read_batch = reader(Batch, stock_batches)
_MOVEMENTS, _read_movement = reader(Movement, stock_movements)
_TRACES, _read_trace = reader(Trace, stock_traces)
_m, _b, _t = stock_movements.c, stock_batches.c, stock_traces.c

_AT_ONCE = _BATCHES.where(
    _b.institution_code == sa.bindparam("institution_code"),
    _b.batch_number.in_(sa.bindparam("numbers", expanding=True)),
)
_cancelling = stock_movements.alias("cancelling")
_LIVE = sa.select(sa.literal(1)).where(_cancelling.c.cancels == _m.id).exists()
_OF_KINDS = _MOVEMENTS.where(
    _m.batch_id == sa.bindparam("batch_id"),
    _m.kind.in_(sa.bindparam("kinds", expanding=True)),
    _m.cancels.is_(None),
    ~_LIVE,
).order_by(_m.ordinal)
_BY_ID = _MOVEMENTS.where(_m.id == sa.bindparam("id"), _m.cancels.is_(None), ~_LIVE)
_RETURNED = sa.select(sa.func.coalesce(sa.func.sum(_m.quantity), 0)).where(
    _m.refers == sa.bindparam("id"), _m.cancels.is_(None), ~_LIVE
)
_WHERE_SOLD = (
    sa.select(
        _t.trace_code,
        _t.institution_code,
        sa.func.sum(sa.case((_t.what == SOLD, 1), (_t.what == GIVEN_BACK, -1), else_=0)),
    )
    .where(
        _t.trace_code.in_(sa.bindparam("codes", expanding=True)),
        _t.is_split == sa.false(),
        _t.what != IN,
    )
    .group_by(_t.trace_code, _t.institution_code)
)
_KEPT = ("id", "institution_code", "batch_number", "created_at")
_CHANGED = tuple(column.name for column in _b if column.name not in (*_KEPT, "seq"))
_CHANGE = (
    stock_batches.update()
    .where(_b.id == sa.bindparam("_id"))
    .values({name: sa.bindparam(name) for name in _CHANGED})
)
_OF_MOVEMENTS = _TRACES.where(_t.movement_id.in_(sa.bindparam("ids", expanding=True))).order_by(
    _t.movement_id, _t.ordinal
)


def lock(tx: Tx, institution_code: str, numbers: Iterable[str]) -> None:
    """Have movements of these batches wait for each other."""
    tx.lock_some("stock", institution_code, keys=numbers)


def lock_traces(tx: Tx, codes: Iterable[str]) -> None:
    """The same for trace codes, which are one of a kind in the whole world; after `lock`."""
    tx.lock_some("drug_trace", keys=codes)


def batches(tx: Tx, institution_code: str, numbers: Sequence[str]) -> dict[str, Batch]:
    """The batches of these numbers that there are."""
    asked = {"institution_code": institution_code, "numbers": list(numbers)}
    found = (_read_batch(row) for row in tx.all(_AT_ONCE, asked))
    return {batch.batch_number: batch for batch in found}


def save_batches(tx: Tx, made: Sequence[Batch], changed: Sequence[Batch]) -> None:
    if made:
        tx.execute(stock_batches.insert(), [values(batch) for batch in made])
    if changed:
        tx.execute(
            _CHANGE,
            [
                {"_id": batch.id, **{name: getattr(batch, name) for name in _CHANGED}}
                for batch in changed
            ],
        )


def add_movements(tx: Tx, made: Sequence[Movement], traces: Sequence[Trace]) -> None:
    if made:
        tx.execute(stock_movements.insert(), [values(one) for one in made])
    if traces:
        tx.execute(stock_traces.insert(), [values(one) for one in traces])


def live_of_kinds(tx: Tx, batch_id: str, kinds: Sequence[str]) -> list[Movement]:
    """Movements that were not withdrawn, in their order."""
    return [
        _read_movement(row)
        for row in tx.all(_OF_KINDS, {"batch_id": batch_id, "kinds": list(kinds)})
    ]


def live(tx: Tx, movement_id: str) -> Movement | None:
    row = tx.one(_BY_ID, {"id": movement_id})
    return _read_movement(row) if row else None


def returned(tx: Tx, movement_id: str) -> int:
    """How much was given back of what that movement moved."""
    return abs(int(tx.scalar(_RETURNED, {"id": movement_id})))


def sold_at(tx: Tx, codes: Sequence[str]) -> dict[str, str]:
    """The institution that has sold each code and didn't take it back; not of opened packages."""
    if not codes:
        return {}
    return {row[0]: row[1] for row in tx.all(_WHERE_SOLD, {"codes": list(codes)}) if row[2] > 0}


def traces_of(tx: Tx, movement_ids: Sequence[str]) -> list[Trace]:
    if not movement_ids:
        return []
    return [_read_trace(row) for row in tx.all(_OF_MOVEMENTS, {"ids": list(movement_ids)})]


# ---- questions


def page_of_batches(
    tx: Tx, conditions: Mapping[str, Any], days: tuple[datetime | None, datetime | None], page: Any
) -> list[Batch]:
    query = _within(_BATCHES, _b.moved_at, days)
    for name, value in conditions.items():
        query = query.where(_b[name] == value)
    return [_read_batch(row) for row in tx.all(_paged(query.order_by(_b.seq), page))]


def page_of_movements(
    tx: Tx,
    kinds: Sequence[str],
    conditions: Mapping[str, Any],
    days: tuple[datetime | None, datetime | None],
    page: Any,
) -> list[tuple[Movement, Batch, bool]]:
    """Each with its batch, and whether it stands; counter-movements are not shown by themselves."""
    query = _within(_with_batch(_MOVEMENTS, _LIVE.label("withdrawn")), _m.happened_at, days)
    query = query.where(_m.kind.in_(list(kinds)), _m.cancels.is_(None))
    query = _narrowed(query, _m, conditions).order_by(_m.seq)
    width = len(_MOVEMENTS.selected_columns)
    return [
        (_read_movement(row), _read_batch(row[width + 1 :]), not row[width])
        for row in tx.all(_paged(query, page))
    ]


def page_of_traces(
    tx: Tx,
    what: Sequence[str],
    conditions: Mapping[str, Any],
    days: tuple[datetime | None, datetime | None],
    page: Any,
) -> list[tuple[Trace, Movement, Batch, bool]]:
    """Each with its movement and batch, and whether that movement stands."""
    query = (
        sa.select(
            *_TRACES.selected_columns,
            _LIVE.label("withdrawn"),
            *_MOVEMENTS.selected_columns,
            *_BATCHES.selected_columns,
        )
        .select_from(stock_traces)
        .join(stock_movements, _m.id == _t.movement_id)
        .join(stock_batches, _b.id == _t.batch_id)
        .where(_t.what.in_(list(what)), _m.cancels.is_(None))
        .order_by(_t.seq)
    )
    query = _narrowed(_within(query, _m.happened_at, days), _t, conditions)
    first, second = len(_TRACES.selected_columns), len(_MOVEMENTS.selected_columns)
    return [
        (
            _read_trace(row),
            _read_movement(row[first + 1 :]),
            _read_batch(row[first + 1 + second :]),
            not row[first],
        )
        for row in tx.all(_paged(query, page))
    ]


def _with_batch(query: Any, *more: Any) -> Any:
    return (
        query.add_columns(*more, *_BATCHES.selected_columns)
        .select_from(stock_movements)
        .join(stock_batches, _b.id == _m.batch_id)
    )


def _narrowed(query: Any, columns: Any, conditions: Mapping[str, Any]) -> Any:
    """By each condition where its column is: of the rows themselves, their movement or batch."""
    for name, value in conditions.items():
        found = next(place for place in (columns, _m, _b) if name in place)
        query = query.where(found[name] == value)
    return query


def _within(query: Any, column: Any, days: tuple[datetime | None, datetime | None]) -> Any:
    since, until = days
    if since is not None:
        query = query.where(column >= since)
    return query if until is None else query.where(column < until)


def _paged(query: Any, page: tuple[int, int]) -> Any:
    number, size = page
    return query.limit(size).offset((number - 1) * size)
