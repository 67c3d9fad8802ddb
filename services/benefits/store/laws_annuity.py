"""Looking for counterexamples to the laws of annuities."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain.annuities import account
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_annuity import (
    annuity_accounts,
    annuity_entries,
    annuity_payouts,
)
from sscsim.db import Tx

_a, _e, _o, _b = annuity_accounts.c, annuity_entries.c, annuity_payouts.c, benefit_payments.c

Counterexample = dict[str, Any] | None


def _fen(amount: Any) -> Any:
    return sa.type_coerce(amount, sa.BigInteger)


def _sum(amount: Any, *where: Any) -> Any:
    return (
        sa.select(sa.cast(sa.func.coalesce(sa.func.sum(_fen(amount)), 0), sa.BigInteger))
        .where(*where)
        .scalar_subquery()
    )


def balance_off_entries(tx: Tx) -> Counterexample:
    """A balance that isn't what its entries sum to, or an account that is empty and isn't."""
    booked = _sum(_e.amount, _e.account_id == _a.id)
    row = tx.one(
        sa.select(_a.id)
        .where(
            sa.or_(
                _fen(_a.balance) != booked,
                (_a.status == account.EMPTIED) != _a.emptied_on.is_not(None),
                sa.and_(_a.status.in_(account.NOTHING_IN_IT), _fen(_a.balance) != 0),
                _a.status.in_((account.ACCUMULATING, account.MOVED)) != _a.manner.is_(None),
            )
        )
        .order_by(_a.id)
        .limit(1)
    )
    return row and {"annuity_account_id": row.id}


def payout_off_entries(tx: Tx) -> Counterexample:
    """Parts that aren't what left the account, or aren't what was ordered for them."""
    left = _sum(_e.amount, _e.account_id == _a.id, _e.kind.in_((account.PAYOUT, account.PREMIUM)))
    parts = _sum(_o.amount, _o.account_id == _a.id)
    row = tx.one(sa.select(_a.id).where(left != -parts).order_by(_a.id).limit(1))
    if row is not None:
        return {"annuity_account_id": row.id}
    ordered = sa.select(_fen(_b.amount)).where(_b.id == _o.payment_id).scalar_subquery()
    row = tx.one(
        sa.select(_o.id)
        .where(sa.func.coalesce(ordered, 0) != _fen(_o.amount))
        .order_by(_o.id)
        .limit(1)
    )
    return row and {"annuity_payout_id": row.id}
