"""Entitlements besides basic insurance."""

from services.card.domain import entitlement
from services.card.store.tables import metadata
from sscsim import db

entitlements = db.table(
    "entitlements",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("kind", db.Str(20), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("from_date", db.Date(), nullable=False),
    db.Column("to_date", db.Date()),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.Index("ix_entitlements_person_id", "person_id", "from_date"),
    db.one_of("kind", entitlement.KINDS),
)
