"""What parties are known by where their calls carry no bearer key."""

import sqlalchemy as sa
from alembic import op

from sscsim.db.types import Int, Long, Seq, Str

revision = "control_0010"
down_revision = "control_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_access",
        sa.Column("seq", Seq(), nullable=False, autoincrement=True),
        sa.Column("id", Str(40), nullable=False),
        sa.Column("sandbox", Str(40), nullable=False),
        sa.Column("party_id", Str(40), nullable=False),
        sa.Column("scheme", Str(10), nullable=False),
        sa.Column("access_key", Str(100), nullable=False),
        sa.Column("secret", Long(), nullable=False),
        sa.Column("created_us", Int(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_message_access")),
        sa.UniqueConstraint("sandbox", "id", name=op.f("uq_message_access_sandbox_id")),
        sa.UniqueConstraint(
            "sandbox",
            "scheme",
            "access_key",
            name=op.f("uq_message_access_sandbox_scheme_access_key"),
        ),
    )
    op.create_index(
        op.f("ix_message_access_access_key"), "message_access", ["access_key"], unique=False
    )
