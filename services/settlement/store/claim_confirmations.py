"""What institutions said of their claims, and what they took back of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.kinds import MEDICAL
from services.settlement.store.tables import claims
from services.settlement.store.tables_confirmations import (
    claim_confirmations,
    confirmation_retractions,
)
from services.settlement.store.tables_cycles import cycles
from sscsim.db import Page, PageQuery, Tx

_c, _k, _r = claims.c, claim_confirmations.c, confirmation_retractions.c


@dataclass(frozen=True, slots=True)
class Confirmable:
    """A claim of an institution in a month, with what stands of what was said of it there."""

    claim_id: str
    settlement_id: str
    cycle_id: str
    cycle_status: str
    institution_id: str
    is_confirmed: bool | None
    ordinal: int | None
    batch_id: str | None


_is_retracted = sa.exists().where(_r.claim_id == _k.claim_id, _r.ordinal == _k.ordinal)
_doubts = sa.and_(~_k.is_confirmed, ~_is_retracted)
_of_institution = (
    sa.select(
        _c.id,
        _c.exchange_id,
        _c.cycle_id,
        cycles.c.status,
        _c.institution_id,
        _k.is_confirmed,
        _k.ordinal,
        _k.batch_id,
    )
    .select_from(
        claims.join(cycles, cycles.c.id == _c.cycle_id).outerjoin(
            claim_confirmations,
            sa.and_(_k.claim_id == _c.id, _k.cycle_id == _c.cycle_id, ~_is_retracted),
        )
    )
    .where(_c.kind == MEDICAL, _c.adjusts.is_(None))
)
_in_month = _of_institution.where(
    cycles.c.month == bindparam("month"),
    cycles.c.kind == MEDICAL,
    _c.care_region == bindparam("region"),
    _c.institution_id == bindparam("institution_id"),
).order_by(_c.seq)
_by_ids = _of_institution.where(_c.id.in_(bindparam("ids", expanding=True))).order_by(_c.id)
_cycles = (
    sa.select(cycles.c.id)
    .where(cycles.c.month == bindparam("month"), cycles.c.kind == MEDICAL)
    .order_by(cycles.c.id)
    .with_for_update()
)
_last = sa.select(sa.func.coalesce(sa.func.max(_k.ordinal), 0)).where(
    _k.claim_id == bindparam("claim_id")
)
_of_batch = (
    sa.select(_k.claim_id, _k.is_confirmed)
    .where(_k.batch_id == bindparam("batch_id"))
    .order_by(_k.claim_id)
)
_taken_back = sa.select(sa.func.count()).where(_r.batch_id == bindparam("batch_id"))


def hold_month(tx: Tx, month: str) -> None:
    """Nothing of the month is frozen meanwhile."""
    tx.all(_cycles, {"month": month})


def in_month(
    tx: Tx, region: str, institution_id: str, month: str, first: int = 0, most: int | None = None
) -> list[Confirmable]:
    """The claims of an institution in a month, as they were recorded; audits' own are none.

    `region`: the institution's, by which the index has them.
    """
    asked = {"region": region, "institution_id": institution_id, "month": month}
    query = _in_month.offset(first)
    found = tx.all(query if most is None else query.limit(most), asked)
    return [Confirmable(*row) for row in found]


def of_claims(tx: Tx, claim_ids: Sequence[str]) -> dict[str, Confirmable]:
    return {row[0]: Confirmable(*row) for row in tx.all(_by_ids, {"ids": list(claim_ids)})}


def batch(tx: Tx, batch_id: str) -> list[tuple[str, bool]]:
    """What a message said already, if it was heard before."""
    return [(row[0], bool(row[1])) for row in tx.all(_of_batch, {"batch_id": batch_id})]


def taken_back(tx: Tx, batch_id: str) -> int:
    """How many answers this message took back already."""
    return int(tx.scalar(_taken_back, {"batch_id": batch_id}))


def add(tx: Tx, said: Iterable[tuple[Confirmable, bool]], batch_id: str) -> None:
    rows = [
        {
            "claim_id": one.claim_id,
            "ordinal": int(tx.scalar(_last, {"claim_id": one.claim_id})) + 1,
            "cycle_id": one.cycle_id,
            "institution_id": one.institution_id,
            "is_confirmed": is_confirmed,
            "batch_id": batch_id,
            "confirmed_at": tx.world.now,
        }
        for one, is_confirmed in said
    ]
    if rows:
        tx.execute(claim_confirmations.insert(), rows)


def retract(tx: Tx, standing: Iterable[Confirmable], batch_id: str) -> None:
    rows = [
        {
            "claim_id": one.claim_id,
            "ordinal": one.ordinal,
            "batch_id": batch_id,
            "retracted_at": tx.world.now,
        }
        for one in standing
    ]
    if rows:
        tx.execute(confirmation_retractions.insert(), rows)


def doubted(cycle_id: str) -> Any:
    """The condition that a claim's institution doesn't want it in this month."""
    return _c.id.in_(sa.select(_k.claim_id).where(_doubts, _k.cycle_id == cycle_id))


def is_any_doubted(tx: Tx, cycle_id: str) -> bool:
    """Mostly there is none, and then the month's claims need not be looked at."""
    query = sa.select(_k.claim_id).where(_doubts, _k.cycle_id == cycle_id).limit(1)
    return tx.scalar(query) is not None


# ---- reading


def page(tx: Tx, query: PageQuery, cycle_id: str, filters: dict[str, Any]) -> Page:
    """What was said of a month's claims, the last first, with when it was taken back."""
    statement = (
        sa.select(claim_confirmations, _r.retracted_at)
        .select_from(
            claim_confirmations.outerjoin(
                confirmation_retractions,
                sa.and_(_r.claim_id == _k.claim_id, _r.ordinal == _k.ordinal),
            )
        )
        .where(_k.cycle_id == cycle_id)
    )
    if "institution_id" in filters:
        statement = statement.where(_k.institution_id == filters["institution_id"])
    if "claim_id" in filters:
        statement = statement.where(_k.claim_id == filters["claim_id"])
    return tx.page(statement, claim_confirmations, query).map(_shown)


def _shown(row: Any) -> dict[str, Any]:
    at: datetime | None = row.retracted_at
    return {
        "claim_id": row.claim_id,
        "cycle_id": row.cycle_id,
        "institution_id": row.institution_id,
        "is_confirmed": row.is_confirmed,
        "confirmed_at": row.confirmed_at,
        "retracted_at": at,
    }


def doubted_and_frozen(tx: Tx, states: Sequence[str]) -> Any:
    """A claim that was doubted and yet went into a month that is past being open."""
    return tx.one(
        sa.select(_c.id, _c.cycle_id)
        .select_from(
            claim_confirmations.join(
                claims, sa.and_(_c.id == _k.claim_id, _c.cycle_id == _k.cycle_id)
            ).join(cycles, cycles.c.id == _k.cycle_id)
        )
        .where(
            _doubts,
            cycles.c.status.in_(states),
            _c.status == "settled",
            _c.declared_at.is_(None),
            _c.reverses.is_(None),
            _c.refers.is_(None),
        )
        .order_by(_c.id)
        .limit(1)
    )
