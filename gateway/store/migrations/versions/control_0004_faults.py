"""fault rules, profiles, quotas."""

import sqlalchemy as sa
from alembic import op

from sscsim import db

revision = "control_0004"
down_revision = "control_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sandboxes", sa.Column("faulty", db.Bool(), server_default=sa.false(), nullable=False)
    )
    op.add_column("sandboxes", sa.Column("quotas", db.Long(), server_default="", nullable=False))
    op.create_table(
        "faults",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("sandbox", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("profile", db.Str(60), nullable=False),
        sa.Column("rule", db.Long(), nullable=False),
        sa.Column("matched", db.Int(), nullable=False),
        sa.Column("applied", db.Int(), nullable=False),
        sa.Column("created_us", db.Int(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_faults")),
        sa.UniqueConstraint("sandbox", "id", name=op.f("uq_faults_sandbox_id")),
        sa.UniqueConstraint("sandbox", "ordinal", name=op.f("uq_faults_sandbox_ordinal")),
    )
    op.create_table(
        "fault_profiles",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("sandbox", db.Str(40), nullable=False),
        sa.Column("name", db.Str(60), nullable=False),
        sa.Column("parameters", db.Long(), nullable=False),
        sa.Column("created_us", db.Int(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_fault_profiles")),
        sa.UniqueConstraint("sandbox", "name", name=op.f("uq_fault_profiles_sandbox_name")),
    )
