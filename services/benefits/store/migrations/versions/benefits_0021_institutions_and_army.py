"""institutions' pensions and annuities that move, and what the army sends."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "benefits_0021"
down_revision = "benefits_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
            "to_kind IN ('employee_pension', 'institution_pension')",
            name=op.f("ck_military_transfers_to_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('funds_received', 'matched', 'merged', 'completed')",
            name=op.f("ck_military_transfers_status_known"),
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
    with op.batch_alter_table("insurance_transfers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("annuity", db.Fen(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("annuity_from", db.Str(40), nullable=True))
        batch_op.add_column(sa.Column("annuity_to", db.Str(40), nullable=True))
        batch_op.drop_constraint(op.f("ck_insurance_transfers_money_leg_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_insurance_transfers_money_leg_known"),
            "money_leg IN ('case_by_case', 'netted', 'within_area')",
        )
    with op.batch_alter_table("insurance_transfers", schema=None) as batch_op:
        batch_op.alter_column("annuity", server_default=None)
    with op.batch_alter_table("annuity_accounts", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_annuity_accounts_status_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_annuity_accounts_status_known"),
            "status IN ('accumulating', 'option_fixed', 'instructed', 'running', 'emptied', "
            "'moved')",
        )
    with op.batch_alter_table("annuity_entries", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_annuity_entries_kind_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_annuity_entries_kind_known"),
            "kind IN ('employer_contribution', 'person_contribution', 'income', 'payout', "
            "'premium', 'transfer_out', 'transfer_in')",
        )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
