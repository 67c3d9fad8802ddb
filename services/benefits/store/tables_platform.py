"""The tables of the trial for platform workers: orders and premiums."""

from services.benefits.domain.injury import platform, platform_order
from services.benefits.store.tables import metadata, stamps
from sscsim import db

platform_orders = db.table(
    "platform_orders",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("platform_credit_code", db.Str(18), nullable=False),
    db.Column("platform_name", db.Str(100), nullable=False),
    db.Column("party_id", db.Str(64)),
    db.Column("order_number", db.Str(40), nullable=False),
    db.Column("trade", db.Str(10), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("accepted_at", db.Instant(), nullable=False),
    db.Column("finished_at", db.Instant(), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("premium_id", db.Str(40), index=True),
    *stamps(),
    db.UniqueConstraint("platform_credit_code", "order_number"),
    db.Index("ix_platform_orders_month", "platform_credit_code", "region_code", "month"),
    db.one_of("trade", platform.TRADES),
)
"""Orders that platforms reported (平台订单)."""

platform_premiums = db.table(
    "platform_premiums",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("platform_credit_code", db.Str(18), nullable=False),
    db.Column("platform_name", db.Str(100), nullable=False),
    db.Column("party_id", db.Str(64)),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("orders", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("explanation", db.Json(), nullable=False),
    db.Column("paid_at", db.Instant()),
    db.Column("status", db.Str(6), nullable=False),
    *stamps(),
    db.UniqueConstraint("platform_credit_code", "region_code", "month"),
    db.one_of("status", platform_order.PREMIUM_STATUSES),
    db.CheckConstraint("(paid_at IS NULL) = (status = 'due')", name="paid_when_paid"),
)
"""What they pay for a month's orders (职业伤害保障费)."""
