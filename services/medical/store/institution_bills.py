"""The settlements of an institution: by when the insured side committed, and by kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.medical.domain import reconciliation
from services.medical.domain.payment_application import Auditable, Sums
from services.medical.domain.reconciliation import Entry, Scope, Totals
from services.medical.domain.settlement import (
    CORRECTED,
    CORRECTING,
    IN_FLIGHT,
    REVERSAL,
    REVERSED,
    REVERSING,
)
from services.medical.domain.vocabulary import WORK_INJURY
from services.medical.store.tables import settlements, visits
from services.medical.store.tables_register import interface_settlements, interface_visits
from sscsim.db import Tx
from sscsim.kernel.money import Money

_s, _v = settlements.c, visits.c


@dataclass(frozen=True, slots=True)
class KnownAs:
    """How messages name a settlement: its visit's number (就诊ID), and the message that made it,
    or else the institution's own number of the bill."""

    visit_number: str
    msgid: str | None


_ENTRY = (
    _s.id.label("settlement_id"),
    _s.visit_id,
    _s.total,
    _s.fund_pay,
    _s.account_pay,
    (_s.kind == REVERSAL).label("is_refund"),
    _s.person_id,
)


@dataclass(frozen=True, slots=True)
class Cleared:
    """A bill as the clearing between regions shows it."""

    settlement_id: str
    visit_number: str  # 就诊ID, as messages have it
    person_id: str
    claim_id: str | None
    care_region_code: str
    settled_at: datetime
    total: Money
    fund_pay: Money


_CLEARED = (
    sa.select(
        _s.id,
        sa.func.coalesce(interface_visits.c.mdtrt_id, _s.visit_id),
        _s.person_id,
        _s.claim_id,
        _s.care_region_code,
        _s.settled_at,
        _s.total,
        _s.fund_pay,
    )
    .select_from(
        settlements.outerjoin(interface_visits, interface_visits.c.visit_id == _s.visit_id)
    )
    .where(
        _s.id.in_(sa.bindparam("ids", expanding=True)),
        _s.institution_id == sa.bindparam("institution_id"),
        _s.settled_at.is_not(None),
    )
)
_CHUNK = 500
_KNOWN_AS = (
    sa.select(
        _s.id,
        sa.func.coalesce(interface_visits.c.mdtrt_id, _s.visit_id),
        sa.func.coalesce(interface_settlements.c.msgid, _s.bill_number),
    )
    .select_from(
        settlements.outerjoin(
            interface_visits, interface_visits.c.visit_id == _s.visit_id
        ).outerjoin(interface_settlements, interface_settlements.c.settlement_id == _s.id)
    )
    .where(_s.id.in_(sa.bindparam("ids", expanding=True)))
)
_JOINED = settlements.join(visits, _v.id == _s.visit_id)


def _sum(column: Any) -> Any:
    """A sum as a whole number on both databases."""
    raw = sa.type_coerce(column, sa.BigInteger)
    return sa.cast(sa.func.coalesce(sa.func.sum(raw), 0), sa.BigInteger)


def _of_insurance(scope: Scope) -> Any:
    kind = scope.insurance_kind
    return _s.insurance_kind != WORK_INJURY if kind is None else _s.insurance_kind == kind


def within(scope: Scope) -> Any:
    """The condition that a settlement, joined with its visit, is in the scope."""
    conditions = [
        _s.institution_id == scope.institution_id,
        _of_insurance(scope),
        _v.kind == scope.visit_kind,
        _s.settled_at >= scope.begins,
        _s.settled_at < scope.ends,
        _s.status != CORRECTED,  # a correction leaves no trace here, and no counter-entry
    ]
    if scope.care == reconciliation.LOCAL:
        conditions.append(_s.home_region_code == _s.care_region_code)
    elif scope.care == reconciliation.CROSS_REGION:
        conditions.append(_s.home_region_code != _s.care_region_code)
    if not scope.include_reversals:
        conditions.append(_s.kind != REVERSAL)
    return sa.and_(*conditions)


