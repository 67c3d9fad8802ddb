"""Tables of what happens without network: hot list, keys of terminals, chips, uploads."""

from services.transport.domain import hot_list as list_words
from services.transport.domain import taps as tap_words
from services.transport.store.tables import metadata
from sscsim import db

hot_list_entries = db.table(
    "hot_list_entries",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("number", db.Int(), nullable=False, unique=True),
    db.Column("action", db.Str(8), nullable=False),
    db.Column("medium", db.Str(20), nullable=False),
    db.Column("reference", db.Str(64), nullable=False),
    db.Column("reason", db.Str(12), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Index("ix_hot_list_entries_of", "reference", "medium", "number"),
    db.one_of("action", list_words.ACTIONS),
    db.one_of("medium", tap_words.MEDIA),
    db.one_of("reason", list_words.REASONS),
)
"""`number` counts from 1 without gaps, so that a terminal sees that it has missed one."""

hot_list_loads = db.table(
    "hot_list_loads",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("terminal_id", db.Str(40), nullable=False),
    db.Column("number", db.Int(), nullable=False),
    db.Column("loaded_at", db.Instant(), nullable=False),
    db.UniqueConstraint("terminal_id", "loaded_at", "number"),
)
"""Up to which number a terminal had the list, and since when; only added to."""
