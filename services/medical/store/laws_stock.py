"""Looking for counterexamples to the laws of the stock register."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from services.medical.domain.stock import PURCHASE, PURCHASE_RETURN, SALE, SALE_RETURN
from services.medical.store.tables_stock import stock_batches, stock_movements
from sscsim.db import Tx

_m, _b = stock_movements.c, stock_batches.c


def _sum(kinds: Sequence[str] | None = None) -> Any:
    counted = _m.quantity if kinds is None else sa.case((_m.kind.in_(kinds), _m.quantity), else_=0)
    return sa.cast(sa.func.coalesce(sa.func.sum(counted), 0), sa.BigInteger)


_SUMS = (
    sa.select(
        _b.id,
        _b.stock,
        _b.bought,
        _b.sold,
        _b.movement_count,
        _sum().label("moved"),
        _sum((PURCHASE, PURCHASE_RETURN)).label("purchases"),
        _sum((SALE, SALE_RETURN)).label("sales"),
        sa.func.count(_m.id).label("movements"),
    )
    .select_from(stock_batches.outerjoin(stock_movements, _m.batch_id == _b.id))
    .group_by(_b.id, _b.stock, _b.bought, _b.sold, _b.movement_count)
    .subquery()
)
_OFF = (
    sa.select(_SUMS)
    .where(
        sa.or_(
            _SUMS.c.stock != _SUMS.c.moved,
            _SUMS.c.bought != _SUMS.c.purchases,
            _SUMS.c.sold != -_SUMS.c.sales,
            _SUMS.c.movement_count != _SUMS.c.movements,
        )
    )
    .order_by(_SUMS.c.id)
    .limit(1)
)


def batch_off_movements(tx: Tx) -> dict[str, Any] | None:
    """A batch whose stock, or what can be returned of it, is not what its movements come to."""
    row = tx.one(_OFF)
    return dict(row._mapping) if row else None
