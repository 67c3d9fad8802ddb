"""attempts at a day's comparison, each with its lines until one has finished."""

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
    with op.batch_alter_table("daily_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attempt", db.Int(), server_default="0", nullable=False))
        batch_op.drop_constraint(
            batch_op.f("uq_daily_lines_reconciliation_id_run_side_settlement_id"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_daily_lines_reconciliation_id_run_attempt_side_settlement_id"),
            ["reconciliation_id", "run", "attempt", "side", "settlement_id"],
        )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
