"""annuities on charges, taxed, and inherited."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "benefits_0027"
down_revision = "benefits_0014"
branch_labels = None
depends_on = None

_ANNUITY_ENTRIES = (
    "kind IN ('employer_contribution', 'person_contribution', 'income', 'interest', 'refund', "
    "'payout', 'premium', 'inheritance')"
)
_ANNUITIES = (
    "status IN ('accumulating', 'option_fixed', 'instructed', 'running', 'emptied', 'estate')"
)
_PENSIONS = "status IN ('open', 'paying', 'closed', 'estate')"
_PENSION_ENTRIES = (
    "kind IN ('contribution', 'contribution_refund', 'purchase', 'redemption', 'income', "
    "'moved_out', 'moved_in', 'payout', 'inheritance')"
)


_OTHERS = {
    "annuity_accounts": {
        "kind_known": "kind IN ('enterprise', 'occupational')",
        "manner_known": "manner IN ('monthly', 'instalments', 'at_once', 'by_payout_months', "
        "'annuity_insurance')",
        "reason_known": "reason IN ('retirement', 'disability', 'emigration', 'death')",
        "balance_not_below_nothing": "balance >= 0",
    },
    "private_pensions": {
        "condition_known": "condition IN ('pension_age', 'lost_capacity', 'settled_abroad', "
        "'medical_bills', 'unemployed', 'subsistence')",
        "manner_known": "manner IN ('monthly', 'instalments', 'at_once')",
    },
}
"""What stays as it is: SQLite's copy of a table leaves all CHECKs behind."""


def _checked(table: str, column: str, known: str) -> None:
    name = op.f(f"ck_{table}_{column}_known")
    if op.get_context().dialect.name != "sqlite":
        op.drop_constraint(name, table)
        op.create_check_constraint(name, table, known)
        return
    with op.batch_alter_table(table, schema=None, recreate="always") as batch_op:
        for other, stays in _OTHERS.get(table, {}).items():
            batch_op.create_check_constraint(op.f(f"ck_{table}_{other}"), stays)
        batch_op.create_check_constraint(name, known)


def upgrade() -> None:
    with op.batch_alter_table("annuity_entries", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("reference", db.Str(40), server_default="direct", nullable=False)
        )
        batch_op.drop_constraint(op.f("uq_annuity_entries_account_id_kind_period"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_annuity_entries_account_id_kind_period_reference"),
            ["account_id", "kind", "period", "reference"],
        )
    _checked("annuity_entries", "kind", _ANNUITY_ENTRIES)
    _checked("annuity_accounts", "status", _ANNUITIES)
    _checked("private_pensions", "status", _PENSIONS)
    _checked("private_pension_entries", "kind", _PENSION_ENTRIES)
    with op.batch_alter_table("annuity_payouts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tax", db.Fen(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("tax_payment_id", db.Str(40), nullable=True))
        batch_op.add_column(sa.Column("explanation", db.Json(), nullable=True))
        batch_op.create_unique_constraint(
            op.f("uq_annuity_payouts_tax_payment_id"), ["tax_payment_id"]
        )
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
        "contribution_corrections",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("kind", db.Str(24), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("charge_id", db.Str(40), nullable=False),
        sa.Column("base", db.Fen(), nullable=False),
        sa.Column("right_base", db.Fen(), nullable=False),
        sa.Column("employer", db.Fen(), nullable=False),
        sa.Column("personal", db.Fen(), nullable=False),
        sa.Column("account", db.Fen(), nullable=False),
        sa.Column("corrected_on", db.Date(), nullable=False),
        sa.Column("explanation", db.Json(), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('employee_pension', 'institution_pension', 'resident_pension', "
            "'unemployment', 'work_injury', 'medical', 'maternity', 'occupational_annuity')",
            name=op.f("ck_contribution_corrections_kind_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_contribution_corrections")),
        sa.UniqueConstraint("id", name=op.f("uq_contribution_corrections_id")),
        sa.UniqueConstraint(
            "person_id",
            "kind",
            "month",
            "ordinal",
            name=op.f("uq_contribution_corrections_person_id_kind_month_ordinal"),
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
