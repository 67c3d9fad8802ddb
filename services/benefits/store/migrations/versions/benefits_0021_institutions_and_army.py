"""institutions' pensions and annuities that move."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "benefits_0021"
down_revision = "benefits_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("insurance_transfers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("annuity", db.Fen(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("annuity_from", db.Str(40), nullable=True))
        batch_op.add_column(sa.Column("annuity_to", db.Str(40), nullable=True))
        batch_op.drop_constraint(op.f("ck_insurance_transfers_money_leg_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_insurance_transfers_money_leg_known"),
            "money_leg IN ('case_by_case', 'netted', 'within_area')",
        )
    with op.batch_alter_table("annuity_accounts", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_annuity_accounts_status_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_annuity_accounts_status_known"),
            "status IN ('accumulating', 'option_fixed', 'instructed', 'running', 'emptied', "
            "'moved')",
        )
    with op.batch_alter_table("annuity_entries", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_annuity_entries_kind_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_annuity_entries_kind_known"),
            "kind IN ('employer_contribution', 'person_contribution', 'income', 'payout', "
            "'premium', 'transfer_out', 'transfer_in')",
        )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
