"""Looking for counterexamples to the laws of inherited accounts."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain import inheritance
from services.benefits.domain.annuities import account as annuity
from services.benefits.domain.private_pension import account as pension
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_annuity import annuity_accounts, annuity_entries
from services.benefits.store.tables_inheritance import account_inheritances, inheritance_shares
from services.benefits.store.tables_private_pension import private_pension_entries, private_pensions
from sscsim.db import Tx

_i, _s, _b = account_inheritances.c, inheritance_shares.c, benefit_payments.c
_a, _ae = annuity_accounts.c, annuity_entries.c
_p, _pe = private_pensions.c, private_pension_entries.c

Counterexample = dict[str, Any] | None


def _fen(amount: Any) -> Any:
    return sa.type_coerce(amount, sa.BigInteger)


def _sum(amount: Any, *where: Any) -> Any:
    return (
        sa.select(sa.cast(sa.func.coalesce(sa.func.sum(_fen(amount)), 0), sa.BigInteger))
        .where(*where)
        .scalar_subquery()
    )


def shares_off_balance(tx: Tx) -> Counterexample:
    """Shares that aren't all that was left, to the fen, or what left the account for them; or a
    share that isn't its payment and its tax."""
    shares = _sum(_s.amount, _s.inheritance_id == _i.id)
    ordinal = sa.cast(_i.ordinal, sa.String)
    of_annuity = _sum(
        _ae.amount,
        _ae.account_id == _i.account_id,
        _ae.kind == annuity.INHERITANCE,
        _ae.period == ordinal,
    )
    of_pension = _sum(_pe.cash, _pe.kind == pension.INHERITANCE, _pe.reference == _i.id)
    amount = sa.func.coalesce(_fen(_i.amount), 0)
    row = tx.one(
        sa.select(_i.id)
        .where(
            sa.or_(
                (_i.status == inheritance.WAITING) != _i.amount.is_(None),
                shares != amount,
                of_annuity + of_pension != -amount,
            )
        )
        .order_by(_i.id)
        .limit(1)
    )
    if row is not None:
        return {"account_inheritance_id": row.id}
    net = sa.select(_fen(_b.amount)).where(_b.id == _s.payment_id).scalar_subquery()
    tax = sa.select(_fen(_b.amount)).where(_b.id == _s.tax_payment_id).scalar_subquery()
    row = tx.one(
        sa.select(_s.id)
        .where(
            sa.or_(
                sa.func.coalesce(net, 0) != _fen(_s.amount) - _fen(_s.tax),
                sa.func.coalesce(tax, 0) != _fen(_s.tax),
            )
        )
        .order_by(_s.id)
        .limit(1)
    )
    return row and {"inheritance_share_id": row.id}


def estate_off_inheritance(tx: Tx) -> Counterexample:
    """An account that is left to heirs and for which none waits, or the other way round; or one
    whose shares are all paid and which isn't."""
    waits = sa.select(_i.account_id).where(_i.status == inheritance.WAITING)
    for column, ids, estate in (
        (_a.id, _a, annuity.ESTATE),
        (_p.id, _p, pension.ESTATE),
    ):
        row = tx.one(
            sa.select(column)
            .where((ids.status == estate) != column.in_(waits))
            .order_by(column)
            .limit(1)
        )
        if row is not None:
            return {"account_id": row.id}
    unpaid = sa.exists().where(_s.inheritance_id == _i.id, _s.status != inheritance.PAID)
    row = tx.one(
        sa.select(_i.id)
        .where(
            _i.status != inheritance.WAITING,
            (_i.status == inheritance.PAID_OUT) == unpaid,
        )
        .order_by(_i.id)
        .limit(1)
    )
    return row and {"account_inheritance_id": row.id}
