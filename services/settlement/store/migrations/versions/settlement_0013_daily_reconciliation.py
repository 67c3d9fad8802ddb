"""daily reconciliation."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "settlement_0013"
down_revision = "settlement_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_difference_moves",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("difference_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("event", db.Str(10), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("role", db.Str(12), nullable=False),
        sa.Column("note", db.Str(200), nullable=True),
        sa.Column("moved_at", db.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_daily_difference_moves")),
        sa.UniqueConstraint(
            "difference_id", "ordinal", name=op.f("uq_daily_difference_moves_difference_id_ordinal")
        ),
    )
    op.create_table(
        "daily_differences",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("reconciliation_id", db.Str(40), nullable=False),
        sa.Column("run", db.Int(), nullable=False),
        sa.Column("last_run", db.Int(), nullable=False),
        sa.Column("region", db.Str(6), nullable=False),
        sa.Column("day", db.Date(), nullable=False),
        sa.Column("settlement_id", db.Str(40), nullable=False),
        sa.Column("claim_id", db.Str(40), nullable=True),
        sa.Column("home_region", db.Str(6), nullable=False),
        sa.Column("care_region", db.Str(6), nullable=False),
        sa.Column("kind", db.Str(20), nullable=False),
        sa.Column("components", db.Json(), nullable=False),
        sa.Column("sides", db.Json(), nullable=False),
        sa.Column("digest", db.Str(64), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("way", db.Str(10), nullable=False),
        sa.Column("action", db.Str(10), nullable=True),
        sa.Column("resolution", db.Str(20), nullable=True),
        sa.Column("resolved_by", db.Str(10), nullable=True),
        sa.Column("note", db.Str(200), nullable=True),
        sa.Column("amount", db.Fen(), nullable=True),
        sa.Column("dispute_id", db.Str(40), nullable=True),
        sa.Column("resolved_at", db.Instant(), nullable=True),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "action IN ('dispute', 'check')", name=op.f("ck_daily_differences_action_known")
        ),
        sa.CheckConstraint(
            "kind IN ('insured_only', 'treatment_only', 'mirror_only', 'missing_in_mirror', 'missing_in_treatment', 'missing_in_insured', 'facts_differ', 'amount_differs', 'rounding', 'state_differs', 'date_differs')",
            name=op.f("ck_daily_differences_kind_known"),
        ),
        sa.CheckConstraint(
            "resolution IN ('centre_stands', 'insured_day_stands', 'recovered', 'gone', 'accepted', 'deducted', 'disputed', 'checked')",
            name=op.f("ck_daily_differences_resolution_known"),
        ),
        sa.CheckConstraint(
            "resolved_by IN ('rule', 'job', 'hand', 'rerun')",
            name=op.f("ck_daily_differences_resolved_by_known"),
        ),
        sa.CheckConstraint(
            "status IN ('found', 'resolving', 'resolved', 'accepted', 'superseded')",
            name=op.f("ck_daily_differences_status_known"),
        ),
        sa.CheckConstraint(
            "way IN ('rule', 'job', 'hand')", name=op.f("ck_daily_differences_way_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_daily_differences")),
        sa.UniqueConstraint("id", name=op.f("uq_daily_differences_id")),
        sa.UniqueConstraint(
            "reconciliation_id",
            "run",
            "settlement_id",
            name=op.f("uq_daily_differences_reconciliation_id_run_settlement_id"),
        ),
    )
    with op.batch_alter_table("daily_differences", schema=None) as batch_op:
        batch_op.create_index(
            "ix_daily_differences_status", ["reconciliation_id", "status"], unique=False
        )

    op.create_table(
        "daily_file_lines",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("file_id", db.Str(40), nullable=False),
        sa.Column("settlement_id", db.Str(40), nullable=False),
        sa.Column("kind", db.Str(12), nullable=False),
        sa.Column("state", db.Str(10), nullable=False),
        sa.Column("home_region", db.Str(6), nullable=False),
        sa.Column("care_region", db.Str(6), nullable=False),
        sa.Column("insurance", db.Str(30), nullable=False),
        sa.Column("settled_at", db.Instant(), nullable=False),
        sa.Column("hifp", db.Fen(), nullable=False),
        sa.Column("hifob", db.Fen(), nullable=False),
        sa.Column("hifmi", db.Fen(), nullable=False),
        sa.Column("cvlserv", db.Fen(), nullable=False),
        sa.Column("maf", db.Fen(), nullable=False),
        sa.Column("oth", db.Fen(), nullable=False),
        sa.Column("account", db.Fen(), nullable=False),
        sa.Column("clearing", db.Fen(), nullable=False),
        sa.CheckConstraint(
            "insurance IN ('employee_basic_medical', 'resident_basic_medical', 'work_injury')",
            name=op.f("ck_daily_file_lines_insurance_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('settlement', 'reversal', 'difference')",
            name=op.f("ck_daily_file_lines_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('stands', 'reversed', 'corrected')",
            name=op.f("ck_daily_file_lines_state_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_daily_file_lines")),
        sa.UniqueConstraint(
            "file_id", "settlement_id", name=op.f("uq_daily_file_lines_file_id_settlement_id")
        ),
    )
    with op.batch_alter_table("daily_file_lines", schema=None) as batch_op:
        batch_op.create_index("ix_daily_file_lines_settlement", ["settlement_id"], unique=False)

    op.create_table(
        "daily_files",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("reconciliation_id", db.Str(40), nullable=False),
        sa.Column("region", db.Str(6), nullable=False),
        sa.Column("day", db.Date(), nullable=False),
        sa.Column("side", db.Str(10), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("count", db.Int(), nullable=False),
        sa.Column("sum", db.Fen(), nullable=False),
        sa.Column("sha256", db.Str(64), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "side IN ('insured', 'treatment')", name=op.f("ck_daily_files_side_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_daily_files")),
        sa.UniqueConstraint("id", name=op.f("uq_daily_files_id")),
        sa.UniqueConstraint(
            "region", "day", "side", "ordinal", name=op.f("uq_daily_files_region_day_side_ordinal")
        ),
    )
    with op.batch_alter_table("daily_files", schema=None) as batch_op:
        batch_op.create_index("ix_daily_files_day", ["day", "side"], unique=False)

    op.create_table(
        "daily_lines",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("reconciliation_id", db.Str(40), nullable=False),
        sa.Column("run", db.Int(), nullable=False),
        sa.Column("side", db.Str(10), nullable=False),
        sa.Column("settlement_id", db.Str(40), nullable=False),
        sa.Column("kind", db.Str(12), nullable=False),
        sa.Column("state", db.Str(10), nullable=False),
        sa.Column("home_region", db.Str(6), nullable=False),
        sa.Column("care_region", db.Str(6), nullable=False),
        sa.Column("insurance", db.Str(30), nullable=False),
        sa.Column("settled_at", db.Instant(), nullable=False),
        sa.Column("hifp", db.Fen(), nullable=False),
        sa.Column("hifob", db.Fen(), nullable=False),
        sa.Column("hifmi", db.Fen(), nullable=False),
        sa.Column("cvlserv", db.Fen(), nullable=False),
        sa.Column("maf", db.Fen(), nullable=False),
        sa.Column("oth", db.Fen(), nullable=False),
        sa.Column("account", db.Fen(), nullable=False),
        sa.Column("clearing", db.Fen(), nullable=False),
        sa.CheckConstraint(
            "insurance IN ('employee_basic_medical', 'resident_basic_medical', 'work_injury')",
            name=op.f("ck_daily_lines_insurance_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('settlement', 'reversal', 'difference')",
            name=op.f("ck_daily_lines_kind_known"),
        ),
        sa.CheckConstraint(
            "side IN ('all', 'insured', 'treatment', 'mirror')",
            name=op.f("ck_daily_lines_side_known"),
        ),
        sa.CheckConstraint(
            "state IN ('stands', 'reversed', 'corrected')", name=op.f("ck_daily_lines_state_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_daily_lines")),
        sa.UniqueConstraint(
            "reconciliation_id",
            "run",
            "side",
            "settlement_id",
            name=op.f("uq_daily_lines_reconciliation_id_run_side_settlement_id"),
        ),
    )
    op.create_table(
        "daily_reconciliations",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("region", db.Str(6), nullable=False),
        sa.Column("day", db.Date(), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("run", db.Int(), nullable=False),
        sa.Column("asked", db.Int(), nullable=False),
        sa.Column("matched_count", db.Int(), nullable=False),
        sa.Column("differing_count", db.Int(), nullable=False),
        sa.Column("open_count", db.Int(), nullable=False),
        sa.Column("begins_at", db.Instant(), nullable=False),
        sa.Column("ends_at", db.Instant(), nullable=False),
        sa.Column("due_at", db.Instant(), nullable=False),
        sa.Column("reconciled_by", db.Instant(), nullable=False),
        sa.Column("is_overdue", db.Bool(), server_default=sa.false(), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'matched', 'open', 'reconciled')",
            name=op.f("ck_daily_reconciliations_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_daily_reconciliations")),
        sa.UniqueConstraint("id", name=op.f("uq_daily_reconciliations_id")),
        sa.UniqueConstraint("region", "day", name=op.f("uq_daily_reconciliations_region_day")),
    )
    with op.batch_alter_table("daily_reconciliations", schema=None) as batch_op:
        batch_op.create_index("ix_daily_reconciliations_month", ["region", "month"], unique=False)

    op.create_table(
        "daily_runs",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("reconciliation_id", db.Str(40), nullable=False),
        sa.Column("run", db.Int(), nullable=False),
        sa.Column("reason", db.Str(10), nullable=False),
        sa.Column("asked_at", db.Instant(), nullable=False),
        sa.Column("begun_at", db.Instant(), nullable=True),
        sa.Column("finished_at", db.Instant(), nullable=True),
        sa.Column("matched_count", db.Int(), nullable=True),
        sa.Column("differing_count", db.Int(), nullable=True),
        sa.Column("files", db.Json(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('due', 'rerun', 'file')", name=op.f("ck_daily_runs_reason_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_daily_runs")),
        sa.UniqueConstraint(
            "reconciliation_id", "run", name=op.f("uq_daily_runs_reconciliation_id_run")
        ),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index("ix_claims_care_day", ["care_region", "settled_at"], unique=False)
        batch_op.create_index("ix_claims_home_day", ["home_region", "settled_at"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
