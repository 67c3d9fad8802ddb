"""benefits of HR and social security, service applications between regions."""

from alembic import op
from sscsim import db

revision = "settlement_0011"
down_revision = "settlement_0010"
branch_labels = None
depends_on = None

_JOURNALS = (
    "kind IN ('account_credit', 'benefit_order', 'benefit_paid', 'card_deposits', 'local', "
    "'manual_claim', 'manual_claim_paid', 'reversal', 'L0', 'L1', 'L3', 'L4', 'L5', 'L6', 'L7', "
    "'L8', 'L9', 'L10', 'T1', 'T2', 'T3', 'B1', 'V1', 'V2')"
)
_EXCHANGES = "kind IN ('settle', 'reverse', 'correct', 'difference', 'service_item')"


def upgrade() -> None:
    with op.batch_alter_table("journals", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_journals_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_journals_kind_known"), _JOURNALS)
    with op.batch_alter_table("exchanges", schema=None) as batch_op:
        batch_op.alter_column(
            "kind", existing_type=db.Str(10), type_=db.Str(12), existing_nullable=False
        )
        batch_op.drop_constraint(op.f("ck_exchanges_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_exchanges_kind_known"), _EXCHANGES)


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
