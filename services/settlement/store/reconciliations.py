"""Regions' days, their comparisons, and the lines these were made of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.kinds import MEDICAL
from services.settlement.domain.reconciliation import (
    CORRECTED,
    DIFFERENCE,
    REVERSAL,
    REVERSED,
    SETTLEMENT,
    STANDS,
    Line,
)
from services.settlement.domain.reconciliation_states import WAITING, Reconciliation, Run
from services.settlement.store.rows import PARTS, changed, split_columns, split_of, stamps
from services.settlement.store.tables import claims
from services.settlement.store.tables_reconciliation import (
    ALL,
    daily_lines,
    daily_reconciliations,
    daily_runs,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader
from sscsim.kernel.periods import Month, at

_r = daily_reconciliations.c
_all, _read = reader(Reconciliation, daily_reconciliations)
_runs, _read_run = reader(Run, daily_runs)
_by_id = _all.where(_r.id == bindparam("id"))
_by_id_locked = _by_id.with_for_update()
_known = sa.select(_r.id).where(_r.region == bindparam("region"), _r.day == bindparam("day"))
_by_day = _all.where(_r.region == bindparam("region"), _r.day == bindparam("day"))
_PLAIN: Final = tuple(
    field.name for field in fields(Line) if field.name not in ("split", "taken_back_by")
)
CHUNK: Final = 5_000
"""Lines that are read or written at once."""


def is_known(tx: Tx, region: str, day: date) -> bool:
    return tx.one(_known, {"region": region, "day": day}) is not None


def add(tx: Tx, region: str, day: date, due_at: datetime, reconciled_by: datetime) -> bool:
    """Note that a region's day is to be reconciled; False when it was noted before."""
    if is_known(tx, region, day):
        return False
    tx.lock("daily_reconciliation", region, day)
    if is_known(tx, region, day):
        return False
    tx.execute(
        daily_reconciliations.insert().values(
            id=tx.new_id("drc", region, day.isoformat()),
            region=region,
            day=day,
            month=str(Month.of(day)),
            status=WAITING,
            run=0,
            asked=0,
            matched_count=0,
            differing_count=0,
            open_count=0,
            begins_at=at(day, time(0)),
            ends_at=at(day + timedelta(days=1), time(0)),
            due_at=due_at,
            reconciled_by=reconciled_by,
            **stamps(tx.world.now),
        )
    )
    return True


def find(tx: Tx, reconciliation_id: str) -> Reconciliation | None:
    row = tx.one(_by_id, {"id": reconciliation_id})
    return _read(row) if row else None


def locked(tx: Tx, reconciliation_id: str) -> Reconciliation | None:
    row = tx.one(_by_id_locked, {"id": reconciliation_id})
    return _read(row) if row else None


def of_day(tx: Tx, region: str, day: date) -> Reconciliation | None:
    row = tx.one(_by_day, {"region": region, "day": day})
    return _read(row) if row else None


def change(tx: Tx, reconciliation_id: str, **values: Any) -> None:
    stamped = values | changed(daily_reconciliations, tx.world.now)
    tx.execute(daily_reconciliations.update().where(_r.id == reconciliation_id).values(stamped))


def late(tx: Tx, region: str, month: str) -> Sequence[Any]:
    """The days of a region's month that are not reconciled: id, day, open differences."""
    return tx.all(
        sa.select(_r.id, _r.day, _r.open_count)
        .where(_r.region == region, _r.month == month, _r.status.in_((WAITING, "open")))
        .order_by(_r.day)
    )


def page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _all
    for name, column in (
        ("region_code", _r.region),
        ("date", _r.day),
        ("month", _r.month),
        ("status", _r.status),
        ("is_overdue", _r.is_overdue),
    ):
        if name in filters:
            statement = statement.where(column == filters[name])
    if "within" in filters:
        statement = statement.where(_r.region.in_(filters["within"]))
    return tx.page(statement, daily_reconciliations, query).map(_read)


# ---- comparisons


def ask(tx: Tx, known: Reconciliation, reason: str) -> int:
    """One more comparison is asked for; its number."""
    run = known.asked + 1
    tx.execute(
        daily_runs.insert().values(
            reconciliation_id=known.id, run=run, reason=reason, asked_at=tx.world.now
        )
    )
    change(tx, known.id, asked=run)
    return run


def runs(tx: Tx, reconciliation_id: str) -> list[Run]:
    """The comparisons of a day, the oldest first."""
    mine = daily_runs.c.reconciliation_id == reconciliation_id
    return [_read_run(row) for row in tx.all(_runs.where(mine).order_by(daily_runs.c.run))]


def run_of(tx: Tx, reconciliation_id: str, run: int) -> Run | None:
    row = tx.one(_runs.where(*_mine(reconciliation_id, run)))
    return _read_run(row) if row else None


def finish(tx: Tx, reconciliation_id: str, run: int, attempt: int, **values: Any) -> None:
    """The comparison is as this attempt made it; what others wrote is forgotten."""
    c = daily_lines.c
    mine = (c.reconciliation_id == reconciliation_id, c.run == run)
    tx.execute(daily_lines.delete().where(*mine, c.attempt != attempt))
    finished = daily_runs.update().where(*_mine(reconciliation_id, run))
    tx.execute(finished.values(finished_at=tx.world.now, **values))


