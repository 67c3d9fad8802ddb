"""Clearing cycles: their state, and what each step leaves behind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.cooperations import NATION
from services.settlement.domain.cycles import CYCLE, Cycle
from services.settlement.domain.kinds import MEDICAL
from services.settlement.domain.netting import Position
from services.settlement.domain.periods import Period, parse
from services.settlement.domain.statements import Line, Statement
from services.settlement.store import party_lines
from services.settlement.store.rows import changed, split_columns, split_of, stamps, total
from services.settlement.store.tables_cycles import (
    cycles,
    declarations,
    positions,
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
_by_period_shared = _all.where(
    cycles.c.period == bindparam("period"),
    cycles.c.province == bindparam("province"),
    cycles.c.kind == bindparam("kind"),
).with_for_update(read=True)


def _read(row: Any) -> Cycle:
    values = dict(zip((field.name for field in fields(Cycle)), row, strict=False))
    period = parse(values["period"])
    return Cycle(**{**values, "month": Month.parse(values["month"]), "period": period})


def find(tx: Tx, cycle_id: str) -> Cycle | None:
    row = tx.one(_by_id, {"id": cycle_id})
    return _read(row) if row else None


def locked(tx: Tx, cycle_id: str) -> Cycle | None:
    """The cycle, held alone: waits for claims being recorded into it."""
    row = tx.one(_by_id_locked, {"id": cycle_id})
    return _read(row) if row else None


def shared(tx: Tx, period: Period, province: str = NATION, kind: str = MEDICAL) -> Cycle | None:
    """The period's cycle, held so that it can't be frozen while claims are recorded into it."""
    row = tx.one(_by_period_shared, {"period": str(period), "province": province, "kind": kind})
    return _read(row) if row else None


def open_month(
    tx: Tx, period: Period, province: str = NATION, kind: str = MEDICAL
) -> tuple[Cycle, bool]:
    """The period's cycle, made if this is its first claim; whether it was made just now."""
    known = shared(tx, period, province, kind)
    if known is not None:
        return known, False
    tx.lock("cycle", str(period), province, *_beside_medical(kind))
    known = shared(tx, period, province, kind)
    if known is not None:
        return known, False
    whose = "national" if province == NATION else province
    tx.execute(
        cycles.insert().values(
            id=tx.new_id("cyc", *_beside_medical(kind), whose, str(period)),
            month=str(Month.of(period.last)),
            province=province,
            status=CYCLE.initial,
            statement_version=0,
            kind=kind,
            period=str(period),
            **stamps(tx.world.now),
        )
    )
    made = shared(tx, period, province, kind)
    assert made is not None
    return made, True


def _beside_medical(kind: str) -> tuple[str, ...]:
    return () if kind == MEDICAL else (kind,)


def every(tx: Tx) -> list[Cycle]:
    """All cycles by month: one for each period, scheme and kind at most."""
    order = (cycles.c.month, cycles.c.province, cycles.c.kind, cycles.c.period)
    return [_read(row) for row in tx.all(_all.order_by(*order))]


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
    for name in ("month", "status", "kind", "period"):
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
    tx.add_all(declarations, rows)


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
            if isinstance(line, Line)
        )
        party_lines.keep(tx, statement_id, each)
    tx.add_all(statements, rows)
    tx.add_all(statement_lines, lines)
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
    tx.add_all(positions, rows)


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
    asked: dict[str, Any] = {"cycle_id": cycle.id, "version": cycle.statement_version}
    rows_of, lines_of = _published, _published_lines
    if region is not None:
        asked["region"] = region
        rows_of, lines_of = _published_of_region, _published_lines_of_region
    lines: dict[str, list[Line]] = {}
    for line in tx.all(lines_of, asked):
        made = Line(line.insurance, line.claims, split_of(line), line.deducted, line.is_prior_year)
        lines.setdefault(line.statement_id, []).append(made)
    rows = tx.all(rows_of, asked)
    of_parties = {} if cycle.is_medical else party_lines.of(tx, [row.id for row in rows])
    period, version = str(cycle.period), cycle.statement_version
    return [
        (
            row,
            Statement(
                period,
                version,
                row.payer,
                row.payee,
                of_parties.get(row.id) or tuple(lines.get(row.id, ())),
                row.digest_algorithm,
                cycle.kind,
            ),
        )
        for row in rows
    ]


