"""Batches of fiscal subsidies, kept and found; lines by the chunk."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.benefits.domain.fiscal import batch as domain
from services.benefits.domain.fiscal.batch import Batch, Line, Objection
from services.benefits.domain.fiscal.roll_file import RollLine
from services.benefits.store.tables_fiscal import (
    subsidy_batches,
    subsidy_line_changes,
    subsidy_lines,
    subsidy_objections,
)
from sscsim import db
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_BATCHES, _read_batch = reader(Batch, subsidy_batches)
_LINES, _read_line = reader(Line, subsidy_lines)
_OBJECTIONS, _read_objection = reader(Objection, subsidy_objections)
_b, _l, _o = subsidy_batches.c, subsidy_lines.c, subsidy_objections.c
_ROLL = (
    "batch_id", "number", "town", "village", "name", "credential", "hundredths", "amount",
    "memo", "status", "reasons", "tries",
)  # fmt: skip


# ---- batches


def find(tx: Tx, batch_id: str, *, lock: bool = False) -> Batch | None:
    query = _BATCHES.where(_b.id == batch_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read_batch(row) if row else None


def with_number(tx: Tx, batch_no: str) -> Batch | None:
    row = tx.one(_BATCHES.where(_b.batch_no == batch_no))
    return _read_batch(row) if row else None


def add(tx: Tx, batch: Batch) -> None:
    tx.execute(subsidy_batches.insert(), values(batch))


def change(tx: Tx, batch: Batch, **changes: Any) -> Batch:
    now = tx.world.now
    changed = replace(batch, **changes, version=batch.version + 1, updated_at=now)
    written = {**changes, "version": changed.version, "updated_at": now}
    tx.execute(subsidy_batches.update().where(_b.id == batch.id).values(**written))
    return changed


def page(tx: Tx, page: PageQuery, filters: dict[str, Any]) -> Page:
    query = _BATCHES.where(*(_b[name] == value for name, value in filters.items()))
    return tx.page(query, subsidy_batches, page).map(_read_batch)


# ---- lines


def add_roll(tx: Tx, batch_id: str, lines: Sequence[RollLine]) -> None:
    """The lines of a roll, as ready tuples past the statement compiler."""
    rows = [
        (
            batch_id, line.number, line.town, line.village, line.name, line.credential,
            line.hundredths, line.fen, line.memo, domain.LISTED, "", 0,
        )
        for line in lines
    ]  # fmt: skip
    tx.load(subsidy_lines, _ROLL, rows)


def line(tx: Tx, batch_id: str, number: int) -> Line | None:
    row = tx.one(_LINES.where(_l.batch_id == batch_id, _l.number == number))
    return _read_line(row) if row else None


def chunk(tx: Tx, batch_id: str, status: str, limit: int, said: str | None = None) -> list[Line]:
    """The first lines in a status, and of those a bank outside spoke of: with its code."""
    query = _LINES.where(_l.batch_id == batch_id, _l.status == status)
    if said is not None:
        query = query.where(_l.said_code == said)
    return [_read_line(row) for row in tx.all(query.order_by(_l.number).limit(limit))]


def to_credit(tx: Tx, batch_id: str, limit: int, said: str | None = None) -> list[Any]:
    """What the bank is told of the first lines that it has to credit: number, account_number,
    name, fen, memo. `said`: of those a bank outside spoke of, with this code."""
    query = sa.select(
        _l.number, _l.account_number, _l.name, sa.type_coerce(_l.amount, db.Int()).label("fen"),
        _l.memo,
    ).where(_l.batch_id == batch_id, _l.status == domain.LINE_SENT)  # fmt: skip
    if said is not None:
        query = query.where(_l.said_code == said)
    return list(tx.all(query.order_by(_l.number).limit(limit)))


def each(tx: Tx, batch_id: str, *statuses: str) -> Iterator[Line]:
    """All lines in these statuses, in their order, never all at once in memory."""
    query = _LINES.where(_l.batch_id == batch_id, _l.status.in_(statuses))
    for row in tx.each(query.order_by(_l.number)):
        yield _read_line(row)


def asked(tx: Tx, batch_id: str) -> Iterator[Line]:
    """The lines that ever went to the bank, in their order."""
    query = _LINES.where(_l.batch_id == batch_id, _l.tries >= 1)
    for row in tx.each(query.order_by(_l.number)):
        yield _read_line(row)


def sums(tx: Tx, batch_id: str) -> dict[str, tuple[int, int]]:
    """Count and fen of the lines in each status."""
    total = sa.cast(sa.func.sum(sa.type_coerce(_l.amount, sa.BigInteger)), sa.BigInteger)
    query = sa.select(_l.status, sa.func.count().label("lines"), total.label("fen"))
    rows = tx.all(query.where(_l.batch_id == batch_id).group_by(_l.status).order_by(_l.status))
    return {row.status: (int(row.lines), int(row.fen)) for row in rows}


def change_lines(tx: Tx, batch_id: str, changes: Sequence[dict[str, Any]]) -> None:
    """Change many lines alike: each names its `number` and the same columns."""
    if not changes:
        return
    names = [name for name in changes[0] if name != "number"]
    kept = [_l[name].type.bind_processor(tx.conn.dialect) or _as_it_is for name in names]
    rows = [
        (
            batch_id,
            each["number"],
            *(keep(each[name]) for keep, name in zip(kept, names, strict=True)),
        )
        for each in changes
    ]
    tx.change_each(subsidy_lines, ("batch_id", "number"), names, rows)


def _as_it_is(value: Any) -> Any:
    return value


def move_all(tx: Tx, batch_id: str, from_status: str, to_status: str) -> int:
    """Every line of a status into another, as one statement; how many there were.

    What goes to the bank has been asked for once more, and nothing is said of it yet.
    """
    query = subsidy_lines.update().where(_l.batch_id == batch_id, _l.status == from_status)
    more: dict[str, Any] = {}
    if to_status == domain.LINE_SENT:
        more = {"tries": _l.tries + 1, "said_code": None, "return_code": None}
    return int(tx.execute(query.values(status=to_status, **more)).rowcount)


def elsewhere(tx: Tx, batch: Batch, people: Sequence[str]) -> set[str]:
    """Who of these is on another roll of the same subsidy, year and region, and not struck."""
    out = (domain.EXCLUDED, domain.STRUCK, domain.WRITTEN_OFF, domain.RECOVERED)
    query = (
        sa.select(_l.person_id)
        .select_from(subsidy_lines.join(subsidy_batches, _b.id == _l.batch_id))
        .where(
            _l.person_id.in_(people),
            _l.batch_id != batch.id,
            _l.status.not_in(out),
            _b.subsidy_code == batch.subsidy_code,
            _b.year == batch.year,
            _b.region_code == batch.region_code,
        )
    )
    return {row[0] for row in tx.all(query)}


def on_roll(tx: Tx, batch_id: str, people: Sequence[str], but: Sequence[int] = ()) -> set[str]:
    """Who of these stands on this roll already, on another line that may be paid."""
    out = (domain.LISTED, domain.EXCLUDED, domain.STRUCK)
    query = sa.select(_l.person_id).where(
        _l.batch_id == batch_id, _l.person_id.in_(people), _l.status.not_in(out)
    )
    if but:
        query = query.where(_l.number.not_in(but))
    return {row[0] for row in tx.all(query)}


def page_of_lines(
    tx: Tx, batch_id: str, page: PageQuery, filters: dict[str, Any], shown: Sequence[str] = ()
) -> Page:
    query = _LINES.where(_l.batch_id == batch_id)
    query = query.where(*(_l[name] == value for name, value in filters.items()))
    if shown:
        query = query.where(_l.status.in_(shown))
    return tx.page(query, subsidy_lines, page).map(_read_line)


# ---- what was changed


def note(tx: Tx, batch: Batch, kind: str, details: dict[int, dict[str, Any]]) -> None:
    """Add to the history of these lines (number -> what there is to say)."""
    now, party = tx.world.now, tx.world.party_id
    rows = [
        {
            "batch_id": batch.id,
            "line_number": number,
            "round": batch.round,
            "kind": kind,
            "detail": detail,
            "party_id": party,
            "created_at": now,
        }
        for number, detail in details.items()
    ]
    if rows:
        tx.execute(subsidy_line_changes.insert(), rows)


def page_of_changes(tx: Tx, batch_id: str, number: int, page: PageQuery) -> Page:
    c = subsidy_line_changes.c
    query = subsidy_line_changes.select().where(c.batch_id == batch_id, c.line_number == number)
    return tx.page(query, subsidy_line_changes, page)


# ---- objections


def next_objection(tx: Tx, batch_id: str) -> int:
    """The batch is held by its lock."""
    last = tx.scalar(sa.select(sa.func.max(_o.ordinal)).where(_o.batch_id == batch_id))
    return (last or 0) + 1


def add_objection(tx: Tx, made: Objection) -> None:
    tx.execute(subsidy_objections.insert(), values(made))


def objection(tx: Tx, batch_id: str, objection_id: str) -> Objection | None:
    row = tx.one(_OBJECTIONS.where(_o.id == objection_id, _o.batch_id == batch_id))
    return _read_objection(row) if row else None


def change_objection(tx: Tx, known: Objection, **changes: Any) -> Objection:
    now = tx.world.now
    changed = replace(known, **changes, version=known.version + 1, updated_at=now)
    written = {**changes, "version": changed.version, "updated_at": now}
    tx.execute(subsidy_objections.update().where(_o.id == known.id).values(**written))
    return changed


def open_objections(tx: Tx, batch_id: str) -> int:
    query = sa.select(sa.func.count()).select_from(subsidy_objections)
    return int(tx.scalar(query.where(_o.batch_id == batch_id, _o.status == "open")))


def page_of_objections(tx: Tx, batch_id: str, page: PageQuery) -> Page:
    query = _OBJECTIONS.where(_o.batch_id == batch_id)
    return tx.page(query, subsidy_objections, page).map(_read_objection)
