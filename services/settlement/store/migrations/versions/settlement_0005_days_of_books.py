"""days of books: each posting has its day, days are sealed, more kinds of journal and book."""

import sqlalchemy as sa
from alembic import op
from sscsim import db

revision = "settlement_0005"
down_revision = "settlement_0004"
branch_labels = None
depends_on = None


_KINDS = (
    "kind IN ('account_credit', 'card_deposits', 'local', 'reversal', "
    "'L0', 'L1', 'L3', 'L4', 'L5', 'L6', 'L7', 'L8', 'L9', 'L10', "
    "'T1', 'T2', 'T3', 'B1', 'V1', 'V2')"
)
_DAY_OF = {
    "sqlite": "date(booked_at, '+8 hours')",
    "postgresql": "to_char(booked_at::timestamptz AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')",
}


def upgrade() -> None:
    op.create_table(
        "account_days",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("book", db.Str(44), nullable=False),
        sa.Column("account", db.Str(64), nullable=False),
        sa.Column("day", db.Date(), nullable=False),
        sa.Column("debit", db.Fen(), nullable=False),
        sa.Column("credit", db.Fen(), nullable=False),
        sa.Column("balance", db.Fen(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_account_days")),
        sa.UniqueConstraint(
            "book", "account", "day", name=op.f("uq_account_days_book_account_day")
        ),
    )
    with op.batch_alter_table("account_days", schema=None) as batch_op:
        batch_op.create_index("ix_account_days_day", ["book", "day"], unique=False)

    op.create_table(
        "book_days",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("book", db.Str(44), nullable=False),
        sa.Column("day", db.Date(), nullable=False),
        sa.Column("journals", db.Int(), nullable=True),
        sa.Column("turnover", db.Fen(), nullable=True),
        sa.Column("previous", db.Str(64), nullable=True),
        sa.Column("sha256", db.Str(64), nullable=True),
        sa.Column("closed_at", db.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_book_days")),
        sa.UniqueConstraint("book", "day", name=op.f("uq_book_days_book_day")),
    )
    with op.batch_alter_table("journals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sha256", db.Str(64), nullable=True))

        known = op.f("ck_journals_kind_known")
        batch_op.drop_constraint(known, type_="check")
        batch_op.create_check_constraint(known, _KINDS)

    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_postings_credit"))
        batch_op.drop_index(batch_op.f("ix_postings_debit"))
        batch_op.add_column(sa.Column("day", db.Date(), nullable=True))
        batch_op.alter_column("book", existing_type=db.Str(10), type_=db.Str(44))
    _date_what_is_there()
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.alter_column("day", existing_type=db.Date(), nullable=False)
        for side in ("credit", "debit"):
            columns = ["book", side, "day", "amount"]
            batch_op.create_index(f"ix_postings_{side}", columns, unique=False)
        batch_op.create_index("ix_postings_day", ["book", "day", "journal_id"], unique=False)


def _date_what_is_there() -> None:
    """Postings of before get the day of their booking; the next close of their book seals it."""
    day = _DAY_OF[op.get_context().dialect.name]
    op.execute(
        f"UPDATE postings SET day = (SELECT {day} FROM journals"
        " WHERE journals.id = postings.journal_id)"
    )
    op.execute(
        "INSERT INTO book_days (book, day)"
        " SELECT DISTINCT book, day FROM postings ORDER BY book, day"
    )


def downgrade() -> None:
    raise NotImplementedError("a sandbox's store is migrated forward only")
