"""The settlement service's tables.

Claims and journals are only added to. A claim's cycle is written with it and changed
by exception only; what its state is meanwhile follows from the cycle's row.
"""

from typing import Any

from sqlalchemy import false

from services.settlement.domain.advances import LEVELS, PURPOSES, TOP_UP
from services.settlement.domain.chart import FUNDS, INSURANCE_CODES
from services.settlement.domain.claims import RECORDED_STATES
from services.settlement.domain.cycles import CYCLE
from services.settlement.domain.membership import Rule
from sscsim import db

metadata = db.metadata()

EXCHANGE_STATES = ("forwarded", "answered", "refused", "cancelled")
EXCHANGE_KINDS = ("settle", "reverse")
JOURNAL_KINDS = (
    "account_credit",
    "card_deposits",
    "local",
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
    "B1",
    "V1",
    "V2",
)


def _id() -> Any:
    return db.Column("id", db.Str(40), nullable=False, unique=True)


def _region(name: str) -> Any:
    return db.Column(name, db.Str(6), nullable=False)


def _stamps() -> tuple[Any, ...]:
    return (
        db.Column("version", db.Int(), nullable=False),
        db.Column("created_at", db.Instant(), nullable=False),
        db.Column("updated_at", db.Instant(), nullable=False),
    )


def _split() -> tuple[Any, ...]:
    return tuple(db.Column(name, db.Fen(), nullable=False) for name in (*FUNDS, "account"))


agreements = db.table(
    "agreements",
    metadata,
    _id(),
    _region("home_region"),
    _region("care_region"),
    db.Column("scheme", db.Str(40)),
    db.Column("effective_from", db.Date(), nullable=False),
    db.Column("effective_to", db.Date()),
    db.Column("advance_hard_stop", db.Bool(), nullable=False, server_default=false()),
    *_stamps(),
    db.UniqueConstraint("home_region", "care_region", "effective_from"),
)

exchanges = db.table(
    "exchanges",
    metadata,
    _id(),
    db.Column("exchange_id", db.Str(40), nullable=False, unique=True),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("home_region", db.Str(6)),
    db.Column("care_region", db.Str(6)),
    db.Column("institution_id", db.Str(40)),
    db.Column("original", db.Str(40)),
    db.Column("fingerprint", db.Str(64)),
    db.Column("request", db.Json()),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("result", db.Json()),
    db.Column("problem", db.Json()),
    db.Column("claim_id", db.Str(40)),
    db.Column("clearing", db.Fen()),
    db.Column("answered_at", db.Instant()),
    *_stamps(),
    db.one_of("status", EXCHANGE_STATES),
    db.one_of("kind", EXCHANGE_KINDS),
)
"""`exchange_id` is the caller's id (of its settlement), `fingerprint` that of what it asked.
A cancelled exchange that never arrived has nothing but its id: a tombstone."""

