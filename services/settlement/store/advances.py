"""Advances that insured regions placed with regions of treatment."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from services.settlement.store.rows import changed, stamps, total
from services.settlement.store.tables_advances import (
    advance_sizes,
    advance_top_ups,
    advance_usages,
    advances,
)
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


def next_top_up(tx: Tx, usage_id: str) -> int:
    """The number of the next top-up that a month's usage is asked for; its pair is held."""
    count = sa.select(sa.func.count()).select_from(advance_top_ups)
    return int(tx.scalar(count.where(advance_top_ups.c.usage_id == usage_id))) + 1


def add(tx: Tx, values: dict[str, Any]) -> Any:
    tx.execute(advances.insert().values(**values, **stamps(tx.world.now)))
    return find(tx, values["id"])


def find(tx: Tx, advance_id: str) -> Any | None:
    return tx.one(sa.select(advances).where(advances.c.id == advance_id))


def page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    return _page(tx, advances, query, filters)


def _page(tx: Tx, table: sa.Table, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Rows of a pair, and with other values that are asked for by the columns' own names."""
    statement = sa.select(table)
    for name, value in filters.items():
        column = name.removesuffix("_code") if name.endswith("_region_code") else name
        statement = statement.where(table.c[column] == value)
    return tx.page(statement, table, query)


# ---- sizes of a year


def fix(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    tx.add_all(advance_sizes, [{**row, **stamps(tx.world.now)} for row in rows])


def is_fixed(tx: Tx, year: int) -> bool:
    known = sa.select(advance_sizes.c.id).where(advance_sizes.c.year == year).limit(1)
    return tx.scalar(known) is not None


def unpaid_sizes(tx: Tx, year: int, home: str) -> Sequence[Any]:
    """What a region still has to bring to its size of a year, held, by region of treatment."""
    statement = (
        sa.select(advance_sizes)
        .where(
            advance_sizes.c.year == year,
            advance_sizes.c.home_region == home,
            advance_sizes.c.paid_at.is_(None),
        )
        .order_by(advance_sizes.c.care_region)
        .with_for_update()
    )
    return tx.all(statement)


def size_paid(tx: Tx, size_id: str, advance_id: str | None) -> None:
    values = {"paid_at": tx.world.now, "advance_id": advance_id}
    values |= changed(advance_sizes, tx.world.now)
    tx.execute(advance_sizes.update().where(advance_sizes.c.id == size_id).values(values))


def sizes(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    return _page(tx, advance_sizes, query, filters)


# ---- how far a month used them


def use(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    tx.add_all(advance_usages, rows)


def usages(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    return _page(tx, advance_usages, query, filters)


def every_usage(tx: Tx) -> Sequence[Any]:
    return tx.all(sa.select(advance_usages).order_by(advance_usages.c.id))


def last_usage(tx: Tx, home: str, care: str) -> Any | None:
    """The pair's usage in the month that was signed last."""
    return tx.one(
        sa.select(advance_usages)
        .where(advance_usages.c.home_region == home, advance_usages.c.care_region == care)
        .order_by(advance_usages.c.signed_at.desc(), advance_usages.c.month.desc())
        .limit(1)
    )


# ---- top-ups


def request(tx: Tx, values: dict[str, Any]) -> Any:
    tx.execute(advance_top_ups.insert().values(**values, **stamps(tx.world.now)))
    return top_up(tx, values["id"])


def top_up(tx: Tx, top_up_id: str) -> Any | None:
    return tx.one(sa.select(advance_top_ups).where(advance_top_ups.c.id == top_up_id))


def top_up_locked(tx: Tx, top_up_id: str) -> Any | None:
    by_id = sa.select(advance_top_ups).where(advance_top_ups.c.id == top_up_id)
    return tx.one(by_id.with_for_update())


def decide(tx: Tx, top_up_id: str, status: str, **values: Any) -> Any:
    values |= {"status": status, "decided_at": tx.world.now}
    values |= changed(advance_top_ups, tx.world.now)
    tx.execute(advance_top_ups.update().where(advance_top_ups.c.id == top_up_id).values(values))
    return top_up(tx, top_up_id)


def top_ups(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    return _page(tx, advance_top_ups, query, filters)
