"""Advances that insured regions placed with regions of treatment."""

from typing import Any

import sqlalchemy as sa

from services.settlement.store.rows import stamps, total
from services.settlement.store.tables import advances
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.money import Money


def next_ordinal(tx: Tx, home: str, care: str) -> int:
    """The number of the pair's next advance; the pair is held until the transaction ends."""
    tx.lock("advance", home, care)
    count = sa.select(sa.func.count()).select_from(advances)
    where = (advances.c.home_region == home, advances.c.care_region == care)
    return int(tx.scalar(count.where(*where))) + 1


def left(tx: Tx, home: str, care: str) -> Money:
    """What was placed less what was returned."""
    statement = (
        sa.select(advances.c.direction, total(advances.c.amount))
        .where(advances.c.home_region == home, advances.c.care_region == care)
        .group_by(advances.c.direction)
    )
    found: dict[str, Money] = {row[0]: row[1] for row in tx.all(statement)}
    return found.get("placed", Money.zero()) - found.get("returned", Money.zero())


def by_pair(tx: Tx) -> dict[tuple[str, str], Money]:
    """What every pair has left of its advances, by (home, care)."""
    keys = (advances.c.home_region, advances.c.care_region)
    statement = sa.select(*keys, advances.c.direction, total(advances.c.amount))
    found: dict[tuple[str, str], Money] = {}
    for home, care, direction, amount in tx.all(statement.group_by(*keys, advances.c.direction)):
        before = found.get((home, care), Money.zero())
        found[home, care] = before + (amount if direction == "placed" else -amount)
    return found


def add(tx: Tx, values: dict[str, Any]) -> Any:
    tx.execute(advances.insert().values(**values, **stamps(tx.world.now)))
    return find(tx, values["id"])


def find(tx: Tx, advance_id: str) -> Any | None:
    return tx.one(sa.select(advances).where(advances.c.id == advance_id))


def page(tx: Tx, query: PageQuery, filters: dict[str, Any]) -> Page:
    statement = sa.select(advances)
    for name in ("home_region", "care_region"):
        if f"{name}_code" in filters:
            statement = statement.where(advances.c[name] == filters[f"{name}_code"])
    return tx.page(statement, advances, query)
