"""Files that parties sent of their own, and what they say of a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.settlement.domain.reconciliation import INSURED, Line
from services.settlement.domain.reconciliation_states import File
from services.settlement.store.reconciliations import (
    CHUNK,
    LINE_COLUMNS,
    line_columns,
    read_line,
)
from services.settlement.store.tables_reconciliation import daily_file_lines, daily_files
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_f, _l = daily_files.c, daily_file_lines.c
_all, _read = reader(File, daily_files)
_newer = daily_files.alias("newer")
_newest = ~sa.exists().where(
    _newer.c.region == _f.region,
    _newer.c.day == _f.day,
    _newer.c.side == _f.side,
    _newer.c.ordinal > _f.ordinal,
)
_lines = sa.select(*(_l[name] for name in LINE_COLUMNS))


def next_ordinal(tx: Tx, region: str, day: date, side: str) -> int:
    """Counts the files of one region, day and side from 1; held until the transaction ends."""
    tx.lock("daily_files", region, day, side)
    mine = (_f.region == region, _f.day == day, _f.side == side)
    return int(tx.scalar(sa.select(sa.func.max(_f.ordinal)).where(*mine)) or 0) + 1


def add(tx: Tx, file: File, lines: Sequence[Line]) -> None:
    tx.execute(daily_files.insert().values(values(file)))
    for begin in range(0, len(lines), CHUNK):
        rows = [{"file_id": file.id, **line_columns(line)} for line in lines[begin : begin + CHUNK]]
        tx.add_all(daily_file_lines, rows)


def of_day(tx: Tx, day: date, side: str) -> dict[str, str]:
    """The files that speak for a side on a day: region -> file."""
    statement = sa.select(_f.region, _f.id).where(_f.day == day, _f.side == side, _newest)
    return {row[0]: row[1] for row in tx.all(statement.order_by(_f.region))}


def of_reconciliation(tx: Tx, reconciliation_id: str) -> list[File]:
    """All that came for a region's day, the oldest first."""
    statement = _all.where(_f.reconciliation_id == reconciliation_id).order_by(_f.seq)
    return [_read(row) for row in tx.all(statement)]


def lines(tx: Tx, file_ids: Sequence[str], role: str, region: str, after: str) -> list[Line]:
    """The next lines of these files that are about a region in one of its roles."""
    own = _l.home_region if role == INSURED else _l.care_region
    statement = (
        _lines.where(_l.file_id.in_(file_ids), own == region, _l.settlement_id > after)
        .order_by(_l.settlement_id)
        .limit(CHUNK)
    )
    return [read_line(row) for row in tx.all(statement)]


def lines_of(tx: Tx, side: str, settlement_ids: Sequence[str]) -> list[Any]:
    """What files of a side that speak now say of these settlements, on whatever day."""
    joined = daily_file_lines.join(daily_files, _f.id == _l.file_id)
    statement = (
        _lines.select_from(joined)
        .where(_f.side == side, _newest, _l.settlement_id.in_(settlement_ids))
        .order_by(_l.settlement_id, _f.day)
    )
    return [read_line(row) for row in tx.all(statement)]


def spoken_for(tx: Tx, side: str, days: Sequence[date]) -> set[tuple[str, date]]:
    """Which regions speak for themselves, on which of these days."""
    statement = sa.select(_f.region, _f.day).where(_f.side == side, _f.day.in_(days)).distinct()
    return {(row[0], row[1]) for row in tx.all(statement)}
