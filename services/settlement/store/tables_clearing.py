"""Tables of what is agreed, and of what goes another way than the calendar.

A month in which nothing exceptional happens writes none of the lower three.
"""

from services.settlement.domain.bank_messages import MESSAGES
from services.settlement.domain.cooperations import SCOPES
from services.settlement.domain.disputes import DISPUTE
from services.settlement.domain.receipts import RECEIPT
from services.settlement.domain.schemes import DIGESTS
from services.settlement.store import columns
from sscsim import db
from sscsim.kernel.explain import STATUSES

cooperations = db.table(
    "cooperations",
    columns.metadata,
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
    columns.flag("is_active"),
    *columns.stamps(),
    db.Column("periods", db.Json()),
    db.one_of("scope", SCOPES),
    db.one_of("digest_algorithm", DIGESTS),
    db.one_of("source_status", STATUSES),
)
"""Agreements of groups of regions. `digest_algorithm` is empty where the scheme decides,
`periods` where every kind has its usual ones."""

pass_shares = db.table(
    "pass_shares",
    columns.metadata,
    db.Column("event", db.Str(36), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    columns.region("issuer_region"),
    db.Column("venue", db.Str(40), nullable=False),
    columns.region("venue_region"),
    db.Column("visits", db.Int(), nullable=False),
    db.Column("weight", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("pool", db.Fen(), nullable=False),
    db.Column("claim_id", db.Str(40), unique=True),
    db.Column("fingerprint", db.Str(64), nullable=False),
    db.Column("shared_at", db.Instant(), nullable=False),
    db.UniqueConstraint("event", "ordinal"),
    db.UniqueConstraint("event", "venue"),
    export_key=("event", "ordinal"),
)
"""What each venue gets of a month of a travel pass. `pool`: what is shared out as a whole;
`claim_id`: of a venue in another region than the one that holds the money. A month without
visits has one row without a venue: what nobody gets."""

clearing_schemes = db.table(
    "clearing_schemes",
    columns.metadata,
    db.Column("province", db.Str(6), nullable=False, unique=True),
    db.Column("settings", db.Json(), nullable=False),
    *columns.stamps(),
    export_key=("province",),
)
"""How the months of a scheme are cleared, where a world changed something about it."""

cycle_lines = db.table(
    "cycle_lines",
    columns.metadata,
    db.Column("cycle_id", db.Str(40), nullable=False),
    columns.region("payer"),
    columns.region("payee"),
    db.Column("insurance", db.Str(30), nullable=False),
    db.Column("is_prior_year", db.Bool(), nullable=False),
    db.Column("claims", db.Int(), nullable=False),
    *columns.split(),
    db.UniqueConstraint("cycle_id", "payer", "payee", "insurance", "is_prior_year"),
    export_key=(),
)
"""What the claims of a month come to, line by line: derived from them, so no export shows it."""

claim_moves = db.table(
    "claim_moves",
    columns.metadata,
    db.Column("claim_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("event", db.Str(20), nullable=False),
    db.Column("from_state", db.Str(10), nullable=False),
    db.Column("state", db.Str(10), nullable=False),
    db.Column("from_cycle_id", db.Str(40)),
    db.Column("from_version", db.Int(), nullable=False, server_default="0"),
    db.Column("from_rule", db.Str(20), nullable=False, server_default=""),
    columns.flag("from_prior_year"),
    db.Column("cycle_id", db.Str(40)),
    db.Column("rule", db.Str(20), nullable=False),
    db.Column("moved_at", db.Instant(), nullable=False),
    db.UniqueConstraint("claim_id", "ordinal"),
    db.Index("ix_claim_moves_left", "from_cycle_id", "from_version"),
    export_key=("claim_id", "ordinal"),
)
"""What happened to a claim itself; the steps of its month are in the month's row.

from_version: how many versions of its month's statements there were: it stands in those up to
this one; from_rule, from_prior_year: as what it stands in them"""

disputes = db.table(
    "disputes",
    columns.metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("claim_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("statement_version", db.Int(), nullable=False),
    columns.region("home_region"),
    columns.region("care_region"),
    db.Column("reason", db.Str(200), nullable=False),
    db.Column("evidence", db.Str(2000), nullable=False),
    db.Column("status", db.Str(20), nullable=False),
    db.Column("due_at", db.Instant(), nullable=False),
    db.Column("decided_at", db.Instant()),
    db.Column("decided_by", db.Str(10)),
    db.Column("refused", db.Fen()),
    db.Column("statement", db.Str(2000)),
    *columns.stamps(),
    db.UniqueConstraint("claim_id", "ordinal"),
    db.Index("ix_disputes_cycle", "cycle_id"),
    db.one_of("status", DISPUTE.states),
    db.one_of("decided_by", ("agency", "deadline")),
)
"""`refused`: what the decision took off the claim; `statement`: what it said."""

receipts = db.table(
    "receipts",
    columns.metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("cycle_id", db.Str(40), nullable=False),
    columns.region("payer"),
    columns.region("payee"),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("bank_serial", db.Str(24), nullable=False, unique=True),
    db.Column("reference", db.Str(40)),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("finding", db.Str(20)),
    db.Column("notice_id", db.Str(40)),
    db.Column("matched_by", db.Str(10)),
    db.Column("decided_at", db.Instant()),
    *columns.stamps(),
    db.Index("ix_receipts_cycle", "cycle_id", "status"),
    db.one_of("status", RECEIPT.states),
    db.one_of("matched_by", ("serial", "hand")),
)
"""Money as it came in at a payee's bank. `finding`: why it matched nothing by itself."""

bank_messages = db.table(
    "bank_messages",
    columns.metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("form", db.Str(20), nullable=False),
    columns.region("region"),
    db.Column("message_id", db.Str(35), nullable=False),
    db.Column("sha256", db.Str(64), nullable=False),
    db.Column("count", db.Int(), nullable=False),
    db.Column("total", db.Fen(), nullable=False),
    db.Column("skipped", db.Int(), nullable=False),
    db.Column("entries", db.Json(), nullable=False),
    *columns.stamps(),
    db.UniqueConstraint("region", "kind", "message_id"),
    db.Index("ix_bank_messages_cycle", "cycle_id"),
    db.one_of("kind", MESSAGES),
)
"""What a bank played from outside sent: reports of money that came in, returns of money. A
region's message has an id of its own; `entries`: what became of each."""
