"""work-injury insurance."""

from alembic import op

revision = "settlement_0004"
down_revision = "settlement_0003"
branch_labels = None
depends_on = None

_KNOWN = "insurance IN ('employee_basic_medical', 'resident_basic_medical', 'work_injury')"


def upgrade() -> None:
    known = op.f("ck_claims_insurance_known")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_constraint(known, type_="check")
        batch_op.create_check_constraint(known, _KNOWN)


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
