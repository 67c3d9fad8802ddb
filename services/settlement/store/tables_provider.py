"""Tables of what institutions apply for and are paid."""

from services.settlement.store import columns
from sscsim import db

WAITING, PAID = "waiting", "paid"

provider_applications = db.table(
    "provider_applications",
    columns.metadata,
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("region", db.Str(6), nullable=False),
    db.Column("institution_id", db.Str(40), nullable=False),
    db.Column("insurance", db.Str(30), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("local", db.Fen(), nullable=False),
    db.Column("has_claims", db.Bool(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("paid_at", db.Instant()),
    db.Column("created_at", db.Instant(), nullable=False),
    db.one_of("status", (WAITING, PAID)),
    export_key=("application_id",),
)
"""Audited applications (费用申报). `local`: what the region owes for persons insured there; below
zero the institution owes it back. `has_claims`: some of it comes by clearing."""
