"""The tables of what is on record of a person's work: employed, unemployed, in difficulty."""

from services.benefits.domain.employment import (
    employment,
    employment_certificate,
    graduate,
    hardship,
    unemployment,
)
from services.benefits.store.tables import metadata, stamps
from sscsim import db

employers = db.table(
    "employers",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("credit_code", db.Str(18), nullable=False, unique=True),
    db.Column("name", db.Str(100), nullable=False),
    db.Column("party_id", db.Str(64)),
    *stamps(),
    db.Index("ix_employers_party", "party_id"),
)
"""Employers (用人单位) that are named in records, and whose they are."""

employment_records = db.table(
    "employment_records",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("application_id", db.Str(40), nullable=False),
    db.Column("kind", db.Str(20), nullable=False),
    db.Column("part_time", db.Bool(), nullable=False),
    db.Column("employer_credit_code", db.Str(18)),
    db.Column("employer_name", db.Str(100)),
    db.Column("employer_party_id", db.Str(64)),
    db.Column("contract_kind", db.Str(20)),
    db.Column("start_date", db.Date(), nullable=False),
    db.Column("contract_end_date", db.Date()),
    db.Column("post", db.Str(100), nullable=False),
    db.Column("monthly_wage", db.Fen()),
    db.Column("hardship_id", db.Str(40)),
    db.Column("corrects_id", db.Str(40)),
    db.Column("registered_on", db.Date(), nullable=False),
    db.Column("ended_on", db.Date()),
    db.Column("leaving_reason", db.Str(20)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.Index("ix_employment_records_employer", "employer_credit_code", "status"),
    db.one_of("kind", employment.KINDS),
    db.one_of("status", employment.STATUSES),
    db.one_of("leaving_reason", employment.LEFT_FOR),
)
"""Registered employments (就业登记)."""

unemployment_registrations = db.table(
    "unemployment_registrations",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("leaving_reason", db.Str(20), nullable=False),
    db.Column("left_on_date", db.Date(), nullable=False),
    db.Column("last_employer_name", db.Str(100)),
    db.Column("education", db.Str(30)),
    db.Column("employment_id", db.Str(40)),
    db.Column("registered_on", db.Date(), nullable=False),
    db.Column("cancelled_on", db.Date()),
    db.Column("cancelled_for", db.Str(20)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.one_of("status", unemployment.STATUSES),
    db.one_of("cancelled_for", unemployment.CANCELLED_FOR),
)
"""Registrations of unemployment (失业登记)."""

hardship_recognitions = db.table(
    "hardship_recognitions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("category", db.Str(30), nullable=False),
    db.Column("confirmed_by", db.Str(10), nullable=False),
    db.Column("members", db.Json(), nullable=False),
    db.Column("unemployment_id", db.Str(40), nullable=False),
    db.Column("recognised_on", db.Date(), nullable=False),
    db.Column("until_date", db.Date(), nullable=False),
    db.Column("next_check_on", db.Date()),
    db.Column("checks", db.Int(), nullable=False),
    db.Column("ended_on", db.Date()),
    db.Column("ended_for", db.Str(20)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.one_of("category", hardship.CATEGORIES),
    db.one_of("status", hardship.STATUSES),
    db.one_of("ended_for", hardship.ENDED_FOR),
)
"""Recognitions of employment difficulty (就业困难人员认定)."""

employment_certificates = db.table(
    "employment_certificates",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("card_id", db.Str(40), nullable=False),
    db.Column("purpose", db.Str(20), nullable=False),
    db.Column("on_chip", db.Bool(), nullable=False),
    db.Column("issued_on", db.Date(), nullable=False),
    db.Column("review_on", db.Date()),
    db.Column("cancelled_on", db.Date()),
    db.Column("cancelled_for", db.Str(400)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.one_of("status", employment_certificate.STATUSES),
)
"""Employment and start-up certificates (就业创业证)."""

unemployed_graduates = db.table(
    "unemployed_graduates",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False, unique=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("school_name", db.Str(100), nullable=False),
    db.Column("education", db.Str(30), nullable=False),
    db.Column("graduated_on", db.Date(), nullable=False),
    db.Column("registered_on", db.Date(), nullable=False),
    db.Column("until_date", db.Date(), nullable=False),
    db.Column("ended_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("status", graduate.STATUSES),
)
"""Graduates without work, registered by name once (实名登记)."""
