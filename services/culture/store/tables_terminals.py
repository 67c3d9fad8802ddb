"""The table of terminals. A password is random, so its digest is no part of canonical exports."""

from services.culture.domain import terminal
from services.culture.store.tables import metadata, stamps
from sscsim import db

terminals = db.table(
    "library_terminals",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("library_id", db.Str(20), nullable=False, index=True),
    db.Column("name", db.Str(100), nullable=False),
    db.Column("login", db.Str(40), nullable=False, unique=True),
    db.Column("password_digest", db.Str(64), nullable=False),
    db.Column("patron_id_kinds", db.Json(), nullable=False),
    db.Column("encoding", db.Str(10), nullable=False),
    db.Column("line_end", db.Str(4), nullable=False),
    db.Column("checksum", db.Str(10), nullable=False),
    db.Column("omitted_fields", db.Json(), nullable=False),
    db.Column("language", db.Str(5), nullable=False),
    db.Column("location", db.Str(100), nullable=False),
    db.Column("accepts_no_block", db.Bool(), nullable=False),
    db.Column("asks_fee_acknowledgement", db.Bool(), nullable=False),
    db.Column("has_own_port", db.Bool(), nullable=False),
    db.Column("max_connections", db.Int(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("encoding", terminal.ENCODINGS),
    db.one_of("line_end", terminal.LINE_ENDS),
    db.one_of("checksum", terminal.CHECKSUMS),
    db.one_of("language", terminal.LANGUAGES),
    db.one_of("status", terminal.STATUSES),
    export_skip=("password_digest",),
)
"""Self-service machines of the libraries."""
