"""Reconciliations, the lines that came, what differed, and how that was resolved."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from services.medical.domain.reconciliation import (
    ROUNDING,
    RULE,
    Compared,
    Difference,
    Line,
    Reconciliation,
    Scope,
    Totals,
)
from services.medical.domain.vocabulary import WORK_INJURY
from services.medical.store.tables_reconciliation import (
    reconciliation_differences,
    reconciliation_lines,
    reconciliation_resolutions,
    reconciliations,
)
from sscsim.db import Page, PageQuery, Tx

_r, _d, _n = reconciliations.c, reconciliation_differences.c, reconciliation_resolutions.c
_OPEN = (
    sa.select(sa.func.count())
    .select_from(
        reconciliation_differences.outerjoin(reconciliation_resolutions, _n.difference_id == _d.id)
    )
    .where(_d.reconciliation_id == _r.id, _d.kind != ROUNDING, _n.difference_id.is_(None))
    .correlate(reconciliations)
    .scalar_subquery()
)
_SELECT = sa.select(reconciliations, _OPEN.label("open_count"))
_SCOPE = tuple(field.name for field in fields(Scope))
_FIGURES = tuple(field.name for field in fields(Totals))
_PLAIN = tuple(
    field.name
    for field in fields(Reconciliation)
    if field.name not in ("scope", "stated", "counted")
)


def _read(row: Any) -> Reconciliation:
    return Reconciliation(
        **{name: getattr(row, name) for name in _PLAIN},
        scope=Scope(**{name: getattr(row, name) for name in _SCOPE}),
        stated=Totals(*(getattr(row, f"stated_{name}") for name in _FIGURES)),
        counted=Totals(*(getattr(row, f"counted_{name}") for name in _FIGURES)),
    )


def next_ordinal(tx: Tx, institution_id: str) -> int:
    tx.lock("reconciliations", institution_id)
    last = tx.scalar(sa.select(sa.func.max(_r.ordinal)).where(_r.institution_id == institution_id))
    return int(last or 0) + 1


def add(tx: Tx, made: Reconciliation) -> None:
    row = {name: getattr(made, name) for name in _PLAIN if name != "open_count"}
    row |= {name: getattr(made.scope, name) for name in _SCOPE}
    row |= {f"stated_{name}": getattr(made.stated, name) for name in _FIGURES}
    row |= {f"counted_{name}": getattr(made.counted, name) for name in _FIGURES}
    tx.execute(reconciliations.insert().values(**row))


def find(tx: Tx, reconciliation_id: str, *, lock: bool = False) -> Reconciliation | None:
    if lock:
        tx.one(sa.select(_r.id).where(_r.id == reconciliation_id).with_for_update())
    row = tx.one(_SELECT.where(_r.id == reconciliation_id))
    return _read(row) if row else None


def change(tx: Tx, made: Reconciliation, **changes: Any) -> None:
    stamps = {"version": made.version + 1, "updated_at": tx.world.now}
    tx.execute(reconciliations.update().where(_r.id == made.id).values(**changes, **stamps))


def page(tx: Tx, page: PageQuery, **filters: Any) -> Page:
    query = _SELECT.where(*(_r[name] == value for name, value in filters.items()))
    return tx.page(query, reconciliations, page).map(_read)


def _of_insurance(scope: Scope) -> Any:
    """One of every medical insurance is one of each of them."""
    mine = _r.insurance_kind == scope.insurance_kind
    if scope.insurance_kind == WORK_INJURY:
        return mine
    return sa.true() if scope.insurance_kind is None else sa.or_(mine, _r.insurance_kind.is_(None))


def newest_overlapping(tx: Tx, scope: Scope) -> Reconciliation | None:
    """The last that was made of these kinds and any day of the period."""
    row = tx.one(
        _SELECT.where(
            _r.institution_id == scope.institution_id,
            _of_insurance(scope),
            _r.visit_kind == scope.visit_kind,
            _r.from_date <= scope.to_date,
            _r.to_date >= scope.from_date,
        )
        .order_by(_r.seq.desc())
        .limit(1)
    )
    return _read(row) if row else None


# ---- lines


def add_lines(tx: Tx, reconciliation_id: str, lines: Sequence[Line], first: int) -> None:
    rows = [
        {
            "reconciliation_id": reconciliation_id,
            "ordinal": ordinal,
            **{field.name: getattr(line, field.name) for field in fields(Line)},
        }
        for ordinal, line in enumerate(lines, start=first)
    ]
    if rows:
        tx.execute(reconciliation_lines.insert(), rows)


def lines(tx: Tx, reconciliation_id: str) -> list[Line]:
    c = reconciliation_lines.c
    rows = tx.all(
        sa.select(*(c[field.name] for field in fields(Line)))
        .where(c.reconciliation_id == reconciliation_id)
        .order_by(c.ordinal)
    )
    return [Line(*row) for row in rows]


# ---- differences


def add_differences(tx: Tx, reconciliation_id: str, found: Sequence[Compared]) -> None:
    rows = []
    for ordinal, one in enumerate(found, start=1):
        named, off = one.entry or one.line, one.off
        assert named is not None
        rows.append(
            {
                "id": tx.new_id("dif", reconciliation_id, ordinal),
                "reconciliation_id": reconciliation_id,
                "ordinal": ordinal,
                "kind": one.result,
                "settlement_id": named.settlement_id,
                "visit_id": named.visit_id,
                "is_refund": named.is_refund,
                **_amounts("stated", one.line),
                **_amounts("counted", one.entry),
                **_amounts("off", off),
                "created_at": tx.world.now,
            }
        )
    if rows:
        tx.execute(reconciliation_differences.insert(), rows)


def _amounts(prefix: str, of: Any) -> dict[str, Any]:
    names = ("total", "fund_pay", "account_pay")
    return {f"{prefix}_{name}": getattr(of, name, None) for name in names}


_DIFFERENCE = tuple(
    field.name
    for field in fields(Difference)
    if field.name not in ("resolved_by", "note", "resolved_at")
)
_DIFFERENCES = sa.select(
    *(_d[name] for name in _DIFFERENCE),
    sa.case((_d.kind == ROUNDING, RULE), else_=_n.resolved_by).label("resolved_by"),
    _n.note,
    sa.case((_d.kind == ROUNDING, _d.created_at), else_=_n.resolved_at).label("resolved_at"),
).select_from(
    reconciliation_differences.outerjoin(reconciliation_resolutions, _n.difference_id == _d.id)
)


def _difference(row: Any) -> Difference:
    return Difference(*row[: len(_DIFFERENCE) + 3])


def find_difference(tx: Tx, difference_id: str, *, lock: bool = False) -> Difference | None:
    if lock:
        tx.one(sa.select(_d.id).where(_d.id == difference_id).with_for_update())
    row = tx.one(_DIFFERENCES.where(_d.id == difference_id))
    return _difference(row) if row else None


def page_of_differences(
    tx: Tx,
    page: PageQuery,
    reconciliation_id: str,
    kind: str | None = None,
    status: str | None = None,
) -> Page:
    query = _DIFFERENCES.where(_d.reconciliation_id == reconciliation_id)
    if kind is not None:
        query = query.where(_d.kind == kind)
    if status is not None:
        is_open = sa.and_(_d.kind != ROUNDING, _n.difference_id.is_(None))
        query = query.where(is_open if status == "open" else sa.not_(is_open))
    return tx.page(query, reconciliation_differences, page).map(_difference)


def resolve(tx: Tx, difference_id: str, resolved_by: str, note: str) -> None:
    tx.execute(
        reconciliation_resolutions.insert().values(
            difference_id=difference_id,
            resolved_by=resolved_by,
            note=note,
            resolved_at=tx.world.now,
        )
    )
