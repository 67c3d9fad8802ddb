"""claims of any kind."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "settlement_0015"
down_revision = "settlement_0014"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('medical', 'pension_transfer', 'transit', 'library', 'travel_pass')"
_PURPOSES = "purpose IN ('transfer', 'ride', 'deposit_refund', 'fine', 'visit_share')"
_NOT_MEDICAL = sa.text("kind <> 'medical'")


def upgrade() -> None:
    _claims()
    _cycles()
    with op.batch_alter_table("deductions", schema=None) as batch_op:
        batch_op.alter_column("institution_id", existing_type=db.Str(40), nullable=True)
        batch_op.alter_column("insurance", existing_type=db.Str(30), nullable=True)
    with op.batch_alter_table("cooperations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("periods", db.Json(), nullable=True))
    _new_tables()


def _claims() -> None:
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.alter_column("institution_id", existing_type=db.Str(40), nullable=True)
        batch_op.alter_column("person_id", existing_type=db.Str(40), nullable=True)
        batch_op.alter_column("insurance", existing_type=db.Str(30), nullable=True)
        batch_op.add_column(sa.Column("kind", db.Str(20), server_default="medical", nullable=False))
        batch_op.add_column(sa.Column("purpose", db.Str(20), nullable=True))
        batch_op.add_column(sa.Column("payer_party", db.Str(40), nullable=True))
        batch_op.add_column(sa.Column("payee_party", db.Str(40), nullable=True))
        batch_op.add_column(sa.Column("period", db.Str(10), nullable=True))
        batch_op.add_column(sa.Column("fee", db.Fen(), nullable=True))
        batch_op.add_column(sa.Column("items", db.Int(), nullable=True))
        batch_op.add_column(sa.Column("fingerprint", db.Str(64), nullable=True))
        batch_op.create_check_constraint(op.f("ck_claims_kind_known"), _KINDS)
        batch_op.create_check_constraint(op.f("ck_claims_purpose_known"), _PURPOSES)
    op.create_index(
        "ix_claims_parties",
        "claims",
        [
            *("cycle_id", "home_region", "care_region", "purpose", "payer_party"),
            *("payee_party", "is_prior_year", "kind", "clearing"),
        ],
        unique=False,
        sqlite_where=_NOT_MEDICAL,
        postgresql_where=_NOT_MEDICAL,
    )


def _cycles() -> None:
    with op.batch_alter_table("cycles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", db.Str(20), server_default="medical", nullable=False))
        batch_op.add_column(sa.Column("period", db.Str(10), nullable=True))
    op.execute("UPDATE cycles SET period = month")
    with op.batch_alter_table("cycles", schema=None) as batch_op:
        batch_op.alter_column("period", existing_type=db.Str(10), nullable=False)
        batch_op.drop_constraint(op.f("uq_cycles_month_province"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_cycles_period_province_kind"), ["period", "province", "kind"]
        )
        batch_op.create_check_constraint(op.f("ck_cycles_kind_known"), _KINDS)


def _new_tables() -> None:
    op.create_table(
        "pass_shares",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("event", db.Str(36), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("issuer_region", db.Str(6), nullable=False),
        sa.Column("venue", db.Str(40), nullable=False),
        sa.Column("venue_region", db.Str(6), nullable=False),
        sa.Column("visits", db.Int(), nullable=False),
        sa.Column("weight", db.Int(), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("pool", db.Fen(), nullable=False),
        sa.Column("claim_id", db.Str(40), nullable=True),
        sa.Column("fingerprint", db.Str(64), nullable=False),
        sa.Column("shared_at", db.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pass_shares")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_pass_shares_claim_id")),
        sa.UniqueConstraint("event", "ordinal", name=op.f("uq_pass_shares_event_ordinal")),
        sa.UniqueConstraint("event", "venue", name=op.f("uq_pass_shares_event_venue")),
    )
    op.create_table(
        "statement_party_lines",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("statement_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("purpose", db.Str(20), nullable=False),
        sa.Column("payer_party", db.Str(40), nullable=False),
        sa.Column("payee_party", db.Str(40), nullable=False),
        sa.Column("is_prior_year", db.Bool(), server_default=sa.false(), nullable=False),
        sa.Column("claims", db.Int(), nullable=False),
        sa.Column("total", db.Fen(), nullable=False),
        sa.Column("deducted", db.Fen(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_statement_party_lines")),
        sa.UniqueConstraint(
            "statement_id", "ordinal", name=op.f("uq_statement_party_lines_statement_id_ordinal")
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
