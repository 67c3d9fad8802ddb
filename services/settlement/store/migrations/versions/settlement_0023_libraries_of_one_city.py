"""libraries of one city."""

from alembic import op

revision = "settlement_0023"
down_revision = "settlement_0022"
branch_labels = None
depends_on = None

_JOURNALS = (
    "kind IN ('account_credit', 'benefit_order', 'benefit_paid', 'benefit_recovery', "
    "'contribution', 'benefit_refund', 'benefit_offset', 'benefit_recovered', "
    "'benefit_written_off', 'card_deposits', 'local', 'manual_claim', "
    "'manual_claim_paid', 'pension_sent', 'pension_landed', 'reversal', "
    "'L0', 'L1', 'L3', 'L4', 'L5', 'L6', 'L7', 'L8', 'L9', 'L10', "
    "'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'B1', 'B2', 'V1', 'V2')"
)


def upgrade() -> None:
    with op.batch_alter_table("journals", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_journals_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_journals_kind_known"), _JOURNALS)


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
