"""Tables of the ledger: journals and postings, added to only, and what is made of them."""

from services.settlement.store import columns
from sscsim import db

JOURNAL_KINDS = (
    "account_credit",
    "benefit_order",
    "benefit_paid",
    "benefit_recovery",
    "contribution",
    "benefit_refund",
    "benefit_offset",
    "benefit_recovered",
    "benefit_written_off",
    "card_deposits",
    "local",
    "manual_claim",
    "manual_claim_paid",
    "pension_sent",
    "pension_landed",
    "reversal",
    "L0",
    "L1",
    "L3",
    "L4",
    "L5",
    "L6",
    "L7",
    "L8",
    "L9",
    "L10",
    "T1",
    "T2",
    "T3",
    "T4",
    "T5",
    "T6",
    "T7",
    "B1",
    "B2",
    "V1",
    "V2",
)

journals = db.table(
    "journals",
    columns.metadata,
    columns.own_id(),
    db.Column("kind", db.Str(20), nullable=False),
    db.Column("event", db.Str(120), nullable=False),
    db.Column("reverses", db.Str(40), unique=True),
    db.Column("claim_id", db.Str(40)),
    db.Column("cycle_id", db.Str(40)),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("booked_at", db.Instant(), nullable=False),
    db.Column("sha256", db.Str(64)),
    db.UniqueConstraint("kind", "event"),
    db.Index("ix_journals_claim", "claim_id", "kind"),
    db.Index("ix_journals_cycle", "cycle_id", "kind"),
    db.one_of("kind", JOURNAL_KINDS),
)

postings = db.table(
    "postings",
    columns.metadata,
    db.Column("journal_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("book", db.Str(44), nullable=False),
    db.Column("day", db.Date(), nullable=False),
    db.Column("debit", db.Str(64), nullable=False),
    db.Column("credit", db.Str(64), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.UniqueConstraint("journal_id", "ordinal"),
    db.Index("ix_postings_debit", "book", "debit", "day", "amount"),
    db.Index("ix_postings_credit", "book", "credit", "day", "amount"),
    db.Index("ix_postings_day", "book", "day", "journal_id"),
    export_key=("journal_id", "ordinal"),
)
"""Unsigned: `amount` from `credit` to `debit`. Two indexes cover a trial balance. `day` is
the book's own: that of the booking, or the next one where that day is sealed already."""

book_days = db.table(
    "book_days",
    columns.metadata,
    db.Column("book", db.Str(44), nullable=False),
    db.Column("day", db.Date(), nullable=False),
    db.Column("journals", db.Int()),
    db.Column("turnover", db.Fen()),
    db.Column("previous", db.Str(64)),
    db.Column("sha256", db.Str(64)),
    db.Column("closed_at", db.Instant()),
    db.UniqueConstraint("book", "day"),
    export_key=("book", "day"),
)
"""A day on which a book was posted to: open at first, then sealed, once, by its hash."""

account_days = db.table(
    "account_days",
    columns.metadata,
    db.Column("book", db.Str(44), nullable=False),
    db.Column("account", db.Str(64), nullable=False),
    db.Column("day", db.Date(), nullable=False),
    db.Column("debit", db.Fen(), nullable=False),
    db.Column("credit", db.Fen(), nullable=False),
    db.Column("balance", db.Fen(), nullable=False),
    db.UniqueConstraint("book", "account", "day"),
    db.Index("ix_account_days_day", "book", "day"),
    export_key=("book", "account", "day"),
)
"""The projection: what an account turned over on a sealed day, and where it stood as it
ended. Made of the postings alone, and made again to be compared (`flows/book_verify`)."""
