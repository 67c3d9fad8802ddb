"""What must hold of transfers from the army: service counts once, and money goes where it says."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain.insurance import EMPLOYED, month
from services.benefits.domain.transfer import military_transfer as domain
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_insurance import contribution_months, pension_account_entries
from services.benefits.store.tables_transfer import military_transfers
from sscsim.db import Tx

Counterexample = dict[str, Any] | None
_t, _m = military_transfers.c, contribution_months.c
_e, _b = pension_account_entries.c, benefit_payments.c


def _fen(column: Any) -> Any:
    return sa.type_coerce(column, sa.BigInteger)


def _sum(column: Any, *where: Any) -> Any:
    return (
        sa.select(sa.cast(sa.func.coalesce(sa.func.sum(_fen(column)), 0), sa.BigInteger))
        .where(*where)
        .scalar_subquery()
    )


def service_not_counted(tx: Tx) -> Counterexample:
    """Service of which a month isn't on record, or one that counts before it was taken over."""
    on_record = (
        sa.select(sa.func.count(sa.distinct(_m.month)))
        .where(
            _m.person_id == _t.person_id,
            _m.kind.in_(EMPLOYED),
            _m.origin.in_((month.DEEMED, month.MILITARY)),
            _m.month >= _t.service_from,
            _m.month <= _t.service_to,
        )
        .scalar_subquery()
    )
    arrived = _t.status.in_(domain.ARRIVED)
    row = tx.one(
        sa.select(_t.id, _t.months, on_record.label("on_record"))
        .where(
            sa.or_(
                sa.and_(arrived, sa.or_(_t.months == 0, on_record != _t.months)),
                sa.and_(~arrived, sa.or_(_t.months != 0, _t.doubles != 0)),
                arrived != _t.merged_on.is_not(None),
            )
        )
        .order_by(_t.id)
        .limit(1)
    )
    return row and {"military_transfer_id": row.id, "months": row.months, "found": row.on_record}


def money_off(tx: Tx) -> Counterexample:
    """An account that took in another sum than the voucher says, or gave back another one than was
    paid for the months that were double; or money taken over that hadn't come."""
    arrived = _t.status.in_(domain.ARRIVED)
    prefix = sa.literal("military/") + _t.id
    refunds = [prefix + f"/refund/{kind}" for kind in EMPLOYED]
    came = _sum(_e.amount, _e.business_key == prefix + "/in")
    back = _sum(_e.amount, _e.business_key.in_(refunds))
    paid = _sum(_b.amount, _b.business_key.in_(refunds))
    wanted = sa.case((arrived, _fen(_t.account)), else_=0)
    row = tx.one(
        sa.select(_t.id, came.label("came"), back.label("back"), paid.label("paid"))
        .where(
            sa.or_(
                came != wanted,
                back != -_fen(_t.refund),
                paid != _fen(_t.refund),
                sa.and_(arrived, _fen(_t.received) != _fen(_t.account) + _fen(_t.pooled)),
            )
        )
        .order_by(_t.id)
        .limit(1)
    )
    return row and {
        "military_transfer_id": row.id,
        "came_fen": row.came,
        "back_fen": row.back,
        "paid_fen": row.paid,
    }
