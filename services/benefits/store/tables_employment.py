"""The tables of the employment items' records."""

from services.benefits.domain.employment import job_hunting_subsidy, job_seeker
from services.benefits.store.tables import metadata, stamps
from sscsim import db

job_seekers = db.table(
    "job_seekers",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("education", db.Str(30), nullable=False),
    db.Column("occupation_wanted", db.Str(100), nullable=False),
    db.Column("expected_pay", db.Fen()),
    db.Column("wanted_region_code", db.Str(6), nullable=False),
    db.Column("job_kind", db.Str(30)),
    db.Column("skill_level", db.Str(30)),
    db.Column("available_from_date", db.Date()),
    db.Column("registered_on", db.Date(), nullable=False),
    db.Column("until_date", db.Date(), nullable=False),
    db.Column("ended_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.one_of("status", job_seeker.STATUSES),
)
"""Registrations of job-seekers (求职登记)."""

subsidy_grants = db.table(
    "subsidy_grants",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("item_code", db.Str(8), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("category", db.Str(40), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("granted_on", db.Date(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "item_code"),
    db.one_of("status", job_hunting_subsidy.GRANT_STATUSES),
)
"""One-off subsidies: one of a kind in a person's life."""
