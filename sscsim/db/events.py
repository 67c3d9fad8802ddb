"""Reading a store's events: a page of them, and those after a mark with none left out.

On PostgreSQL a transaction takes its sequence numbers before it commits, so a larger
one may be seen first. Who remembers how far he read waits for open writers once
(`settled`): they hold the world's row for share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from sscsim import world
from sscsim.db.store import Store


@dataclass(frozen=True, slots=True)
class EventWish:
    """Which events: newest first before `before`, or oldest first after `after`.

    `type` may end in `.*`; `since` is inclusive, `until` exclusive, both sandbox time.
    """

    limit: int = 20
    before: int | None = None
    after: int | None = None
    type: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    id: str | None = None


def listed(store: Store, wish: EventWish, settled: bool = False) -> Sequence[Any]:
    """Rows of the table `events`."""
    if settled and wish.after is not None:
        return _settled(store, query(store, wish))
    with store.read() as tx:
        return tx.all(query(store, wish))


def upto(store: Store) -> int:
    """The sequence number of the newest event; 0 when there is none."""
    with store.read() as tx:
        return int(tx.scalar(sa.select(sa.func.max(store.common.events.c.seq))) or 0)


def _settled(store: Store, asked: Any) -> Sequence[Any]:
    with store.read() as tx:
        found = tx.all(asked)
        if not found or tx.conn.dialect.name == "sqlite":
            return found
    return _behind_writers(store, asked)


def _behind_writers(store: Store, asked: Any) -> Sequence[Any]:
    meta = store.common.world_meta
    with store._transaction(world.current(), reading=False) as tx:
        tx.conn.execute(sa.select(meta.c.epoch).with_for_update())
        return tx.all(asked)


def query(store: Store, wish: EventWish) -> Any:
    """The SELECT of a wish."""
    table = store.common.events
    asked = sa.select(table).limit(wish.limit)
    if wish.id is not None:
        return asked.where(table.c.id == wish.id)
    if wish.after is not None:
        asked = asked.where(table.c.seq > wish.after).order_by(table.c.seq)
    else:
        asked = asked.order_by(table.c.seq.desc())
    if wish.before is not None:
        asked = asked.where(table.c.seq < wish.before)
    if wish.type is not None and wish.type.endswith(".*"):
        noun = wish.type[:-2]
        asked = asked.where(table.c.type >= noun + ".", table.c.type < noun + "/")
    elif wish.type not in (None, "*"):
        asked = asked.where(table.c.type == wish.type)
    if wish.subject is not None:
        asked = asked.where(table.c.subject == wish.subject)
    if wish.since is not None:
        asked = asked.where(table.c.time >= wish.since)
    if wish.until is not None:
        asked = asked.where(table.c.time < wish.until)
    return asked


__all__ = ["EventWish", "listed", "query", "upto"]
