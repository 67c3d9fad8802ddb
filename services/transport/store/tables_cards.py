"""Tables of transit cards and their purses."""

from services.transport.domain import card
from services.transport.store.tables import metadata, stamps
from sscsim import db

transit_cards = db.table(
    "transit_cards",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("number", db.Str(19), nullable=False, unique=True),
    db.Column("issuer_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("card_id", db.Str(40), unique=True),
    db.Column("person_id", db.Str(40), index=True),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("balance", db.Fen(), nullable=False),
    db.Column("deposit", db.Fen(), nullable=False),
    db.Column("sequence", db.Int(), nullable=False),
    db.Column("loads", db.Int(), nullable=False),
    db.Column("entries", db.Int(), nullable=False),
    db.Column("issued_on", db.Date(), nullable=False),
    db.Column("usable_until", db.Date(), nullable=False),
    db.Column("lost_at", db.Instant()),
    *stamps(),
    db.one_of("kind", card.KINDS),
    db.one_of("status", card.STATUSES),
)
"""Transit cards, each with its purse."""

purse_entries = db.table(
    "purse_entries",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("transit_card_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("kind", db.Str(20), nullable=False),
    db.Column("event", db.Str(60), nullable=False, unique=True),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("balance", db.Fen(), nullable=False),
    db.Column("card_sequence", db.Int()),
    db.Column("terminal_number", db.Str(16)),
    db.Column("journey_id", db.Str(40)),
    db.Column("happened_at", db.Instant(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("transit_card_id", "ordinal"),
    db.one_of("kind", card.ENTRY_KINDS),
)
"""Movements of purses; only added to."""
