"""Tables of reconciliation and of applications for payment."""

from typing import Any

from services.medical.domain import payment_application, reconciliation
from services.medical.store.tables import metadata, settlements
from sscsim import db

db.Index("ix_settlements_institution", settlements.c.institution_id, settlements.c.settled_at)
"""An institution's month is read from it, however many settlements a world has."""


def _stamps() -> tuple[db.Column[Any], ...]:
    return (
        db.Column("version", db.Int(), nullable=False),
        db.Column("created_at", db.Instant(), nullable=False),
        db.Column("updated_at", db.Instant(), nullable=False),
    )


def _amounts(prefix: str, nullable: bool = False) -> tuple[db.Column[Any], ...]:
    names = ("total", "fund_pay", "account_pay")
    return tuple(db.Column(f"{prefix}_{name}", db.Fen(), nullable=nullable) for name in names)


reconciliations = db.table(
    "reconciliations",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("institution_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("from_date", db.Date(), nullable=False),
    db.Column("to_date", db.Date(), nullable=False),
    db.Column("insurance_kind", db.Str(30)),
    db.Column("visit_kind", db.Str(20), nullable=False),
    db.Column("care", db.Str(12), nullable=False),
    db.Column("include_reversals", db.Bool(), nullable=False),
    *_amounts("stated"),
    db.Column("stated_count", db.Int(), nullable=False),
    *_amounts("counted"),
    db.Column("counted_count", db.Int(), nullable=False),
    db.Column("is_equal", db.Bool(), nullable=False),
    db.Column("line_count", db.Int(), nullable=False),
    db.Column("matched_count", db.Int()),
    db.Column("difference_count", db.Int()),
    db.Column("detailed_at", db.Instant()),
    *_stamps(),
    db.UniqueConstraint("institution_id", "ordinal"),
    db.one_of("care", reconciliation.CARES),
)
"""Figures as they were when they were compared; settlements made later change none of them."""

reconciliation_lines = db.table(
    "reconciliation_lines",
    metadata,
    db.Column("reconciliation_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("settlement_id", db.Str(40)),
    db.Column("visit_id", db.Str(40)),
    db.Column("person_id", db.Str(40)),
    db.Column("is_refund", db.Bool(), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("fund_pay", db.Fen(), nullable=False),
    db.Column("account_pay", db.Fen(), nullable=False),
    db.UniqueConstraint("reconciliation_id", "ordinal"),
    export_key=("reconciliation_id", "ordinal"),
)
"""What the institution sent, as it sent it."""

reconciliation_differences = db.table(
    "reconciliation_differences",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("reconciliation_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("kind", db.Str(20), nullable=False),
    db.Column("settlement_id", db.Str(40)),
    db.Column("visit_id", db.Str(40)),
    db.Column("is_refund", db.Bool(), nullable=False),
    *_amounts("stated", nullable=True),
    *_amounts("counted", nullable=True),
    *_amounts("off"),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("reconciliation_id", "ordinal"),
    db.one_of("kind", reconciliation.DIFFERENCES),
)
"""Added once, never changed."""

reconciliation_resolutions = db.table(
    "reconciliation_resolutions",
    metadata,
    db.Column("difference_id", db.Str(40), nullable=False, unique=True),
    db.Column("resolved_by", db.Str(12), nullable=False),
    db.Column("note", db.Str(200), nullable=False),
    db.Column("resolved_at", db.Instant(), nullable=False),
    db.one_of("resolved_by", reconciliation.RESOLVERS),
    export_key=("difference_id",),
)

payment_applications = db.table(
    "payment_applications",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("event_id", db.Str(40)),
    db.Column("institution_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("insurance_kind", db.Str(30), nullable=False),
    db.Column("visit_kind", db.Str(20), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("count", db.Int(), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("cash_pay", db.Fen(), nullable=False),
    db.Column("account_pay", db.Fen(), nullable=False),
    db.Column("fund_applied", db.Fen(), nullable=False),
    db.Column("cross_region", db.Fen(), nullable=False),
    db.Column("given_back", db.Fen(), nullable=False),
    db.Column("cross_given_back", db.Fen(), nullable=False),
    db.Column("deducted", db.Fen(), nullable=False),
    db.Column("cross_deducted", db.Fen(), nullable=False),
    db.Column("not_booked", db.Fen(), nullable=False),
    db.Column("reason", db.Str(200)),
    db.Column("paid", db.Fen()),
    db.Column("paid_at", db.Instant()),
    *_stamps(),
    db.UniqueConstraint("institution_id", "month", "insurance_kind", "visit_kind", "ordinal"),
    db.Index("ix_payment_applications_event", "event_id"),
    db.one_of("status", payment_application.STATUSES),
)
"""`event_id` (清算申请事件): the first of those that one message applied for together, one for each
kind of insurance; empty where each was made alone."""

application_moves = db.table(
    "application_moves",
    metadata,
    db.Column("application_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("move", db.Str(10), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("role", db.Str(12), nullable=False),
    db.Column("note", db.Str(200)),
    db.Column("moved_at", db.Instant(), nullable=False),
    db.UniqueConstraint("application_id", "ordinal"),
    export_key=("application_id", "ordinal"),
)
"""Append only: who moved an application when, and where to."""

audit_deductions = db.table(
    "audit_deductions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("application_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("settlement_id", db.Str(40), nullable=False, unique=True),
    db.Column("claim_id", db.Str(40)),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("reason_code", db.Str(30), nullable=False),
    db.Column("note", db.Str(200)),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("problem", db.Str(80)),
    *_stamps(),
    db.UniqueConstraint("application_id", "ordinal"),
    db.one_of("reason_code", payment_application.REASONS),
    db.one_of("status", payment_application.DEDUCTION_STATUSES),
)
"""One at most of a settlement, as one application is audited once."""
