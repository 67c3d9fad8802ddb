"""a disability allowance may end because its holder works again."""

from alembic import op

revision = "benefits_0023"
down_revision = "benefits_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    words = (
        "'died', 'emigrated', 'other_pension', 'term_over', 'of_age', 'cancelled', 'works_again'"
    )
    with op.batch_alter_table("pensions", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_pensions_ended_for_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_pensions_ended_for_known"), f"ended_for IN ({words})"
        )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