# ---- lines of a comparison


def begin(tx: Tx, reconciliation_id: str, run: int) -> int | None:
    """The number of a new attempt at this comparison; None when it is finished."""
    held = _held(tx, reconciliation_id, run)
    if held.finished_at is not None:
        return None
    attempt = int(held.attempt) + 1
    tx.execute(
        daily_runs.update()
        .where(*_mine(reconciliation_id, run))
        .values(begun_at=tx.world.now, attempt=attempt)
    )
    return attempt


def is_open(tx: Tx, reconciliation_id: str, run: int) -> bool:
    """Whether no attempt has finished the comparison; held until the transaction ends."""
    return _held(tx, reconciliation_id, run).finished_at is None


def _held(tx: Tx, reconciliation_id: str, run: int) -> Any:
    found = tx.one(
        sa.select(daily_runs.c.finished_at, daily_runs.c.attempt)
        .where(*_mine(reconciliation_id, run))
        .with_for_update()
    )
    assert found is not None, "a comparison that was asked for"
    return found


def _mine(reconciliation_id: str, run: int) -> tuple[Any, ...]:
    return (daily_runs.c.reconciliation_id == reconciliation_id, daily_runs.c.run == run)


def add_lines(
    tx: Tx, reconciliation_id: str, run: int, attempt: int, lines: Iterable[tuple[str, Line]]
) -> None:
    """Lines with their sides, or `ALL`."""
    mine = {"reconciliation_id": reconciliation_id, "run": run, "attempt": attempt}
    rows = [{**mine, "side": side, **line_columns(line)} for side, line in lines]
    tx.add_all(daily_lines, rows)


def lines(
    tx: Tx, reconciliation_id: str, run: int, side: str, attempt: int | None = None
) -> Iterator[Line]:
    """What a side's file holds, by settlement; of an attempt while none has finished."""
    c = daily_lines.c
    statement = (
        sa.select(*(c[name] for name in (*_PLAIN, *PARTS)))
        .where(c.reconciliation_id == reconciliation_id, c.run == run, c.side.in_((ALL, side)))
        .order_by(c.settlement_id)
    )
    if attempt is not None:
        statement = statement.where(c.attempt == attempt)
    return (read_line(row) for row in tx.all(statement))


def line_columns(line: Line) -> dict[str, Any]:
    plain = {name: getattr(line, name) for name in _PLAIN}
    return {**plain, **split_columns(line.split), "clearing": line.split.clearing}


def read_line(row: Any) -> Line:
    return Line(**{name: getattr(row, name) for name in _PLAIN}, split=split_of(row))


LINE_COLUMNS: Final = (*_PLAIN, *PARTS)

# ---- the mirror: claims as lines

_c = claims.c
_taker = claims.alias("taker")
_mirror = sa.select(
    _c.exchange_id,
    _c.reverses,
    _c.refers,
    _c.corrected_by,
    _taker.c.exchange_id.label("taken_by"),
    _c.home_region,
    _c.care_region,
    _c.insurance,
    _c.settled_at,
    *(_c[name] for name in PARTS),
).select_from(claims.outerjoin(_taker, _taker.c.reverses == _c.id))
_COUNTS = sa.and_(_c.adjusts.is_(None), _c.kind == MEDICAL)
"""A claim that an audit made is the clearing's own: no settlement stands behind it, and none
behind claims of other kinds."""


def mirror(tx: Tx, role: str, region: str, day: date, after: str) -> list[Line]:
    """The next claims of a region's day behind this settlement, in one of its roles."""
    own = _c.home_region if role == "insured" else _c.care_region
    statement = _mirror.where(own == region, *of_that_day(day), _c.exchange_id > after)
    found = tx.all(statement.order_by(_c.exchange_id).limit(CHUNK))
    return [_claim_line(row) for row in found]


def of_that_day(day: date) -> tuple[Any, ...]:
    begins, ends = at(day, time(0)), at(day + timedelta(days=1), time(0))
    return (_c.settled_at >= begins, _c.settled_at < ends, _COUNTS)


def mirrored(tx: Tx, settlement_ids: Sequence[str]) -> list[Line]:
    """The claims of these settlements, on whatever day."""
    statement = _mirror.where(_c.exchange_id.in_(settlement_ids), _COUNTS)
    return [_claim_line(row) for row in tx.all(statement.order_by(_c.exchange_id))]


def claim_ids(tx: Tx, settlement_ids: Sequence[str]) -> dict[str, str]:
    statement = sa.select(_c.exchange_id, _c.id).where(_c.exchange_id.in_(settlement_ids))
    return {row[0]: row[1] for row in tx.all(statement.order_by(_c.exchange_id))}


def _claim_line(row: Any) -> Line:
    kind = REVERSAL if row.reverses else DIFFERENCE if row.refers else SETTLEMENT
    state = CORRECTED if row.corrected_by else REVERSED if row.taken_by else STANDS
    return Line(
        settlement_id=row.exchange_id,
        kind=kind,
        state=state,
        home_region=row.home_region,
        care_region=row.care_region,
        insurance=row.insurance,
        settled_at=row.settled_at,
        split=split_of(row),
        taken_back_by=row.corrected_by or row.taken_by,
    )
