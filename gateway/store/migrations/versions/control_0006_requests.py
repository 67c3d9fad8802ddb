"""What a world says of its own request log."""

import sqlalchemy as sa
from alembic import op

from sscsim.db.types import Bool, Int, Str

revision = "control_0006"
down_revision = "control_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_logs",
        sa.Column("sandbox", Str(40), nullable=False),
        sa.Column("enabled", Bool(), nullable=False),
        sa.Column("keep", Int(), nullable=False),
        sa.PrimaryKeyConstraint("sandbox", name="pk_request_logs"),
    )
