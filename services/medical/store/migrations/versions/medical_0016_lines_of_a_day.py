"""lines of a day."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "medical_0016"
down_revision = "medical_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("insured_settlements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("funds", db.Json(), nullable=True))
        batch_op.create_index(
            "ix_insured_settlements_care_day",
            ["care_region_code", "created_at"],
            unique=False,
            sqlite_where=sa.text("home_region_code != care_region_code"),
            postgresql_where=sa.text("home_region_code != care_region_code"),
        )
        batch_op.create_index(
            "ix_insured_settlements_home_day",
            ["home_region_code", "created_at"],
            unique=False,
            sqlite_where=sa.text("home_region_code != care_region_code"),
            postgresql_where=sa.text("home_region_code != care_region_code"),
        )

    with op.batch_alter_table("settlements", schema=None) as batch_op:
        batch_op.create_index(
            "ix_settlements_care_day",
            ["care_region_code", "settled_at"],
            unique=False,
            sqlite_where=sa.text("home_region_code != care_region_code"),
            postgresql_where=sa.text("home_region_code != care_region_code"),
        )
        batch_op.create_index(
            "ix_settlements_home_day",
            ["home_region_code", "settled_at"],
            unique=False,
            sqlite_where=sa.text("home_region_code != care_region_code"),
            postgresql_where=sa.text("home_region_code != care_region_code"),
        )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
