"""snapshots, forks, presets."""

import sqlalchemy as sa
from alembic import op

from sscsim import db

revision = "control_0003"
down_revision = "control_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sandboxes", sa.Column("snapshots_taken", db.Int(), server_default="0", nullable=False)
    )
    op.create_table(
        "snapshots",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("sandbox", db.Str(40), nullable=False),
        sa.Column("number", db.Int(), nullable=False),
        sa.Column("name", db.Str(100), nullable=False),
        sa.Column("is_ready", db.Bool(), nullable=False),
        sa.Column("generation", db.Int(), nullable=False),
        sa.Column("taken_us", db.Int(), nullable=False),
        sa.Column("row", db.Long(), nullable=False),
        sa.Column("size_bytes", db.Int(), nullable=False),
        sa.Column("created_ms", db.Int(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("sandbox", "id", name=op.f("uq_snapshots_sandbox_id")),
        sa.UniqueConstraint("sandbox", "number", name=op.f("uq_snapshots_sandbox_number")),
    )
    with op.batch_alter_table("snapshots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_snapshots_sandbox"), ["sandbox"], unique=False)
