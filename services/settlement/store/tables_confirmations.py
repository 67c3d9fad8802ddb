"""Tables of what institutions say of their claims before a month is frozen (异地清分结果确认).

Only added to: an answer that is taken back stays, with what took it back beside it.
"""

from services.settlement.store import columns
from sscsim import db

claim_confirmations = db.table(
    "claim_confirmations",
    columns.metadata,
    db.Column("claim_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("institution_id", db.Str(40), nullable=False),
    db.Column("is_confirmed", db.Bool(), nullable=False),
    db.Column("batch_id", db.Str(40), nullable=False),
    db.Column("confirmed_at", db.Instant(), nullable=False),
    db.UniqueConstraint("claim_id", "ordinal"),
    db.Index("ix_claim_confirmations_batch", "batch_id"),
    db.Index("ix_claim_confirmations_institution", "institution_id", "cycle_id"),
    db.Index("ix_claim_confirmations_cycle", "cycle_id", "is_confirmed"),
    export_key=("claim_id", "ordinal"),
)
"""`is_confirmed`: into this month's clearing; else the claim waits for the next one. `batch_id`:
the institution's message."""

confirmation_retractions = db.table(
    "confirmation_retractions",
    columns.metadata,
    db.Column("claim_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("batch_id", db.Str(40), nullable=False),
    db.Column("retracted_at", db.Instant(), nullable=False),
    db.UniqueConstraint("claim_id", "ordinal"),
    db.Index("ix_confirmation_retractions_batch", "batch_id"),
    export_key=("claim_id", "ordinal"),
)
