"""Messages between services that were given up stand beside the jobs that were."""

import sqlalchemy as sa
from alembic import op

from sscsim.db.types import Str

revision = "control_0008"
down_revision = "control_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dead_jobs", sa.Column("kind", Str(10), nullable=False, server_default="job"))