_current = (
    statements.c.cycle_id == bindparam("cycle_id"),
    statements.c.statement_version == bindparam("version"),
    ~statements.c.is_excluded,
)
_of_region = sa.or_(
    statements.c.payer == bindparam("region"), statements.c.payee == bindparam("region")
)
_published = sa.select(statements).where(*_current).order_by(statements.c.payer, statements.c.payee)
_published_of_region = _published.where(_of_region)
_published_lines = (
    sa.select(statement_lines)
    .join(statements, statements.c.id == statement_lines.c.statement_id)
    .where(*_current)
    .order_by(
        statement_lines.c.statement_id,
        statement_lines.c.insurance,
        statement_lines.c.is_prior_year,
    )
)
_published_lines_of_region = _published_lines.where(_of_region)


@dataclass(frozen=True, slots=True)
class Total:
    """What one statement of the current version comes to, without its lines."""

    payer: str
    payee: str
    claims: int
    total: Money


def totals(tx: Tx, cycle: Cycle) -> list[Total]:
    """The statements of the current version as they count, by payer and payee."""
    asked = {"cycle_id": cycle.id, "version": cycle.statement_version}
    return [Total(*row) for row in tx.all(_totals, asked)]


_totals = (
    sa.select(statements.c.payer, statements.c.payee, statements.c.claims, statements.c.total)
    .where(*_current)
    .order_by(statements.c.payer, statements.c.payee)
)


def pairs_of(tx: Tx, cycle: Cycle, region: str | None = None) -> dict[str, tuple[str, str]]:
    """Statement of the current version -> its payer and its payee; of all, or of one region's."""
    asked = {"cycle_id": cycle.id, "version": cycle.statement_version}
    if region is None:
        rows = tx.all(_pairs, asked)
    else:
        rows = tx.all(_pairs_of_region, {**asked, "region": region})
    return {row.id: (row.payer, row.payee) for row in rows}


_pairs = sa.select(statements.c.id, statements.c.payer, statements.c.payee).where(*_current)
_pairs_of_region = _pairs.where(_of_region)


def digests(tx: Tx, cycle: Cycle, payer: str | None = None) -> list[tuple[tuple[str, str], str]]:
    """(payer, payee) -> by which algorithm their statement of the current version is signed."""
    statement = sa.select(
        statements.c.payer, statements.c.payee, statements.c.digest_algorithm
    ).where(
        statements.c.cycle_id == cycle.id,
        statements.c.statement_version == cycle.statement_version,
    )
    if payer is not None:
        statement = statement.where(statements.c.payer == payer)
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


# ---- hospitals


def providers_paid_at(tx: Tx, cycle_id: str) -> datetime | None:
    """When the last region had paid its hospitals for a month; None before that."""
    jobs = tx.common.jobs
    rows = tx.all(sa.select(jobs.c.status, jobs.c.done_at).where(*_pays(jobs, cycle_id)))
    if not rows or any(row.status != "done" for row in rows):
        return None
    last: datetime = max(row.done_at for row in rows)
    return last


def delayed_regions(tx: Tx, cycle_id: str, due: datetime) -> list[str]:
    """Regions that have put off paying their hospitals for a month beyond the day it was due."""
    jobs = tx.common.jobs
    late = (jobs.c.status == "due", jobs.c.due_at > due)
    rows = tx.all(sa.select(jobs.c.key).where(*_pays(jobs, cycle_id), *late).order_by(jobs.c.key))
    return [row.key.removeprefix(f"{cycle_id}:") for row in rows]


def _pays(jobs: Any, cycle_id: str) -> tuple[Any, ...]:
    """The jobs that pay the hospitals of a month, one a region."""
    key = jobs.c.key
    return jobs.c.name == "settlement.provider_pay", key >= f"{cycle_id}:", key < f"{cycle_id};"
