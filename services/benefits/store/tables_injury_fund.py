"""The tables of what the fund of work injury insurance takes, and what it spends on prevention."""

from services.benefits.domain.injury import floating, prevention
from services.benefits.store.tables import metadata, stamps
from sscsim import db

injury_rates = db.table(
    "injury_rates",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("insured_employer_id", db.Str(40), nullable=False),
    db.Column("credit_code", db.Str(18), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("party_id", db.Str(64)),
    db.Column("industry_class", db.Int(), nullable=False),
    db.Column("first_month", db.Str(7), nullable=False),
    db.Column("last_month", db.Str(7), nullable=False),
    db.Column("contributed", db.Fen(), nullable=False),
    db.Column("spent", db.Fen(), nullable=False),
    db.Column("injuries", db.Int(), nullable=False),
    db.Column("staff", db.Int(), nullable=False),
    db.Column("step", db.Str(8), nullable=False),
    db.Column("rate_millionths", db.Int(), nullable=False),
    db.Column("explanation", db.Json(), nullable=False),
    db.Column("assessed_on", db.Date(), nullable=False),
    db.Column("from_month", db.Str(7), nullable=False),
    *stamps(),
    db.UniqueConstraint("credit_code", "region_code", "from_month"),
    db.one_of("step", floating.STEPS),
)
"""Employers' rates as assessed by the year (浮动费率核定)."""

prevention_projects = db.table(
    "prevention_projects",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("number", db.Str(40), nullable=False, unique=True),
    db.Column("party_id", db.Str(64)),
    db.Column("applicant_kind", db.Str(12), nullable=False),
    db.Column("applicant_credit_code", db.Str(18), nullable=False),
    db.Column("applicant_name", db.Str(100), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("year", db.Int(), nullable=False),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("title", db.Str(200), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("accepted", db.Fen(), nullable=False),
    db.Column("applied_on", db.Date(), nullable=False),
    db.Column("reviewed_on", db.Date()),
    db.Column("reason", db.Str(400)),
    db.Column("explanation", db.Json()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.Index("ix_prevention_projects_year", "region_code", "year", "status"),
    db.one_of("applicant_kind", prevention.APPLICANTS),
    db.one_of("kind", prevention.PROJECT_KINDS),
    db.one_of("status", prevention.PROJECT_STATUSES),
)
"""Projects that prevent work injuries (工伤预防项目)."""

prevention_parts = db.table(
    "prevention_parts",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("project_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("milestone", db.Str(200), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("evidence", db.Str(400)),
    db.Column("accepted_on", db.Date()),
    db.Column("payment_id", db.Str(40), unique=True),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("project_id", "ordinal"),
    db.one_of("status", prevention.PART_STATUSES),
)
"""Parts of their money, against acceptance (分期支付)."""
