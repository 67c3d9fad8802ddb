"""unemployment benefits that move, and injury allowances that yield to a pension."""

from alembic import op

revision = "benefits_0022"
down_revision = "benefits_0014"
branch_labels = None
depends_on = None

_ENDED_FOR = (
    "ended_for IN ('employed', 'military_service', 'emigrated', 'on_pension', 'refused_work', "
    "'checks_missed', 'deregistered', 'used_up', 'died', 'moved')"
)
_INJURY = (
    "ended_for IN ('died', 'regraded', 'overturned', 'left_employer', 'age_reached', 'on_pension')"
)


def upgrade() -> None:
    with op.batch_alter_table("unemployment_benefits", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_unemployment_benefits_ended_for_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_unemployment_benefits_ended_for_known"), _ENDED_FOR
        )
    with op.batch_alter_table("injury_pensions", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_injury_pensions_ended_for_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_injury_pensions_ended_for_known"), _INJURY)


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
