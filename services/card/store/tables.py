"""The card service's tables."""

from services.card.domain import card, enrolment, person, verification
from sscsim import db

metadata = db.metadata()

persons = db.table(
    "persons",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("social_security_number", db.Str(18), nullable=False, unique=True),
    db.Column("name", db.Str(60), nullable=False),
    db.Column("sex", db.Str(6), nullable=False),
    db.Column("birth_date", db.Date(), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("contact_phone", db.Str(20)),
    db.Column("contact_address", db.Str(200)),
    db.Column("living_state", db.Str(10), nullable=False, server_default="alive"),
    db.Column("deceased_on", db.Date()),
    db.Column("residence_region_code", db.Str(6)),
    db.Column("nation", db.Str(2)),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.Index("ix_persons_region_code", "region_code", "seq"),
    db.one_of("sex", person.SEXES),
)

enrolments = db.table(
    "enrolments",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("insurance_kind", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("category", db.Str(10), nullable=False),
    db.Column("from_date", db.Date(), nullable=False),
    db.Column("to_date", db.Date()),
    db.Column("contribution_base", db.Fen()),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.Index("ix_enrolments_person_id", "person_id", "insurance_kind", "from_date"),
    db.one_of("insurance_kind", enrolment.KINDS),
    db.one_of("category", enrolment.CATEGORIES),
)

cards = db.table(
    "cards",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("card_number", db.Str(9), nullable=False),
    db.Column("card_identification_code", db.Str(32), nullable=False, unique=True),
    db.Column("specification_version", db.Str(4), nullable=False),
    db.Column("status", db.Str(20), nullable=False),
    db.Column("issue_date", db.Date(), nullable=False),
    db.Column("valid_to_date", db.Date(), nullable=False),
    db.Column("enabled_at", db.Instant()),
    db.Column("form", db.Str(10), nullable=False, server_default="standard"),
    db.Column("temporary_loss_until", db.Instant()),
    db.Column("replaces_card_id", db.Str(40)),
    db.Column("cancelled_at", db.Instant()),
    db.Column("renewal_opened_at", db.Instant()),
    db.Column("expired_at", db.Instant()),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.UniqueConstraint("card_number", "region_code"),
    db.Index("ix_cards_person_id", "person_id"),
    db.Index("ix_cards_valid_to_date", "region_code", "valid_to_date"),
    db.one_of("status", card.STATUSES),
)

verifications = db.table(
    "verifications",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("subject", db.Str(64), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("card_id", db.Str(40)),
    db.Column("person_id", db.Str(40)),
    db.Column("asked_by", db.Str(40), nullable=False),
    db.Column("credential", db.Str(30), nullable=False),
    db.Column("compared", db.Json(), nullable=False),
    db.Column("result", db.Str(10), nullable=False),
    db.Column("reasons", db.Json(), nullable=False),
    db.Column("purpose", db.Str(20)),
    db.Column("place_region_code", db.Str(6)),
    db.Column("asked_as", db.Str(40)),
    db.Column("password_checked", db.Bool()),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.UniqueConstraint("subject", "ordinal"),
    db.Index("ix_verifications_person_id", "person_id"),
    db.one_of("result", verification.RESULTS),
    db.one_of("credential", verification.CREDENTIALS),
)
"""`subject` is the card's id; for an unknown card a hash of what was shown. The number
itself is kept nowhere. `ordinal` counts the verifications of one subject from 1."""
