"""work injuries, their benefits, floating rates, prevention and platforms."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "benefits_0011"
down_revision = "benefits_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assistive_devices",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("injury_id", db.Str(40), nullable=False),
        sa.Column("finding_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("device", db.Str(20), nullable=False),
        sa.Column("supplier_name", db.Str(100), nullable=False),
        sa.Column("confirmed_on", db.Date(), nullable=False),
        sa.Column("fitted_on", db.Date(), nullable=True),
        sa.Column("lasts_until", db.Date(), nullable=True),
        sa.Column("price", db.Fen(), nullable=True),
        sa.Column("grant_id", db.Str(40), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "device IN ('prosthesis', 'orthosis', 'artificial_eye', 'denture', 'wheelchair', 'hearing_aid', 'crutch')",
            name=op.f("ck_assistive_devices_device_known"),
        ),
        sa.CheckConstraint(
            "status IN ('confirmed', 'fitted', 'paid', 'expired')",
            name=op.f("ck_assistive_devices_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_assistive_devices")),
        sa.UniqueConstraint("application_id", name=op.f("uq_assistive_devices_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_assistive_devices_id")),
    )
    with op.batch_alter_table("assistive_devices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assistive_devices_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "capacity_findings",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("number", db.Str(40), nullable=False),
        sa.Column("injury_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("kind", db.Str(8), nullable=False),
        sa.Column("grade", db.Int(), nullable=True),
        sa.Column("care_level", db.Str(10), nullable=False),
        sa.Column("devices", db.Json(), nullable=False),
        sa.Column("concluded_on", db.Date(), nullable=False),
        sa.Column("contest_until", db.Date(), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "care_level IN ('none', 'partial', 'major', 'complete')",
            name=op.f("ck_capacity_findings_care_level_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('first', 'again', 'review')", name=op.f("ck_capacity_findings_kind_known")
        ),
        sa.CheckConstraint(
            "status IN ('graded', 'appealed', 'final')",
            name=op.f("ck_capacity_findings_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_capacity_findings")),
        sa.UniqueConstraint("application_id", name=op.f("uq_capacity_findings_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_capacity_findings_id")),
        sa.UniqueConstraint(
            "injury_id", "ordinal", name=op.f("uq_capacity_findings_injury_id_ordinal")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_capacity_findings_number")),
    )
    with op.batch_alter_table("capacity_findings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_capacity_findings_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "capacity_panels",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("experts", db.Int(), nullable=False),
        sa.Column("grade", db.Int(), nullable=True),
        sa.Column("care_level", db.Str(10), nullable=False),
        sa.Column("devices", db.Json(), nullable=False),
        sa.Column("concluded_on", db.Date(), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "care_level IN ('none', 'partial', 'major', 'complete')",
            name=op.f("ck_capacity_panels_care_level_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_capacity_panels")),
        sa.UniqueConstraint("application_id", name=op.f("uq_capacity_panels_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_capacity_panels_id")),
    )
    op.create_table(
        "injury_bills",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("grant_id", db.Str(40), nullable=False),
        sa.Column("injury_id", db.Str(40), nullable=False),
        sa.Column("invoice_number", db.Str(30), nullable=False),
        sa.Column("invoice_date", db.Date(), nullable=False),
        sa.Column("issuer_name", db.Str(100), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_injury_bills")),
        sa.UniqueConstraint("id", name=op.f("uq_injury_bills_id")),
        sa.UniqueConstraint("invoice_number", name=op.f("uq_injury_bills_invoice_number")),
    )
    with op.batch_alter_table("injury_bills", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_injury_bills_grant_id"), ["grant_id"], unique=False)

    op.create_table(
        "injury_certifications",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("benefit", db.Str(24), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("due_date", db.Date(), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=True),
        sa.Column("method", db.Str(10), nullable=True),
        sa.Column("certified_on", db.Date(), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "benefit IN ('disability_allowance', 'care', 'dependants_pension')",
            name=op.f("ck_injury_certifications_benefit_known"),
        ),
        sa.CheckConstraint(
            "method IN ('data_match', 'face', 'counter', 'visit')",
            name=op.f("ck_injury_certifications_method_known"),
        ),
        sa.CheckConstraint(
            "status IN ('due', 'certified', 'overdue')",
            name=op.f("ck_injury_certifications_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_injury_certifications")),
        sa.UniqueConstraint("id", name=op.f("uq_injury_certifications_id")),
        sa.UniqueConstraint(
            "person_id",
            "benefit",
            "ordinal",
            name=op.f("uq_injury_certifications_person_id_benefit_ordinal"),
        ),
    )
    op.create_table(
        "injury_grants",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("item_code", db.Str(8), nullable=False),
        sa.Column("kind", db.Str(20), nullable=False),
        sa.Column("injury_id", db.Str(40), nullable=False),
        sa.Column("finding_id", db.Str(40), nullable=True),
        sa.Column("grade", db.Int(), nullable=True),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("payee_name", db.Str(100), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('lump_sum', 'leaving_medical', 'funeral', 'death_grant', 'death_advance', 'bills', 'device')",
            name=op.f("ck_injury_grants_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('granted', 'paid', 'returned', 'recovered')",
            name=op.f("ck_injury_grants_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_injury_grants")),
        sa.UniqueConstraint(
            "application_id", "ordinal", name=op.f("uq_injury_grants_application_id_ordinal")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_injury_grants_id")),
    )
    with op.batch_alter_table("injury_grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_injury_grants_injury_id"), ["injury_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_injury_grants_person_id"), ["person_id"], unique=False)

    op.create_table(
        "injury_pension_months",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("pension_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('ordered', 'paid', 'returned', 'recovered')",
            name=op.f("ck_injury_pension_months_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_injury_pension_months")),
        sa.UniqueConstraint("id", name=op.f("uq_injury_pension_months_id")),
        sa.UniqueConstraint(
            "pension_id", "month", name=op.f("uq_injury_pension_months_pension_id_month")
        ),
    )
    op.create_table(
        "injury_pensions",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("item_code", db.Str(8), nullable=False),
        sa.Column("kind", db.Str(24), nullable=False),
        sa.Column("injury_id", db.Str(40), nullable=False),
        sa.Column("finding_id", db.Str(40), nullable=True),
        sa.Column("grade", db.Int(), nullable=True),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("payee_name", db.Str(100), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("monthly_amount", db.Fen(), nullable=False),
        sa.Column("explanation", db.Json(), nullable=False),
        sa.Column("from_month", db.Str(7), nullable=False),
        sa.Column("next_month", db.Str(7), nullable=False),
        sa.Column("until_month", db.Str(7), nullable=True),
        sa.Column("certified_until", db.Date(), nullable=False),
        sa.Column("ended_month", db.Str(7), nullable=True),
        sa.Column("ended_for", db.Str(20), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "ended_for IN ('died', 'regraded', 'overturned', 'left_employer', 'age_reached', 'on_pension')",
            name=op.f("ck_injury_pensions_ended_for_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('disability_allowance', 'care', 'dependants_pension')",
            name=op.f("ck_injury_pensions_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('granted', 'running', 'adjusted', 'suspended', 'stopped')",
            name=op.f("ck_injury_pensions_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_injury_pensions")),
        sa.UniqueConstraint(
            "application_id", "ordinal", name=op.f("uq_injury_pensions_application_id_ordinal")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_injury_pensions_id")),
    )
    with op.batch_alter_table("injury_pensions", schema=None) as batch_op:
        batch_op.create_index("ix_injury_pensions_due", ["status", "next_month"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_injury_pensions_injury_id"), ["injury_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_injury_pensions_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "injury_rates",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("insured_employer_id", db.Str(40), nullable=False),
        sa.Column("credit_code", db.Str(18), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("party_id", db.Str(64), nullable=True),
        sa.Column("industry_class", db.Int(), nullable=False),
        sa.Column("first_month", db.Str(7), nullable=False),
        sa.Column("last_month", db.Str(7), nullable=False),
        sa.Column("contributed", db.Fen(), nullable=False),
        sa.Column("spent", db.Fen(), nullable=False),
        sa.Column("injuries", db.Int(), nullable=False),
        sa.Column("staff", db.Int(), nullable=False),
        sa.Column("step", db.Str(8), nullable=False),
        sa.Column("rate_millionths", db.Int(), nullable=False),
        sa.Column("explanation", db.Json(), nullable=False),
        sa.Column("assessed_on", db.Date(), nullable=False),
        sa.Column("from_month", db.Str(7), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "step IN ('low_2', 'low_1', 'class', 'high_1', 'high_2')",
            name=op.f("ck_injury_rates_step_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_injury_rates")),
        sa.UniqueConstraint(
            "credit_code",
            "region_code",
            "from_month",
            name=op.f("uq_injury_rates_credit_code_region_code_from_month"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_injury_rates_id")),
    )
    op.create_table(
        "injury_settlements",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=True),
        sa.Column("injury_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("care_region_code", db.Str(6), nullable=False),
        sa.Column("visit_id", db.Str(40), nullable=False),
        sa.Column("settlement_id", db.Str(40), nullable=True),
        sa.Column("total", db.Fen(), nullable=False),
        sa.Column("fund_pay", db.Fen(), nullable=False),
        sa.Column("cash_pay", db.Fen(), nullable=False),
        sa.Column("status", db.Str(12), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('pre_settled', 'settled', 'refused', 'reversed')",
            name=op.f("ck_injury_settlements_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_injury_settlements")),
        sa.UniqueConstraint("application_id", name=op.f("uq_injury_settlements_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_injury_settlements_id")),
        sa.UniqueConstraint("settlement_id", name=op.f("uq_injury_settlements_settlement_id")),
    )
    with op.batch_alter_table("injury_settlements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_injury_settlements_injury_id"), ["injury_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_injury_settlements_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_injury_settlements_visit_id"), ["visit_id"], unique=False
        )

    op.create_table(
        "offsite_cares",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("reason", db.Str(10), nullable=False),
        sa.Column("care_region_code", db.Str(6), nullable=False),
        sa.Column("hospital_name", db.Str(100), nullable=False),
        sa.Column("from_date", db.Date(), nullable=False),
        sa.Column("to_date", db.Date(), nullable=True),
        sa.Column("ended_on", db.Date(), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('residence', 'referral')", name=op.f("ck_offsite_cares_reason_known")
        ),
        sa.CheckConstraint(
            "status IN ('confirmed', 'expired', 'cancelled')",
            name=op.f("ck_offsite_cares_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_offsite_cares")),
        sa.UniqueConstraint("application_id", name=op.f("uq_offsite_cares_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_offsite_cares_id")),
    )
    with op.batch_alter_table("offsite_cares", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offsite_cares_person_id"), ["person_id"], unique=False)

    op.create_table(
        "platform_orders",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("platform_credit_code", db.Str(18), nullable=False),
        sa.Column("platform_name", db.Str(100), nullable=False),
        sa.Column("party_id", db.Str(64), nullable=True),
        sa.Column("order_number", db.Str(40), nullable=False),
        sa.Column("trade", db.Str(10), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("accepted_at", db.Instant(), nullable=False),
        sa.Column("finished_at", db.Instant(), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("premium_id", db.Str(40), nullable=True),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "trade IN ('ride', 'delivery', 'instant', 'freight')",
            name=op.f("ck_platform_orders_trade_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_platform_orders")),
        sa.UniqueConstraint("id", name=op.f("uq_platform_orders_id")),
        sa.UniqueConstraint(
            "platform_credit_code",
            "order_number",
            name=op.f("uq_platform_orders_platform_credit_code_order_number"),
        ),
    )
    with op.batch_alter_table("platform_orders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_platform_orders_month",
            ["platform_credit_code", "region_code", "month"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_platform_orders_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_platform_orders_premium_id"), ["premium_id"], unique=False
        )

    op.create_table(
        "platform_premiums",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("platform_credit_code", db.Str(18), nullable=False),
        sa.Column("platform_name", db.Str(100), nullable=False),
        sa.Column("party_id", db.Str(64), nullable=True),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("orders", db.Int(), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("explanation", db.Json(), nullable=False),
        sa.Column("paid_at", db.Instant(), nullable=True),
        sa.Column("status", db.Str(6), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "(paid_at IS NULL) = (status = 'due')", name=op.f("ck_platform_premiums_paid_when_paid")
        ),
        sa.CheckConstraint(
            "status IN ('due', 'paid')", name=op.f("ck_platform_premiums_status_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_platform_premiums")),
        sa.UniqueConstraint("id", name=op.f("uq_platform_premiums_id")),
        sa.UniqueConstraint(
            "platform_credit_code",
            "region_code",
            "month",
            name=op.f("uq_platform_premiums_platform_credit_code_region_code_month"),
        ),
    )
    op.create_table(
        "prevention_parts",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("project_id", db.Str(40), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("milestone", db.Str(200), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("evidence", db.Str(400), nullable=True),
        sa.Column("accepted_on", db.Date(), nullable=True),
        sa.Column("payment_id", db.Str(40), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('planned', 'accepted', 'void')",
            name=op.f("ck_prevention_parts_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_prevention_parts")),
        sa.UniqueConstraint("id", name=op.f("uq_prevention_parts_id")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_prevention_parts_payment_id")),
        sa.UniqueConstraint(
            "project_id", "ordinal", name=op.f("uq_prevention_parts_project_id_ordinal")
        ),
    )
    op.create_table(
        "prevention_projects",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("number", db.Str(40), nullable=False),
        sa.Column("party_id", db.Str(64), nullable=True),
        sa.Column("applicant_kind", db.Str(12), nullable=False),
        sa.Column("applicant_credit_code", db.Str(18), nullable=False),
        sa.Column("applicant_name", db.Str(100), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("year", db.Int(), nullable=False),
        sa.Column("kind", db.Str(10), nullable=False),
        sa.Column("title", db.Str(200), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("accepted", db.Fen(), nullable=False),
        sa.Column("applied_on", db.Date(), nullable=False),
        sa.Column("reviewed_on", db.Date(), nullable=True),
        sa.Column("reason", db.Str(400), nullable=True),
        sa.Column("explanation", db.Json(), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "applicant_kind IN ('association', 'employer')",
            name=op.f("ck_prevention_projects_applicant_kind_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('publicity', 'training')", name=op.f("ck_prevention_projects_kind_known")
        ),
        sa.CheckConstraint(
            "status IN ('applied', 'approved', 'refused', 'done', 'stopped')",
            name=op.f("ck_prevention_projects_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_prevention_projects")),
        sa.UniqueConstraint("id", name=op.f("uq_prevention_projects_id")),
        sa.UniqueConstraint("number", name=op.f("uq_prevention_projects_number")),
    )
    with op.batch_alter_table("prevention_projects", schema=None) as batch_op:
        batch_op.create_index(
            "ix_prevention_projects_year", ["region_code", "year", "status"], unique=False
        )

    op.create_table(
        "work_injuries",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("number", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("person_name", db.Str(100), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("employer_credit_code", db.Str(18), nullable=False),
        sa.Column("platform_order_id", db.Str(40), nullable=True),
        sa.Column("injury_kind", db.Str(24), nullable=False),
        sa.Column("injured_on", db.Date(), nullable=False),
        sa.Column("died_on", db.Date(), nullable=True),
        sa.Column("place", db.Str(200), nullable=False),
        sa.Column("diagnosis", db.Str(500), nullable=False),
        sa.Column("applied_on", db.Date(), nullable=False),
        sa.Column("recognised_on", db.Date(), nullable=False),
        sa.Column("decide_by", db.Date(), nullable=False),
        sa.Column("is_insured", db.Bool(), nullable=False),
        sa.Column("fund_from", db.Date(), nullable=True),
        sa.Column("declared_wage", db.Fen(), nullable=True),
        sa.Column("confirmed_wage", db.Fen(), nullable=True),
        sa.Column("stop_work_until", db.Date(), nullable=False),
        sa.Column("stop_work_extended_on", db.Date(), nullable=True),
        sa.Column("contested_on", db.Date(), nullable=True),
        sa.Column("ended_on", db.Date(), nullable=True),
        sa.Column("ended_for", db.Str(20), nullable=True),
        sa.Column("status", db.Str(16), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "ended_for IN ('left_employer', 'overturned')",
            name=op.f("ck_work_injuries_ended_for_known"),
        ),
        sa.CheckConstraint(
            "injury_kind IN ('at_work', 'preparation', 'violence', 'occupational_disease', 'business_trip', 'commuting', 'sudden_death', 'public_interest')",
            name=op.f("ck_work_injuries_injury_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('recognised', 'suspended', 'deemed', 'not_recognised')",
            name=op.f("ck_work_injuries_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_work_injuries")),
        sa.UniqueConstraint("application_id", name=op.f("uq_work_injuries_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_work_injuries_id")),
        sa.UniqueConstraint("number", name=op.f("uq_work_injuries_number")),
    )
    with op.batch_alter_table("work_injuries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_injuries_employer_credit_code"),
            ["employer_credit_code"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_work_injuries_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
