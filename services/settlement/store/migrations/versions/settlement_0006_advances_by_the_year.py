"""advances by the year: sizes, usages, top-ups, and agreements that stop at an advance."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "settlement_0006"
down_revision = "settlement_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "advance_sizes",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("year", db.Int(), nullable=False),
        sa.Column("home_region", db.Str(6), nullable=False),
        sa.Column("care_region", db.Str(6), nullable=False),
        sa.Column("cleared", db.Fen(), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("pay_at", db.Instant(), nullable=False),
        sa.Column("paid_at", db.Instant(), nullable=True),
        sa.Column("advance_id", db.Str(40), nullable=True),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_advance_sizes")),
        sa.UniqueConstraint("id", name=op.f("uq_advance_sizes_id")),
        sa.UniqueConstraint(
            "year",
            "home_region",
            "care_region",
            name=op.f("uq_advance_sizes_year_home_region_care_region"),
        ),
    )
    op.create_table(
        "advance_top_ups",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("usage_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("home_region", db.Str(6), nullable=False),
        sa.Column("care_region", db.Str(6), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("reason", db.Str(200), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("refusal", db.Str(200), nullable=True),
        sa.Column("decided_at", db.Instant(), nullable=True),
        sa.Column("advance_id", db.Str(40), nullable=True),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('requested', 'paid', 'refused')",
            name=op.f("ck_advance_top_ups_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_advance_top_ups")),
        sa.UniqueConstraint("id", name=op.f("uq_advance_top_ups_id")),
        sa.UniqueConstraint(
            "usage_id", "ordinal", name=op.f("uq_advance_top_ups_usage_id_ordinal")
        ),
    )
    op.create_table(
        "advance_usages",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("cycle_id", db.Str(40), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("home_region", db.Str(6), nullable=False),
        sa.Column("care_region", db.Str(6), nullable=False),
        sa.Column("used", db.Fen(), nullable=False),
        sa.Column("advance", db.Fen(), nullable=False),
        sa.Column("level", db.Str(10), nullable=False),
        sa.Column("top_up_until", db.Date(), nullable=False),
        sa.Column("signed_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "level IN ('none', 'yellow', 'red')", name=op.f("ck_advance_usages_level_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_advance_usages")),
        sa.UniqueConstraint(
            "cycle_id",
            "home_region",
            "care_region",
            name=op.f("uq_advance_usages_cycle_id_home_region_care_region"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_advance_usages_id")),
    )
    with op.batch_alter_table("advances", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("purpose", db.Str(10), server_default="by_hand", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_advances_purpose_known"), "purpose IN ('by_hand', 'yearly', 'top_up')"
        )

    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("advance_hard_stop", db.Bool(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
