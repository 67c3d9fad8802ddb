"""Orders of platforms and what is paid for them."""

from collections.abc import Mapping

import sqlalchemy as sa

from services.benefits.domain.injury.platform_order import PAID, PlatformOrder, PlatformPremium
from services.benefits.store.kept import Kept, OfPerson
from services.benefits.store.tables_platform import platform_orders, platform_premiums
from sscsim.db import Tx

orders = OfPerson(PlatformOrder, platform_orders)
premiums = Kept(PlatformPremium, platform_premiums)
_o = platform_orders.c


def numbered(tx: Tx, platform_credit_code: str, order_number: str) -> PlatformOrder | None:
    return orders.newest(
        tx, _o.platform_credit_code == platform_credit_code, _o.order_number == order_number
    )


def premium_of(
    tx: Tx, platform_credit_code: str, region_code: str, month: str
) -> PlatformPremium | None:
    c = premiums.c
    return premiums.newest(
        tx,
        c.platform_credit_code == platform_credit_code,
        c.region_code == region_code,
        c.month == month,
    )


def uncharged(
    tx: Tx, platform_credit_code: str, region_code: str, month: str
) -> Mapping[tuple[str, str], int]:
    """How many orders up to a month wait to be paid for, by their month and trade."""
    query = (
        sa.select(_o.month, _o.trade, sa.func.count().label("orders"))
        .where(*_waiting(platform_credit_code, region_code, month))
        .group_by(_o.month, _o.trade)
        .order_by(_o.month, _o.trade)
    )
    return {(row.month, row.trade): int(row.orders) for row in tx.all(query)}


def paid_by_region(tx: Tx) -> Mapping[str, int]:
    """What platforms have paid into each region's fund, in fen."""
    p = platform_premiums.c
    total = sa.cast(sa.func.sum(sa.type_coerce(p.amount, sa.BigInteger)), sa.BigInteger)
    query = (
        sa.select(p.region_code, total.label("fen"))
        .where(p.status == PAID)
        .group_by(p.region_code)
        .order_by(p.region_code)
    )
    return {row.region_code: int(row.fen) for row in tx.all(query)}


def charge(
    tx: Tx, platform_credit_code: str, region_code: str, month: str, premium_id: str
) -> None:
    """They are paid for by this premium, in one statement."""
    tx.execute(
        platform_orders.update()
        .where(*_waiting(platform_credit_code, region_code, month))
        .values(premium_id=premium_id, version=_o.version + 1, updated_at=tx.world.now)
    )


def _waiting(
    platform_credit_code: str, region_code: str, month: str
) -> list[sa.ColumnElement[bool]]:
    return [
        _o.platform_credit_code == platform_credit_code,
        _o.region_code == region_code,
        _o.month <= month,
        _o.premium_id.is_(None),
    ]
