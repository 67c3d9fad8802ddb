"""Pre-made cards: orders for a branch, and the cards in its stock."""

from services.card.domain import stock
from services.card.store.tables import metadata
from sscsim import db

stock_orders = db.table(
    "stock_orders",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("branch", db.Str(20), nullable=False),
    db.Column("bank_code", db.Str(6), nullable=False),
    db.Column("quantity", db.Int(), nullable=False),
    db.Column("status", db.Str(30), nullable=False),
    db.Column("asked_by", db.Str(40), nullable=False),
    db.Column("arrived_at", db.Instant()),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.Index("ix_stock_orders_region_code", "region_code", "branch"),
    db.one_of("status", stock.ORDERS.states),
)

stock_cards = db.table(
    "stock_cards",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("order_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("branch", db.Str(20), nullable=False),
    db.Column("bank_code", db.Str(6), nullable=False),
    db.Column("card_number", db.Str(9), nullable=False),
    db.Column("card_identification_code", db.Str(32), nullable=False, unique=True),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("card_id", db.Str(40), unique=True),
    db.Column("application_id", db.Str(40)),
    db.Column("reason", db.Str(200)),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.UniqueConstraint("card_number", "region_code"),
    db.Index("ix_stock_cards_order_id", "order_id"),
    db.Index("ix_stock_cards_stock", "region_code", "branch", "bank_code", "status", "seq"),
    db.one_of("status", stock.CARDS.states),
)
"""`card_id`: the card that it became in somebody's hands."""
