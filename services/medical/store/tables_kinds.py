"""What some kinds of visit need besides: registrations, recognitions, accumulators by disease."""

from services.medical.domain import registration, vocabulary
from services.medical.store.tables import metadata, stamps
from sscsim import db

disease_registrations = db.table(
    "disease_registrations",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("insurance_kind", db.Str(30), nullable=False),
    db.Column("home_region_code", db.Str(6), nullable=False),
    db.Column("disease", db.Str(30), nullable=False),
    db.Column("diagnosis_code", db.Str(20), nullable=False),
    db.Column("institution_id", db.Str(40)),
    db.Column("from_date", db.Date(), nullable=False),
    db.Column("end_date", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.one_of("disease", vocabulary.CHRONIC_DISEASES),
    db.one_of("status", registration.STATUSES),
)

work_injury_recognitions = db.table(
    "work_injury_recognitions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("home_region_code", db.Str(6), nullable=False),
    db.Column("decision_number", db.Str(40), nullable=False, unique=True),
    db.Column("injured_on", db.Date(), nullable=False),
    db.Column("body_part", db.Str(80), nullable=False),
    db.Column("valid_until", db.Date()),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
)

disease_accumulators = db.table(
    "disease_accumulators",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("insurance_kind", db.Str(30), nullable=False),
    db.Column("home_region_code", db.Str(6), nullable=False),
    db.Column("insurance_year", db.Int(), nullable=False),
    db.Column("disease", db.Str(30), nullable=False),
    db.Column("deductible", db.Fen(), nullable=False),
    db.Column("pool", db.Fen(), nullable=False),
    *stamps(),
    db.UniqueConstraint(
        "person_id", "insurance_kind", "home_region_code", "insurance_year", "disease"
    ),
)
"""Beside the year's accumulators, those of each chronic disease in it."""
