"""Looking for counterexamples to the laws of private pensions."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain.private_pension import account, contribution, holding
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_private_pension import (
    private_pension_contributions,
    private_pension_entries,
    private_pension_funds,
    private_pension_holdings,
    private_pension_payouts,
    private_pensions,
)
from sscsim.db import Tx

_c, _e = private_pension_contributions.c, private_pension_entries.c
_f, _h = private_pension_funds.c, private_pension_holdings.c
_o, _p = private_pension_payouts.c, private_pensions.c
_b = benefit_payments.c

Counterexample = dict[str, Any] | None


def _fen(amount: Any) -> Any:
    return sa.type_coerce(amount, sa.BigInteger)


def _sum(amount: Any, *where: Any) -> Any:
    """A sum over the rows of another table, nothing where there are none."""
    return (
        sa.select(sa.cast(sa.func.coalesce(sa.func.sum(_fen(amount)), 0), sa.BigInteger))
        .where(*where)
        .scalar_subquery()
    )


def over_the_years_room(tx: Tx) -> Counterexample:
    """A person and year with more than the year's limit, of all banks together."""
    total = sa.func.sum(_fen(_c.amount))
    row = tx.one(
        sa.select(_c.person_id, _c.year)
        .where(_c.status.in_(contribution.COUNTED))
        .group_by(_c.person_id, _c.year)
        .having(total > sa.func.max(_fen(_c.year_limit)))
        .order_by(_c.person_id, _c.year)
        .limit(1)
    )
    return row and {"person_id": row.person_id, "year": row.year}


def balance_off_entries(tx: Tx) -> Counterexample:
    """Cash or products of a funds account that aren't what its entries sum to, or products that
    aren't those which are held; or a pension with more or fewer than one account of today."""
    of_account = _e.funds_account_id == _f.id
    held = _h.funds_account_id == _f.id
    row = tx.one(
        sa.select(_f.id)
        .where(
            sa.or_(
                _fen(_f.cash) != _sum(_e.cash, of_account),
                _fen(_f.holdings) != _sum(_e.holdings, of_account),
                _fen(_f.holdings) != _sum(_h.unsold, held, _h.status == holding.HELD),
                sa.and_(_f.status == account.LEFT, _fen(_f.cash) + _fen(_f.holdings) != 0),
            )
        )
        .order_by(_f.id)
        .limit(1)
    )
    if row is not None:
        return {"funds_account_id": row.id}
    active = (
        sa.select(sa.func.count())
        .where(_f.pension_id == _p.id, _f.status == account.ACTIVE)
        .scalar_subquery()
    )
    row = tx.one(sa.select(_p.id).where(active != 1).order_by(_p.id).limit(1))
    return row and {"private_pension_id": row.id}


def entries_off_records(tx: Tx) -> Counterexample:
    """A pension whose entries don't say what its contributions, moves and products say."""

    def booked(*kinds: str, amount: Any = _e.cash) -> Any:
        return _sum(amount, _e.pension_id == _p.id, _e.kind.in_(kinds))

    stood = (contribution.PAID, contribution.REFUNDED)
    paid = _sum(_c.amount, _c.pension_id == _p.id, _c.status.in_(stood))
    refunded = _sum(_c.amount, _c.pension_id == _p.id, _c.status == contribution.REFUNDED)
    of_pension = _h.pension_id == _p.id
    row = tx.one(
        sa.select(_p.id)
        .where(
            sa.or_(
                booked(account.CONTRIBUTION) != paid,
                booked(account.CONTRIBUTION_REFUND) != -refunded,
                booked(account.MOVED_OUT, account.MOVED_IN) != 0,
                booked(account.INCOME) != _sum(_h.income, of_pension),
                booked(account.PURCHASE) != -_sum(_h.cost, of_pension),
                booked(account.REDEMPTION)
                != _sum(_h.cost, of_pension) - _sum(_h.unsold, of_pension),
            )
        )
        .order_by(_p.id)
        .limit(1)
    )
    return row and {"private_pension_id": row.id}


def payout_off_redeemed(tx: Tx) -> Counterexample:
    """A part that isn't its net sum and its tax, or isn't paid by these; or a pension of which more
    or less was paid out than was there when the payout began."""
    net = sa.select(_fen(_b.amount)).where(_b.id == _o.payment_id).scalar_subquery()
    tax = sa.select(_fen(_b.amount)).where(_b.id == _o.tax_payment_id).scalar_subquery()
    row = tx.one(
        sa.select(_o.id)
        .where(
            sa.or_(
                _fen(_o.gross) != _fen(_o.net) + _fen(_o.tax),
                sa.func.coalesce(net, 0) != _fen(_o.net),
                sa.func.coalesce(tax, 0) != _fen(_o.tax),
            )
        )
        .order_by(_o.id)
        .limit(1)
    )
    if row is not None:
        return {"payout_id": row.id}
    paid = _sum(_o.gross, _o.pension_id == _p.id)
    cash = _sum(_f.cash, _f.pension_id == _p.id)
    booked = _sum(_e.cash, _e.pension_id == _p.id, _e.kind == account.PAYOUT)
    inherited = -_sum(_e.cash, _e.pension_id == _p.id, _e.kind == account.INHERITANCE)
    is_drawn = sa.or_(_p.status.in_((account.PAYING, account.CLOSED)), _p.condition.is_not(None))
    row = tx.one(
        sa.select(_p.id)
        .where(
            sa.or_(
                booked != -paid,
                sa.and_(is_drawn, _fen(_p.redeemed) != paid + inherited + cash),
                sa.and_(_p.status == account.CLOSED, cash != 0),
            )
        )
        .order_by(_p.id)
        .limit(1)
    )
    return row and {"private_pension_id": row.id}
