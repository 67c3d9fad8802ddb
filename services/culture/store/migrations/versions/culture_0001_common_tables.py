"""common tables."""

from sscsim.db.first_tables import common_tables

revision = "culture_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    common_tables()


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
