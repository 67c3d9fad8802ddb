"""The settlement service's tables.

Claims and journals are only added to. A claim's cycle is written with it and changed
by exception only; what its state is meanwhile follows from the cycle's row.
"""

from typing import Any

import sqlalchemy as sa

from services.settlement.domain.advances import LEVELS, PURPOSES, TOP_UP
from services.settlement.domain.chart import FUNDS, INSURANCE_CODES
from services.settlement.domain.claims import RECORDED_STATES
from services.settlement.domain.cycles import CYCLE
from services.settlement.domain.kinds import CLAIM_PURPOSES, CYCLE_KINDS, MEDICAL
from services.settlement.domain.membership import Rule
from sscsim import db

metadata = db.metadata()

EXCHANGE_STATES = ("forwarded", "answered", "refused", "cancelled")
MEDICAL_EXCHANGES = ("settle", "reverse", "correct", "difference")
EXCHANGE_KINDS = (*MEDICAL_EXCHANGES, "service_item", "transfer")
"""Of kind service_item: an application for an HR service on its way from the region that accepts
(the care region here) to the one that decides (the home region). Of kind transfer: a paper of an
insurance relation that moves, from one agency (care) to the other (home)."""
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


def _flag(name: str) -> Any:
    """No until something exceptional says yes."""
    return db.Column(name, db.Bool(), nullable=False, server_default=sa.false())


def _kind() -> Any:
    return db.Column("kind", db.Str(20), nullable=False, server_default=MEDICAL)


_NOT_MEDICAL = sa.text(f"kind <> '{MEDICAL}'")


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
    _flag("advance_hard_stop"),
    _flag("advance_delays_providers"),
    *_stamps(),
    db.UniqueConstraint("home_region", "care_region", "effective_from"),
)

