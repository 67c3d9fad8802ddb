"""fault rules, profiles, quotas."""

revision = "control_0004"
down_revision = "control_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the room that needs it."""
