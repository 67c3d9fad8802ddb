"""Looking for counterexamples to the laws of pensions and their payout."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain import payment as money
from services.benefits.domain.pension import record
from services.benefits.domain.pension import run as domain
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_insurance import pension_account_entries
from services.benefits.store.tables_pension import (
    pension_arrears,
    pension_changes,
    pension_months,
    pension_pauses,
    pension_runs,
    pensions,
)
from sscsim import db
from sscsim.db import Tx
from sscsim.kernel import explain

Counterexample = dict[str, Any] | None
_p, _m, _r, _b = pensions.c, pension_months.c, pension_runs.c, benefit_payments.c
_c, _s, _a, _e = pension_changes.c, pension_pauses.c, pension_arrears.c, pension_account_entries.c
_STANDS = (domain.ORDERED, domain.PAID)


def _fen(column: Any) -> Any:
    return sa.type_coerce(column, sa.BigInteger)


def _sum(column: Any) -> Any:
    return sa.cast(sa.func.coalesce(sa.func.sum(_fen(column)), 0), sa.BigInteger)


def two_of_a_kind(tx: Tx) -> Counterexample:
    """Somebody who draws two pensions of a scheme and kind."""
    row = tx.one(
        sa.select(_p.person_id, _p.scheme, _p.kind)
        .where(_p.status.in_(record.DRAWN))
        .group_by(_p.person_id, _p.scheme, _p.kind)
        .having(sa.func.count() > 1)
        .order_by(_p.person_id, _p.scheme, _p.kind)
        .limit(1)
    )
    return row and {"person_id": row.person_id, "scheme": row.scheme, "kind": row.kind}


def paid_undue(tx: Tx) -> Counterexample:
    """A month that was paid, and not recovered, before a pension began, behind its last month, as
    after a death, or while it was paused."""
    paused = sa.exists().where(
        _s.pension_id == _m.pension_id,
        _s.from_month <= _m.month,
        sa.or_(_s.to_month.is_(None), _s.to_month >= _m.month),
    )
    outside = sa.or_(
        _m.month < _p.from_month, sa.and_(_p.last_month.is_not(None), _m.month > _p.last_month)
    )
    row = tx.one(
        sa.select(_m.pension_id, _m.month)
        .select_from(pension_months.join(pensions, _p.id == _m.pension_id))
        .where(_m.status.in_(_STANDS), sa.or_(outside, paused))
        .order_by(_m.pension_id, _m.month)
        .limit(1)
    )
    return row and {"pension_id": row.pension_id, "month": row.month}


def off_decided(tx: Tx) -> Counterexample:
    """A line that is not what the pension was on its roll, or not all of it was paid, kept back, or
    returned by the bank and still owed."""
    newest = (
        sa.select(_c.monthly)
        .where(
            _c.pension_id == _m.pension_id,
            _c.roll_month <= _m.month,
            _c.kind.in_(record.WITH_AMOUNT),
        )
        .order_by(_c.ordinal.desc())
        .limit(1)
        .scalar_subquery()
    )
    due = _fen(_m.amount) + _fen(_m.arrears) - _fen(_m.kept_back)
    behind = (
        sa.select(_sum(_a.amount))
        .where(_a.pension_id == _m.pension_id, _a.paid_month == _m.month)
        .scalar_subquery()
    )
    drawn = (
        sa.select(_sum(_e.amount))
        .where(_e.business_key == "pension/" + _m.pension_id + "/" + _m.month)
        .scalar_subquery()
    )
    row = tx.one(
        sa.select(_m.pension_id, _m.month)
        .select_from(pension_months.outerjoin(benefit_payments, _b.id == _m.payment_id))
        .where(
            sa.or_(
                _fen(_m.amount) != _fen(newest),
                _fen(_m.arrears) != behind,
                _fen(_m.from_account) != -drawn,
                sa.and_(_m.payment_id.is_(None), due != 0),
                sa.and_(_m.payment_id.is_not(None), sa.func.coalesce(_fen(_b.amount), -1) != due),
            )
        )
        .order_by(_m.pension_id, _m.month)
        .limit(1)
    )
    return (row and {"pension_id": row.pension_id, "month": row.month}) or _off_payment(tx)


def _off_payment(tx: Tx) -> Counterexample:
    """A line in another state than the payments of its sum."""

    def has(*statuses: str) -> Any:
        return sa.exists().where(_b.order_id == _m.payment_id, _b.status.in_(statuses))

    paid = has(money.PAID)
    returned = sa.and_(~paid, has(money.RETURNED, money.REISSUED))
    row = tx.one(
        sa.select(_m.pension_id, _m.month)
        .where(
            _m.payment_id.is_not(None),
            sa.or_(
                sa.and_(_m.status.in_((domain.PAID, domain.RECOVERED)), ~paid),
                sa.and_(_m.status == domain.RETURNED, ~returned),
                sa.and_(_m.status == domain.ORDERED, sa.or_(paid, returned)),
            ),
        )
        .order_by(_m.pension_id, _m.month)
        .limit(1)
    )
    return row and {"pension_id": row.pension_id, "month": row.month}


def run_off_lines(tx: Tx) -> Counterexample:
    """A run whose counts or sums are not those of its lines, or that ended with one open."""
    net = _fen(_m.amount) + _fen(_m.arrears) - _fen(_m.kept_back)
    paid = _m.status.in_((domain.PAID, domain.RECOVERED))

    def total(which: Any) -> Any:
        summed = sa.func.sum(sa.case((which, net), else_=0))
        return sa.cast(sa.func.coalesce(summed, 0), sa.BigInteger)

    def count(which: Any) -> Any:
        return sa.func.count(sa.case((which, 1)))

    returned, waits = _m.status == domain.RETURNED, _m.status == domain.ORDERED
    found = (
        sa.select(_r.id)
        .select_from(pension_runs.outerjoin(pension_months, _m.run_id == _r.id))
        .group_by(
            _r.id, _r.lines_count, _r.total, _r.kept_back_total, _r.paid_count, _r.paid_total,
            _r.returned_count, _r.returned_total, _r.status,
        )
        .having(
            sa.or_(
                count(_m.pension_id.is_not(None)) != _r.lines_count,
                total(sa.true()) != _fen(_r.total),
                _sum(_m.kept_back) != _fen(_r.kept_back_total),
                count(paid) != _r.paid_count,
                total(paid) != _fen(_r.paid_total),
                count(returned) != _r.returned_count,
                total(returned) != _fen(_r.returned_total),
                sa.and_(_r.status == domain.COMPLETED, count(waits) != 0),
            )
        )
        .order_by(_r.id)
        .limit(1)
    )  # fmt: skip
    row = tx.one(found)
    return row and {"pension_run_id": row.id}


def off_history(tx: Tx) -> Counterexample:
    """A pension that is not what its history says last, or a change with a false explanation."""
    newest = (
        sa.select(_c.monthly)
        .where(_c.pension_id == _p.id, _c.kind.in_(record.WITH_AMOUNT))
        .order_by(_c.ordinal.desc())
        .limit(1)
        .scalar_subquery()
    )
    open_pause = sa.exists().where(_s.pension_id == _p.id, _s.to_month.is_(None))
    row = tx.one(
        sa.select(_p.id)
        .where(
            sa.or_(
                newest.is_(None),
                _fen(_p.monthly) != _fen(newest),
                open_pause != (_p.status == record.SUSPENDED),
                (_p.paused_from.is_not(None)) != (_p.status == record.SUSPENDED),
                (_p.ended_for.is_not(None)) != _p.status.in_((record.STOPPED, record.CONVERTED)),
            )
        )
        .order_by(_p.id)
        .limit(1)
    )
    return (row and {"pension_id": row.id}) or _false_explanation(tx)


def _false_explanation(tx: Tx) -> Counterexample:
    """An amount that, computed again, is another; of an adjustment the rise."""
    before: dict[str, int] = {}
    fen = sa.type_coerce(_c.monthly, db.Int()).label("fen")
    query = sa.select(_c.pension_id, _c.ordinal, _c.kind, fen, _c.explanation).where(
        _c.kind.in_(record.WITH_AMOUNT)
    )
    for row in tx.each(query.order_by(_c.pension_id, _c.ordinal)):
        made = row.explanation or {"steps": [], "totals": {"total_fen": None}}
        gives = made["totals"]["total_fen"]
        if row.kind == record.ADJUSTED and gives is not None:
            gives += before.get(row.pension_id, 0)
        if gives != row.fen or explain.faults(made):
            return {"pension_id": row.pension_id, "ordinal": row.ordinal}
        before[row.pension_id] = row.fen
    return None
