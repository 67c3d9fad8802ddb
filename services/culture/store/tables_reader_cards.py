"""Table of the cards that libraries make themselves."""

from services.culture.domain import reader_cards as words
from services.culture.store.tables import metadata, stamps
from sscsim import db

reader_cards = db.table(
    "library_reader_cards",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("reader_id", db.Str(40), nullable=False, index=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("library_id", db.Str(20), nullable=False, index=True),
    db.Column("network_id", db.Str(20), nullable=False),
    db.Column("number", db.Str(14), nullable=False, unique=True),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("member_ids", db.Json(), nullable=False),
    db.Column("valid_to", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("kind", words.KINDS),
    db.one_of("status", words.STATUSES),
)
"""Cards of a reader, for some weeks, or of a family; one that was replaced stays."""
