"""The tables of transfers of insurance between regions, and their information sheets."""

from services.benefits.domain.insurance import CATEGORIES, KINDS, month
from services.benefits.domain.transfer import record, refund, saga
from services.benefits.store.tables import metadata, stamps
from sscsim import db

insurance_transfers = db.table(
    "insurance_transfers",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("item_code", db.Str(8), nullable=False),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("from_kind", db.Str(24), nullable=False),
    db.Column("to_kind", db.Str(24), nullable=False),
    db.Column("from_region_code", db.Str(6), nullable=False),
    db.Column("to_region_code", db.Str(6), nullable=False),
    db.Column("reason", db.Str(30), nullable=False),
    db.Column("money_leg", db.Str(12), nullable=False),
    db.Column("letter_number", db.Str(40), nullable=False, unique=True),
    db.Column("letters", db.Int(), nullable=False),
    db.Column("months", db.Int(), nullable=False),
    db.Column("doubles", db.Int(), nullable=False),
    db.Column("account", db.Fen(), nullable=False),
    db.Column("pooled", db.Fen(), nullable=False),
    db.Column("refund", db.Fen(), nullable=False),
    db.Column("payment_id", db.Str(40)),
    db.Column("explanation", db.Json()),
    db.Column("applied_on", db.Date(), nullable=False),
    db.Column("letter_on", db.Date()),
    db.Column("letter_arrived_on", db.Date()),
    db.Column("closed_on", db.Date()),
    db.Column("arrived_on", db.Date()),
    db.Column("merged_on", db.Date()),
    db.Column("completed_on", db.Date()),
    db.Column("returned_on", db.Date()),
    db.Column("return_reason", db.Str(200)),
    db.Column("due_party", db.Str(16)),
    db.Column("due_by", db.Date()),
    db.Column("is_overdue", db.Bool(), nullable=False),
    db.Column("status", db.Str(16), nullable=False),
    db.Column("live", db.Int()),
    *stamps(),
    db.UniqueConstraint("person_id", "from_kind", "live"),
    db.one_of("from_kind", KINDS),
    db.one_of("to_kind", KINDS),
    db.one_of("money_leg", record.MONEY_LEGS),
    db.one_of("due_party", saga.PARTIES),
    db.one_of("status", saga.STATUSES),
)
"""Transfers (转移接续): one open one a person and insurance."""

insurance_transfer_months = db.table(
    "insurance_transfer_months",
    metadata,
    db.Column("transfer_id", db.Str(40), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("category", db.Str(12), nullable=False),
    db.Column("base", db.Fen(), nullable=False),
    db.Column("employer", db.Fen(), nullable=False),
    db.Column("personal", db.Fen(), nullable=False),
    db.Column("subsidy", db.Fen(), nullable=False),
    db.Column("to_account", db.Fen(), nullable=False),
    db.Column("index_millionths", db.Int()),
    db.Column("origin", db.Str(12), nullable=False),
    db.Column("is_double", db.Bool(), nullable=False),
    db.UniqueConstraint("transfer_id", "month"),
    db.one_of("category", CATEGORIES),
    db.one_of("origin", month.ORIGINS),
    export_key=("transfer_id", "month"),
)
"""The information sheet (信息表) of a transfer, a month a line."""

duplicate_refunds = db.table(
    "duplicate_refunds",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("kept_region_code", db.Str(6), nullable=False),
    db.Column("dropped_region_code", db.Str(6), nullable=False),
    db.Column("from_month", db.Str(7), nullable=False),
    db.Column("to_month", db.Str(7), nullable=False),
    db.Column("months", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("payment_id", db.Str(40)),
    db.Column("status", db.Str(8), nullable=False),
    *stamps(),
    db.one_of("status", refund.STATUSES),
)
"""What went back for months paid in two schemes (多重关系退费)."""