def totals(tx: Tx, scope: Scope) -> Totals:
    row = tx.one(
        sa.select(_sum(_s.total), _sum(_s.fund_pay), _sum(_s.account_pay), sa.func.count())
        .select_from(_JOINED)
        .where(within(scope))
    )
    assert row is not None
    return Totals(Money(int(row[0])), Money(int(row[1])), Money(int(row[2])), int(row[3]))


def entries(tx: Tx, scope: Scope) -> list[Entry]:
    """Its settlements and reversals, in the order in which they were made."""
    rows = tx.all(
        sa.select(*_ENTRY)
        .select_from(_JOINED)
        .where(within(scope))
        .order_by(_s.settled_at, _s.visit_id, _s.ordinal)
    )
    return [Entry(**row._mapping) for row in rows]


def known_as(tx: Tx, ids: Sequence[str]) -> dict[str, KnownAs]:
    """What messages call these settlements."""
    found: dict[str, KnownAs] = {}
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        found |= {row[0]: KnownAs(*row[1:]) for row in tx.all(_KNOWN_AS, {"ids": some})}
    return found


def cleared(tx: Tx, institution_id: str, ids: Sequence[str]) -> dict[str, Cleared]:
    """Of these settlements those of the institution."""
    found = tx.all(_CLEARED, {"ids": list(ids), "institution_id": institution_id})
    return {row[0]: Cleared(*row) for row in found}


def insurance_kinds(tx: Tx, scope: Scope) -> list[str]:
    """Which insurances pay something in the scope, in a fixed order."""
    query = sa.select(_s.insurance_kind).select_from(_JOINED).where(within(scope))
    return [row[0] for row in tx.all(query.distinct().order_by(_s.insurance_kind))]


def hospital_part(tx: Tx, scope: Scope) -> Money:
    """What the institution bears itself."""
    query = sa.select(_sum(_s.hospital_part)).select_from(_JOINED).where(within(scope))
    return Money(int(tx.scalar(query)))


def sums(tx: Tx, scope: Scope) -> Sums:
    """What an application declares of them."""
    crosses = _s.home_region_code != _s.care_region_code
    cross = sa.case((crosses, sa.type_coerce(_s.clearing_amount, sa.BigInteger)), else_=0)
    row = tx.one(
        sa.select(
            sa.func.count(),
            _sum(_s.total),
            _sum(_s.cash_pay) + _sum(_s.hospital_part),
            _sum(_s.account_pay),
            _sum(_s.fund_pay),
            sa.cast(sa.func.coalesce(sa.func.sum(cross), 0), sa.BigInteger),
        )
        .select_from(_JOINED)
        .where(within(scope))
    )
    assert row is not None
    return Sums(int(row[0]), *(Money(int(fen)) for fen in row[1:]))


def in_flight(tx: Tx, scope: Scope) -> str | None:
    """A settlement of these kinds that began before the end, and that may yet be in the scope."""
    found: str | None = tx.scalar(
        sa.select(_s.id)
        .select_from(_JOINED)
        .where(
            _s.institution_id == scope.institution_id,
            _of_insurance(scope),
            _v.kind == scope.visit_kind,
            _s.status.in_(IN_FLIGHT),
            _s.created_at < scope.ends,
        )
        .order_by(_s.seq)
        .limit(1)
    )
    return found


def auditable(tx: Tx, scope: Scope, ids: list[str]) -> dict[str, Auditable]:
    """Those of `ids` that are in the scope; held until the transaction ends."""
    rows = tx.all(
        sa.select(_s.id, _s.kind, _s.status, _s.fund_pay, _s.claim_id, _s.insurance_kind, _s.funds)
        .select_from(_JOINED)
        .where(within(scope), _s.id.in_(ids))
        .order_by(_s.seq)
        .with_for_update(of=settlements)
    )
    return {
        row.id: Auditable(
            settlement_id=row.id,
            is_reversal=row.kind == REVERSAL,
            is_reversed=row.status in (REVERSED, REVERSING, CORRECTING),
            fund_pay=row.fund_pay,
            claim_id=row.claim_id,
            insurance_kind=row.insurance_kind,
            funds=dict(row.funds),
        )
        for row in rows
    }


def ids(scope: Scope) -> Any:
    """A SELECT of the ids in the scope, for a page of settlements."""
    return sa.select(_s.id).select_from(_JOINED).where(within(scope))
