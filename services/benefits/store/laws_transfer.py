"""What must hold of transfers of insurance: months and accounts arrive as they left, once."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from services.benefits.domain.annuities import account as annuities
from services.benefits.domain.insurance import RESIDENT_PENSION
from services.benefits.domain.insurance.month import DEEMED, MILITARY, MOVED, REFUNDED
from services.benefits.domain.transfer import record, saga
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_annuity import annuity_accounts, annuity_entries
from services.benefits.store.tables_insurance import (
    contribution_months,
    pension_account_entries,
)
from services.benefits.store.tables_transfer import (
    duplicate_refunds,
    insurance_transfer_months,
    insurance_transfers,
)
from sscsim.db import Tx

Counterexample = dict[str, Any] | None
_t, _s = insurance_transfers.c, insurance_transfer_months.c
_m, _e = contribution_months.c, pension_account_entries.c
_a, _n = annuity_accounts.c, annuity_entries.c
_WAYS = ("out", "in", "stays-out", "stays-in")


def _fen(column: Any) -> Any:
    return sa.cast(
        sa.func.coalesce(sa.func.sum(sa.type_coerce(column, sa.BigInteger)), 0), sa.BigInteger
    )


def account_not_conserved(tx: Tx) -> Counterexample:
    """An account from which another sum left than the transfer says, or came to the new area.

    Before the new area has it the sum is on its way; a transfer that gave nothing up moved nothing.
    """
    key = sa.literal("transfer/") + _t.id + "/"
    of_it = _e.business_key.in_([key + way for way in _WAYS])
    left = sa.case((_e.business_key == key + "out", sa.type_coerce(_e.amount, sa.BigInteger)))
    gone = sa.cast(sa.func.coalesce(sa.func.sum(left), 0), sa.BigInteger)
    query = (
        sa.select(_t.id, _t.status, _t.account, _fen(_e.amount).label("net"), gone.label("gone"))
        .select_from(insurance_transfers.outerjoin(pension_account_entries, of_it))
        .group_by(_t.id, _t.status, _t.account)
        .order_by(_t.id)
    )
    for row in tx.all(query):
        fen = row.account.fen
        is_out, is_in = row.status in record.CLOSED, row.status in record.ARRIVED
        wanted = (-fen if is_out else 0, 0 if is_in or not is_out else -fen)
        if (row.gone, row.net) != wanted or (fen and not is_out):
            found = {"left_fen": -row.gone, "net_fen": row.net, "account_fen": fen}
            return {"transfer_id": row.id, "status": row.status, **found}
    return None


def annuity_not_conserved(tx: Tx) -> Counterexample:
    """An annuity of which another sum left its account than the transfers from it say, or came."""
    return (
        _annuity_off(tx, annuities.TRANSFER_OUT, _t.annuity_from, record.CLOSED, -1)
        or _annuity_off(tx, annuities.TRANSFER_IN, _t.annuity_to, record.ARRIVED, 1)
        or _annuity_of_nobody(tx)
    )


def _annuity_off(
    tx: Tx, kind: str, account_id: Any, statuses: Sequence[str], sign: int
) -> Counterexample:
    booked = (
        sa.select(_fen(_n.amount)).where(_n.account_id == _a.id, _n.kind == kind).scalar_subquery()
    )
    said = (
        sa.select(_fen(_t.annuity))
        .where(account_id == _a.id, _t.status.in_(statuses))
        .scalar_subquery()
    )
    row = tx.one(
        sa.select(_a.id, booked.label("booked"), said.label("said"))
        .where(booked != said * sign)
        .order_by(_a.id)
        .limit(1)
    )
    found = row and {"annuity_account_id": row.id, "booked_fen": row.booked, "said_fen": row.said}
    return found or None


def _annuity_of_nobody(tx: Tx) -> Counterexample:
    """A sum that is of no account, or of a transfer that gave nothing up."""
    row = tx.one(
        sa.select(_t.id, _t.annuity)
        .where(
            sa.type_coerce(_t.annuity, sa.BigInteger) != 0,
            sa.or_(
                ~_t.status.in_(record.CLOSED),
                _t.annuity_from.is_(None),
                _t.annuity_to.is_(None),
            ),
        )
        .order_by(_t.id)
        .limit(1)
    )
    return row and {"transfer_id": row.id, "annuity_fen": row.annuity.fen}


def months_not_conserved(tx: Tx) -> Counterexample:
    """A month on a sheet that the old area still has, or that the new one hasn't got as it was."""
    return _sheet_off(tx) or _month_not_gone(tx) or _month_not_come(tx)


