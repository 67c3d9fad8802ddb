"""Tables of the daily three-way reconciliation.

A day on which regions exchanged nothing has no row. A comparison adds its lines and never
changes those of an earlier one.
"""

from typing import Any

from services.settlement.domain import reconciliation as domain
from services.settlement.domain import reconciliation_states as states
from services.settlement.domain.chart import INSURANCE_CODES
from services.settlement.store import columns
from services.settlement.store.tables import claims
from sscsim import db

db.Index("ix_claims_home_day", claims.c.home_region, claims.c.settled_at)
db.Index("ix_claims_care_day", claims.c.care_region, claims.c.settled_at)
"""A region's day is read from these, however many claims a world has."""

ALL = "all"
"""Of a line on which all sides agree: it stands in each one's file."""

daily_reconciliations = db.table(
    "daily_reconciliations",
    columns.metadata,
    columns.own_id(),
    columns.region("region"),
    db.Column("day", db.Date(), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("run", db.Int(), nullable=False),
    db.Column("asked", db.Int(), nullable=False),
    db.Column("matched_count", db.Int(), nullable=False),
    db.Column("differing_count", db.Int(), nullable=False),
    db.Column("open_count", db.Int(), nullable=False),
    db.Column("begins_at", db.Instant(), nullable=False),
    db.Column("ends_at", db.Instant(), nullable=False),
    db.Column("due_at", db.Instant(), nullable=False),
    db.Column("reconciled_by", db.Instant(), nullable=False),
    columns.flag("is_overdue"),
    *columns.stamps(),
    db.UniqueConstraint("region", "day"),
    db.Index("ix_daily_reconciliations_month", "region", "month"),
    db.one_of("status", states.STATUSES),
)
"""`begins_at` and `ends_at` are the day's midnights in Shanghai."""

daily_runs = db.table(
    "daily_runs",
    columns.metadata,
    db.Column("reconciliation_id", db.Str(40), nullable=False),
    db.Column("run", db.Int(), nullable=False),
    db.Column("reason", db.Str(10), nullable=False),
    db.Column("asked_at", db.Instant(), nullable=False),
    db.Column("begun_at", db.Instant()),
    db.Column("attempt", db.Int(), nullable=False, server_default="0"),
    db.Column("finished_at", db.Instant()),
    db.Column("matched_count", db.Int()),
    db.Column("differing_count", db.Int()),
    db.Column("files", db.Json()),
    db.UniqueConstraint("reconciliation_id", "run"),
    db.one_of("reason", states.REASONS),
    export_key=("reconciliation_id", "run"),
    export_skip=("attempt",),
)

_LINE = (
    ("settlement_id", db.Str(40)),
    ("kind", db.Str(12)),
    ("state", db.Str(10)),
    ("home_region", db.Str(6)),
    ("care_region", db.Str(6)),
    ("insurance", db.Str(30)),
    ("settled_at", db.Instant()),
)


def _line() -> tuple[Any, ...]:
    plain: Any = (db.Column(name, kind, nullable=False) for name, kind in _LINE)
    return (*plain, *columns.split(), db.Column("clearing", db.Fen(), nullable=False))


daily_lines = db.table(
    "daily_lines",
    columns.metadata,
    db.Column("reconciliation_id", db.Str(40), nullable=False),
    db.Column("run", db.Int(), nullable=False),
    db.Column("attempt", db.Int(), nullable=False, server_default="0"),
    db.Column("side", db.Str(10), nullable=False),
    *_line(),
    db.UniqueConstraint("reconciliation_id", "run", "attempt", "side", "settlement_id"),
    db.one_of("side", (ALL, *domain.SIDES)),
    db.one_of("kind", domain.KINDS),
    db.one_of("state", domain.STATES),
    db.one_of("insurance", INSURANCE_CODES),
    export_key=("reconciliation_id", "run", "side", "settlement_id"),
    export_skip=("attempt",),
)
"""One row where all three agree, else one for each side that has it that day."""

daily_differences = db.table(
    "daily_differences",
    columns.metadata,
    columns.own_id(),
    db.Column("reconciliation_id", db.Str(40), nullable=False),
    db.Column("run", db.Int(), nullable=False),
    db.Column("last_run", db.Int(), nullable=False),
    columns.region("region"),
    db.Column("day", db.Date(), nullable=False),
    db.Column("settlement_id", db.Str(40), nullable=False),
    db.Column("claim_id", db.Str(40)),
    columns.region("home_region"),
    columns.region("care_region"),
    db.Column("kind", db.Str(20), nullable=False),
    db.Column("components", db.Json(), nullable=False),
    db.Column("sides", db.Json(), nullable=False),
    db.Column("digest", db.Str(64), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("way", db.Str(10), nullable=False),
    db.Column("action", db.Str(10)),
    db.Column("resolution", db.Str(20)),
    db.Column("resolved_by", db.Str(10)),
    db.Column("note", db.Str(200)),
    db.Column("amount", db.Fen()),
    db.Column("dispute_id", db.Str(40)),
    db.Column("resolved_at", db.Instant()),
    *columns.stamps(),
    db.UniqueConstraint("reconciliation_id", "run", "settlement_id"),
    db.Index("ix_daily_differences_status", "reconciliation_id", "status"),
    db.one_of("kind", domain.DIFFERENCES),
    db.one_of("status", states.DIFFERENCE.states),
    db.one_of("way", domain.WAYS),
    db.one_of("action", states.ACTIONS),
    db.one_of("resolution", states.RESOLUTIONS),
    db.one_of("resolved_by", states.RESOLVERS),
)
"""`digest` tells whether a later comparison found the same figures again."""

daily_difference_moves = db.table(
    "daily_difference_moves",
    columns.metadata,
    db.Column("difference_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("event", db.Str(10), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("role", db.Str(12), nullable=False),
    db.Column("note", db.Str(200)),
    db.Column("moved_at", db.Instant(), nullable=False),
    db.UniqueConstraint("difference_id", "ordinal"),
    export_key=("difference_id", "ordinal"),
)
"""Append only."""

daily_files = db.table(
    "daily_files",
    columns.metadata,
    columns.own_id(),
    db.Column("reconciliation_id", db.Str(40), nullable=False),
    columns.region("region"),
    db.Column("day", db.Date(), nullable=False),
    db.Column("side", db.Str(10), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("count", db.Int(), nullable=False),
    db.Column("sum", db.Fen(), nullable=False),
    db.Column("sha256", db.Str(64), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("region", "day", "side", "ordinal"),
    db.Index("ix_daily_files_day", "day", "side"),
    db.one_of("side", domain.PARTIES),
)
"""What parties sent of their own; of one region, day and side the newest speaks."""

daily_file_lines = db.table(
    "daily_file_lines",
    columns.metadata,
    db.Column("file_id", db.Str(40), nullable=False),
    *_line(),
    db.UniqueConstraint("file_id", "settlement_id"),
    db.Index("ix_daily_file_lines_settlement", "settlement_id"),
    db.one_of("kind", domain.KINDS),
    db.one_of("state", domain.STATES),
    db.one_of("insurance", INSURANCE_CODES),
    export_key=("file_id", "settlement_id"),
)
