"""Tables of mobile payment: who has shown a credential, and the orders."""

from services.medical.domain import mobile_order
from services.medical.store.tables import metadata, stamps
from sscsim import db

mobile_tokens = db.table(
    "mobile_tokens",
    metadata,
    db.Column("token", db.Str(40), nullable=False, unique=True),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("good_until", db.Instant(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    export_key=("token",),
)
"""Added to, never changed."""

mobile_orders = db.table(
    "mobile_orders",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("order_number", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("visit_id", db.Str(40), nullable=False, index=True),
    db.Column("mdtrt_id", db.Str(40), nullable=False),
    db.Column("charge_batch", db.Str(30), nullable=False),
    db.Column("began_visit", db.Bool(), nullable=False),
    db.Column("ec_token", db.Str(40), nullable=False),
    db.Column("pay_token", db.Str(40), nullable=False),
    db.Column("revs_token", db.Str(40), nullable=False),
    db.Column("use_account", db.Bool(), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("state", db.Str(12), nullable=False),
    db.Column("expires_at", db.Instant(), nullable=False),
    db.Column("settlement_id", db.Str(40)),
    db.Column("refund_id", db.Str(40)),
    db.Column("refund_number", db.Str(40)),
    *stamps(),
    db.Index("ix_mobile_orders_number", "institution_code", "order_number"),
    db.one_of("state", mobile_order.STATES),
)