def _sheet_off(tx: Tx) -> Counterexample:
    lines = sa.func.count(_s.month)
    doubles = sa.func.count(sa.case((_s.is_double == sa.true(), 1)))
    row = tx.one(
        sa.select(_t.id, _t.months, lines.label("lines"), doubles.label("doubles"))
        .select_from(
            insurance_transfers.outerjoin(insurance_transfer_months, _s.transfer_id == _t.id)
        )
        .group_by(_t.id, _t.months, _t.doubles)
        .having(sa.or_(lines != _t.months, doubles != _t.doubles))
        .order_by(_t.id)
        .limit(1)
    )
    if row is None:
        return None
    return {"transfer_id": row.id, "months": row.months, "lines": int(row.lines)}


def _lines_without(there: Any, *where: Any) -> Any:
    return (
        sa.select(_s.transfer_id, _s.month)
        .select_from(insurance_transfer_months.join(insurance_transfers, _s.transfer_id == _t.id))
        .where(*where, ~sa.exists().where(_m.person_id == _t.person_id, there))
        .order_by(_s.transfer_id, _s.month)
        .limit(1)
    )


def _month_not_gone(tx: Tx) -> Counterexample:
    there = sa.and_(
        _m.kind == _t.from_kind,
        _m.month == _s.month,
        _m.status == MOVED,
        _m.base == _s.base,
        _m.to_account == _s.to_account,
    )
    row = tx.one(_lines_without(there))
    return row and {"transfer_id": row.transfer_id, "not_gone": row.month}


def _month_not_come(tx: Tx) -> Counterexample:
    """Of an employee's months that became a resident's, that their year hasn't."""
    by_year = sa.and_(_t.to_kind == RESIDENT_PENSION, _t.from_kind != RESIDENT_PENSION)
    came = sa.and_(
        _m.kind == _t.to_kind,
        _m.region_code == _t.to_region_code,
        _m.origin.in_(("transferred", DEEMED, MILITARY)),
    )
    as_it_was = sa.and_(
        _m.month == _s.month, _m.base == _s.base, _m.to_account == _s.to_account, ~by_year
    )
    its_year = sa.and_(_m.month == sa.func.substr(_s.month, 1, 4) + "-01", by_year)
    arrived = (_t.status.in_(record.ARRIVED), _s.is_double == sa.false())
    row = tx.one(_lines_without(sa.and_(came, sa.or_(as_it_was, its_year)), *arrived))
    return row and {"transfer_id": row.transfer_id, "not_come": row.month}


def refund_not_paid(tx: Tx) -> Counterexample:
    """A refund that is ordered by another sum than left the account, or by none."""
    key = sa.literal("transfer/") + _t.id + "/refund"
    row = tx.one(
        sa.select(_t.id, _t.refund)
        .select_from(
            insurance_transfers.outerjoin(
                pension_account_entries, _e.business_key == key
            ).outerjoin(benefit_payments, benefit_payments.c.id == _t.payment_id)
        )
        .where(
            sa.or_(
                sa.type_coerce(_t.refund, sa.BigInteger)
                != -sa.func.coalesce(sa.type_coerce(_e.amount, sa.BigInteger), 0),
                sa.type_coerce(_t.refund, sa.BigInteger)
                != sa.func.coalesce(sa.type_coerce(benefit_payments.c.amount, sa.BigInteger), 0),
            )
        )
        .order_by(_t.id)
        .limit(1)
    )
    return row and {"transfer_id": row.id, "refund_fen": row.refund.fen}


def two_under_way(tx: Tx) -> Counterexample:
    """Two open transfers of a person's insurance, or one whose mark isn't as its state."""
    is_open = _t.status.in_(saga.OPEN)
    off = tx.one(
        sa.select(_t.id, _t.status)
        .where(sa.case((is_open, 1), else_=0) != sa.func.coalesce(_t.live, 0))
        .order_by(_t.id)
        .limit(1)
    )
    if off is not None:
        return {"transfer_id": off.id, "status": off.status}
    row = tx.one(
        sa.select(_t.person_id, _t.from_kind)
        .where(is_open)
        .group_by(_t.person_id, _t.from_kind)
        .having(sa.func.count() > 1)
        .order_by(_t.person_id)
        .limit(1)
    )
    return row and {"person_id": row.person_id, "insurance": row.from_kind}


def duplicate_off_account(tx: Tx) -> Counterexample:
    """A refund of years paid twice that left the account by another sum, or whose years count."""
    r = duplicate_refunds.c
    key = sa.literal("duplicate/") + r.id
    counts = sa.exists().where(
        _m.person_id == r.person_id,
        _m.kind == RESIDENT_PENSION,
        _m.status == REFUNDED,
        _m.month == r.from_month,
    )
    off = sa.type_coerce(r.amount, sa.BigInteger) != -sa.func.coalesce(
        sa.type_coerce(_e.amount, sa.BigInteger), 0
    )
    row = tx.one(
        sa.select(r.id, r.amount)
        .select_from(duplicate_refunds.outerjoin(pension_account_entries, _e.business_key == key))
        .where(sa.or_(off, ~counts))
        .order_by(r.id)
        .limit(1)
    )
    return row and {"duplicate_refund_id": row.id, "amount_fen": row.amount.fen}
