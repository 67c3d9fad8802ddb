"""who listens to a world's events."""

revision = "control_0005"
down_revision = "control_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the room that needs it."""
