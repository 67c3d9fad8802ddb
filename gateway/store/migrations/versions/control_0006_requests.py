"""the log of requests and traces."""

revision = "control_0006"
down_revision = "control_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the room that needs it."""
