"""Applications for cards and their production."""

from services.card.domain import application, production
from services.card.store.tables import metadata
from sscsim import db

applications = db.table(
    "applications",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("kind", db.Str(20), nullable=False),
    db.Column("mark", db.Str(10), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("handling_region_code", db.Str(6), nullable=False),
    db.Column("identity_document", db.Str(30), nullable=False),
    db.Column("applied_by", db.Str(10), nullable=False),
    db.Column("proxy_person_id", db.Str(40)),
    db.Column("bank_code", db.Str(6), nullable=False),
    db.Column("contact_phone", db.Str(20)),
    db.Column("old_card_id", db.Str(40)),
    db.Column("card_id", db.Str(40), nullable=False),
    db.Column("bank_account_number", db.Str(19)),
    db.Column("production_status", db.Str(30), nullable=False),
    db.Column("failure_code", db.Str(40)),
    db.Column("failure_reason", db.Str(200)),
    db.Column("batch_id", db.Str(40)),
    db.Column("branch", db.Str(20)),
    db.Column("attempts", db.Int(), nullable=False),
    db.Column("collected_at", db.Instant()),
    db.Column("withdrawn_at", db.Instant()),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.Index("ix_applications_person_id", "person_id"),
    db.Index("ix_applications_batch_id", "batch_id"),
    db.Index("ix_applications_card_id", "card_id"),
    db.Index("ix_applications_production_status", "production_status", "region_code"),
    db.one_of("kind", application.KINDS),
    db.one_of("mark", application.MARKS),
    db.one_of("production_status", production.STATUSES),
)
"""`card_id` is the id the card will have; its row in `cards` comes when it has been made."""

production_batches = db.table(
    "production_batches",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("bank_code", db.Str(6), nullable=False),
    db.Column("bank_played_by", db.Str(10), nullable=False),
    db.Column("batch_date", db.Date(), nullable=False),
    db.Column("status", db.Str(30), nullable=False),
    db.Column("size", db.Int(), nullable=False),
    db.Column("waits_until", db.Instant()),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.one_of("status", production.BATCH_STATUSES),
)

batch_files = db.table(
    "batch_files",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("batch_id", db.Str(40), nullable=False),
    db.Column("stage", db.Str(10), nullable=False),
    db.Column("direction", db.Str(6), nullable=False),
    db.Column("digest", db.Str(64), nullable=False),
    db.Column("content", db.Long(), nullable=False),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.UniqueConstraint("batch_id", "stage", "direction"),
)
"""The files of a batch: `out` what was sent, `back` what was returned and applied."""
