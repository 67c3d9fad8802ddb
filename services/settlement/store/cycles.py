"""Clearing cycles: their state, and what each step leaves behind."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.cooperations import NATION
from services.settlement.domain.cycles import CYCLE, Cycle
from services.settlement.domain.netting import Position
from services.settlement.domain.statements import Line, Statement
from services.settlement.store.rows import changed, split_columns, split_of, stamps, total
from services.settlement.store.tables import (
    cycles,
    declarations,
    positions,
    signatures,
    statement_lines,
    statements,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

_columns = tuple(cycles.c[field.name] for field in fields(Cycle))
_all = sa.select(*_columns)
_by_id = _all.where(cycles.c.id == bindparam("id"))
_by_id_locked = _by_id.with_for_update()
_by_month_shared = _all.where(
    cycles.c.month == bindparam("month"), cycles.c.province == bindparam("province")
).with_for_update(read=True)


def _read(row: Any) -> Cycle:
    values = dict(zip((field.name for field in fields(Cycle)), row, strict=False))
    return Cycle(**{**values, "month": Month.parse(values["month"])})


def find(tx: Tx, cycle_id: str) -> Cycle | None:
    row = tx.one(_by_id, {"id": cycle_id})
    return _read(row) if row else None


def locked(tx: Tx, cycle_id: str) -> Cycle | None:
    """The cycle, held alone: waits for claims being recorded into it."""
    row = tx.one(_by_id_locked, {"id": cycle_id})
    return _read(row) if row else None


def shared(tx: Tx, month: Month, province: str = NATION) -> Cycle | None:
    """The month's cycle, held so that it can't be frozen while claims are recorded into it."""
    row = tx.one(_by_month_shared, {"month": str(month), "province": province})
    return _read(row) if row else None


def open_month(tx: Tx, month: Month, province: str = NATION) -> tuple[Cycle, bool]:
    """The month's cycle, made if this is its first claim; whether it was made just now."""
    known = shared(tx, month, province)
    if known is not None:
        return known, False
    tx.lock("cycle", str(month), province)
    known = shared(tx, month, province)
    if known is not None:
        return known, False
    whose = "national" if province == NATION else province
    tx.execute(
        cycles.insert().values(
            id=tx.new_id("cyc", whose, str(month)),
            month=str(month),
            province=province,
            status=CYCLE.initial,
            statement_version=0,
            **stamps(tx.world.now),
        )
    )
    made = shared(tx, month, province)
    assert made is not None
    return made, True


def every(tx: Tx) -> list[Cycle]:
    """All cycles by month: one for each month and scheme at most."""
    return [_read(row) for row in tx.all(_all.order_by(cycles.c.month, cycles.c.province))]


def move(tx: Tx, cycle: Cycle, *events: str, **values: Any) -> str:
    """Take edges of the state machine; the state after the last. ForbiddenEdge on the way."""
    status = cycle.status
    for event in events:
        status = CYCLE.after(status, event)
    values |= {"status": status, **changed(cycles, tx.world.now)}
    tx.execute(cycles.update().where(cycles.c.id == cycle.id).values(values))
    return status


def page(tx: Tx, query: PageQuery, filters: dict[str, Any]) -> Page:
    statement = _all
    for name in ("month", "status"):
        if name in filters:
            statement = statement.where(cycles.c[name] == filters[name])
    if "scope" in filters:
        national = cycles.c.province == NATION
        statement = statement.where(national if filters["scope"] == "national" else ~national)
    if "province_code" in filters:
        statement = statement.where(cycles.c.province == filters["province_code"])
    return tx.page(statement, cycles, query).map(_read)


# ---- what was declared (L2)


def declare(tx: Tx, cycle: Cycle, pairs: Iterable[tuple[str, str, int, Money]]) -> None:
    rows = [
        {"cycle_id": cycle.id, "home_region": home, "care_region": care, "claims": n, "amount": sum}
        for home, care, n, sum in pairs
    ]
    if rows:
        tx.execute(declarations.insert(), rows)


def declared(tx: Tx, cycle_id: str) -> tuple[int, Money] | None:
    """How many claims the regions declared, and their amount; None before the freeze."""
    row = tx.one(
        sa.select(total(declarations.c.claims), total(declarations.c.amount)).where(
            declarations.c.cycle_id == cycle_id
        )
    )
    return (row[0], row[1]) if row is not None and row[0] is not None else None


# ---- statements


def publish(
    tx: Tx, cycle: Cycle, version: int, made: Sequence[Statement], nets: Sequence[Position]
) -> None:
    """Keep a version of all statements of a month, with the positions they come to."""
    rows: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for each in made:
        statement_id = statement_id_of(tx, cycle.id, each)
        rows.append(
            {
                "id": statement_id,
                "cycle_id": cycle.id,
                "statement_version": version,
                "payer": each.payer,
                "payee": each.payee,
                "claims": each.claims,
                "total": each.total,
                "sha256": each.sha256,
                "digest_algorithm": each.digest_algorithm,
                "digest": each.digest,
                "created_at": tx.world.now,
            }
        )
        lines += (
            {
                "statement_id": statement_id,
                "insurance": line.insurance,
                "is_prior_year": line.is_prior_year,
                "claims": line.claims,
                **split_columns(line.split),
                "deducted": line.deducted,
            }
            for line in each.lines
        )
    if rows:
        tx.execute(statements.insert(), rows)
        tx.execute(statement_lines.insert(), lines)
        _keep_positions(tx, cycle.id, version, nets)


