"""unemployment benefits that move, allowances that yield to a pension, job retention refunds."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "benefits_0022"
down_revision = "benefits_0014"
branch_labels = None
depends_on = None

_ENDED_FOR = (
    "ended_for IN ('employed', 'military_service', 'emigrated', 'on_pension', 'refused_work', "
    "'checks_missed', 'deregistered', 'used_up', 'died', 'moved')"
)
_INJURY = (
    "ended_for IN ('died', 'regraded', 'overturned', 'left_employer', 'age_reached', 'on_pension')"
)
_RUNS = "status IN ('building', 'crediting', 'completed')"
_COUNTS = (
    ("paid_count", db.Int()),
    ("paid_total", db.Fen()),
    ("returned_count", db.Int()),
    ("returned_total", db.Fen()),
)
_LINES = "FROM unemployment_benefit_months m WHERE m.run_id = unemployment_runs.id AND m.status"
_NET = "SELECT COALESCE(SUM(m.amount - m.kept_back), 0)"
_COUNTED = (
    f"UPDATE unemployment_runs SET "
    f"paid_count = (SELECT COUNT(*) {_LINES} IN ('paid', 'recovered')), "
    f"paid_total = ({_NET} {_LINES} IN ('paid', 'recovered')), "
    f"returned_count = (SELECT COUNT(*) {_LINES} = 'returned'), "
    f"returned_total = ({_NET} {_LINES} = 'returned')"
)


def upgrade() -> None:
    with op.batch_alter_table("unemployment_benefits", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_unemployment_benefits_ended_for_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_unemployment_benefits_ended_for_known"), _ENDED_FOR
        )
    with op.batch_alter_table("injury_pensions", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_injury_pensions_ended_for_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_injury_pensions_ended_for_known"), _INJURY)
    with op.batch_alter_table("unemployment_runs", schema=None) as batch_op:
        for name, kind in _COUNTS:
            batch_op.add_column(sa.Column(name, kind, server_default="0", nullable=False))
        batch_op.drop_constraint(op.f("ck_unemployment_runs_status_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_unemployment_runs_status_known"), _RUNS)
    with op.batch_alter_table("unemployment_runs", schema=None) as batch_op:
        for name, _ in _COUNTS:
            batch_op.alter_column(name, server_default=None)
    op.execute(_COUNTED)
    op.create_table(
        "job_retention_refunds",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("employer_id", db.Str(40), nullable=False),
        sa.Column("credit_code", db.Str(18), nullable=False),
        sa.Column("employer_name", db.Str(100), nullable=False),
        sa.Column("party_id", db.Str(64), nullable=True),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("year", db.Int(), nullable=False),
        sa.Column("size", db.Str(5), nullable=False),
        sa.Column("months", db.Int(), nullable=False),
        sa.Column("staff", db.Int(), nullable=False),
        sa.Column("laid_off", db.Int(), nullable=False),
        sa.Column("contributed", db.Fen(), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("explanation", db.Json(), nullable=False),
        sa.Column("payment_id", db.Str(40), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "size IN ('large', 'small')", name=op.f("ck_job_retention_refunds_size_known")
        ),
        sa.CheckConstraint(
            "status IN ('ordered', 'paid', 'returned')",
            name=op.f("ck_job_retention_refunds_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_job_retention_refunds")),
        sa.UniqueConstraint(
            "employer_id", "year", name=op.f("uq_job_retention_refunds_employer_id_year")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_job_retention_refunds_id")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_job_retention_refunds_payment_id")),
    )
    with op.batch_alter_table("job_retention_refunds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_retention_refunds_credit_code"), ["credit_code"], unique=False
        )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
