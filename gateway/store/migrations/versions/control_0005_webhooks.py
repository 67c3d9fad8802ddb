"""who listens to a world's events."""

import sqlalchemy as sa
from alembic import op

from sscsim import db

revision = "control_0005"
down_revision = "control_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hearing",
        sa.Column("sandbox", db.Str(40), nullable=False),
        sa.Column("listening", db.Bool(), nullable=False),
        sa.Column("waiting_until_ms", db.Int(), nullable=False),
        sa.Column("news", db.Int(), nullable=False),
        sa.Column("look_ms", db.Int(), nullable=False),
        sa.PrimaryKeyConstraint("sandbox", name=op.f("pk_hearing")),
    )
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_look_ms"), ["look_ms"], unique=False)
