"""attempts at a day's comparison, of which one is at work."""

import sqlalchemy as sa
from alembic import op

from sscsim import db

revision = "settlement_0021"
down_revision = "settlement_0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("daily_runs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attempt", db.Int(), server_default="0", nullable=False))


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
