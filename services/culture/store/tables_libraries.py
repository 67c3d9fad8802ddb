"""Tables of titles, copies, readers, loans, holds, transits, fees and payments."""

from services.culture.domain import fees as fee_words
from services.culture.domain import holds as hold_words
from services.culture.domain import library, readers
from services.culture.domain import loans as loan_words
from services.culture.domain import titles as title_words
from services.culture.store.tables import metadata, stamps
from sscsim import db

titles = db.table(
    "library_titles",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("isbn", db.Str(13), nullable=False, unique=True),
    db.Column("name", db.Str(200), nullable=False),
    db.Column("author", db.Str(100), nullable=False),
    db.Column("publisher", db.Str(100), nullable=False),
    db.Column("year", db.Int(), nullable=False),
    db.Column("clc_class", db.Str(20), nullable=False),
    db.Column("medium", db.Str(12), nullable=False),
    db.Column("is_foreign", db.Bool(), nullable=False),
    db.Column("price", db.Fen(), nullable=False),
    db.Column("pinyin", db.Str(800), nullable=False),
    *stamps(),
    db.one_of("medium", library.MEDIA),
)
"""What there is to read."""

copies = db.table(
    "library_copies",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("title_id", db.Str(40), nullable=False, index=True),
    db.Column("barcode", db.Str(14), nullable=False, unique=True),
    db.Column("call_number", db.Str(40), nullable=False),
    db.Column("medium", db.Str(12), nullable=False),
    db.Column("owner_id", db.Str(20), nullable=False),
    db.Column("location_id", db.Str(20), nullable=False, index=True),
    db.Column("floats", db.Bool(), nullable=False),
    db.Column("price", db.Fen(), nullable=False),
    db.Column("properties", db.Str(255)),
    db.Column("status", db.Str(20), nullable=False),
    *stamps(),
    db.one_of("status", title_words.STATUSES),
)
"""The things with barcodes."""

