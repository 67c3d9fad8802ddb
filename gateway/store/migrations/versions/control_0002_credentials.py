"""keys of parties, scopes, tokens."""

revision = "control_0002"
down_revision = "control_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the room that needs it."""