claims = db.table(
    "claims",
    metadata,
    _id(),
    db.Column("exchange_id", db.Str(40), nullable=False, unique=True),
    db.Column("reverses", db.Str(40), unique=True),
    _region("home_region"),
    _region("care_region"),
    db.Column("institution_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("insurance", db.Str(30), nullable=False),
    *_split(),
    db.Column("clearing", db.Fen(), nullable=False),
    db.Column("settled_at", db.Instant(), nullable=False),
    db.Column("recorded_at", db.Instant(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("cycle_id", db.Str(40)),
    db.Column("rule", db.Str(20), nullable=False),
    *_stamps(),
    db.Index(
        "ix_claims_clearing",
        "cycle_id",
        "home_region",
        "care_region",
        "insurance",
        *FUNDS,
        "account",
    ),
    db.Index("ix_claims_provider", "cycle_id", "care_region", "institution_id", "clearing"),
    db.Index("ix_claims_home_region", "home_region", "seq"),
    db.Index("ix_claims_care_region", "care_region", "seq"),
    db.one_of("insurance", INSURANCE_CODES),
    db.one_of("status", RECORDED_STATES),
    db.one_of("rule", Rule),
)
"""`ix_claims_clearing` covers what a month's statements are summed from: closing a month
reads this index and nothing else of the claims."""

deductions = db.table(
    "deductions",
    metadata,
    _id(),
    db.Column("claim_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("cycle_id", db.Str(40)),
    _region("home_region"),
    _region("care_region"),
    db.Column("institution_id", db.Str(40), nullable=False),
    db.Column("insurance", db.Str(30), nullable=False),
    *_split(),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("reason", db.Str(200), nullable=False),
    db.Column("is_clawed_back", db.Bool(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("claim_id", "ordinal"),
    db.Index("ix_deductions_cycle", "cycle_id", "home_region", "care_region"),
)
"""What audits took off claims; it leaves a cycle together with its claim."""

journals = db.table(
    "journals",
    metadata,
    _id(),
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
    metadata,
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
    metadata,
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
    metadata,
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

cycles = db.table(
    "cycles",
    metadata,
    _id(),
    db.Column("month", db.Str(7), nullable=False, unique=True),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("statement_version", db.Int(), nullable=False),
    db.Column("frozen_at", db.Instant()),
    db.Column("generated_at", db.Instant()),
    db.Column("signed_at", db.Instant()),
    db.Column("notified_at", db.Instant()),
    db.Column("paid_at", db.Instant()),
    db.Column("closed_at", db.Instant()),
    *_stamps(),
    db.one_of("status", CYCLE.states),
)

declarations = db.table(
    "declarations",
    metadata,
    db.Column("cycle_id", db.Str(40), nullable=False),
    _region("home_region"),
    _region("care_region"),
    db.Column("claims", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.UniqueConstraint("cycle_id", "home_region", "care_region"),
    export_key=("cycle_id", "home_region", "care_region"),
)
"""L2, the memo in the national mirror: what each pair declared when the month was frozen."""

statements = db.table(
    "statements",
    metadata,
    _id(),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("statement_version", db.Int(), nullable=False),
    _region("payer"),
    _region("payee"),
    db.Column("claims", db.Int(), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("sha256", db.Str(64), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("cycle_id", "statement_version", "payer", "payee"),
)

statement_lines = db.table(
    "statement_lines",
    metadata,
    db.Column("statement_id", db.Str(40), nullable=False),
    db.Column("insurance", db.Str(30), nullable=False),
    db.Column("claims", db.Int(), nullable=False),
    *_split(),
    db.Column("deducted", db.Fen(), nullable=False),
    db.UniqueConstraint("statement_id", "insurance"),
    export_key=("statement_id", "insurance"),
)

signatures = db.table(
    "signatures",
    metadata,
    db.Column("statement_id", db.Str(40), nullable=False),
    _region("region"),
    db.Column("sha256", db.Str(64), nullable=False),
    db.Column("signature", db.Str(64), nullable=False),
    db.Column("signed_at", db.Instant(), nullable=False),
    db.UniqueConstraint("statement_id", "region"),
    export_key=("statement_id", "region"),
)

positions = db.table(
    "positions",
    metadata,
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("statement_version", db.Int(), nullable=False),
    _region("region"),
    db.Column("receivable", db.Fen(), nullable=False),
    db.Column("payable", db.Fen(), nullable=False),
    db.UniqueConstraint("cycle_id", "statement_version", "region"),
    export_key=("cycle_id", "statement_version", "region"),
)

notices = db.table(
    "notices",
    metadata,
    _id(),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("statement_id", db.Str(40), nullable=False),
    db.Column("kind", db.Str(10), nullable=False),
    _region("region"),
    _region("counterpart"),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("issued_at", db.Instant(), nullable=False),
    db.UniqueConstraint("statement_id", "kind"),
    db.Index("ix_notices_cycle", "cycle_id", "kind"),
    db.one_of("kind", ("payment", "receipt")),
)

payments = db.table(
    "payments",
    metadata,
    _id(),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("statement_id", db.Str(40), nullable=False, unique=True),
    _region("payer"),
    _region("payee"),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("bank_serial", db.Str(24), nullable=False, unique=True),
    db.Column("paid_at", db.Instant(), nullable=False),
    db.Index("ix_payments_cycle", "cycle_id", "payer"),
)
"""Money that moved for a statement, matched by the bank's serial number."""

advances = db.table(
    "advances",
    metadata,
    _id(),
    db.Column("ordinal", db.Int(), nullable=False),
    _region("home_region"),
    _region("care_region"),
    db.Column("direction", db.Str(10), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("journal_id", db.Str(40), nullable=False),
    db.Column("purpose", db.Str(10), nullable=False, server_default="by_hand"),
    *_stamps(),
    db.UniqueConstraint("home_region", "care_region", "ordinal"),
    db.one_of("direction", ("placed", "returned")),
    db.one_of("purpose", PURPOSES),
)

advance_sizes = db.table(
    "advance_sizes",
    metadata,
    _id(),
    db.Column("year", db.Int(), nullable=False),
    _region("home_region"),
    _region("care_region"),
    db.Column("cleared", db.Fen(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("pay_at", db.Instant(), nullable=False),
    db.Column("paid_at", db.Instant()),
    db.Column("advance_id", db.Str(40)),
    *_stamps(),
    db.UniqueConstraint("year", "home_region", "care_region"),
)
"""What a year's advance of a pair was fixed at. `advance_id`: what was placed or returned to
get there; none where it stood there already."""

advance_usages = db.table(
    "advance_usages",
    metadata,
    _id(),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    _region("home_region"),
    _region("care_region"),
    db.Column("used", db.Fen(), nullable=False),
    db.Column("advance", db.Fen(), nullable=False),
    db.Column("level", db.Str(10), nullable=False),
    db.Column("top_up_until", db.Date(), nullable=False),
    db.Column("signed_at", db.Instant(), nullable=False),
    db.UniqueConstraint("cycle_id", "home_region", "care_region"),
    db.one_of("level", LEVELS),
)
"""How far a signed month used an advance; no rate is kept, so none is rounded."""

advance_top_ups = db.table(
    "advance_top_ups",
    metadata,
    _id(),
    db.Column("usage_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    _region("home_region"),
    _region("care_region"),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("reason", db.Str(200), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("refusal", db.Str(200)),
    db.Column("decided_at", db.Instant()),
    db.Column("advance_id", db.Str(40)),
    *_stamps(),
    db.UniqueConstraint("usage_id", "ordinal"),
    db.one_of("status", TOP_UP.states),
)
