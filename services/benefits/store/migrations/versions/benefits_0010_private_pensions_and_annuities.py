"""private pensions, annuities and what heirs get of them."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "benefits_0010"
down_revision = "benefits_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_inheritances",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("account_kind", db.Str(24), nullable=False),
        sa.Column("account_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("person_name", db.Str(100), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("died_on", db.Date(), nullable=False),
        sa.Column("opened_on", db.Date(), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=True),
        sa.Column("amount", db.Fen(), nullable=True),
        sa.Column("proof_number", db.Str(60), nullable=True),
        sa.Column("divided_on", db.Date(), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "account_kind IN ('occupational_annuity', 'enterprise_annuity', 'private_pension')",
            name=op.f("ck_account_inheritances_account_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'divided', 'paid')",
            name=op.f("ck_account_inheritances_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_account_inheritances")),
        sa.UniqueConstraint(
            "account_id", "ordinal", name=op.f("uq_account_inheritances_account_id_ordinal")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_account_inheritances_id")),
    )
    op.create_table(
        "annuity_accounts",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("kind", db.Str(12), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("person_name", db.Str(100), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("plan_number", db.Str(20), nullable=False),
        sa.Column("party_id", db.Str(64), nullable=False),
        sa.Column("employer_name", db.Str(100), nullable=False),
        sa.Column("opened_on", db.Date(), nullable=False),
        sa.Column("emptied_on", db.Date(), nullable=True),
        sa.Column("application_id", db.Str(40), nullable=True),
        sa.Column("reason", db.Str(12), nullable=True),
        sa.Column("manner", db.Str(20), nullable=True),
        sa.Column("parts", db.Int(), nullable=True),
        sa.Column("part", db.Fen(), nullable=True),
        sa.Column("payee", db.Str(100), nullable=True),
        sa.Column("paid_parts", db.Int(), nullable=False),
        sa.Column("entries", db.Int(), nullable=False),
        sa.Column("balance", db.Fen(), nullable=False),
        sa.Column("status", db.Str(12), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('enterprise', 'occupational')", name=op.f("ck_annuity_accounts_kind_known")
        ),
        sa.CheckConstraint(
            "manner IN ('monthly', 'instalments', 'at_once', 'by_payout_months', 'annuity_insurance')",
            name=op.f("ck_annuity_accounts_manner_known"),
        ),
        sa.CheckConstraint(
            "reason IN ('retirement', 'disability', 'emigration', 'death')",
            name=op.f("ck_annuity_accounts_reason_known"),
        ),
        sa.CheckConstraint(
            "status IN ('accumulating', 'option_fixed', 'instructed', 'running', 'emptied', 'moved', 'estate')",
            name=op.f("ck_annuity_accounts_status_known"),
        ),
        sa.CheckConstraint(
            "balance >= 0", name=op.f("ck_annuity_accounts_balance_not_below_nothing")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_annuity_accounts")),
        sa.UniqueConstraint("application_id", name=op.f("uq_annuity_accounts_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_annuity_accounts_id")),
        sa.UniqueConstraint(
            "person_id",
            "kind",
            "plan_number",
            name=op.f("uq_annuity_accounts_person_id_kind_plan_number"),
        ),
    )
    with op.batch_alter_table("annuity_accounts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_annuity_accounts_party_id"), ["party_id"], unique=False
        )

    op.create_table(
        "annuity_entries",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("account_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("kind", db.Str(24), nullable=False),
        sa.Column("period", db.Str(7), nullable=False),
        sa.Column("reference", db.Str(40), server_default="direct", nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("booked_on", db.Date(), nullable=False),
        sa.Column("explanation", db.Json(), nullable=True),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('employer_contribution', 'person_contribution', 'income', 'interest', 'refund', 'payout', 'premium', 'inheritance', 'transfer_out', 'transfer_in')",
            name=op.f("ck_annuity_entries_kind_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_annuity_entries")),
        sa.UniqueConstraint(
            "account_id",
            "kind",
            "period",
            "reference",
            name=op.f("uq_annuity_entries_account_id_kind_period_reference"),
        ),
        sa.UniqueConstraint(
            "account_id", "ordinal", name=op.f("uq_annuity_entries_account_id_ordinal")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_annuity_entries_id")),
    )
    op.create_table(
        "annuity_payouts",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("account_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("number", db.Int(), nullable=False),
        sa.Column("due_on", db.Date(), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("tax", db.Fen(), server_default="0", nullable=False),
        sa.Column("payment_id", db.Str(40), nullable=False),
        sa.Column("tax_payment_id", db.Str(40), nullable=True),
        sa.Column("explanation", db.Json(), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('ordered', 'paid', 'returned')",
            name=op.f("ck_annuity_payouts_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_annuity_payouts")),
        sa.UniqueConstraint(
            "account_id", "number", name=op.f("uq_annuity_payouts_account_id_number")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_annuity_payouts_id")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_annuity_payouts_payment_id")),
        sa.UniqueConstraint("tax_payment_id", name=op.f("uq_annuity_payouts_tax_payment_id")),
    )
    op.create_table(
        "inheritance_shares",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("inheritance_id", db.Str(40), nullable=False),
        sa.Column("number", db.Int(), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("person_name", db.Str(100), nullable=False),
        sa.Column("parts", db.Int(), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("tax", db.Fen(), nullable=False),
        sa.Column("payment_id", db.Str(40), nullable=False),
        sa.Column("tax_payment_id", db.Str(40), nullable=True),
        sa.Column("explanation", db.Json(), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('ordered', 'paid', 'returned')",
            name=op.f("ck_inheritance_shares_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inheritance_shares")),
        sa.UniqueConstraint("id", name=op.f("uq_inheritance_shares_id")),
        sa.UniqueConstraint(
            "inheritance_id", "number", name=op.f("uq_inheritance_shares_inheritance_id_number")
        ),
        sa.UniqueConstraint(
            "inheritance_id",
            "person_id",
            name=op.f("uq_inheritance_shares_inheritance_id_person_id"),
        ),
        sa.UniqueConstraint("payment_id", name=op.f("uq_inheritance_shares_payment_id")),
        sa.UniqueConstraint("tax_payment_id", name=op.f("uq_inheritance_shares_tax_payment_id")),
    )
    op.create_table(
        "private_pension_contributions",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("pension_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=True),
        sa.Column("year", db.Int(), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("year_limit", db.Fen(), nullable=False),
        sa.Column("pay_by", db.Str(16), nullable=False),
        sa.Column("bank_code", db.Str(6), nullable=False),
        sa.Column("funds_account_id", db.Str(40), nullable=False),
        sa.Column("tries", db.Int(), nullable=False),
        sa.Column("reference", db.Str(60), nullable=True),
        sa.Column("paid_on", db.Date(), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "pay_by IN ('card_account', 'electronic_card', 'bank')",
            name=op.f("ck_private_pension_contributions_pay_by_known"),
        ),
        sa.CheckConstraint(
            "status IN ('due', 'paying', 'paid', 'failed', 'refunded')",
            name=op.f("ck_private_pension_contributions_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_private_pension_contributions")),
        sa.UniqueConstraint(
            "application_id", name=op.f("uq_private_pension_contributions_application_id")
        ),
        sa.UniqueConstraint(
            "bank_code",
            "reference",
            name=op.f("uq_private_pension_contributions_bank_code_reference"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_private_pension_contributions_id")),
    )
    with op.batch_alter_table("private_pension_contributions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_private_pension_contributions_pension_id"), ["pension_id"], unique=False
        )
        batch_op.create_index(
            "ix_private_pension_contributions_year", ["person_id", "year"], unique=False
        )

    op.create_table(
        "private_pension_entries",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("pension_id", db.Str(40), nullable=False),
        sa.Column("funds_account_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("kind", db.Str(20), nullable=False),
        sa.Column("cash", db.Fen(), nullable=False),
        sa.Column("holdings", db.Fen(), nullable=False),
        sa.Column("reference", db.Str(60), nullable=False),
        sa.Column("booked_on", db.Date(), nullable=False),
        sa.Column("explanation", db.Json(), nullable=True),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('contribution', 'contribution_refund', 'purchase', 'redemption', 'income', 'moved_out', 'moved_in', 'payout', 'inheritance')",
            name=op.f("ck_private_pension_entries_kind_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_private_pension_entries")),
        sa.UniqueConstraint(
            "funds_account_id",
            "ordinal",
            name=op.f("uq_private_pension_entries_funds_account_id_ordinal"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_private_pension_entries_id")),
        sa.UniqueConstraint(
            "kind",
            "reference",
            "funds_account_id",
            name=op.f("uq_private_pension_entries_kind_reference_funds_account_id"),
        ),
    )
    with op.batch_alter_table("private_pension_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_private_pension_entries_pension_id"), ["pension_id"], unique=False
        )

    op.create_table(
        "private_pension_funds",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("pension_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("bank_code", db.Str(6), nullable=False),
        sa.Column("channel", db.Str(10), nullable=False),
        sa.Column("opened_on", db.Date(), nullable=False),
        sa.Column("left_on", db.Date(), nullable=True),
        sa.Column("entries", db.Int(), nullable=False),
        sa.Column("cash", db.Fen(), nullable=False),
        sa.Column("holdings", db.Fen(), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('holder', 'bank', 'agency', 'owner')",
            name=op.f("ck_private_pension_funds_channel_known"),
        ),
        sa.CheckConstraint(
            "status IN ('active', 'left')", name=op.f("ck_private_pension_funds_status_known")
        ),
        sa.CheckConstraint(
            "cash >= 0", name=op.f("ck_private_pension_funds_cash_not_below_nothing")
        ),
        sa.CheckConstraint(
            "holdings >= 0", name=op.f("ck_private_pension_funds_holdings_not_below_nothing")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_private_pension_funds")),
        sa.UniqueConstraint("id", name=op.f("uq_private_pension_funds_id")),
        sa.UniqueConstraint(
            "pension_id", "ordinal", name=op.f("uq_private_pension_funds_pension_id_ordinal")
        ),
    )
    op.create_table(
        "private_pension_holdings",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("pension_id", db.Str(40), nullable=False),
        sa.Column("funds_account_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("product_code", db.Str(5), nullable=False),
        sa.Column("product_class", db.Str(10), nullable=False),
        sa.Column("bought_on", db.Date(), nullable=False),
        sa.Column("cost", db.Fen(), nullable=False),
        sa.Column("unsold", db.Fen(), nullable=False),
        sa.Column("income", db.Fen(), nullable=False),
        sa.Column("sales", db.Int(), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "product_class IN ('deposit', 'fund', 'insurance', 'wealth')",
            name=op.f("ck_private_pension_holdings_product_class_known"),
        ),
        sa.CheckConstraint(
            "status IN ('held', 'redeemed')", name=op.f("ck_private_pension_holdings_status_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_private_pension_holdings")),
        sa.UniqueConstraint("id", name=op.f("uq_private_pension_holdings_id")),
        sa.UniqueConstraint(
            "pension_id", "ordinal", name=op.f("uq_private_pension_holdings_pension_id_ordinal")
        ),
    )
    with op.batch_alter_table("private_pension_holdings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_private_pension_holdings_funds_account_id"),
            ["funds_account_id"],
            unique=False,
        )

    op.create_table(
        "private_pension_payouts",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("pension_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("number", db.Int(), nullable=False),
        sa.Column("due_on", db.Date(), nullable=False),
        sa.Column("gross", db.Fen(), nullable=False),
        sa.Column("tax", db.Fen(), nullable=False),
        sa.Column("net", db.Fen(), nullable=False),
        sa.Column("payment_id", db.Str(40), nullable=False),
        sa.Column("tax_payment_id", db.Str(40), nullable=True),
        sa.Column("explanation", db.Json(), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('ordered', 'paid', 'returned')",
            name=op.f("ck_private_pension_payouts_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_private_pension_payouts")),
        sa.UniqueConstraint("id", name=op.f("uq_private_pension_payouts_id")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_private_pension_payouts_payment_id")),
        sa.UniqueConstraint(
            "pension_id", "number", name=op.f("uq_private_pension_payouts_pension_id_number")
        ),
        sa.UniqueConstraint(
            "tax_payment_id", name=op.f("uq_private_pension_payouts_tax_payment_id")
        ),
    )
    op.create_table(
        "private_pensions",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("person_name", db.Str(100), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("opened_on", db.Date(), nullable=False),
        sa.Column("closed_on", db.Date(), nullable=True),
        sa.Column("condition", db.Str(20), nullable=True),
        sa.Column("manner", db.Str(12), nullable=True),
        sa.Column("parts", db.Int(), nullable=True),
        sa.Column("part", db.Fen(), nullable=True),
        sa.Column("redeemed", db.Fen(), nullable=False),
        sa.Column("paid_parts", db.Int(), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "condition IN ('pension_age', 'lost_capacity', 'settled_abroad', 'medical_bills', 'unemployed', 'subsistence')",
            name=op.f("ck_private_pensions_condition_known"),
        ),
        sa.CheckConstraint(
            "manner IN ('monthly', 'instalments', 'at_once')",
            name=op.f("ck_private_pensions_manner_known"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'paying', 'closed', 'estate')",
            name=op.f("ck_private_pensions_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_private_pensions")),
        sa.UniqueConstraint("application_id", name=op.f("uq_private_pensions_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_private_pensions_id")),
        sa.UniqueConstraint("person_id", name=op.f("uq_private_pensions_person_id")),
    )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
