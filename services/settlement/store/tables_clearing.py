"""Tables of what is agreed, and of what goes another way than the calendar.

A month in which nothing exceptional happens writes none of the lower three.
"""

from services.settlement.domain.cooperations import SCOPES
from services.settlement.domain.disputes import DISPUTE
from services.settlement.domain.receipts import RECEIPT
from services.settlement.domain.schemes import DIGESTS
from services.settlement.store.tables import _flag, _region, _stamps, metadata
from sscsim import db
from sscsim.kernel.explain import STATUSES

cooperations = db.table(
    "cooperations",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("code", db.Str(40), nullable=False, unique=True),
    db.Column("zh", db.Str(80), nullable=False),
    db.Column("en", db.Str(80), nullable=False),
    db.Column("scope", db.Str(10), nullable=False),
    db.Column("members", db.Json(), nullable=False),
    db.Column("kinds", db.Json(), nullable=False),
    db.Column("digest_algorithm", db.Str(10)),
    db.Column("claim_limit", db.Fen()),
    db.Column("effective_from", db.Date(), nullable=False),
    db.Column("effective_to", db.Date()),
    db.Column("source", db.Str(400), nullable=False),
    db.Column("source_status", db.Str(10), nullable=False),
    _flag("is_active"),
    *_stamps(),
    db.one_of("scope", SCOPES),
    db.one_of("digest_algorithm", DIGESTS),
    db.one_of("source_status", STATUSES),
)
"""Agreements of groups of regions. `digest_algorithm` is empty where the scheme decides."""

clearing_schemes = db.table(
    "clearing_schemes",
    metadata,
    db.Column("province", db.Str(6), nullable=False, unique=True),
    db.Column("settings", db.Json(), nullable=False),
    *_stamps(),
    export_key=("province",),
)
"""How the months of a scheme are cleared, where a world changed something about it."""

claim_moves = db.table(
    "claim_moves",
    metadata,
    db.Column("claim_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("event", db.Str(20), nullable=False),
    db.Column("from_state", db.Str(10), nullable=False),
    db.Column("state", db.Str(10), nullable=False),
    db.Column("from_cycle_id", db.Str(40)),
    db.Column("cycle_id", db.Str(40)),
    db.Column("rule", db.Str(20), nullable=False),
    db.Column("moved_at", db.Instant(), nullable=False),
    db.UniqueConstraint("claim_id", "ordinal"),
    export_key=("claim_id", "ordinal"),
)
"""What happened to a claim itself; the steps of its month are in the month's row."""

disputes = db.table(
    "disputes",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("claim_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("statement_version", db.Int(), nullable=False),
    _region("home_region"),
    _region("care_region"),
    db.Column("reason", db.Str(200), nullable=False),
    db.Column("evidence", db.Str(2000), nullable=False),
    db.Column("status", db.Str(20), nullable=False),
    db.Column("due_at", db.Instant(), nullable=False),
    db.Column("decided_at", db.Instant()),
    db.Column("decided_by", db.Str(10)),
    db.Column("refused", db.Fen()),
    db.Column("statement", db.Str(2000)),
    *_stamps(),
    db.UniqueConstraint("claim_id", "ordinal"),
    db.Index("ix_disputes_cycle", "cycle_id"),
    db.one_of("status", DISPUTE.states),
    db.one_of("decided_by", ("agency", "deadline")),
)
"""`refused`: what the decision took off the claim; `statement`: what it said."""

receipts = db.table(
    "receipts",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("cycle_id", db.Str(40), nullable=False),
    _region("payer"),
    _region("payee"),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("bank_serial", db.Str(24), nullable=False, unique=True),
    db.Column("reference", db.Str(40)),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("finding", db.Str(20)),
    db.Column("notice_id", db.Str(40)),
    db.Column("matched_by", db.Str(10)),
    db.Column("decided_at", db.Instant()),
    *_stamps(),
    db.Index("ix_receipts_cycle", "cycle_id", "status"),
    db.one_of("status", RECEIPT.states),
    db.one_of("matched_by", ("serial", "hand")),
)
"""Money as it came in at a payee's bank. `finding`: why it matched nothing by itself."""
