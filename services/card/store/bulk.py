"""Loading populations: what is taken already, and how far one is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from services.card.store.tables import cards, persons
from services.card.store.tables_electronic import populations
from sscsim.db import Tx


def numbers_taken(tx: Tx, numbers: Sequence[str]) -> set[str]:
    """Which of these social security numbers somebody has."""
    column = persons.c.social_security_number
    return {row[0] for row in tx.all(select(column).where(column.in_(numbers)))}


def card_numbers_taken(tx: Tx, region_code: str, numbers: Sequence[str]) -> set[str]:
    """Which of these card numbers a card of the region has."""
    column = cards.c.card_number
    mine = cards.c.region_code == region_code
    return {row[0] for row in tx.all(select(column).where(mine, column.in_(numbers)))}


def add_population(tx: Tx, row: dict[str, Any]) -> None:
    tx.execute(populations.insert().values(**row))


def population(tx: Tx, population_id: str) -> Any | None:
    return tx.one(populations.select().where(populations.c.id == population_id))


def last_population(tx: Tx) -> Any | None:
    tx.lock("population")
    return tx.one(populations.select().order_by(populations.c.ordinal.desc()).limit(1))


def change_population(tx: Tx, population_id: str, **values: Any) -> None:
    tx.execute(populations.update().where(populations.c.id == population_id).values(**values))
