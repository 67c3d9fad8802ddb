"""Looking for counterexamples to the laws of reconciliation and applications for payment."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from services.medical.domain.payment_application import DEAD, NOT_BOOKED, Application
from services.medical.domain.reconciliation import Scope
from services.medical.store import institution_bills
from services.medical.store.tables import settlements
from services.medical.store.tables_reconciliation import (
    audit_deductions,
    payment_applications,
    reconciliation_differences,
    reconciliations,
)
from sscsim.db import Tx
from sscsim.db.rows import reader
from sscsim.kernel.periods import Month

Found = dict[str, Any] | None
_a, _d, _r = payment_applications.c, audit_deductions.c, reconciliations.c
_SELECT, _read = reader(Application, payment_applications)


def _raw(column: Any) -> Any:
    return sa.type_coerce(column, sa.BigInteger)


def _sum(column: Any) -> Any:
    return sa.cast(sa.func.coalesce(sa.func.sum(_raw(column)), 0), sa.BigInteger)


def _shown(row: Any | None) -> Found:
    if row is None:
        return None
    return {name: getattr(value, "fen", value) for name, value in row._mapping.items()}


def _applications(tx: Tx) -> Iterator[Application]:
    for row in tx.all(_SELECT.order_by(_a.seq)):
        yield _read(row)


def application_off_settlements(tx: Tx) -> Found:
    """An application with other sums than its settlements have, or that don't add up."""
    for one in _applications(tx):
        month = Month.parse(one.month)
        scope = Scope(
            one.institution_id, month.first, month.last, one.insurance_kind, one.visit_kind
        )
        found = institution_bills.sums(tx, scope)
        if found != one.sums or not found.adds_up:
            return {
                "application_id": one.id,
                "application": _plain(one.sums),
                "settlements": _plain(found),
            }
    return None


def _plain(sums: Any) -> dict[str, int]:
    return {name: getattr(value, "fen", value) for name, value in asdict(sums).items()}


def second_live_application(tx: Tx) -> Found:
    """Two applications for one month and kind, neither withdrawn nor rejected."""
    key = (_a.institution_id, _a.month, _a.insurance_kind, _a.visit_kind)
    return _shown(
        tx.one(
            sa.select(*key, sa.func.count().label("live"))
            .where(_a.status.not_in(DEAD))
            .group_by(*key)
            .having(sa.func.count() > 1)
            .order_by(*key)
            .limit(1)
        )
    )


def deduction_above_funds(tx: Tx) -> Found:
    """A deduction above what the funds paid for its settlement, or of none (X15)."""
    s = settlements.c
    return _shown(
        tx.one(
            sa.select(_d.id, _d.settlement_id, _d.amount, s.fund_pay)
            .select_from(audit_deductions.outerjoin(settlements, s.id == _d.settlement_id))
            .where(sa.or_(s.id.is_(None), _raw(_d.amount) > _raw(s.fund_pay), _raw(_d.amount) <= 0))
            .order_by(_d.seq)
            .limit(1)
        )
    )


def application_off_deductions(tx: Tx) -> Found:
    """An application that was lowered by something else than its deductions."""
    cross = sa.case((_d.claim_id.is_not(None), _raw(_d.amount)), else_=0)
    refused = sa.case((_d.status == NOT_BOOKED, _raw(_d.amount)), else_=0)
    sums = (
        sa.select(
            _d.application_id,
            _sum(_d.amount).label("deducted"),
            sa.cast(sa.func.sum(cross), sa.BigInteger).label("cross_deducted"),
            sa.cast(sa.func.sum(refused), sa.BigInteger).label("not_booked"),
        )
        .group_by(_d.application_id)
        .subquery()
    )
    names = ("deducted", "cross_deducted", "not_booked")
    found = {name: sa.func.coalesce(sums.c[name], 0) for name in names}
    return _shown(
        tx.one(
            sa.select(
                _a.id,
                *(_a[name].label(f"said_{name}") for name in names),
                *(found[name].label(f"found_{name}") for name in names),
            )
            .select_from(payment_applications.outerjoin(sums, sums.c.application_id == _a.id))
            .where(sa.or_(*(_raw(_a[name]) != found[name] for name in names)))
            .order_by(_a.seq)
            .limit(1)
        )
    )


def reconciliation_off_figures(tx: Tx) -> Found:
    """A reconciliation that says equal of other figures, or has lost a difference."""
    names = ("total", "fund_pay", "account_pay")
    differs = sa.or_(
        *(_raw(_r[f"stated_{name}"]) != _raw(_r[f"counted_{name}"]) for name in names),
        _r.stated_count != _r.counted_count,
    )
    d = reconciliation_differences.c
    count = (
        sa.select(sa.func.count())
        .select_from(reconciliation_differences)
        .where(d.reconciliation_id == _r.id)
        .scalar_subquery()
    )
    return _shown(
        tx.one(
            sa.select(_r.id, _r.is_equal, _r.difference_count, count.label("differences"))
            .where(
                sa.or_(
                    sa.and_(differs, _r.is_equal),
                    sa.and_(sa.not_(differs), sa.not_(_r.is_equal)),
                    sa.func.coalesce(_r.difference_count, 0) != count,
                )
            )
            .order_by(_r.seq)
            .limit(1)
        )
    )
