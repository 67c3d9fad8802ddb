"""insurance that moves."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "benefits_0014"
down_revision = "benefits_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duplicate_refunds",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("kept_region_code", db.Str(6), nullable=False),
        sa.Column("dropped_region_code", db.Str(6), nullable=False),
        sa.Column("from_month", db.Str(7), nullable=False),
        sa.Column("to_month", db.Str(7), nullable=False),
        sa.Column("months", db.Int(), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("payment_id", db.Str(40), nullable=True),
        sa.Column("status", db.Str(8), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('kept', 'refunded', 'closed')",
            name=op.f("ck_duplicate_refunds_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_duplicate_refunds")),
        sa.UniqueConstraint("application_id", name=op.f("uq_duplicate_refunds_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_duplicate_refunds_id")),
    )
    with op.batch_alter_table("duplicate_refunds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_duplicate_refunds_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "insurance_transfer_months",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("transfer_id", db.Str(40), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("category", db.Str(12), nullable=False),
        sa.Column("base", db.Fen(), nullable=False),
        sa.Column("employer", db.Fen(), nullable=False),
        sa.Column("personal", db.Fen(), nullable=False),
        sa.Column("subsidy", db.Fen(), nullable=False),
        sa.Column("to_account", db.Fen(), nullable=False),
        sa.Column("index_millionths", db.Int(), nullable=True),
        sa.Column("origin", db.Str(12), nullable=False),
        sa.Column("is_double", db.Bool(), nullable=False),
        sa.CheckConstraint(
            "category IN ('employee', 'flexible', 'institution', 'resident')",
            name=op.f("ck_insurance_transfer_months_category_known"),
        ),
        sa.CheckConstraint(
            "origin IN ('paid', 'deemed', 'transferred', 'military')",
            name=op.f("ck_insurance_transfer_months_origin_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_insurance_transfer_months")),
        sa.UniqueConstraint(
            "transfer_id", "month", name=op.f("uq_insurance_transfer_months_transfer_id_month")
        ),
    )
    op.create_table(
        "insurance_transfers",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("item_code", db.Str(8), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("from_kind", db.Str(24), nullable=False),
        sa.Column("to_kind", db.Str(24), nullable=False),
        sa.Column("from_region_code", db.Str(6), nullable=False),
        sa.Column("to_region_code", db.Str(6), nullable=False),
        sa.Column("reason", db.Str(30), nullable=False),
        sa.Column("money_leg", db.Str(12), nullable=False),
        sa.Column("letter_number", db.Str(40), nullable=False),
        sa.Column("letters", db.Int(), nullable=False),
        sa.Column("months", db.Int(), nullable=False),
        sa.Column("doubles", db.Int(), nullable=False),
        sa.Column("account", db.Fen(), nullable=False),
        sa.Column("pooled", db.Fen(), nullable=False),
        sa.Column("refund", db.Fen(), nullable=False),
        sa.Column("payment_id", db.Str(40), nullable=True),
        sa.Column("annuity", db.Fen(), nullable=False),
        sa.Column("annuity_from", db.Str(40), nullable=True),
        sa.Column("annuity_to", db.Str(40), nullable=True),
        sa.Column("explanation", db.Json(), nullable=True),
        sa.Column("applied_on", db.Date(), nullable=False),
        sa.Column("letter_on", db.Date(), nullable=True),
        sa.Column("letter_arrived_on", db.Date(), nullable=True),
        sa.Column("closed_on", db.Date(), nullable=True),
        sa.Column("arrived_on", db.Date(), nullable=True),
        sa.Column("merged_on", db.Date(), nullable=True),
        sa.Column("completed_on", db.Date(), nullable=True),
        sa.Column("returned_on", db.Date(), nullable=True),
        sa.Column("return_reason", db.Str(200), nullable=True),
        sa.Column("due_party", db.Str(16), nullable=True),
        sa.Column("due_by", db.Date(), nullable=True),
        sa.Column("is_overdue", db.Bool(), nullable=False),
        sa.Column("status", db.Str(16), nullable=False),
        sa.Column("live", db.Int(), nullable=True),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "due_party IN ('new_area_agency', 'old_area_agency', 'exchange')",
            name=op.f("ck_insurance_transfers_due_party_known"),
        ),
        sa.CheckConstraint(
            "from_kind IN ('employee_pension', 'institution_pension', 'resident_pension', 'unemployment', 'work_injury', 'medical', 'maternity', 'occupational_annuity')",
            name=op.f("ck_insurance_transfers_from_kind_known"),
        ),
        sa.CheckConstraint(
            "money_leg IN ('case_by_case', 'netted', 'within_area')",
            name=op.f("ck_insurance_transfers_money_leg_known"),
        ),
        sa.CheckConstraint(
            "status IN ('applied', 'letter_sent', 'refused', 'old_area_closed', 'returned', 'funds_in_transit', 'merged', 'completed')",
            name=op.f("ck_insurance_transfers_status_known"),
        ),
        sa.CheckConstraint(
            "to_kind IN ('employee_pension', 'institution_pension', 'resident_pension', 'unemployment', 'work_injury', 'medical', 'maternity', 'occupational_annuity')",
            name=op.f("ck_insurance_transfers_to_kind_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_insurance_transfers")),
        sa.UniqueConstraint("application_id", name=op.f("uq_insurance_transfers_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_insurance_transfers_id")),
        sa.UniqueConstraint("letter_number", name=op.f("uq_insurance_transfers_letter_number")),
        sa.UniqueConstraint(
            "person_id",
            "from_kind",
            "live",
            name=op.f("uq_insurance_transfers_person_id_from_kind_live"),
        ),
    )
    op.create_table(
        "military_transfers",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("voucher_number", db.Str(40), nullable=False),
        sa.Column("service_from", db.Str(7), nullable=False),
        sa.Column("service_to", db.Str(7), nullable=False),
        sa.Column("account", db.Fen(), nullable=False),
        sa.Column("pooled", db.Fen(), nullable=False),
        sa.Column("received", db.Fen(), nullable=False),
        sa.Column("remittances", db.Int(), nullable=False),
        sa.Column("index_millionths", db.Int(), nullable=True),
        sa.Column("application_id", db.Str(40), nullable=True),
        sa.Column("to_kind", db.Str(24), nullable=True),
        sa.Column("months", db.Int(), nullable=False),
        sa.Column("doubles", db.Int(), nullable=False),
        sa.Column("refund", db.Fen(), nullable=False),
        sa.Column("explanation", db.Json(), nullable=True),
        sa.Column("received_on", db.Date(), nullable=False),
        sa.Column("merged_on", db.Date(), nullable=True),
        sa.Column("completed_on", db.Date(), nullable=True),
        sa.Column("status", db.Str(16), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('funds_received', 'matched', 'merged', 'completed')",
            name=op.f("ck_military_transfers_status_known"),
        ),
        sa.CheckConstraint(
            "to_kind IN ('employee_pension', 'institution_pension')",
            name=op.f("ck_military_transfers_to_kind_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_military_transfers")),
        sa.UniqueConstraint("application_id", name=op.f("uq_military_transfers_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_military_transfers_id")),
        sa.UniqueConstraint("voucher_number", name=op.f("uq_military_transfers_voucher_number")),
    )
    with op.batch_alter_table("military_transfers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_military_transfers_person_id"), ["person_id"], unique=False
        )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
