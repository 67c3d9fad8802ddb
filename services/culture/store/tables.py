"""What all tables of the culture service share, and this world's own policy packs."""

from typing import Any

from sscsim import db

metadata = db.metadata()


def stamps() -> tuple[db.Column[Any], ...]:
    """What every record has at its end."""
    return (
        db.Column("version", db.Int(), nullable=False),
        db.Column("created_at", db.Instant(), nullable=False),
        db.Column("updated_at", db.Instant(), nullable=False),
    )


policy_packs = db.table(
    "policy_packs",
    metadata,
    db.Column("region_code", db.Str(6), nullable=False, unique=True),
    db.Column("pack", db.Long(), nullable=False),
    db.Column("digest", db.Str(64), nullable=False),
    *stamps(),
    export_key=("region_code",),
)
"""This world's own house rules, one pack a region."""
