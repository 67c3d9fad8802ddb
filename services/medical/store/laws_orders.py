"""Looking for counterexamples to the law of mobile payment's orders."""

from typing import Any

import sqlalchemy as sa

from services.medical.domain import mobile_order as order
from services.medical.domain.settlement import (
    CANCELLED,
    CORRECTED,
    IN_FLIGHT,
    REFUSED,
    REVERSED,
)
from services.medical.store.tables import settlements
from services.medical.store.tables_orders import mobile_orders
from sscsim.db import Tx

_UNDONE, _NOTHING = (REVERSED, CORRECTED), (REFUSED, CANCELLED)


def order_off_settlement(tx: Tx) -> dict[str, Any] | None:
    """An order that is paid without a settlement of its sum that stands, is being settled without
    one on its way, or is refunded while it stands; or one that waits, or has ended, with one."""
    one, of = mobile_orders.c, settlements.c
    total, due = (sa.type_coerce(each, sa.BigInteger) for each in (of.total, one.total))
    wrong = sa.or_(
        sa.and_(one.settlement_id.is_not(None), sa.or_(of.id.is_(None), total != due)),
        sa.and_(
            one.state == order.FINISHED,
            sa.or_(of.id.is_(None), of.status.in_((*IN_FLIGHT, *_UNDONE, *_NOTHING))),
        ),
        sa.and_(one.state == order.SETTLING, sa.or_(of.id.is_(None), of.status.not_in(IN_FLIGHT))),
        sa.and_(one.state.in_((order.SAVED, order.EXPIRED)), one.settlement_id.is_not(None)),
        sa.and_(one.state == order.REFUNDED, sa.or_(of.id.is_(None), of.status.not_in(_UNDONE))),
    )
    row = tx.one(
        sa.select(one.id, one.state, of.status)
        .select_from(mobile_orders.outerjoin(settlements, of.id == one.settlement_id))
        .where(wrong)
        .order_by(one.seq)
        .limit(1)
    )
    return row and {"order_id": row.id, "state": row.state, "settlement_status": row.status}
