"""employers who pay by direct debit."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "benefits_0024"
down_revision = "benefits_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("insured_employers", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("by_direct_debit", db.Bool(), server_default="0", nullable=False)
        )
