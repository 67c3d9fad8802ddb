"""snapshots, forks, presets."""

revision = "control_0003"
down_revision = "control_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the room that needs it."""
