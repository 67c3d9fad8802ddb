"""Tables of travel passes, their money by month, and how it was shared out."""

from services.culture.domain import pass_month, travel_pass
from services.culture.store.tables import metadata, stamps
from sscsim import db

travel_passes = db.table(
    "travel_passes",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("product", db.Str(20), nullable=False),
    db.Column("issuer_region", db.Str(6), nullable=False),
    db.Column("treasury", db.Str(6), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ground", db.Str(20), nullable=False),
    db.Column("pay_by", db.Str(20), nullable=False),
    db.Column("price", db.Fen(), nullable=False),
    db.Column("fee", db.Fen(), nullable=False),
    db.Column("sold_by", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("tries", db.Int(), nullable=False),
    db.Column("payment_reference", db.Str(40)),
    db.Column("bought_on", db.Date()),
    db.Column("activate_until", db.Date()),
    db.Column("refund_until", db.Date()),
    db.Column("valid_from", db.Date()),
    db.Column("valid_to", db.Date()),
    db.Column("activated_at", db.Instant()),
    db.Column("photo", db.Str(64)),
    db.Column("mismatches", db.Int(), nullable=False),
    db.Column("refunds", db.Int(), nullable=False),
    db.Column("end_reason", db.Str(40)),
    db.Column("status", db.Str(20), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "product", "ordinal"),
    db.Index("ix_travel_passes_person_id_status", "person_id", "status"),
    db.one_of("pay_by", travel_pass.PAY_WAYS),
    db.one_of("status", travel_pass.MACHINE.states),
)
"""Passes on people's cards."""

pass_slices = db.table(
    "pass_slices",
    metadata,
    db.Column("travel_pass_id", db.Str(40), nullable=False),
    db.Column("product", db.Str(20), nullable=False),
    db.Column("issuer_region", db.Str(6), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.UniqueConstraint("travel_pass_id", "month"),
    db.Index("ix_pass_slices_month", "product", "issuer_region", "month", "amount"),
    export_key=("travel_pass_id", "month"),
)
"""What a pass brings its venues, month by month; written when it begins, never changed."""

pass_months = db.table(
    "pass_months",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("product", db.Str(20), nullable=False),
    db.Column("issuer_region", db.Str(6), nullable=False),
    db.Column("treasury", db.Str(6), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("pool", db.Fen(), nullable=False),
    db.Column("breakage", db.Fen(), nullable=False),
    db.Column("visits", db.Int(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("refusal", db.Str(60)),
    *stamps(),
    db.UniqueConstraint("product", "issuer_region", "month"),
    db.one_of("status", pass_month.STATUSES),
)
"""Months of a product by one issuer."""

pass_month_shares = db.table(
    "pass_month_shares",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("month_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("venue_code", db.Str(20), nullable=False, index=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("visits", db.Int(), nullable=False),
    db.Column("weight", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("claim_id", db.Str(40)),
    *stamps(),
    db.UniqueConstraint("month_id", "venue_code"),
)
"""What each venue gets of a month."""
