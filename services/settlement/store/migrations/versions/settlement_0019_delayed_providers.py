"""institutions may wait while an advance is used up."""

import sqlalchemy as sa
from alembic import op

from sscsim import db

revision = "settlement_0019"
down_revision = "settlement_0018"
branch_labels = None
depends_on = None

_FLAG = "advance_delays_providers"


def upgrade() -> None:
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.add_column(sa.Column(_FLAG, db.Bool(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