exchanges = db.table(
    "exchanges",
    metadata,
    _id(),
    db.Column("exchange_id", db.Str(40), nullable=False, unique=True),
    db.Column("kind", db.Str(12), nullable=False),
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
    db.Column("corrected_by", db.Str(40), unique=True),
    db.Column("refers", db.Str(40)),
    db.Column("undone", db.Fen()),
    _region("home_region"),
    _region("care_region"),
    db.Column("institution_id", db.Str(40)),
    db.Column("person_id", db.Str(40)),
    db.Column("insurance", db.Str(30)),
    *_split(),
    db.Column("clearing", db.Fen(), nullable=False),
    db.Column("settled_at", db.Instant(), nullable=False),
    db.Column("recorded_at", db.Instant(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("cycle_id", db.Str(40)),
    db.Column("rule", db.Str(20), nullable=False),
    db.Column("adjusts", db.Str(40)),
    db.Column("declared_at", db.Instant()),
    db.Column("reimbursed_at", db.Instant()),
    _flag("is_prior_year"),
    _flag("is_provider_paid"),
    *_stamps(),
    _kind(),
    db.Column("purpose", db.Str(20)),
    db.Column("payer_party", db.Str(40)),
    db.Column("payee_party", db.Str(40)),
    db.Column("period", db.Str(10)),
    db.Column("fee", db.Fen()),
    db.Column("items", db.Int()),
    db.Column("fingerprint", db.Str(64)),
    db.Index(
        "ix_claims_parties",
        "cycle_id",
        "home_region",
        "care_region",
        "purpose",
        "payer_party",
        "payee_party",
        "is_prior_year",
        "kind",
        "clearing",
        sqlite_where=_NOT_MEDICAL,
        postgresql_where=_NOT_MEDICAL,
    ),
    db.Index(
        "ix_claims_clearing",
        "cycle_id",
        "home_region",
        "care_region",
        "insurance",
        "is_prior_year",
        *FUNDS,
        "account",
    ),
    db.Index(
        "ix_claims_provider",
        "cycle_id",
        "care_region",
        "institution_id",
        "clearing",
        "is_provider_paid",
    ),
    db.Index("ix_claims_adjusts", "adjusts"),
    db.Index("ix_claims_home_region", "home_region", "seq"),
    db.Index("ix_claims_care_region", "care_region", "seq"),
    db.one_of("insurance", INSURANCE_CODES),
    db.one_of("status", RECORDED_STATES),
    db.one_of("rule", Rule),
    db.one_of("kind", CYCLE_KINDS),
    db.one_of("purpose", CLAIM_PURPOSES),
)
"""`ix_claims_clearing` covers what a payer adds up before it signs, and `ix_claims_provider` what
hospitals are due: closing a month reads these indexes and nothing else of the claims. Claims of
other kinds than medical bills are summed by their parties from `ix_claims_parties`, which has
none of the medical ones.

refers: of a difference claim, the claim that was priced again
corrected_by: the exchange that undid it without a claim of its own; undone: what was owed then
adjusts: the claim of which this one takes a part back (below zero), found by a later audit
declared_at: when its region declared it by hand, or a decision let it into its month
is_prior_year: shown on a line of its own, because the year it belongs to is closed
is_provider_paid: the hospital got its money (L4) in a month the claim has left since"""

deductions = db.table(
    "deductions",
    metadata,
    _id(),
    db.Column("claim_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("cycle_id", db.Str(40)),
    _region("home_region"),
    _region("care_region"),
    db.Column("institution_id", db.Str(40)),
    db.Column("insurance", db.Str(30)),
    *_split(),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("reason", db.Str(200), nullable=False),
    db.Column("is_clawed_back", db.Bool(), nullable=False),
    db.Column("made_in", db.Str(40)),
    db.Column("made_version", db.Int(), nullable=False, server_default="0"),
    _flag("is_prior_year"),
    _flag("is_provider_paid"),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("claim_id", "ordinal"),
    db.Index("ix_deductions_cycle", "cycle_id", "home_region", "care_region"),
)
"""What audits took off claims; it leaves a cycle together with its claim.

made_in: the cycle the claim was in when it was made; made_version: how many versions of that
cycle's statements there were: it counts in the later ones"""

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
    db.Column("month", db.Str(7), nullable=False),
    db.Column("province", db.Str(6), nullable=False, server_default="100000"),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("statement_version", db.Int(), nullable=False),
    db.Column("settings", db.Json()),
    db.Column("overdue_at", db.Instant()),
    db.Column("frozen_at", db.Instant()),
    db.Column("generated_at", db.Instant()),
    db.Column("signed_at", db.Instant()),
    db.Column("notified_at", db.Instant()),
    db.Column("paid_at", db.Instant()),
    db.Column("closed_at", db.Instant()),
    db.Column("aborted_at", db.Instant()),
    *_stamps(),
    _kind(),
    db.Column("period", db.Str(10), nullable=False),
    db.UniqueConstraint("period", "province", "kind"),
    db.one_of("status", CYCLE.states),
    db.one_of("kind", CYCLE_KINDS),
)
"""`province`: 100000 for the clearing between provinces, else the province whose cities it
clears. `settings`: how it is cleared, kept as it was when the month was frozen. `period`: the
month, or the day, quarter, … of another kind, and `month` then that in which it ends."""

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
    db.Column("digest_algorithm", db.Str(10), nullable=False, server_default="sha256"),
    db.Column("digest", db.Str(64), nullable=False, server_default=""),
    _flag("is_excluded"),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("cycle_id", "statement_version", "payer", "payee"),
)
"""`digest` is what is signed, by the algorithm that regions agreed on. An excluded statement
was carried over as a whole, because one of its provinces did not sign in time."""

statement_lines = db.table(
    "statement_lines",
    metadata,
    db.Column("statement_id", db.Str(40), nullable=False),
    db.Column("insurance", db.Str(30), nullable=False),
    _flag("is_prior_year"),
    db.Column("claims", db.Int(), nullable=False),
    *_split(),
    db.Column("deducted", db.Fen(), nullable=False),
    db.UniqueConstraint("statement_id", "insurance", "is_prior_year"),
    export_key=("statement_id", "insurance", "is_prior_year"),
)

statement_party_lines = db.table(
    "statement_party_lines",
    metadata,
    db.Column("statement_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("purpose", db.Str(20), nullable=False),
    db.Column("payer_party", db.Str(40), nullable=False),
    db.Column("payee_party", db.Str(40), nullable=False),
    _flag("is_prior_year"),
    db.Column("claims", db.Int(), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("deducted", db.Fen(), nullable=False),
    db.UniqueConstraint("statement_id", "ordinal"),
    export_key=("statement_id", "ordinal"),
)
"""The lines of a statement of a kind that is no medical bill."""

signatures = db.table(
    "signatures",
    metadata,
    db.Column("statement_id", db.Str(40), nullable=False),
    _region("region"),
    db.Column("sha256", db.Str(64), nullable=False),
    db.Column("signature", db.Str(64), nullable=False),
    _flag("is_deemed"),
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
    db.Column("statement_id", db.Str(40)),
    db.Column("kind", db.Str(10), nullable=False),
    _region("region"),
    _region("counterpart"),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("bank_serial", db.Str(24)),
    db.Column("issued_at", db.Instant(), nullable=False),
    db.UniqueConstraint("statement_id", "kind"),
    db.Index("ix_notices_cycle", "cycle_id", "kind"),
    db.one_of("kind", ("payment", "receipt")),
)
"""Two for each statement where the month is paid gross, two for each transfer where it is
netted; `bank_serial` is what the payer's bank has to quote."""

payments = db.table(
    "payments",
    metadata,
    _id(),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("statement_id", db.Str(40)),
    db.Column("notice_id", db.Str(40)),
    _region("payer"),
    _region("payee"),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("bank_serial", db.Str(24), nullable=False, unique=True),
    db.Column("paid_at", db.Instant(), nullable=False),
    db.Index("ix_payments_cycle", "cycle_id", "payer"),
    db.Index("ix_payments_notice", "notice_id", "amount"),
)
"""Money that moved for a notice, whole or in part, matched by the bank's serial number."""

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
