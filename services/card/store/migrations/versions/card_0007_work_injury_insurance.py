"""work-injury insurance."""

from alembic import op

revision = "card_0007"
down_revision = "card_0006"
branch_labels = None
depends_on = None

_KNOWN = "insurance_kind IN ('employee_basic_medical', 'resident_basic_medical', 'work_injury')"


def upgrade() -> None:
    known = op.f("ck_enrolments_insurance_kind_known")
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_constraint(known, type_="check")
        batch_op.create_check_constraint(known, _KNOWN)


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
