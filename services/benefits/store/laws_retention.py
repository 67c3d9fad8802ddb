"""Looking for counterexamples to the law of refunds to employers that kept their staff."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain import payment as money
from services.benefits.domain.unemployment import retention_record
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_unemployment import job_retention_refunds
from sscsim.db import Tx

_r, _p = job_retention_refunds.c, benefit_payments.c
_STANDS = {
    retention_record.ORDERED: money.ORDERED,
    retention_record.PAID: money.PAID,
    retention_record.RETURNED: money.RETURNED,
}


def refund_off(tx: Tx) -> dict[str, Any] | None:
    """A refund of more than was contributed, of too few months or more layoffs than staff, or that
    is paid otherwise than its payment says."""
    amount, paid = (sa.type_coerce(each.amount, sa.BigInteger) for each in (_r, _p))
    fits = sa.or_(*(sa.and_(_r.status == ours, _p.status == its) for ours, its in _STANDS.items()))
    row = tx.one(
        sa.select(_r.id)
        .select_from(
            job_retention_refunds.outerjoin(
                benefit_payments,
                sa.and_(_p.order_id == _r.payment_id, _p.status != money.REISSUED),
            )
        )
        .where(
            sa.or_(
                amount > sa.type_coerce(_r.contributed, sa.BigInteger),
                _r.months > retention_record.MONTHS_OF_YEAR,
                _r.laid_off > _r.staff,
                sa.and_(_r.payment_id.is_(None), _r.status != retention_record.PAID),
                sa.and_(_r.payment_id.is_not(None), _p.id.is_(None)),
                sa.and_(_p.id.is_not(None), sa.or_(paid > amount, ~fits)),
            )
        )
        .order_by(_r.id)
        .limit(1)
    )
    return row and {"job_retention_refund_id": row.id}
