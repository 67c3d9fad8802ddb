"""Tables of electronic cards, their codes, and what cards carry for schemes."""

from services.card.domain import code, electronic_card
from services.card.store.tables import metadata
from sscsim import db

electronic_cards = db.table(
    "electronic_cards",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("card_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("level", db.Int(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("account_id", db.Str(40)),
    db.Column("password_digest", db.Str(48), nullable=False),
    db.Column("wrong_passwords", db.Int(), nullable=False),
    db.Column("allowed_while_lost", db.Bool(), nullable=False),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.Index("ix_electronic_cards_person_id", "person_id"),
    db.one_of("status", electronic_card.STATUSES),
    export_skip=("password_digest",),
)

electronic_card_channels = db.table(
    "electronic_card_channels",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("channel_no", db.Str(20), nullable=False, unique=True),
    db.Column("name", db.Str(60), nullable=False),
    db.Column("secret", db.Str(64), nullable=False),
    db.Column("party_id", db.Str(40), nullable=False),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    export_skip=("secret",),
)

electronic_card_links = db.table(
    "electronic_card_links",
    metadata,
    db.Column("electronic_card_id", db.Str(40), nullable=False),
    db.Column("channel_no", db.Str(20), nullable=False),
    db.Column("sign_no", db.Str(40), nullable=False),
    db.Column("linked_at", db.Instant(), nullable=False),
    db.UniqueConstraint("electronic_card_id", "channel_no"),
    export_key=("electronic_card_id", "channel_no"),
)

electronic_card_signings = db.table(
    "electronic_card_signings",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("channel_no", db.Str(20), nullable=False),
    db.Column("sign_no", db.Str(40), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("electronic_card_id", db.Str(40)),
    db.Column("failure_code", db.Str(60)),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.UniqueConstraint("channel_no", "sign_no"),
    db.one_of("status", ("succeeded", "failed")),
)

electronic_card_devices = db.table(
    "electronic_card_devices",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("electronic_card_id", db.Str(40), nullable=False),
    db.Column("device_no", db.Str(80), nullable=False),
    db.Column("public_key", db.Json()),
    db.Column("removed_at", db.Instant()),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.Index("ix_electronic_card_devices_card", "electronic_card_id"),
)

electronic_family = db.table(
    "electronic_family",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("electronic_card_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("relation", db.Str(10), nullable=False),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.UniqueConstraint("electronic_card_id", "person_id"),
    db.one_of("relation", electronic_card.RELATIONS),
)

code_credentials = db.table(
    "code_credentials",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("electronic_card_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("device_id", db.Str(40), nullable=False),
    db.Column("issued_at", db.Instant(), nullable=False),
    db.Column("expires_at", db.Instant(), nullable=False),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.Index("ix_code_credentials_card", "electronic_card_id", "expires_at"),
)

codes = db.table(
    "codes",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("electronic_card_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("scene", db.Str(20)),
    db.Column("capabilities", db.Json(), nullable=False),
    db.Column("credential_id", db.Str(40)),
    db.Column("issued_at", db.Instant(), nullable=False),
    db.Column("expires_at", db.Instant(), nullable=False),
    db.Column("used_at", db.Instant()),
    db.Column("used_by", db.Str(40)),
    db.Column("used_scene", db.Str(20)),
    db.Column("used_for", db.Str(60)),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.Index("ix_codes_electronic_card_id", "electronic_card_id", "seq"),
    db.one_of("kind", code.KINDS),
)

code_payments = db.table(
    "code_payments",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("code_id", db.Str(40), nullable=False, unique=True),
    db.Column("electronic_card_id", db.Str(40), nullable=False),
    db.Column("account_id", db.Str(40), nullable=False),
    db.Column("entry_id", db.Str(40), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("refunded", db.Fen(), nullable=False),
    db.Column("memo", db.Str(120)),
    db.Column("party_id", db.Str(40), nullable=False),
    db.Column("event", db.Str(60), unique=True),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
)
"""`event`: what another service paid for, once."""

closed_code_payments = db.table(
    "closed_code_payments",
    metadata,
    db.Column("event", db.Str(60), nullable=False, unique=True),
    db.Column("created_at", db.Instant(), nullable=False),
    export_key=("event",),
)
"""Payments that were given up before they came; a late one is refused."""

code_revocations = db.table(
    "code_revocations",
    metadata,
    db.Column("number", db.Int(), nullable=False, unique=True),
    db.Column("ref", db.Str(40), nullable=False, unique=True),
    db.Column("reason", db.Str(40), nullable=False),
    db.Column("revoked_at", db.Instant(), nullable=False),
    db.Column("expires_at", db.Instant(), nullable=False),
    export_key=("number",),
)
"""`number` counts from 1 without gaps, so that a gate sees that it has missed one."""

card_functions = db.table(
    "card_functions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("card_id", db.Str(40), nullable=False),
    db.Column("scheme_id", db.Str(20), nullable=False),
    db.Column("function", db.Str(40), nullable=False),
    db.Column("from_date", db.Date(), nullable=False),
    db.Column("to_date", db.Date()),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.UniqueConstraint("card_id", "scheme_id", "function"),
)

populations = db.table(
    "populations",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("ordinal", db.Int(), nullable=False, unique=True),
    db.Column("seed", db.Str(100), nullable=False),
    db.Column("people", db.Int(), nullable=False),
    db.Column("made", db.Int(), nullable=False),
    db.Column("regions", db.Json(), nullable=False),
    db.Column("as_of", db.Date(), nullable=False),
    db.Column("taken", db.Json(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.one_of("status", ("running", "succeeded")),
)
"""`taken`: by region, what numbers are used up; the next population goes on from there."""
