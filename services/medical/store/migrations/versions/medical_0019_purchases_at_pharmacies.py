"""purchases at pharmacies by message."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "medical_0019"
down_revision = "medical_0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pharmacy_purchases",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("visit_id", db.Str(40), nullable=False),
        sa.Column("settlement_id", db.Str(40), nullable=False),
        sa.Column("institution_code", db.Str(12), nullable=False),
        sa.Column("msgid", db.Str(30), nullable=False),
        sa.Column("prescription_id", db.Str(40), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pharmacy_purchases")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_pharmacy_purchases_visit_id")),
        sa.UniqueConstraint("settlement_id", name=op.f("uq_pharmacy_purchases_settlement_id")),
    )
    with op.batch_alter_table("pharmacy_purchases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pharmacy_purchases_prescription_id"), ["prescription_id"], unique=False
        )
    op.create_table(
        "purchase_traces",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("settlement_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("institution_code", db.Str(12), nullable=False),
        sa.Column("line_number", db.Str(30), nullable=False),
        sa.Column("trace_code", db.Str(100), nullable=False),
        sa.Column("is_split", db.Bool(), nullable=False),
        sa.Column("what", db.Str(10), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "what IN ('sold', 'given_back')", name=op.f("ck_purchase_traces_what_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_purchase_traces")),
        sa.UniqueConstraint(
            "settlement_id",
            "ordinal",
            "what",
            name=op.f("uq_purchase_traces_settlement_id_ordinal_what"),
        ),
    )
    with op.batch_alter_table("purchase_traces", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_purchase_traces_trace_code"), ["trace_code"], unique=False
        )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
