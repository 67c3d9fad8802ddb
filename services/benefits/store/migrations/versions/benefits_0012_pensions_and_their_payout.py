"""pensions, their runs and survivors."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "benefits_0012"
down_revision = "benefits_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pension_adjustments",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("scheme", db.Str(12), nullable=False),
        sa.Column("year", db.Int(), nullable=False),
        sa.Column("roll_month", db.Str(7), nullable=False),
        sa.Column("adjusted_count", db.Int(), nullable=False),
        sa.Column("rise_total", db.Fen(), nullable=False),
        sa.Column("arrears_total", db.Fen(), nullable=False),
        sa.Column("completed_at", db.Instant(), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "scheme IN ('employee', 'institution', 'resident')",
            name=op.f("ck_pension_adjustments_scheme_known"),
        ),
        sa.CheckConstraint(
            "status IN ('running', 'completed')", name=op.f("ck_pension_adjustments_status_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pension_adjustments")),
        sa.UniqueConstraint("id", name=op.f("uq_pension_adjustments_id")),
        sa.UniqueConstraint(
            "region_code",
            "scheme",
            "year",
            name=op.f("uq_pension_adjustments_region_code_scheme_year"),
        ),
    )
    op.create_table(
        "pension_arrears",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("pension_id", db.Str(40), nullable=False),
        sa.Column("key", db.Str(80), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("roll_month", db.Str(7), nullable=False),
        sa.Column("paid_month", db.Str(7), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pension_arrears")),
        sa.UniqueConstraint("pension_id", "key", name=op.f("uq_pension_arrears_pension_id_key")),
    )
    op.create_table(
        "pension_certifications",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("method", db.Str(12), nullable=True),
        sa.Column("living_place", db.Str(10), nullable=True),
        sa.Column("certified_on", db.Date(), nullable=True),
        sa.Column("valid_until", db.Date(), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "method IN ('data_match', 'face', 'counter', 'visit')",
            name=op.f("ck_pension_certifications_method_known"),
        ),
        sa.CheckConstraint(
            "status IN ('certified', 'due', 'overdue')",
            name=op.f("ck_pension_certifications_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pension_certifications")),
        sa.UniqueConstraint("id", name=op.f("uq_pension_certifications_id")),
        sa.UniqueConstraint("person_id", name=op.f("uq_pension_certifications_person_id")),
    )
    with op.batch_alter_table("pension_certifications", schema=None) as batch_op:
        batch_op.create_index(
            "ix_pension_certifications_due", ["region_code", "status", "valid_until"], unique=False
        )

    op.create_table(
        "pension_changes",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("pension_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("kind", db.Str(12), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("roll_month", db.Str(7), nullable=False),
        sa.Column("monthly", db.Fen(), nullable=False),
        sa.Column("reason", db.Str(40), nullable=True),
        sa.Column("application_id", db.Str(40), nullable=True),
        sa.Column("explanation", db.Json(), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('granted', 'adjusted', 'recalculated', 'paused', 'resumed', 'ended')",
            name=op.f("ck_pension_changes_kind_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pension_changes")),
        sa.UniqueConstraint(
            "pension_id", "ordinal", name=op.f("uq_pension_changes_pension_id_ordinal")
        ),
    )
    op.create_table(
        "pension_months",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("run_id", db.Str(40), nullable=False),
        sa.Column("pension_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("from_account", db.Fen(), nullable=False),
        sa.Column("arrears", db.Fen(), nullable=False),
        sa.Column("kept_back", db.Fen(), nullable=False),
        sa.Column("payment_id", db.Str(40), nullable=True),
        sa.Column("recovery_id", db.Str(40), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('ordered', 'paid', 'returned', 'recovered')",
            name=op.f("ck_pension_months_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pension_months")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_pension_months_payment_id")),
        sa.UniqueConstraint("pension_id", "month", name=op.f("uq_pension_months_pension_id_month")),
    )
    with op.batch_alter_table("pension_months", schema=None) as batch_op:
        batch_op.create_index("ix_pension_months_run", ["run_id", "status", "seq"], unique=False)

    op.create_table(
        "pension_pauses",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("pension_id", db.Str(40), nullable=False),
        sa.Column("from_month", db.Str(7), nullable=False),
        sa.Column("to_month", db.Str(7), nullable=True),
        sa.Column("reason", db.Str(24), nullable=False),
        sa.CheckConstraint(
            "reason IN ('missing', 'imprisoned', 'certification_overdue')",
            name=op.f("ck_pension_pauses_reason_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pension_pauses")),
        sa.UniqueConstraint(
            "pension_id", "from_month", name=op.f("uq_pension_pauses_pension_id_from_month")
        ),
    )
    op.create_table(
        "pension_recovery_plans",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("recovery_id", db.Str(40), nullable=False),
        sa.Column("manner", db.Str(12), nullable=False),
        sa.Column("dues", db.Json(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pension_recovery_plans")),
        sa.UniqueConstraint("recovery_id", name=op.f("uq_pension_recovery_plans_recovery_id")),
    )
    op.create_table(
        "pension_runs",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("scheme", db.Str(12), nullable=False),
        sa.Column("pay_month", db.Str(7), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=True),
        sa.Column("lines_count", db.Int(), nullable=False),
        sa.Column("total", db.Fen(), nullable=False),
        sa.Column("kept_back_total", db.Fen(), nullable=False),
        sa.Column("paid_count", db.Int(), nullable=False),
        sa.Column("paid_total", db.Fen(), nullable=False),
        sa.Column("returned_count", db.Int(), nullable=False),
        sa.Column("returned_total", db.Fen(), nullable=False),
        sa.Column("completed_at", db.Instant(), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "scheme IN ('employee', 'institution', 'resident')",
            name=op.f("ck_pension_runs_scheme_known"),
        ),
        sa.CheckConstraint(
            "status IN ('building', 'crediting', 'completed')",
            name=op.f("ck_pension_runs_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pension_runs")),
        sa.UniqueConstraint("id", name=op.f("uq_pension_runs_id")),
        sa.UniqueConstraint(
            "region_code",
            "scheme",
            "pay_month",
            name=op.f("uq_pension_runs_region_code_scheme_pay_month"),
        ),
    )
    op.create_table(
        "pensions",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("person_name", db.Str(100), nullable=False),
        sa.Column("birth_date", db.Date(), nullable=False),
        sa.Column("scheme", db.Str(12), nullable=False),
        sa.Column("kind", db.Str(20), nullable=False),
        sa.Column("item_code", db.Str(8), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("months", db.Int(), nullable=False),
        sa.Column("retired_month", db.Str(7), nullable=False),
        sa.Column("from_month", db.Str(7), nullable=False),
        sa.Column("last_month", db.Str(7), nullable=True),
        sa.Column("roll_month", db.Str(7), nullable=False),
        sa.Column("monthly", db.Fen(), nullable=False),
        sa.Column("account_part", db.Fen(), nullable=False),
        sa.Column("in_hard_region", db.Bool(), nullable=False),
        sa.Column("certified_until", db.Date(), nullable=False),
        sa.Column("paused_from", db.Str(7), nullable=True),
        sa.Column("paused_for", db.Str(24), nullable=True),
        sa.Column("ended_for", db.Str(20), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "ended_for IN ('died', 'emigrated', 'other_pension', 'term_over', 'of_age', 'cancelled', 'works_again')",
            name=op.f("ck_pensions_ended_for_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('pension', 'disability_allowance')", name=op.f("ck_pensions_kind_known")
        ),
        sa.CheckConstraint(
            "paused_for IN ('missing', 'imprisoned', 'certification_overdue')",
            name=op.f("ck_pensions_paused_for_known"),
        ),
        sa.CheckConstraint(
            "scheme IN ('employee', 'institution', 'resident')",
            name=op.f("ck_pensions_scheme_known"),
        ),
        sa.CheckConstraint(
            "status IN ('granted', 'running', 'suspended', 'stopped', 'converted')",
            name=op.f("ck_pensions_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pensions")),
        sa.UniqueConstraint("id", name=op.f("uq_pensions_id")),
        sa.UniqueConstraint("person_id", "ordinal", name=op.f("uq_pensions_person_id_ordinal")),
    )
    with op.batch_alter_table("pensions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_pensions_roll", ["region_code", "scheme", "status", "seq"], unique=False
        )

    op.create_table(
        "survivor_benefits",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("deceased_id", db.Str(40), nullable=False),
        sa.Column("survivor_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("funeral_scheme", db.Str(12), nullable=False),
        sa.Column("funeral", db.Fen(), nullable=False),
        sa.Column("survivor_payment", db.Fen(), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('granted', 'paid', 'returned')",
            name=op.f("ck_survivor_benefits_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_survivor_benefits")),
        sa.UniqueConstraint("application_id", name=op.f("uq_survivor_benefits_application_id")),
        sa.UniqueConstraint("deceased_id", name=op.f("uq_survivor_benefits_deceased_id")),
        sa.UniqueConstraint("id", name=op.f("uq_survivor_benefits_id")),
    )
    with op.batch_alter_table("survivor_benefits", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_survivor_benefits_survivor_id"), ["survivor_id"], unique=False
        )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
