"""versions of statements: which of them a claim that left, or a deduction, still stands in."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "settlement_0014"
down_revision = "settlement_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("claim_moves", schema=None) as batch_op:
        batch_op.add_column(sa.Column("from_version", db.Int(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("from_rule", db.Str(20), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("from_prior_year", db.Bool(), server_default=sa.false(), nullable=False)
        )
        batch_op.create_index(
            "ix_claim_moves_left", ["from_cycle_id", "from_version"], unique=False
        )
    with op.batch_alter_table("deductions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made_in", db.Str(40), nullable=True))
        batch_op.add_column(sa.Column("made_version", db.Int(), server_default="0", nullable=False))
    op.execute(
        "UPDATE claim_moves SET from_version = COALESCE((SELECT MAX(d.statement_version) "
        "FROM disputes d WHERE d.claim_id = claim_moves.claim_id "
        "AND d.cycle_id = claim_moves.from_cycle_id), 0) WHERE event = 'dispute'"
    )
    op.execute(
        "UPDATE claim_moves SET from_version = COALESCE((SELECT c.statement_version "
        "FROM cycles c WHERE c.id = claim_moves.from_cycle_id), 0) "
        "WHERE event = 'carry' AND from_state = 'clearing'"
    )
    op.execute("UPDATE deductions SET made_in = cycle_id")
    _receive_bank_messages()


def _receive_bank_messages() -> None:
    op.create_table(
        "bank_messages",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("cycle_id", db.Str(40), nullable=False),
        sa.Column("kind", db.Str(10), nullable=False),
        sa.Column("form", db.Str(20), nullable=False),
        sa.Column("region", db.Str(6), nullable=False),
        sa.Column("message_id", db.Str(35), nullable=False),
        sa.Column("sha256", db.Str(64), nullable=False),
        sa.Column("count", db.Int(), nullable=False),
        sa.Column("total", db.Fen(), nullable=False),
        sa.Column("skipped", db.Int(), nullable=False),
        sa.Column("entries", db.Json(), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('report', 'return')", name=op.f("ck_bank_messages_kind_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_bank_messages")),
        sa.UniqueConstraint("id", name=op.f("uq_bank_messages_id")),
        sa.UniqueConstraint(
            "region", "kind", "message_id", name=op.f("uq_bank_messages_region_kind_message_id")
        ),
    )
    with op.batch_alter_table("bank_messages", schema=None) as batch_op:
        batch_op.create_index("ix_bank_messages_cycle", ["cycle_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
