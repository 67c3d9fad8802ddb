"""manual claims: two more kinds of journal."""

from alembic import op

revision = "settlement_0010"
down_revision = "settlement_0009"
branch_labels = None
depends_on = None

_KINDS = (
    "kind IN ('account_credit', 'card_deposits', 'local', 'manual_claim', 'manual_claim_paid', "
    "'reversal', 'L0', 'L1', 'L3', 'L4', 'L5', 'L6', 'L7', 'L8', 'L9', 'L10', "
    "'T1', 'T2', 'T3', 'B1', 'V1', 'V2')"
)


def upgrade() -> None:
    known = op.f("ck_journals_kind_known")
    with op.batch_alter_table("journals", schema=None) as batch_op:
        batch_op.drop_constraint(known, type_="check")
        batch_op.create_check_constraint(known, _KINDS)


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
