"""Looking for counterexamples to the laws of annuities."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain import insurance as words
from services.benefits.domain.annuities import account
from services.benefits.domain.insurance import month
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_annuity import (
    annuity_accounts,
    annuity_entries,
    annuity_payouts,
)
from services.benefits.store.tables_insurance import contribution_months
from sscsim.db import Tx

_m = contribution_months.c
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
    """Parts that aren't what left the account, or aren't what was ordered for them and the tax."""
    left = _sum(_e.amount, _e.account_id == _a.id, _e.kind.in_((account.PAYOUT, account.PREMIUM)))
    parts = _sum(_o.amount, _o.account_id == _a.id)
    row = tx.one(sa.select(_a.id).where(left != -parts).order_by(_a.id).limit(1))
    if row is not None:
        return {"annuity_account_id": row.id}
    net = sa.select(_fen(_b.amount)).where(_b.id == _o.payment_id).scalar_subquery()
    tax = sa.select(_fen(_b.amount)).where(_b.id == _o.tax_payment_id).scalar_subquery()
    row = tx.one(
        sa.select(_o.id)
        .where(
            sa.or_(
                sa.func.coalesce(net, 0) != _fen(_o.amount) - _fen(_o.tax),
                sa.func.coalesce(tax, 0) != _fen(_o.tax),
            )
        )
        .order_by(_o.id)
        .limit(1)
    )
    return row and {"annuity_payout_id": row.id}


def posted_off_months(tx: Tx) -> Counterexample:
    """A charge whose paid months of the annuity aren't what it brought to the accounts, by person
    and month, or a month that was given back and still is in an account."""
    charged = (
        sa.select(
            _m.charge_id,
            _m.person_id,
            _m.month,
            _all(_m.employer).label("employer"),
            _all(_m.personal).label("personal"),
            _all(sa.case((_m.status == month.REFUNDED, _m.to_account), else_=0)).label("back"),
        )
        .where(
            _m.kind == words.OCCUPATIONAL_ANNUITY,
            _m.charge_id.is_not(None),
            _m.status.in_((month.PAID_STATUS, month.REFUNDED, month.MOVED)),
        )
        .group_by(_m.charge_id, _m.person_id, _m.month)
    )

    def of(kind: str) -> Any:
        return _all(sa.case((_e.kind == kind, _e.amount), else_=0))

    posted = (
        sa.select(
            _e.reference,
            _a.person_id,
            _e.period,
            of(account.EMPLOYER),
            of(account.PERSON),
            -of(account.REFUND),
        )
        .select_from(annuity_entries.join(annuity_accounts, _a.id == _e.account_id))
        .where(_e.reference.in_(sa.select(_m.charge_id).where(_m.charge_id.is_not(None))))
        .group_by(_e.reference, _a.person_id, _e.period)
    )
    row = tx.one(_differing(charged, posted))
    return row and {"charge_id": row.charge_id, "person_id": row.person_id, "month": row.month}


def _all(amount: Any) -> Any:
    return sa.cast(sa.func.sum(_fen(amount)), sa.BigInteger)


def _differing(one: Any, other: Any) -> Any:
    """The first row that stands in one of two queries alone."""
    either = sa.union_all(
        sa.select(sa.except_(one, other).subquery()),
        sa.select(sa.except_(other, one).subquery()),
    ).subquery()
    return (
        sa.select(either).order_by(either.c.charge_id, either.c.person_id, either.c.month).limit(1)
    )
