"""unemployment benefits and refunds for kept staff."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "benefits_0013"
down_revision = "benefits_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job_retention_refunds",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("employer_id", db.Str(40), nullable=False),
        sa.Column("credit_code", db.Str(18), nullable=False),
        sa.Column("employer_name", db.Str(100), nullable=False),
        sa.Column("party_id", db.Str(64), nullable=True),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("year", db.Int(), nullable=False),
        sa.Column("size", db.Str(5), nullable=False),
        sa.Column("months", db.Int(), nullable=False),
        sa.Column("staff", db.Int(), nullable=False),
        sa.Column("laid_off", db.Int(), nullable=False),
        sa.Column("contributed", db.Fen(), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("explanation", db.Json(), nullable=False),
        sa.Column("payment_id", db.Str(40), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "size IN ('large', 'small')", name=op.f("ck_job_retention_refunds_size_known")
        ),
        sa.CheckConstraint(
            "status IN ('ordered', 'paid', 'returned')",
            name=op.f("ck_job_retention_refunds_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_job_retention_refunds")),
        sa.UniqueConstraint(
            "employer_id", "year", name=op.f("uq_job_retention_refunds_employer_id_year")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_job_retention_refunds_id")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_job_retention_refunds_payment_id")),
    )
    with op.batch_alter_table("job_retention_refunds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_retention_refunds_credit_code"), ["credit_code"], unique=False
        )

    op.create_table(
        "unemployment_benefit_months",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("benefit_id", db.Str(40), nullable=False),
        sa.Column("run_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("kept_back", db.Fen(), nullable=False),
        sa.Column("payment_id", db.Str(40), nullable=True),
        sa.Column("recovery_id", db.Str(40), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('ordered', 'paid', 'returned', 'recovered')",
            name=op.f("ck_unemployment_benefit_months_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_unemployment_benefit_months")),
        sa.UniqueConstraint("id", name=op.f("uq_unemployment_benefit_months_id")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_unemployment_benefit_months_payment_id")),
        sa.UniqueConstraint(
            "person_id", "month", name=op.f("uq_unemployment_benefit_months_person_id_month")
        ),
    )
    with op.batch_alter_table("unemployment_benefit_months", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unemployment_benefit_months_benefit_id"), ["benefit_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_unemployment_benefit_months_run_id"), ["run_id"], unique=False
        )

    op.create_table(
        "unemployment_benefits",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("person_name", db.Str(100), nullable=False),
        sa.Column("ordinal", db.Int(), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("registration_id", db.Str(40), nullable=False),
        sa.Column("left_for", db.Str(20), nullable=False),
        sa.Column("contributed", db.Int(), nullable=False),
        sa.Column("counted_until", db.Str(7), nullable=False),
        sa.Column("carried", db.Int(), nullable=False),
        sa.Column("granted", db.Int(), nullable=False),
        sa.Column("most", db.Int(), nullable=False),
        sa.Column("paid", db.Int(), nullable=False),
        sa.Column("settled", db.Int(), nullable=False),
        sa.Column("counts_from", db.Date(), nullable=False),
        sa.Column("from_month", db.Str(7), nullable=False),
        sa.Column("last_month", db.Str(7), nullable=True),
        sa.Column("suspended_for", db.Str(20), nullable=True),
        sa.Column("ended_on", db.Date(), nullable=True),
        sa.Column("ended_for", db.Str(20), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("live", db.Int(), nullable=True),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "(live IS NULL) = (status IN ('stopped', 'exhausted'))",
            name=op.f("ck_unemployment_benefits_live_while_open"),
        ),
        sa.CheckConstraint(
            "ended_for IN ('employed', 'military_service', 'emigrated', 'on_pension', 'refused_work', 'checks_missed', 'deregistered', 'used_up', 'died', 'moved')",
            name=op.f("ck_unemployment_benefits_ended_for_known"),
        ),
        sa.CheckConstraint(
            "status IN ('granted', 'running', 'suspended', 'stopped', 'exhausted')",
            name=op.f("ck_unemployment_benefits_status_known"),
        ),
        sa.CheckConstraint(
            "suspended_for IN ('imprisoned', 'compulsory_treatment')",
            name=op.f("ck_unemployment_benefits_suspended_for_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_unemployment_benefits")),
        sa.UniqueConstraint("application_id", name=op.f("uq_unemployment_benefits_application_id")),
        sa.UniqueConstraint("id", name=op.f("uq_unemployment_benefits_id")),
        sa.UniqueConstraint(
            "person_id", "live", name=op.f("uq_unemployment_benefits_person_id_live")
        ),
        sa.UniqueConstraint(
            "person_id", "ordinal", name=op.f("uq_unemployment_benefits_person_id_ordinal")
        ),
    )
    with op.batch_alter_table("unemployment_benefits", schema=None) as batch_op:
        batch_op.create_index(
            "ix_unemployment_benefits_region", ["region_code", "live", "from_month"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_unemployment_benefits_registration_id"),
            ["registration_id"],
            unique=False,
        )

    op.create_table(
        "unemployment_checks",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("benefit_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("method", db.Str(10), nullable=True),
        sa.Column("offers_refused", db.Int(), nullable=False),
        sa.Column("applications", db.Json(), nullable=False),
        sa.Column("confirmed_on", db.Date(), nullable=True),
        sa.Column("excused_for", db.Str(20), nullable=True),
        sa.Column("in_a_row", db.Int(), nullable=False),
        sa.Column("status", db.Str(12), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "excused_for IN ('hospital', 'pregnancy', 'child_under_one')",
            name=op.f("ck_unemployment_checks_excused_for_known"),
        ),
        sa.CheckConstraint(
            "method IN ('counter', 'code', 'face')",
            name=op.f("ck_unemployment_checks_method_known"),
        ),
        sa.CheckConstraint(
            "status IN ('due', 'confirmed', 'missed_once', 'missed_twice', 'lapsed', 'excused')",
            name=op.f("ck_unemployment_checks_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_unemployment_checks")),
        sa.UniqueConstraint("id", name=op.f("uq_unemployment_checks_id")),
        sa.UniqueConstraint(
            "person_id", "month", name=op.f("uq_unemployment_checks_person_id_month")
        ),
    )
    with op.batch_alter_table("unemployment_checks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unemployment_checks_benefit_id"), ["benefit_id"], unique=False
        )
        batch_op.create_index(
            "ix_unemployment_checks_region", ["region_code", "month", "status"], unique=False
        )

    op.create_table(
        "unemployment_death_benefits",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("deceased_id", db.Str(40), nullable=False),
        sa.Column("benefit_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("relation", db.Str(12), nullable=False),
        sa.Column("died_on", db.Date(), nullable=False),
        sa.Column("scheme", db.Str(12), nullable=False),
        sa.Column("funeral", db.Fen(), nullable=False),
        sa.Column("survivors", db.Fen(), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('granted', 'paid', 'returned')",
            name=op.f("ck_unemployment_death_benefits_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_unemployment_death_benefits")),
        sa.UniqueConstraint(
            "application_id", name=op.f("uq_unemployment_death_benefits_application_id")
        ),
        sa.UniqueConstraint("deceased_id", name=op.f("uq_unemployment_death_benefits_deceased_id")),
        sa.UniqueConstraint("id", name=op.f("uq_unemployment_death_benefits_id")),
    )
    with op.batch_alter_table("unemployment_death_benefits", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unemployment_death_benefits_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "unemployment_grants",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("benefit_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("kind", db.Str(12), nullable=False),
        sa.Column("occasion", db.Str(40), nullable=False),
        sa.Column("months", db.Int(), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("explanation", db.Json(), nullable=False),
        sa.Column("payment_id", db.Str(40), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('childbirth', 'job_seeking', 'early_work', 'own_business')",
            name=op.f("ck_unemployment_grants_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('ordered', 'paid', 'returned')",
            name=op.f("ck_unemployment_grants_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_unemployment_grants")),
        sa.UniqueConstraint(
            "benefit_id",
            "kind",
            "occasion",
            name=op.f("uq_unemployment_grants_benefit_id_kind_occasion"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_unemployment_grants_id")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_unemployment_grants_payment_id")),
    )
    with op.batch_alter_table("unemployment_grants", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unemployment_grants_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "unemployment_premiums",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("benefit_id", db.Str(40), nullable=False),
        sa.Column("person_id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("month", db.Str(7), nullable=False),
        sa.Column("amount", db.Fen(), nullable=False),
        sa.Column("payment_id", db.Str(40), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('scheduled', 'paid', 'stopped')",
            name=op.f("ck_unemployment_premiums_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_unemployment_premiums")),
        sa.UniqueConstraint("id", name=op.f("uq_unemployment_premiums_id")),
        sa.UniqueConstraint(
            "person_id", "month", name=op.f("uq_unemployment_premiums_person_id_month")
        ),
    )
    with op.batch_alter_table("unemployment_premiums", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unemployment_premiums_benefit_id"), ["benefit_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_unemployment_premiums_payment_id"), ["payment_id"], unique=False
        )
        batch_op.create_index(
            "ix_unemployment_premiums_region", ["region_code", "month", "status"], unique=False
        )

    op.create_table(
        "unemployment_runs",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("region_code", db.Str(6), nullable=False),
        sa.Column("pay_month", db.Str(7), nullable=False),
        sa.Column("application_id", db.Str(40), nullable=True),
        sa.Column("monthly", db.Fen(), nullable=False),
        sa.Column("premium", db.Fen(), nullable=False),
        sa.Column("lines_count", db.Int(), nullable=False),
        sa.Column("total", db.Fen(), nullable=False),
        sa.Column("kept_back", db.Fen(), nullable=False),
        sa.Column("paid_count", db.Int(), nullable=False),
        sa.Column("paid_total", db.Fen(), nullable=False),
        sa.Column("returned_count", db.Int(), nullable=False),
        sa.Column("returned_total", db.Fen(), nullable=False),
        sa.Column("completed_at", db.Instant(), nullable=True),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('building', 'crediting', 'completed')",
            name=op.f("ck_unemployment_runs_status_known"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_unemployment_runs")),
        sa.UniqueConstraint("id", name=op.f("uq_unemployment_runs_id")),
        sa.UniqueConstraint(
            "region_code", "pay_month", name=op.f("uq_unemployment_runs_region_code_pay_month")
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
