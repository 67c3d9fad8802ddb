"""relations, employers, contributions and accounts of social insurance."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "benefits_0009"
down_revision = "benefits_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contribution_charge_parts",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("charge_id", db.Str(40), nullable=False),
        sa.Column("kind", db.Str(24), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("employer", db.Fen(), nullable=False),
        sa.Column("personal", db.Fen(), nullable=False),
        sa.Column("subsidy", db.Fen(), nullable=False),
        sa.Column("late_fee", db.Fen(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('employee_pension', 'institution_pension', 'resident_pension', 'unemployment', 'work_injury', 'medical', 'maternity', 'occupational_annuity')",
            name=op.f("ck_contribution_charge_parts_kind_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_contribution_charge_parts")),
        sa.UniqueConstraint(
            "charge_id",
            "kind",
            "month",
            name=op.f("uq_contribution_charge_parts_charge_id_kind_month"),
        ),
    )
    op.create_table(
        "contribution_charges",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("business_key", db.Str(200), nullable=False),
        sa.Column("kind", db.Str(16), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=True),
        sa.Column("party_id", db.Str(64), nullable=True),
        sa.Column("credit_code", db.Str(18), nullable=True),
        sa.Column("payer_name", db.Str(100), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=True),
        sa.Column("declaration_id", db.Str(40), nullable=True),
        sa.Column("from_month", db.Str(7), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("persons", db.Int(), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("subsidy", db.Fen(), nullable=False),
        sa.Column("late_fee", db.Fen(), nullable=False),
        sa.Column("pay_by", db.Str(16), nullable=False),
        sa.Column("due_on", db.Date(), nullable=False),
        sa.Column("paid_on", db.Date(), nullable=True),
        sa.Column("tries", db.Int(), nullable=False),
        sa.Column("return_code", db.Str(2), nullable=True),
        sa.Column("reference", db.Str(40), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('employer_month', 'arrears', 'flexible', 'resident')",
            name=op.f("ck_contribution_charges_kind_known"),
        ),
        sa.CheckConstraint(
            "pay_by IN ('employer_account', 'card_account', 'electronic_card')",
            name=op.f("ck_contribution_charges_pay_by_known"),
        ),
        sa.CheckConstraint(
            "status IN ('due', 'paying', 'failed', 'overdue', 'paid', 'cancelled', 'refunded')",
            name=op.f("ck_contribution_charges_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_contribution_charges")),
        sa.UniqueConstraint("business_key", name=op.f("uq_contribution_charges_business_key")),
        sa.UniqueConstraint("id", name=op.f("uq_contribution_charges_id")),
    )
    with op.batch_alter_table("contribution_charges", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contribution_charges_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_contribution_charges_credit_code"), ["credit_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_contribution_charges_person_id"), ["person_id"], unique=False
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
            "kind IN ('employee_pension', 'institution_pension', 'resident_pension', 'unemployment', 'work_injury', 'medical', 'maternity', 'occupational_annuity')",
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
    op.create_table(
        "contribution_declaration_lines",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("declaration_id", db.Str(40), nullable=False),
        sa.Column("number", db.Int(), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("social_security_number", db.Str(18), nullable=False),
        sa.Column("change", db.Str(10), nullable=False),
        sa.Column("wage", db.Fen(), nullable=False),
        sa.Column("from_month", db.Str(7), nullable=False),
        sa.CheckConstraint(
            "change IN ('unchanged', 'joined', 'left', 'wage', 'arrears')",
            name=op.f("ck_contribution_declaration_lines_change_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_contribution_declaration_lines")),
        sa.UniqueConstraint(
            "declaration_id",
            "number",
            name=op.f("uq_contribution_declaration_lines_declaration_id_number"),
        ),
    )
    op.create_table(
        "contribution_declarations",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("business_key", db.Str(200), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=True),
        sa.Column("party_id", db.Str(64), nullable=False),
        sa.Column("credit_code", db.Str(18), nullable=False),
        sa.Column("employer_name", db.Str(100), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("sha256", db.Str(64), nullable=False),
        sa.Column("lines_count", db.Int(), nullable=False),
        sa.Column("charge_id", db.Str(40), nullable=True),
        sa.Column("declared_on", db.Date(), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('declared', 'assessed', 'paid', 'overdue')",
            name=op.f("ck_contribution_declarations_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_contribution_declarations")),
        sa.UniqueConstraint("business_key", name=op.f("uq_contribution_declarations_business_key")),
        sa.UniqueConstraint("id", name=op.f("uq_contribution_declarations_id")),
    )
    with op.batch_alter_table("contribution_declarations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contribution_declarations_charge_id"), ["charge_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_contribution_declarations_credit_code"), ["credit_code"], unique=False
        )

    op.create_table(
        "contribution_months",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("kind", db.Str(24), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("relation_id", db.Str(40), nullable=True),
        sa.Column("charge_id", db.Str(40), nullable=True),
        sa.Column("category", db.Str(12), nullable=False),
        sa.Column("base", db.Fen(), nullable=False),
        sa.Column("employer", db.Fen(), nullable=False),
        sa.Column("personal", db.Fen(), nullable=False),
        sa.Column("subsidy", db.Fen(), nullable=False),
        sa.Column("to_account", db.Fen(), nullable=False),
        sa.Column("index_millionths", db.Int(), nullable=True),
        sa.Column("origin", db.Str(12), nullable=False),
        sa.Column("paid_on", db.Date(), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("live", db.Int(), nullable=True),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "(live IS NULL) = (status NOT IN ('due', 'paid'))",
            name=op.f("ck_contribution_months_live_or_not"),
        ),
        sa.CheckConstraint(
            "category IN ('employee', 'flexible', 'institution', 'resident')",
            name=op.f("ck_contribution_months_category_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('employee_pension', 'institution_pension', 'resident_pension', 'unemployment', 'work_injury', 'medical', 'maternity', 'occupational_annuity')",
            name=op.f("ck_contribution_months_kind_known"),
        ),
        sa.CheckConstraint(
            "origin IN ('paid', 'deemed', 'transferred', 'military')",
            name=op.f("ck_contribution_months_origin_known"),
        ),
        sa.CheckConstraint(
            "status IN ('due', 'paid', 'void', 'refunded', 'moved')",
            name=op.f("ck_contribution_months_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_contribution_months")),
        sa.UniqueConstraint(
            "person_id",
            "kind",
            "month",
            "live",
            name=op.f("uq_contribution_months_person_id_kind_month_live"),
        ),
    )
    with op.batch_alter_table("contribution_months", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contribution_months_charge", ["charge_id", "status"], unique=False
        )

    op.create_table(
        "insurance_relations",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("person_name", db.Str(100), nullable=False),
        sa.Column("kind", db.Str(24), nullable=False),
        sa.Column("category", db.Str(12), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=True),
        sa.Column("employer_party_id", db.Str(64), nullable=True),
        sa.Column("employer_credit_code", db.Str(18), nullable=True),
        sa.Column("wage", db.Fen(), nullable=False),
        sa.Column("base", db.Fen(), nullable=False),
        sa.Column("from_month", db.Str(7), nullable=False),
        sa.Column("started_on", db.Date(), nullable=False),
        sa.Column("suspended_on", db.Date(), nullable=True),
        sa.Column("ended_on", db.Date(), nullable=True),
        sa.Column("ended_for", db.Str(20), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("live", db.Int(), nullable=True),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "(live IS NULL) = (status = 'ended')",
            name=op.f("ck_insurance_relations_live_while_open"),
        ),
        sa.CheckConstraint(
            "category IN ('employee', 'flexible', 'institution', 'resident')",
            name=op.f("ck_insurance_relations_category_known"),
        ),
        sa.CheckConstraint(
            "ended_for IN ('left', 'moved', 'retired', 'died', 'changed_scheme', 'withdrawn')",
            name=op.f("ck_insurance_relations_ended_for_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('employee_pension', 'institution_pension', 'resident_pension', 'unemployment', 'work_injury', 'medical', 'maternity', 'occupational_annuity')",
            name=op.f("ck_insurance_relations_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('enrolled', 'suspended', 'ended')",
            name=op.f("ck_insurance_relations_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_insurance_relations")),
        sa.UniqueConstraint("id", name=op.f("uq_insurance_relations_id")),
        sa.UniqueConstraint(
            "person_id", "kind", "live", name=op.f("uq_insurance_relations_person_id_kind_live")
        ),
        sa.UniqueConstraint(
            "person_id",
            "kind",
            "ordinal",
            name=op.f("uq_insurance_relations_person_id_kind_ordinal"),
        ),
    )
    with op.batch_alter_table("insurance_relations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_insurance_relations_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            "ix_insurance_relations_employer",
            ["employer_credit_code", "region_code", "live"],
            unique=False,
        )

    op.create_table(
        "insured_employers",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("credit_code", db.Str(18), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("party_id", db.Str(64), nullable=True),
        sa.Column("name", db.Str(100), nullable=False),
        sa.Column("nature", db.Str(12), nullable=False),
        sa.Column("industry_class", db.Int(), nullable=False),
        sa.Column("size", db.Str(5), nullable=False),
        sa.Column("registered_on", db.Date(), nullable=False),
        sa.Column("by_direct_debit", db.Bool(), server_default="0", nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "nature IN ('enterprise', 'institution')",
            name=op.f("ck_insured_employers_nature_known"),
        ),
        sa.CheckConstraint(
            "size IN ('large', 'small')", name=op.f("ck_insured_employers_size_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_insured_employers")),
        sa.UniqueConstraint(
            "credit_code", "region_code", name=op.f("uq_insured_employers_credit_code_region_code")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_insured_employers_id")),
    )
    with op.batch_alter_table("insured_employers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_insured_employers_party_id"), ["party_id"], unique=False
        )

    op.create_table(
        "payout_accounts",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("scheme", db.Str(12), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("account_id", db.Str(40), nullable=False),
        sa.Column("from_month", db.Str(7), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("live", db.Int(), nullable=True),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "scheme IN ('pension', 'work_injury', 'unemployment')",
            name=op.f("ck_payout_accounts_scheme_known"),
        ),
        sa.CheckConstraint(
            "status IN ('active', 'replaced')", name=op.f("ck_payout_accounts_status_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_payout_accounts")),
        sa.UniqueConstraint("application_id", name=op.f("uq_payout_accounts_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_payout_accounts_id")),
        sa.UniqueConstraint(
            "person_id", "ordinal", name=op.f("uq_payout_accounts_person_id_ordinal")
        ),
        sa.UniqueConstraint(
            "person_id", "scheme", "live", name=op.f("uq_payout_accounts_person_id_scheme_live")
        ),
    )
    op.create_table(
        "pension_account_entries",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("account_id", db.Str(40), nullable=False),
        sa.Column("business_key", db.Str(200), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("kind", db.Str(12), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("posted_on", db.Date(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('contribution', 'subsidy', 'interest', 'transfer_in', 'transfer_out', 'payout', 'refund', 'correction')",
            name=op.f("ck_pension_account_entries_kind_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pension_account_entries")),
        sa.UniqueConstraint("business_key", name=op.f("uq_pension_account_entries_business_key")),
    )
    with op.batch_alter_table("pension_account_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_pension_account_entries_account", ["account_id", "month"], unique=False
        )

    op.create_table(
        "pension_accounts",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("kind", db.Str(24), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("balance", db.Fen(), nullable=False),
        sa.Column("opened_on", db.Date(), nullable=False),
        sa.Column("closed_on", db.Date(), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('employee_pension', 'institution_pension', 'resident_pension', 'occupational_annuity')",
            name=op.f("ck_pension_accounts_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'closed')", name=op.f("ck_pension_accounts_status_known")
        ),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_pension_accounts_balance_not_negative")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pension_accounts")),
        sa.UniqueConstraint("id", name=op.f("uq_pension_accounts_id")),
        sa.UniqueConstraint(
            "person_id", "kind", "ordinal", name=op.f("uq_pension_accounts_person_id_kind_ordinal")
        ),
    )
    with op.batch_alter_table("pension_accounts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_pension_accounts_region", ["region_code", "kind", "status"], unique=False
        )

    op.create_table(
        "personal_data_changes",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("field", db.Str(24), nullable=False),
        sa.Column("card_order_id", db.Str(40), nullable=True),
        sa.Column("status", db.Str(16), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "field IN ('contact_phone', 'contact_address', 'residence', 'nation', 'name', 'social_security_number', 'photo', 'bank')",
            name=op.f("ck_personal_data_changes_field_known"),
        ),
        sa.CheckConstraint(
            "status IN ('asked', 'changed', 'new_card_needed', 'refused')",
            name=op.f("ck_personal_data_changes_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_personal_data_changes")),
        sa.UniqueConstraint("card_order_id", name=op.f("uq_personal_data_changes_card_order_id")),
        sa.UniqueConstraint("id", name=op.f("uq_personal_data_changes_id")),
    )
    with op.batch_alter_table("personal_data_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_personal_data_changes_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_personal_data_changes_person_id"), ["person_id"], unique=False
        )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
