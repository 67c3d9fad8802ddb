"""What an institution asks about its months: applications, the bills in them, sums by insurance."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.medical.domain.payment_application import DEAD, Application
from services.medical.domain.reconciliation import Scope
from services.medical.domain.settlement import CORRECTED, REVERSAL
from services.medical.store import institution_bills, payment_applications
from services.medical.store.tables import settlements, visits
from services.medical.store.tables_reconciliation import audit_deductions
from services.medical.store.tables_register import interface_visits
from sscsim.db import Tx
from sscsim.kernel.money import Money

_s, _v, _d = settlements.c, visits.c, audit_deductions.c


@dataclass(frozen=True, slots=True)
class Bill:
    """One settlement or reversal; `deducted`: what an audit took off it."""

    settlement_id: str
    visit_number: str  # 就诊ID, as messages have it
    person_id: str
    home_region_code: str
    insurance_kind: str
    visit_kind: str
    kind: str
    settled_at: datetime
    total: Money
    fund_pay: Money
    account_pay: Money
    cash_pay: Money
    deducted: Money | None

    @property
    def is_refund(self) -> bool:
        return self.kind == REVERSAL


@dataclass(frozen=True, slots=True)
class Summed:
    """What the bills of one insurance and home region come to."""

    insurance_kind: str
    home_region_code: str
    count: int
    refunds: int
    total: Money
    fund_pay: Money
    account_pay: Money
    cash_pay: Money


_r = interface_visits.c
_JOINED = settlements.join(visits, _v.id == _s.visit_id)
_TOLD = _JOINED.outerjoin(interface_visits, _r.visit_id == _s.visit_id)
_BILLS = sa.select(
    _s.id,
    sa.func.coalesce(_r.mdtrt_id, _s.visit_id),
    _s.person_id,
    _s.home_region_code,
    _s.insurance_kind,
    _v.kind.label("visit_kind"),
    _s.kind,
    _s.settled_at,
    _s.total,
    _s.fund_pay,
    _s.account_pay,
    _s.cash_pay,
    _d.amount,
).select_from(_TOLD.outerjoin(audit_deductions, _d.settlement_id == _s.id))
_ORDER = (_s.settled_at, _s.visit_id, _s.ordinal)


def _in_period(institution_id: str, begins: datetime, ends: datetime) -> Any:
    """Of every kind. What was corrected left no trace here."""
    return sa.and_(
        _s.institution_id == institution_id,
        _s.settled_at >= begins,
        _s.settled_at < ends,
        _s.status != CORRECTED,
    )


def _page(tx: Tx, where: Any, first: int, most: int) -> list[Bill]:
    query = _BILLS.where(where).order_by(*_ORDER).offset(first).limit(most)
    return [Bill(*row) for row in tx.all(query)]


def applications(
    tx: Tx, institution_id: str, month: str, **kinds: str | None
) -> Sequence[Application]:
    """Those of a month that stand, as they were made. `kinds`: of these only."""
    return payment_applications.of_month(tx, institution_id, month, DEAD, kinds)


def of_scope(tx: Tx, scope: Scope, first: int, most: int) -> list[Bill]:
    return _page(tx, institution_bills.within(scope), first, most)


def of_period(
    tx: Tx, institution_id: str, begins: datetime, ends: datetime, first: int, most: int
) -> list[Bill]:
    return _page(tx, _in_period(institution_id, begins, ends), first, most)


def funds_of_scope(tx: Tx, scope: Scope) -> dict[str, Money]:
    """What each fund pays, and the accounts."""
    found: Counter[str] = Counter()
    query = sa.select(_s.funds, _s.account_pay).select_from(_JOINED)
    for funds, account in tx.all(query.where(institution_bills.within(scope))):
        found.update(funds)
        found["account"] += account.fen
    return {name: Money(fen) for name, fen in found.items() if fen}


def _sum(column: Any) -> Any:
    return sa.cast(
        sa.func.coalesce(sa.func.sum(sa.type_coerce(column, sa.BigInteger)), 0), sa.BigInteger
    )


def summed(tx: Tx, institution_id: str, begins: datetime, ends: datetime) -> list[Summed]:
    is_refund = sa.case((_s.kind == REVERSAL, 1), else_=0)
    keys = (_s.insurance_kind, _s.home_region_code)
    query = (
        sa.select(
            *keys,
            sa.func.count(),
            _sum(is_refund),
            *(_sum(one) for one in (_s.total, _s.fund_pay, _s.account_pay, _s.cash_pay)),
        )
        .where(_in_period(institution_id, begins, ends))
        .group_by(*keys)
        .order_by(*keys)
    )
    return [
        Summed(row[0], row[1], int(row[2]), int(row[3]), *(Money(int(fen)) for fen in row[4:]))
        for row in tx.all(query)
    ]
