"""Tables of a cycle of the clearing: what was declared, stated, signed, noticed and paid."""

from services.settlement.domain.cycles import CYCLE
from services.settlement.domain.kinds import CYCLE_KINDS
from services.settlement.store import columns
from sscsim import db

cycles = db.table(
    "cycles",
    columns.metadata,
    columns.own_id(),
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
    *columns.stamps(),
    columns.kind(),
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
    columns.metadata,
    db.Column("cycle_id", db.Str(40), nullable=False),
    columns.region("home_region"),
    columns.region("care_region"),
    db.Column("claims", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.UniqueConstraint("cycle_id", "home_region", "care_region"),
    export_key=("cycle_id", "home_region", "care_region"),
)
"""L2, the memo in the national mirror: what each pair declared when the month was frozen."""

statements = db.table(
    "statements",
    columns.metadata,
    columns.own_id(),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("statement_version", db.Int(), nullable=False),
    columns.region("payer"),
    columns.region("payee"),
    db.Column("claims", db.Int(), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("sha256", db.Str(64), nullable=False),
    db.Column("digest_algorithm", db.Str(10), nullable=False, server_default="sha256"),
    db.Column("digest", db.Str(64), nullable=False, server_default=""),
    columns.flag("is_excluded"),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("cycle_id", "statement_version", "payer", "payee"),
)
"""`digest` is what is signed, by the algorithm that regions agreed on. An excluded statement
was carried over as a whole, because one of its provinces did not sign in time."""

statement_lines = db.table(
    "statement_lines",
    columns.metadata,
    db.Column("statement_id", db.Str(40), nullable=False),
    db.Column("insurance", db.Str(30), nullable=False),
    columns.flag("is_prior_year"),
    db.Column("claims", db.Int(), nullable=False),
    *columns.split(),
    db.Column("deducted", db.Fen(), nullable=False),
    db.UniqueConstraint("statement_id", "insurance", "is_prior_year"),
    export_key=("statement_id", "insurance", "is_prior_year"),
)

statement_party_lines = db.table(
    "statement_party_lines",
    columns.metadata,
    db.Column("statement_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("purpose", db.Str(20), nullable=False),
    db.Column("payer_party", db.Str(40), nullable=False),
    db.Column("payee_party", db.Str(40), nullable=False),
    columns.flag("is_prior_year"),
    db.Column("claims", db.Int(), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("deducted", db.Fen(), nullable=False),
    db.UniqueConstraint("statement_id", "ordinal"),
    export_key=("statement_id", "ordinal"),
)
"""The lines of a statement of a kind that is no medical bill."""

signatures = db.table(
    "signatures",
    columns.metadata,
    db.Column("statement_id", db.Str(40), nullable=False),
    columns.region("region"),
    db.Column("sha256", db.Str(64), nullable=False),
    db.Column("signature", db.Str(64), nullable=False),
    columns.flag("is_deemed"),
    db.Column("signed_at", db.Instant(), nullable=False),
    db.UniqueConstraint("statement_id", "region"),
    export_key=("statement_id", "region"),
)

positions = db.table(
    "positions",
    columns.metadata,
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("statement_version", db.Int(), nullable=False),
    columns.region("region"),
    db.Column("receivable", db.Fen(), nullable=False),
    db.Column("payable", db.Fen(), nullable=False),
    db.UniqueConstraint("cycle_id", "statement_version", "region"),
    export_key=("cycle_id", "statement_version", "region"),
)

notices = db.table(
    "notices",
    columns.metadata,
    columns.own_id(),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("statement_id", db.Str(40)),
    db.Column("kind", db.Str(10), nullable=False),
    columns.region("region"),
    columns.region("counterpart"),
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
    columns.metadata,
    columns.own_id(),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("statement_id", db.Str(40)),
    db.Column("notice_id", db.Str(40)),
    columns.region("payer"),
    columns.region("payee"),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("bank_serial", db.Str(24), nullable=False, unique=True),
    db.Column("paid_at", db.Instant(), nullable=False),
    db.Index("ix_payments_cycle", "cycle_id", "payer"),
    db.Index("ix_payments_notice", "notice_id", "amount"),
)
"""Money that moved for a notice, whole or in part, matched by the bank's serial number."""