def _keep_positions(tx: Tx, cycle_id: str, version: int, nets: Sequence[Position]) -> None:
    rows = [
        {
            "cycle_id": cycle_id,
            "statement_version": version,
            "region": net.region,
            "receivable": net.receivable,
            "payable": net.payable,
        }
        for net in nets
    ]
    if rows:
        tx.execute(positions.insert(), rows)


def exclude(tx: Tx, cycle: Cycle, statement_ids: Sequence[str], nets: Sequence[Position]) -> None:
    """These statements are carried over as a whole; the positions are those of the others."""
    chosen = statements.c.id.in_(statement_ids)
    tx.execute(statements.update().where(chosen).values(is_excluded=True))
    tx.execute(
        positions.delete().where(
            positions.c.cycle_id == cycle.id,
            positions.c.statement_version == cycle.statement_version,
        )
    )
    _keep_positions(tx, cycle.id, cycle.statement_version, nets)


def statement_id_of(tx: Tx, cycle_id: str, statement: Statement) -> str:
    return tx.new_id("stm", cycle_id, statement.version, statement.payer, statement.payee)


def published(tx: Tx, cycle: Cycle, region: str | None = None) -> list[tuple[Any, Statement]]:
    """The statements of the current version with their rows, rebuilt from their lines.

    With `region`, only those in which it pays or is paid.
    """
    where = [
        statements.c.cycle_id == cycle.id,
        statements.c.statement_version == cycle.statement_version,
        ~statements.c.is_excluded,
    ]
    if region is not None:
        where.append(sa.or_(statements.c.payer == region, statements.c.payee == region))
    order = (statements.c.payer, statements.c.payee)
    rows = tx.all(sa.select(statements).where(*where).order_by(*order))
    lines: dict[str, list[Line]] = {row.id: [] for row in rows}
    found = (
        tx.all(
            sa.select(statement_lines)
            .where(statement_lines.c.statement_id.in_(list(lines)))
            .order_by(
                statement_lines.c.statement_id,
                statement_lines.c.insurance,
                statement_lines.c.is_prior_year,
            )
        )
        if rows
        else ()
    )
    for line in found:
        made = Line(line.insurance, line.claims, split_of(line), line.deducted, line.is_prior_year)
        lines[line.statement_id].append(made)
    month = str(cycle.month)
    return [
        (
            row,
            Statement(
                month,
                row.statement_version,
                row.payer,
                row.payee,
                tuple(lines[row.id]),
                row.digest_algorithm,
            ),
        )
        for row in rows
    ]


def pair_of(tx: Tx, statement_id: str) -> tuple[str, str]:
    """The payer and the payee of a statement."""
    row = tx.one(
        sa.select(statements.c.payer, statements.c.payee).where(statements.c.id == statement_id)
    )
    assert row is not None
    return row[0], row[1]


def digests(tx: Tx, cycle: Cycle) -> list[tuple[tuple[str, str], str]]:
    """(payer, payee) -> by which algorithm their statement of the current version is signed."""
    statement = sa.select(
        statements.c.payer, statements.c.payee, statements.c.digest_algorithm
    ).where(
        statements.c.cycle_id == cycle.id,
        statements.c.statement_version == cycle.statement_version,
    )
    return [((row[0], row[1]), row[2]) for row in tx.all(statement)]


def nets(tx: Tx, cycle: Cycle) -> list[Position]:
    statement = (
        sa.select(positions.c.region, positions.c.receivable, positions.c.payable)
        .where(
            positions.c.cycle_id == cycle.id,
            positions.c.statement_version == cycle.statement_version,
        )
        .order_by(positions.c.region)
    )
    return [Position(*row) for row in tx.all(statement)]


# ---- signatures


def sign(
    tx: Tx,
    statement_id: str,
    region: str,
    digest: str,
    signature: str,
    *,
    is_deemed: bool = False,
) -> None:
    tx.execute(
        signatures.insert().values(
            statement_id=statement_id,
            region=region,
            sha256=digest,
            signature=signature,
            is_deemed=is_deemed,
            signed_at=tx.world.now,
        )
    )


def signatures_of(tx: Tx, statement_ids: Sequence[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {statement_id: [] for statement_id in statement_ids}
    statement = (
        sa.select(signatures)
        .where(signatures.c.statement_id.in_(statement_ids))
        .order_by(signatures.c.statement_id, signatures.c.region)
    )
    for row in tx.all(statement) if found else ():
        found[row.statement_id].append(row)
    return found


def unsigned(tx: Tx, cycle: Cycle) -> int:
    """How many signatures the current version still lacks: both sides sign each statement."""
    current = (
        statements.c.cycle_id == cycle.id,
        statements.c.statement_version == cycle.statement_version,
        ~statements.c.is_excluded,
    )
    wanted = sa.select(2 * sa.func.count()).select_from(statements).where(*current)
    given = (
        sa.select(sa.func.count())
        .select_from(signatures.join(statements, statements.c.id == signatures.c.statement_id))
        .where(*current)
    )
    return int(tx.scalar(wanted)) - int(tx.scalar(given))


def providers_paid_at(tx: Tx, cycle_id: str) -> datetime | None:
    """When the last region had paid its hospitals for a month; None before that."""
    jobs = tx.common.jobs
    rows = tx.all(
        sa.select(jobs.c.status, jobs.c.done_at).where(
            jobs.c.name == "settlement.provider_pay",
            jobs.c.key >= f"{cycle_id}:",
            jobs.c.key < f"{cycle_id};",
        )
    )
    if not rows or any(row.status != "done" for row in rows):
        return None
    last: datetime = max(row.done_at for row in rows)
    return last
