"""Looking for counterexamples to the laws of fiscal subsidies."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain.fiscal import batch as domain
from services.benefits.store.tables_fiscal import subsidy_batches, subsidy_lines
from sscsim.db import Tx

_b, _l = subsidy_batches.c, subsidy_lines.c
_KEPT = {
    "paid": (domain.PAID,),
    "returned": (domain.RETURNED, domain.CORRECTED),
}


def batch_off_lines(tx: Tx) -> dict[str, Any] | None:
    """A batch whose counts or sums are not those of its lines."""
    total = sa.cast(sa.func.sum(sa.type_coerce(_l.amount, sa.BigInteger)), sa.BigInteger)
    query = sa.select(_l.batch_id, _l.status, sa.func.count().label("lines"), total.label("fen"))
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for row in tx.all(query.group_by(_l.batch_id, _l.status).order_by(_l.batch_id, _l.status)):
        found.setdefault(row.batch_id, {})[row.status] = (int(row.lines), int(row.fen))
    for batch in tx.all(subsidy_batches.select().order_by(_b.id)):
        wrong = _wrong(batch, found.get(batch.id, {}))
        if wrong:
            return {"batch_id": batch.id, "what": wrong}
    return None


def _wrong(batch: Any, sums: dict[str, tuple[int, int]]) -> str | None:
    def of(*statuses: str) -> tuple[int, int]:
        each = [sums.get(status, (0, 0)) for status in statuses]
        return sum(count for count, _ in each), sum(fen for _, fen in each)

    if of(*domain.LINE_STATUSES) != (batch.lines_count, batch.total.fen):
        return "lines"
    for name, statuses in _KEPT.items():
        kept = (getattr(batch, f"{name}_count"), getattr(batch, f"{name}_total").fen)
        if of(*statuses) != kept:
            return name
    owed = of(domain.LINE_SENT, domain.PAID, domain.RETURNED, domain.CORRECTED)
    gone = of(domain.WRITTEN_OFF, domain.RECOVERED)
    if gone[1] != batch.taken_back.fen:
        return "taken_back"
    if (owed[0] + gone[0], owed[1] + gone[1]) != (batch.ordered_count, batch.ordered_total.fen):
        return "ordered"
    if batch.status == domain.CLOSED and of(*domain.OWED)[0]:
        return "closed"
    return None


def paid_twice(tx: Tx) -> dict[str, Any] | None:
    """A person whom two lines of one batch have paid."""
    row = tx.one(
        sa.select(_l.batch_id, _l.person_id, sa.func.count().label("lines"))
        .where(_l.status == domain.PAID)
        .group_by(_l.batch_id, _l.person_id)
        .having(sa.func.count() > 1)
        .order_by(_l.batch_id, _l.person_id)
        .limit(1)
    )
    return row and {
        "batch_id": row.batch_id,
        "person_id": row.person_id,
        "lines": int(row.lines),
    }


def spent(tx: Tx) -> dict[str, int]:
    """What orders took from each region's fiscal fund, less what it got back, in fen."""
    ordered = sa.func.sum(sa.type_coerce(_b.ordered_total, sa.BigInteger))
    back = sa.func.sum(sa.type_coerce(_b.taken_back, sa.BigInteger))
    query = sa.select(
        _b.region_code,
        sa.cast(ordered, sa.BigInteger).label("ordered"),
        sa.cast(back, sa.BigInteger).label("back"),
    ).where(_b.ordered_count > 0)
    rows = tx.all(query.group_by(_b.region_code).order_by(_b.region_code))
    return {row.region_code: int(row.ordered) - int(row.back) for row in rows}
