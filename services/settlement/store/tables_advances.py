"""Tables of advances: placed and returned, sized by the year, used by the month, topped up."""

from services.settlement.domain.advances import LEVELS, PURPOSES, TOP_UP
from services.settlement.store import columns
from sscsim import db

advances = db.table(
    "advances",
    columns.metadata,
    columns.own_id(),
    db.Column("ordinal", db.Int(), nullable=False),
    columns.region("home_region"),
    columns.region("care_region"),
    db.Column("direction", db.Str(10), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("journal_id", db.Str(40), nullable=False),
    db.Column("purpose", db.Str(10), nullable=False, server_default="by_hand"),
    *columns.stamps(),
    db.UniqueConstraint("home_region", "care_region", "ordinal"),
    db.one_of("direction", ("placed", "returned")),
    db.one_of("purpose", PURPOSES),
)

advance_sizes = db.table(
    "advance_sizes",
    columns.metadata,
    columns.own_id(),
    db.Column("year", db.Int(), nullable=False),
    columns.region("home_region"),
    columns.region("care_region"),
    db.Column("cleared", db.Fen(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("pay_at", db.Instant(), nullable=False),
    db.Column("paid_at", db.Instant()),
    db.Column("advance_id", db.Str(40)),
    *columns.stamps(),
    db.UniqueConstraint("year", "home_region", "care_region"),
)
"""What a year's advance of a pair was fixed at. `advance_id`: what was placed or returned to
get there; none where it stood there already."""

advance_usages = db.table(
    "advance_usages",
    columns.metadata,
    columns.own_id(),
    db.Column("cycle_id", db.Str(40), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    columns.region("home_region"),
    columns.region("care_region"),
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
    columns.metadata,
    columns.own_id(),
    db.Column("usage_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    columns.region("home_region"),
    columns.region("care_region"),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("reason", db.Str(200), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("refusal", db.Str(200)),
    db.Column("decided_at", db.Instant()),
    db.Column("advance_id", db.Str(40)),
    *columns.stamps(),
    db.UniqueConstraint("usage_id", "ordinal"),
    db.one_of("status", TOP_UP.states),
)
