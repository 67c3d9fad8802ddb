"""Entries of passwords that terminals wait for; what is typed is kept nowhere."""

from services.card.domain import desk
from services.card.store.tables import metadata
from sscsim import db

password_entries = db.table(
    "password_entries",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("event", db.Str(60), nullable=False, unique=True),
    db.Column("action", db.Str(30), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("card_id", db.Str(40)),
    db.Column("electronic_card_id", db.Str(40)),
    db.Column("typed", db.Json(), nullable=False),
    db.Column("detail", db.Json(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("until", db.Instant(), nullable=False),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.Index("ix_password_entries_person_id", "person_id", "seq"),
    db.one_of("status", desk.ENTRY.states),
)
