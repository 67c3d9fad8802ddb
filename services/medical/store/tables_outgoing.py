"""Tables of what the platform sends to institutions: addresses, messages, tries."""

from services.medical.domain import outgoing
from services.medical.store.tables import metadata, stamps
from sscsim import db

interface_receivers = db.table(
    "interface_receivers",
    metadata,
    db.Column("institution_code", db.Str(12), nullable=False, unique=True),
    db.Column("url", db.Str(2000), nullable=False),
    *stamps(),
    export_key=("institution_code",),
)

outgoing_messages = db.table(
    "outgoing_messages",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("infno", db.Str(10), nullable=False),
    db.Column("msgid", db.Str(30), nullable=False, unique=True),
    db.Column("business_key", db.Str(200), nullable=False, unique=True),
    db.Column("body", db.Long(), nullable=False),
    db.Column("state", db.Str(12), nullable=False),
    db.Column("attempts", db.Int(), nullable=False),
    db.Column("handed", db.Int(), nullable=False),
    db.Column("next_at", db.Instant()),
    db.Column("fresh_until", db.Instant(), nullable=False),
    *stamps(),
    db.Index("ix_outgoing_messages_institution", "institution_code", "state"),
    db.one_of("state", outgoing.STATES),
)

outgoing_attempts = db.table(
    "outgoing_attempts",
    metadata,
    db.Column("message_id", db.Str(40), nullable=False),
    db.Column("number", db.Int(), nullable=False),
    db.Column("url", db.Str(2000), nullable=False),
    db.Column("at", db.Instant(), nullable=False),
    db.Column("real_ms", db.Int(), nullable=False),
    db.Column("status", db.Int()),
    db.Column("infcode", db.Str(20)),
    db.Column("err_msg", db.Str(200)),
    db.Column("error", db.Str(40)),
    db.Column("took_ms", db.Int(), nullable=False),
    db.UniqueConstraint("message_id", "number"),
    # How long a receiver took is nothing of the world's.
    export_key=(),
)
"""Added to, never changed."""
