"""The tables of unemployment insurance: benefits, their months, runs, checks, premiums."""

from services.benefits.domain.insurance import insured_employer
from services.benefits.domain.unemployment import (
    death,
    extra,
    monthly_check,
    premium,
    record,
    retention_record,
    run,
)
from services.benefits.store.tables import metadata, stamps
from sscsim import db

unemployment_benefits = db.table(
    "unemployment_benefits",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("person_name", db.Str(100), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("registration_id", db.Str(40), nullable=False, index=True),
    db.Column("left_for", db.Str(20), nullable=False),
    db.Column("contributed", db.Int(), nullable=False),
    db.Column("counted_until", db.Str(7), nullable=False),
    db.Column("carried", db.Int(), nullable=False),
    db.Column("granted", db.Int(), nullable=False),
    db.Column("most", db.Int(), nullable=False),
    db.Column("paid", db.Int(), nullable=False),
    db.Column("settled", db.Int(), nullable=False),
    db.Column("counts_from", db.Date(), nullable=False),
    db.Column("from_month", db.Str(7), nullable=False),
    db.Column("last_month", db.Str(7)),
    db.Column("suspended_for", db.Str(20)),
    db.Column("ended_on", db.Date()),
    db.Column("ended_for", db.Str(20)),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("live", db.Int()),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.UniqueConstraint("person_id", "live"),
    db.Index("ix_unemployment_benefits_region", "region_code", "live", "from_month"),
    db.one_of("suspended_for", record.INTERRUPTED_FOR),
    db.one_of("ended_for", record.ENDED_FOR),
    db.one_of("status", record.STATUSES),
    db.CheckConstraint(
        "(live IS NULL) = (status IN ('stopped', 'exhausted'))", name="live_while_open"
    ),
)
"""Benefits that were granted (失业保险金): one open a person."""

unemployment_benefit_months = db.table(
    "unemployment_benefit_months",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("benefit_id", db.Str(40), nullable=False, index=True),
    db.Column("run_id", db.Str(40), nullable=False, index=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("kept_back", db.Fen(), nullable=False),
    db.Column("payment_id", db.Str(40), unique=True),
    db.Column("recovery_id", db.Str(40)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "month"),
    db.one_of("status", record.MONTH_STATUSES),
)
"""Months that were paid: one a person and month, whatever runs twice."""

unemployment_runs = db.table(
    "unemployment_runs",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("pay_month", db.Str(7), nullable=False),
    db.Column("application_id", db.Str(40)),
    db.Column("monthly", db.Fen(), nullable=False),
    db.Column("premium", db.Fen(), nullable=False),
    db.Column("lines_count", db.Int(), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("kept_back", db.Fen(), nullable=False),
    db.Column("paid_count", db.Int(), nullable=False),
    db.Column("paid_total", db.Fen(), nullable=False),
    db.Column("returned_count", db.Int(), nullable=False),
    db.Column("returned_total", db.Fen(), nullable=False),
    db.Column("completed_at", db.Instant()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("region_code", "pay_month"),
    db.one_of("status", run.STATUSES),
)
"""Payouts of a month in a region."""

unemployment_checks = db.table(
    "unemployment_checks",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("benefit_id", db.Str(40), nullable=False, index=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("method", db.Str(10)),
    db.Column("offers_refused", db.Int(), nullable=False),
    db.Column("applications", db.Json(), nullable=False),
    db.Column("confirmed_on", db.Date()),
    db.Column("excused_for", db.Str(20)),
    db.Column("in_a_row", db.Int(), nullable=False),
    db.Column("status", db.Str(12), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "month"),
    db.Index("ix_unemployment_checks_region", "region_code", "month", "status"),
    db.one_of("method", monthly_check.METHODS),
    db.one_of("excused_for", monthly_check.GOOD_REASONS),
    db.one_of("status", monthly_check.STATUSES),
)
"""Monthly checks of entitlement."""

unemployment_premiums = db.table(
    "unemployment_premiums",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("benefit_id", db.Str(40), nullable=False, index=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("payment_id", db.Str(40), index=True),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "month"),
    db.Index("ix_unemployment_premiums_region", "region_code", "month", "status"),
    db.one_of("status", premium.STATUSES),
)
"""Medical premiums that the fund pays for months of benefit."""

unemployment_death_benefits = db.table(
    "unemployment_death_benefits",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("deceased_id", db.Str(40), nullable=False, unique=True),
    db.Column("benefit_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("relation", db.Str(12), nullable=False),
    db.Column("died_on", db.Date(), nullable=False),
    db.Column("scheme", db.Str(12), nullable=False),
    db.Column("funeral", db.Fen(), nullable=False),
    db.Column("survivors", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("status", death.STATUSES),
)
"""What survivors of people on benefit got: once a death."""

job_retention_refunds = db.table(
    "job_retention_refunds",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("employer_id", db.Str(40), nullable=False),
    db.Column("credit_code", db.Str(18), nullable=False, index=True),
    db.Column("employer_name", db.Str(100), nullable=False),
    db.Column("party_id", db.Str(64)),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("year", db.Int(), nullable=False),
    db.Column("size", db.Str(5), nullable=False),
    db.Column("months", db.Int(), nullable=False),
    db.Column("staff", db.Int(), nullable=False),
    db.Column("laid_off", db.Int(), nullable=False),
    db.Column("contributed", db.Fen(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("explanation", db.Json(), nullable=False),
    db.Column("payment_id", db.Str(40), unique=True),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("employer_id", "year"),
    db.one_of("size", insured_employer.SIZES),
    db.one_of("status", retention_record.STATUSES),
)
"""Refunds to employers that kept their staff (稳岗返还): one a year."""

unemployment_grants = db.table(
    "unemployment_grants",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("benefit_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("kind", db.Str(12), nullable=False),
    db.Column("occasion", db.Str(40), nullable=False),
    db.Column("months", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("explanation", db.Json(), nullable=False),
    db.Column("payment_id", db.Str(40), unique=True),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("benefit_id", "kind", "occasion"),
    db.one_of("kind", extra.KINDS),
    db.one_of("status", extra.STATUSES),
)
"""Grants beside the benefit: one an occasion."""
