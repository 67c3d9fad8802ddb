"""Tables of what libraries of one city owe each other, and how each month was settled."""

from services.culture.domain import city_clearing
from services.culture.store.tables import metadata, stamps
from sscsim import db

city_dues = db.table(
    "library_city_dues",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("event", db.Str(60), nullable=False, unique=True),
    db.Column("payer_id", db.Str(20), nullable=False),
    db.Column("payee_id", db.Str(20), nullable=False),
    db.Column("month", db.Str(7), nullable=False, index=True),
    db.Column("purpose", db.Str(20), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("clearing_id", db.Str(40), index=True),
    db.Column("created_at", db.Instant(), nullable=False),
    db.not_negative("amount"),
    db.one_of("purpose", city_clearing.PURPOSES),
)
"""What one library took or had paid for another of its city."""

city_clearings = db.table(
    "library_city_clearings",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("first_id", db.Str(20), nullable=False),
    db.Column("second_id", db.Str(20), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("owed_by_first", db.Fen(), nullable=False),
    db.Column("owed_by_second", db.Fen(), nullable=False),
    db.Column("count", db.Int(), nullable=False),
    *stamps(),
    db.UniqueConstraint("first_id", "second_id", "month"),
)
"""Months of two libraries of one city."""
