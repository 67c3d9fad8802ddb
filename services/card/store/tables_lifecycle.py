"""Households and family, the moves of cards, their passwords."""

from services.card.domain import card, household
from services.card.store.tables import metadata
from sscsim import db

households = db.table(
    "households",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("address", db.Str(200)),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
)

household_members = db.table(
    "household_members",
    metadata,
    db.Column("household_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False, unique=True),
    db.Column("relation", db.Str(20), nullable=False),
    db.Index("ix_household_members_household_id", "household_id"),
    db.one_of("relation", household.MEMBER_RELATIONS),
    export_key=("person_id",),
)
"""A person is in one household at most. `relation` is what the member is to its head."""

family_links = db.table(
    "family_links",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("relative_id", db.Str(40), nullable=False),
    db.Column("relation", db.Str(20), nullable=False),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.UniqueConstraint("person_id", "relative_id"),
    db.Index("ix_family_links_relative_id", "relative_id"),
    db.one_of("relation", household.RELATIONS),
)
"""The relative is the person's `relation`; each link stands twice, once from either side."""

card_moves = db.table(
    "card_moves",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("card_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("move", db.Str(30), nullable=False),
    db.Column("from_status", db.Str(20), nullable=False),
    db.Column("to_status", db.Str(20), nullable=False),
    db.Column("channel", db.Str(20), nullable=False),
    db.Column("actor", db.Str(40), nullable=False),
    db.Column("actor_role", db.Str(20), nullable=False),
    db.Column("reason", db.Str(200)),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("card_id", "ordinal"),
    db.one_of("to_status", card.STATUSES),
)
"""Every move of a card's social application, with who made it."""

card_passwords = db.table(
    "card_passwords",
    metadata,
    db.Column("card_id", db.Str(40), nullable=False, unique=True),
    db.Column("digest", db.Str(64), nullable=False),
    db.Column("wrong_in_a_row", db.Int(), nullable=False),
    export_key=("card_id",),
    export_skip=("digest",),
)
"""The password of the social application; a card without a row has none yet."""

policy_packs = db.table(
    "policy_packs",
    metadata,
    db.Column("region_code", db.Str(6), nullable=False, unique=True),
    db.Column("pack", db.Long(), nullable=False),
    db.Column("digest", db.Str(64), nullable=False),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    export_key=("region_code",),
)
"""This world's own figures, one pack a region."""
