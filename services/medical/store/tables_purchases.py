"""Tables of purchases at pharmacies that one message made, and the trace codes sold with them."""

from services.medical.domain import purchase
from services.medical.store.tables import metadata
from sscsim import db

pharmacy_purchases = db.table(
    "pharmacy_purchases",
    metadata,
    db.Column("visit_id", db.Str(40), nullable=False, unique=True),
    db.Column("settlement_id", db.Str(40), nullable=False, unique=True),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("msgid", db.Str(30), nullable=False),
    db.Column("prescription_id", db.Str(40), index=True),
    db.Column("created_at", db.Instant(), nullable=False),
    export_key=("visit_id",),
)

purchase_traces = db.table(
    "purchase_traces",
    metadata,
    db.Column("settlement_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("line_number", db.Str(30), nullable=False),
    db.Column("trace_code", db.Str(100), nullable=False, index=True),
    db.Column("is_split", db.Bool(), nullable=False),
    db.Column("what", db.Str(10), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("settlement_id", "ordinal", "what"),
    db.one_of("what", purchase.TRACES),
    export_key=("settlement_id", "ordinal", "what"),
)
"""Added to, never changed."""