readers_table = db.table(
    "library_readers",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False, unique=True),
    db.Column("name", db.Str(100), nullable=False),
    db.Column("birth_date", db.Date(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("status", readers.STATUSES),
)
"""One reader a person."""

memberships = db.table(
    "library_memberships",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("reader_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("network_id", db.Str(20), nullable=False),
    db.Column("library_id", db.Str(20), nullable=False),
    db.Column("carrier", db.Str(24), nullable=False),
    db.Column("card_id", db.Str(40), nullable=False),
    db.Column("home_region", db.Str(6), nullable=False),
    db.Column("tier", db.Str(4)),
    db.Column("deposit_due", db.Fen(), nullable=False),
    db.Column("deposit", db.Fen(), nullable=False),
    db.Column("deposit_on", db.Date()),
    db.Column("blocked_on", db.Date()),
    db.Column("blocked_by", db.Str(20)),
    db.Column("block_reason", db.Str(255)),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("reader_id", "network_id"),
    db.not_negative("deposit"),
    db.one_of("carrier", library.CARRIERS),
    db.one_of("status", readers.STATUSES),
)
"""Where somebody is a reader."""

deposit_entries = db.table(
    "library_deposit_entries",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("membership_id", db.Str(40), nullable=False),
    db.Column("library_id", db.Str(20), nullable=False, index=True),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("kind", db.Str(12), nullable=False),
    db.Column("event", db.Str(60), nullable=False, unique=True),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("balance", db.Fen(), nullable=False),
    db.Column("paid_by", db.Str(20), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("membership_id", "ordinal"),
    db.one_of("kind", readers.DEPOSIT_KINDS),
)
"""Movements of deposits; only added to."""

points = db.table(
    "library_points",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("reader_id", db.Str(40), nullable=False),
    db.Column("library_id", db.Str(20), nullable=False),
    db.Column("loan_id", db.Str(40), nullable=False),
    db.Column("points", db.Int(), nullable=False),
    db.Column("given_on", db.Date(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Index("ix_library_points_reader_id_library_id", "reader_id", "library_id"),
)
"""Points for late returns; only added to."""

loans = db.table(
    "library_loans",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("reader_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("copy_id", db.Str(40), nullable=False, index=True),
    db.Column("open_copy_id", db.Str(40), unique=True),
    db.Column("title_id", db.Str(40), nullable=False),
    db.Column("library_id", db.Str(20), nullable=False),
    db.Column("network_id", db.Str(20), nullable=False),
    db.Column("medium", db.Str(12), nullable=False),
    db.Column("kind", db.Str(20)),
    db.Column("price", db.Fen(), nullable=False),
    db.Column("lent_on", db.Date(), nullable=False),
    db.Column("due_on", db.Date(), nullable=False),
    db.Column("renewals", db.Int(), nullable=False),
    db.Column("recalled_on", db.Date()),
    db.Column("claimed_on", db.Date()),
    db.Column("overdue_since", db.Date()),
    db.Column("returned_on", db.Date()),
    db.Column("returned_to", db.Str(20)),
    db.Column("status", db.Str(20), nullable=False),
    db.Column("lent_at", db.Instant(), nullable=False),
    *stamps(),
    db.Index("ix_library_loans_reader_id_status", "reader_id", "status"),
    db.one_of("status", loan_words.STATUSES),
)
"""Loans; an ended one stays."""

holds = db.table(
    "library_holds",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("reader_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("title_id", db.Str(40), nullable=False),
    db.Column("network_id", db.Str(20), nullable=False),
    db.Column("pickup_library_id", db.Str(20), nullable=False),
    db.Column("copy_id", db.Str(40)),
    db.Column("live_copy_id", db.Str(40), unique=True),
    db.Column("status", db.Str(12), nullable=False),
    db.Column("ready_on", db.Date()),
    db.Column("expires_on", db.Date()),
    *stamps(),
    db.Index("ix_library_holds_title_id_status", "title_id", "status"),
    db.Index("ix_library_holds_reader_id_status", "reader_id", "status"),
    db.one_of("status", hold_words.STATUSES),
)
"""Who waits for what."""

transits = db.table(
    "library_transits",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("copy_id", db.Str(40), nullable=False, index=True),
    db.Column("moving_copy_id", db.Str(40), unique=True),
    db.Column("from_id", db.Str(20), nullable=False),
    db.Column("to_id", db.Str(20), nullable=False),
    db.Column("hold_id", db.Str(40)),
    db.Column("sent_at", db.Instant(), nullable=False),
    db.Column("arrives_at", db.Instant(), nullable=False),
    db.Column("arrived_at", db.Instant()),
    db.Column("status", db.Str(12), nullable=False),
    *stamps(),
    db.one_of("status", hold_words.TRANSIT_STATUSES),
)
"""Copies on their way between libraries."""

fees = db.table(
    "library_fees",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("reader_id", db.Str(40), nullable=False, index=True),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("library_id", db.Str(20), nullable=False),
    db.Column("loan_id", db.Str(40)),
    db.Column("kind", db.Str(20), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("paid", db.Fen(), nullable=False),
    db.Column("waived", db.Fen(), nullable=False),
    db.Column("reserved", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("explanation", db.Json()),
    *stamps(),
    db.one_of("kind", fee_words.KINDS),
    db.one_of("status", fee_words.STATUSES),
)
"""What readers owe."""

payments = db.table(
    "library_payments",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("reader_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("library_id", db.Str(20), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("purpose", db.Str(10), nullable=False),
    db.Column("method", db.Str(20), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("parts", db.Json(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("reference", db.Str(40)),
    db.Column("problem", db.Json()),
    db.Column("paid_at", db.Instant()),
    *stamps(),
    db.UniqueConstraint("reader_id", "ordinal"),
    db.one_of("purpose", fee_words.PURPOSES),
    db.one_of("method", fee_words.METHODS_OF_RECORD),
    db.one_of("status", fee_words.PAYMENT_STATUSES),
)
"""Payments of readers: of fees, with the part of each, and of deposits."""

refunds = db.table(
    "library_refunds",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("reader_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("membership_id", db.Str(40), nullable=False),
    db.Column("library_id", db.Str(20), nullable=False),
    db.Column("deposit_library_id", db.Str(20), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("method", db.Str(20), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("fine", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("reference", db.Str(40)),
    db.Column("return_code", db.Str(2)),
    *stamps(),
    db.UniqueConstraint("membership_id", "ordinal"),
    db.one_of("method", readers.REFUND_METHODS),
    db.one_of("status", readers.REFUND_STATUSES),
)
"""Deposits that went back."""
