"""Looking for rows that break a law of the stock, of code payments or of the revocation list."""

from typing import Any

import sqlalchemy as sa

from services.card.store.tables import cards
from services.card.store.tables_bank import bank_entries
from services.card.store.tables_electronic import code_payments, code_revocations
from services.card.store.tables_stock import stock_cards, stock_orders
from sscsim import db
from sscsim.db import Tx


def stock_not_added_up(tx: Tx) -> dict[str, Any] | None:
    """An arrived order without all its cards, or a card that was given out to nobody."""
    there = sa.select(sa.func.count()).where(stock_cards.c.order_id == stock_orders.c.id)
    arrived = sa.case((stock_orders.c.status == "at_branch", stock_orders.c.quantity), else_=0)
    row = tx.one(
        sa.select(stock_orders.c.id, arrived, there.scalar_subquery())
        .where(there.scalar_subquery() != arrived)
        .order_by(stock_orders.c.seq)
        .limit(1)
    )
    if row is not None:
        return {"order_id": row[0], "ordered": int(row[1]), "stocked_in": int(row[2])}
    row = tx.one(
        sa.select(stock_cards.c.id, stock_cards.c.status, stock_cards.c.card_id)
        .outerjoin(cards, cards.c.id == stock_cards.c.card_id)
        .where(
            sa.or_(
                sa.and_(
                    stock_cards.c.status == "assigned",
                    sa.func.coalesce(cards.c.card_number, "") != stock_cards.c.card_number,
                ),
                sa.and_(stock_cards.c.status == "in_stock", stock_cards.c.card_id.is_not(None)),
            )
        )
        .order_by(stock_cards.c.seq)
        .limit(1)
    )
    return row and {"stock_card_id": row[0], "status": row[1], "card_id": row[2]}


def payment_not_refunded(tx: Tx) -> dict[str, Any] | None:
    """A payment by code that gave back other than its refunds, or more than was paid."""
    amount, refunded = (
        sa.type_coerce(code_payments.c[name], db.Int()) for name in ("amount", "refunded")
    )
    paid = sa.type_coerce(bank_entries.c.amount, db.Int())
    row = tx.one(
        sa.select(code_payments.c.id, amount, refunded, paid)
        .outerjoin(bank_entries, bank_entries.c.id == code_payments.c.entry_id)
        .where(sa.or_(refunded > amount, paid.is_(None), paid != amount))
        .order_by(code_payments.c.seq)
        .limit(1)
    )
    return row and {"payment_id": row[0], "amount_fen": row[1], "refunded_fen": row[2]}


def revocation_missing(tx: Tx) -> dict[str, Any] | None:
    """A gap in the numbers of the revocation list, which gates rely on."""
    counted, last = tx.all(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(code_revocations.c.number), 0))
    )[0]
    return None if counted == last else {"revocations": int(counted), "last_number": int(last)}
