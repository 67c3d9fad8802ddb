"""Tables of batches, of what became of their parts, of disputes and of reimbursements."""

from services.transport.domain import clearing as words
from services.transport.domain import disputes, journeys, reimbursement, uploaded
from services.transport.store.tables import metadata, stamps
from sscsim import db

transit_batches = db.table(
    "transit_batches",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("number", db.Int(), nullable=False),
    db.Column("operator_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("day", db.Date(), nullable=False),
    db.Column("count", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("subsidy", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("operator_id", "day"),
    db.UniqueConstraint("operator_id", "number"),
    db.one_of("status", words.BATCH_STATUSES),
)
"""One a day and operator that charged something."""

transit_batch_parts = db.table(
    "transit_batch_parts",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("batch_id", db.Str(40), nullable=False),
    db.Column("operator_id", db.Str(40), nullable=False),
    db.Column("issuer_id", db.Str(40), nullable=False),
    db.Column("payer", db.Str(12), nullable=False),
    db.Column("day", db.Date(), nullable=False),
    db.Column("way", db.Str(10), nullable=False),
    db.Column("count", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("fee", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("code", db.Str(60)),
    db.Column("attempt", db.Int(), nullable=False),
    db.Column("claim_event", db.Str(36)),
    db.Column("claim_id", db.Str(40)),
    db.Column("answered_at", db.Instant()),
    *stamps(),
    db.UniqueConstraint("batch_id", "issuer_id", "payer"),
    db.Index("ix_transit_batch_parts_operator_id_issuer_id", "operator_id", "issuer_id"),
    db.one_of("payer", journeys.PAYERS),
    db.one_of("way", words.WAYS),
    db.one_of("status", words.STATUSES),
)
"""What each payer owes for a batch, and whether it is to be had."""

transit_batch_concessions = db.table(
    "transit_batch_concessions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("batch_id", db.Str(40), nullable=False),
    db.Column("operator_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("day", db.Date(), nullable=False),
    db.Column("count", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("batch_id", "region_code"),
    db.Index("ix_transit_batch_concessions_of", "operator_id", "region_code", "day"),
)
"""What each region pays for the concessions of a batch."""

concession_reimbursements = db.table(
    "concession_reimbursements",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("operator_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("month", db.Str(7), nullable=False),
    db.Column("count", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("carried", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("note", db.Str(200)),
    db.Column("decided_at", db.Instant()),
    db.Column("pay_on", db.Date()),
    db.Column("paid_at", db.Instant()),
    *stamps(),
    db.UniqueConstraint("operator_id", "region_code", "month"),
    db.one_of("status", reimbursement.STATUSES),
)
"""Claim forms of concessions: one an operator, region and month."""

transit_disputes = db.table(
    "transit_disputes",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("journey_id", db.Str(40), nullable=False, index=True),
    db.Column("operator_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("person_id", db.Str(40), index=True),
    db.Column("reason", db.Str(20), nullable=False),
    db.Column("text", db.Str(200)),
    db.Column("charged", db.Fen(), nullable=False),
    db.Column("asked", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("decided", db.Fen()),
    db.Column("decided_by", db.Str(10)),
    db.Column("note", db.Str(200)),
    db.Column("answer_by", db.Instant(), nullable=False),
    db.Column("decided_at", db.Instant()),
    *stamps(),
    db.one_of("reason", disputes.REASONS),
    db.one_of("status", disputes.STATUSES),
    db.one_of("decided_by", disputes.DECIDERS),
)
"""Disputes of riders; of one journey at most one is open."""

transit_uploads = db.table(
    "transit_uploads",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("operator_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("number", db.Int(), nullable=False),
    db.Column("day", db.Date(), nullable=False),
    db.Column("count", db.Int(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("sha256", db.Str(64), nullable=False),
    *stamps(),
    db.UniqueConstraint("operator_id", "number"),
)
"""Batch files that operators sent of rides at gates that only they know."""

transit_upload_lines = db.table(
    "transit_upload_lines",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("upload_id", db.Str(40), nullable=False),
    db.Column("operator_id", db.Str(40), nullable=False),
    db.Column("number", db.Int(), nullable=False),
    db.Column("reference", db.Str(40), nullable=False),
    db.Column("card_number", db.Str(19), nullable=False),
    db.Column("issuer_id", db.Str(40)),
    db.Column("terminal_number", db.Str(12), nullable=False),
    db.Column("card_sequence", db.Int(), nullable=False),
    db.Column("type", db.Str(2), nullable=False),
    db.Column("tapped_at", db.Instant(), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("tac", db.Str(8), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("code", db.Str(30), nullable=False),
    db.Column("attempt", db.Int(), nullable=False),
    db.Column("journey_id", db.Str(40)),
    db.Column("waits_until", db.Instant()),
    *stamps(),
    db.UniqueConstraint("operator_id", "reference", "attempt"),
    db.Index("ix_transit_upload_lines_upload_id_number", "upload_id", "number"),
    db.Index("ix_transit_upload_lines_ride", "card_number", "card_sequence"),
    db.one_of("status", words.STATUSES),
    db.one_of("code", uploaded.LINE_CODES),
)
"""Their lines, one a presentation, and what became of each."""
