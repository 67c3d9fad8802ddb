"""The tables of pensions: records with their history, runs of payment with their lines."""

from services.benefits.domain.pension import (
    adjusting,
    certification,
    record,
    run,
    survivor_claim,
)
from services.benefits.store.tables import metadata, stamps
from sscsim import db

pensions = db.table(
    "pensions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("person_name", db.Str(100), nullable=False),
    db.Column("birth_date", db.Date(), nullable=False),
    db.Column("scheme", db.Str(12), nullable=False),
    db.Column("kind", db.Str(20), nullable=False),
    db.Column("item_code", db.Str(8), nullable=False),
    db.Column("application_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("months", db.Int(), nullable=False),
    db.Column("retired_month", db.Str(7), nullable=False),
    db.Column("from_month", db.Str(7), nullable=False),
    db.Column("last_month", db.Str(7)),
    db.Column("roll_month", db.Str(7), nullable=False),
    db.Column("monthly", db.Fen(), nullable=False),
    db.Column("account_part", db.Fen(), nullable=False),
    db.Column("in_hard_region", db.Bool(), nullable=False),
    db.Column("certified_until", db.Date(), nullable=False),
    db.Column("paused_from", db.Str(7)),
    db.Column("paused_for", db.Str(24)),
    db.Column("ended_for", db.Str(20)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.Index("ix_pensions_roll", "region_code", "scheme", "status", "seq"),
    db.one_of("scheme", record.SCHEMES),
    db.one_of("kind", record.KINDS),
    db.one_of("paused_for", record.PAUSED_FOR),
    db.one_of("ended_for", record.ENDED_FOR),
    db.one_of("status", record.STATUSES),
)

pension_changes = db.table(
    "pension_changes",
    metadata,
    db.Column("pension_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("kind", db.Str(12), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("roll_month", db.Str(7), nullable=False),
    db.Column("monthly", db.Fen(), nullable=False),
    db.Column("reason", db.Str(40)),
    db.Column("application_id", db.Str(40)),
    db.Column("explanation", db.Json()),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("pension_id", "ordinal"),
    db.one_of("kind", record.CHANGES),
    export_key=("pension_id", "ordinal"),
)
"""Added to only."""

pension_pauses = db.table(
    "pension_pauses",
    metadata,
    db.Column("pension_id", db.Str(40), nullable=False),
    db.Column("from_month", db.Str(7), nullable=False),
    db.Column("to_month", db.Str(7)),
    db.Column("reason", db.Str(24), nullable=False),
    db.UniqueConstraint("pension_id", "from_month"),
    db.one_of("reason", record.PAUSED_FOR),
    export_key=("pension_id", "from_month"),
)

pension_arrears = db.table(
    "pension_arrears",
    metadata,
    db.Column("pension_id", db.Str(40), nullable=False),
    db.Column("key", db.Str(80), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("roll_month", db.Str(7), nullable=False),
    db.Column("paid_month", db.Str(7)),
    db.UniqueConstraint("pension_id", "key"),
    export_key=("pension_id", "key"),
)
"""What is paid behind, once, with the first line from `roll_month` on: `paid_month` is its."""

pension_runs = db.table(
    "pension_runs",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("scheme", db.Str(12), nullable=False),
    db.Column("pay_month", db.Str(7), nullable=False),
    db.Column("application_id", db.Str(40)),
    db.Column("lines_count", db.Int(), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("kept_back_total", db.Fen(), nullable=False),
    db.Column("paid_count", db.Int(), nullable=False),
    db.Column("paid_total", db.Fen(), nullable=False),
    db.Column("returned_count", db.Int(), nullable=False),
    db.Column("returned_total", db.Fen(), nullable=False),
    db.Column("completed_at", db.Instant()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("region_code", "scheme", "pay_month"),
    db.one_of("scheme", record.SCHEMES),
    db.one_of("status", run.STATUSES),
)

pension_months = db.table(
    "pension_months",
    metadata,
    db.Column("run_id", db.Str(40), nullable=False),
    db.Column("pension_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("from_account", db.Fen(), nullable=False),
    db.Column("arrears", db.Fen(), nullable=False),
    db.Column("kept_back", db.Fen(), nullable=False),
    db.Column("payment_id", db.Str(40), unique=True),
    db.Column("recovery_id", db.Str(40)),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.UniqueConstraint("pension_id", "month"),
    db.Index("ix_pension_months_run", "run_id", "status", "seq"),
    db.one_of("status", run.LINE_STATUSES),
    export_key=("pension_id", "month"),
)
"""A person's month of a pension: one line, and one payment of what is left of it."""

pension_certifications = db.table(
    "pension_certifications",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False, unique=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("method", db.Str(12)),
    db.Column("living_place", db.Str(10)),
    db.Column("certified_on", db.Date()),
    db.Column("valid_until", db.Date(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.Index("ix_pension_certifications_due", "region_code", "status", "valid_until"),
    db.one_of("method", certification.METHODS),
    db.one_of("status", certification.STATUSES),
)
"""Whether who draws a pension was seen alive, one a person; without a method: when it began."""

pension_adjustments = db.table(
    "pension_adjustments",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("scheme", db.Str(12), nullable=False),
    db.Column("year", db.Int(), nullable=False),
    db.Column("roll_month", db.Str(7), nullable=False),
    db.Column("adjusted_count", db.Int(), nullable=False),
    db.Column("rise_total", db.Fen(), nullable=False),
    db.Column("arrears_total", db.Fen(), nullable=False),
    db.Column("completed_at", db.Instant()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("region_code", "scheme", "year"),
    db.one_of("scheme", record.SCHEMES),
    db.one_of("status", adjusting.STATUSES),
)

pension_recovery_plans = db.table(
    "pension_recovery_plans",
    metadata,
    db.Column("recovery_id", db.Str(40), nullable=False, unique=True),
    db.Column("manner", db.Str(12), nullable=False),
    db.Column("dues", db.Json(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    export_key=("recovery_id",),
)
"""How what was overpaid comes back: `dues` are month and fen of each instalment."""

survivor_benefits = db.table(
    "survivor_benefits",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("deceased_id", db.Str(40), nullable=False, unique=True),
    db.Column("survivor_id", db.Str(40), nullable=False, index=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("funeral_scheme", db.Str(12), nullable=False),
    db.Column("funeral", db.Fen(), nullable=False),
    db.Column("survivor_payment", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("status", survivor_claim.STATUSES),
)
"""After a death, once: a funeral grant and a payment to survivors (遗属待遇)."""
