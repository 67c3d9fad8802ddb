"""Scenarios that were asked for, each played in a world of its own."""

import sqlalchemy as sa
from alembic import op

from sscsim.db.types import Int, Long, Seq, Str

revision = "control_0007"
down_revision = "control_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenario_runs",
        sa.Column("seq", Seq(), autoincrement=True, nullable=False),
        sa.Column("id", Str(40), nullable=False),
        sa.Column("sandbox", Str(40), nullable=False),
        sa.Column("scenario", Str(40), nullable=False),
        sa.Column("world", Str(40), nullable=False),
        sa.Column("fingerprint", Str(64), nullable=False),
        sa.Column("status", Str(10), nullable=False),
        sa.Column("player", Str(40), nullable=False),
        sa.Column("lease_until_ms", Int(), nullable=False),
        sa.Column("attempts", Int(), nullable=False),
        sa.Column("key_id", Str(40), nullable=False),
        sa.Column("report", Long(), nullable=False),
        sa.Column("reason", Long(), nullable=False),
        sa.Column("created_ms", Int(), nullable=False),
        sa.Column("updated_ms", Int(), nullable=False),
        sa.CheckConstraint(
            "status IN ('running', 'succeeded', 'failed')", name=op.f("ck_scenario_runs_status")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_scenario_runs")),
        sa.UniqueConstraint("sandbox", "id", name=op.f("uq_scenario_runs_sandbox_id")),
    )
