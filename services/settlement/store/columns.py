"""Columns that several tables of the settlement service have, and its one metadata."""

from typing import Any

import sqlalchemy as sa

from services.settlement.domain.chart import FUNDS
from services.settlement.domain.kinds import MEDICAL
from sscsim import db

metadata = db.metadata()


def own_id() -> Any:
    return db.Column("id", db.Str(40), nullable=False, unique=True)


def region(name: str) -> Any:
    return db.Column(name, db.Str(6), nullable=False)


def stamps() -> tuple[Any, ...]:
    return (
        db.Column("version", db.Int(), nullable=False),
        db.Column("created_at", db.Instant(), nullable=False),
        db.Column("updated_at", db.Instant(), nullable=False),
    )


def flag(name: str) -> Any:
    """No until something exceptional says yes."""
    return db.Column(name, db.Bool(), nullable=False, server_default=sa.false())


def kind() -> Any:
    return db.Column("kind", db.Str(20), nullable=False, server_default=MEDICAL)


NOT_MEDICAL = sa.text(f"kind <> '{MEDICAL}'")


def split() -> tuple[Any, ...]:
    return tuple(db.Column(name, db.Fen(), nullable=False) for name in (*FUNDS, "account"))
