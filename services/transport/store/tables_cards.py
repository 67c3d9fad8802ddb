"""Tables of transit cards and their purses, and of what their holders have beside them."""

from services.transport.domain import card, grants, passes_held, top_ups
from services.transport.domain.rules import HOLDERS
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
    db.Column("card_id", db.Str(40), index=True),
    db.Column("person_id", db.Str(40), index=True),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("balance", db.Fen(), nullable=False),
    db.Column("deposit", db.Fen(), nullable=False),
    db.Column("overdraft", db.Fen(), nullable=False),
    db.Column("sequence", db.Int(), nullable=False),
    db.Column("loads", db.Int(), nullable=False),
    db.Column("entries", db.Int(), nullable=False),
    db.Column("issued_on", db.Date(), nullable=False),
    db.Column("usable_until", db.Date(), nullable=False),
    db.Column("lost_at", db.Instant()),
    db.Column("carried_until", db.Instant()),
    db.Column("replaces", db.Str(40), unique=True),
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

deposit_entries = db.table(
    "deposit_entries",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("transit_card_id", db.Str(40), nullable=False, index=True),
    db.Column("kind", db.Str(12), nullable=False),
    db.Column("event", db.Str(60), nullable=False, unique=True),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.one_of("kind", card.DEPOSIT_KINDS),
)
"""Deposits of cards (押金), taken and given back; only added to."""

purse_top_ups = db.table(
    "purse_top_ups",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("transit_card_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("person_id", db.Str(40)),
    db.Column("way", db.Str(12), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("terminal_number", db.Str(16)),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("reason", db.Str(60)),
    db.Column("bank_entry_id", db.Str(40)),
    db.Column("loaded_at", db.Instant()),
    *stamps(),
    db.UniqueConstraint("transit_card_id", "ordinal"),
    db.Index("ix_purse_top_ups_status", "status", "transit_card_id"),
    db.one_of("way", top_ups.WAYS),
    db.one_of("status", top_ups.STATUSES),
)
"""Top-ups, from the moment they are asked for."""

concession_grants = db.table(
    "concession_grants",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("status", db.Str(20), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("holds_in", db.Str(6)),
    db.Column("granted_by", db.Str(60), nullable=False),
    db.Column("evidence", db.Str(80)),
    db.Column("from_date", db.Date(), nullable=False),
    db.Column("until_date", db.Date(), nullable=False),
    db.Column("terms", db.Json(), nullable=False),
    db.Column("state", db.Str(10), nullable=False),
    db.Column("withdrawn_on", db.Date()),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.one_of("status", grants.STATUSES_GRANTED),
    db.one_of("state", grants.GRANT_STATES),
)
"""Who is a student, disabled, or the like, from when to when."""

transit_passes = db.table(
    "transit_passes",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("transit_card_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("person_id", db.Str(40), index=True),
    db.Column("fare_system_id", db.Str(20), nullable=False),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("holder", db.Str(10)),
    db.Column("price", db.Fen(), nullable=False),
    db.Column("from_date", db.Date(), nullable=False),
    db.Column("until_date", db.Date(), nullable=False),
    *stamps(),
    db.UniqueConstraint("transit_card_id", "ordinal"),
    db.one_of("kind", passes_held.KINDS),
    db.one_of("holder", HOLDERS),
)
"""Day and monthly passes that were sold onto cards."""
