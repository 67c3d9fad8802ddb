"""Tables of what happens without network: hot list, keys of terminals, chips, uploads."""

from services.transport.domain import chips as chip_words
from services.transport.domain import hot_list as list_words
from services.transport.domain import taps as tap_words
from services.transport.domain import uploads as upload_words
from services.transport.store.tables import metadata, stamps
from sscsim import db

hot_list_entries = db.table(
    "hot_list_entries",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("number", db.Int(), nullable=False, unique=True),
    db.Column("action", db.Str(8), nullable=False),
    db.Column("medium", db.Str(20), nullable=False),
    db.Column("reference", db.Str(64), nullable=False),
    db.Column("reason", db.Str(12), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Index("ix_hot_list_entries_of", "reference", "medium", "number"),
    db.one_of("action", list_words.ACTIONS),
    db.one_of("medium", tap_words.MEDIA),
    db.one_of("reason", list_words.REASONS),
)
"""`number` counts from 1 without gaps, so that a terminal sees that it has missed one."""

hot_list_loads = db.table(
    "hot_list_loads",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("terminal_id", db.Str(40), nullable=False),
    db.Column("number", db.Int(), nullable=False),
    db.Column("loaded_at", db.Instant(), nullable=False),
    db.UniqueConstraint("terminal_id", "loaded_at", "number"),
)
"""Up to which number a terminal had the list, and since when; only added to."""

terminal_keys = db.table(
    "terminal_keys",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("terminal_id", db.Str(40), nullable=False),
    db.Column("version", db.Int(), nullable=False),
    db.Column("issued_at", db.Instant(), nullable=False),
    db.UniqueConstraint("terminal_id", "version"),
)
"""Versions of the keys by which terminals sign; the keys themselves are kept nowhere."""

chip_transactions = db.table(
    "chip_transactions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("transit_card_id", db.Str(40), nullable=False),
    db.Column("sequence", db.Int(), nullable=False),
    db.Column("kind", db.Str(6), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("balance_after", db.Fen(), nullable=False),
    db.Column("offline_total", db.Fen(), nullable=False),
    db.Column("loads", db.Int(), nullable=False),
    db.Column("terminal_number", db.Str(12), nullable=False),
    db.Column("city", db.Str(4), nullable=False),
    db.Column("station", db.Str(14), nullable=False),
    db.Column("acquirer", db.Str(16), nullable=False),
    db.Column("at", db.Instant(), nullable=False),
    db.Column("tac", db.Str(8), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("tap_id", db.Str(40)),
    *stamps(),
    db.UniqueConstraint("transit_card_id", "sequence"),
    db.Index("ix_chip_transactions_waiting", "transit_card_id", "status", "amount"),
    db.one_of("kind", tap_words.KINDS),
    db.one_of("status", chip_words.STATUSES),
)
"""What chips did without network. A waiting one is money that the purse doesn't know of yet."""

tap_uploads = db.table(
    "tap_uploads",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("reference", db.Str(60), nullable=False),
    db.Column("fingerprint", db.Str(64), nullable=False),
    db.Column("way", db.Str(12), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("count", db.Int(), nullable=False),
    db.Column("done", db.Int(), nullable=False),
    *(db.Column(name, db.Int(), nullable=False) for name in tap_words.RESULTS),
    *stamps(),
    db.UniqueConstraint("party_id", "reference"),
    db.one_of("way", tap_words.WAYS),
    db.one_of("status", upload_words.STATUSES),
)
"""Taps that terminals queued, brought many at once."""

tap_upload_lines = db.table(
    "tap_upload_lines",
    metadata,
    db.Column("upload_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("said", db.Json(), nullable=False),
    db.Column("result", db.Str(10)),
    db.Column("code", db.Str(30)),
    db.Column("tap_id", db.Str(40)),
    db.UniqueConstraint("upload_id", "ordinal"),
    db.one_of("result", tap_words.RESULTS),
    db.one_of("code", tap_words.CODES),
    export_key=("upload_id", "ordinal"),
)
"""The taps of an upload, in its order, each with what came of it."""

issuer_listings = db.table(
    "issuer_listings",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("issuer_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("since", db.Date(), nullable=False),
    db.Column("until", db.Date()),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("issuer_id", "ordinal"),
)
"""This world's own word on which cities' cards are taken elsewhere; the newest one counts."""
