"""What the driver asks a world's stores, and the marks it leaves there."""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from sscsim import control, world
from sscsim.control import clocks
from sscsim.db.store import STORES, ClockMoved, Store, StoreBusy
from sscsim.jobs.tasks import TASKS

_TRIES = 20
_BATCH_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Due:
    """The next job of a world, with those that may run beside it (ids by queue)."""

    service: str
    due_at: datetime
    name: str
    ids: tuple[tuple[str, str, int], ...]  # (id, queue, attempts so far)


def of(at: world.World) -> list[Store]:
    """The stores this world has, by name. A store nobody touched has no jobs."""
    return [
        store for name, store in sorted(STORES.items()) if store.exists(at.sandbox, at.generation)
    ]


def fence(at: world.World) -> None:
    """No store of this world takes a write of an older epoch from now on."""
    with world.entered(at):
        for store in of(at):
            store.fence(at.epoch)


def note(store: Store, at: world.World, *statements: Any) -> None:
    """Write technical columns, whatever the clock does meanwhile."""
    now = at
    for left in reversed(range(_TRIES)):
        try:
            with world.entered(now), store.write() as tx:
                for statement in statements:
                    tx.conn.execute(statement)
            return
        except (ClockMoved, StoreBusy):
            if not left:
                raise
            fresh = control.find(at.sandbox)
            if fresh is None or fresh.generation != at.generation:
                return
            now = replace(at, epoch=fresh.epoch, now=fresh.now)


def alive_again(store: Store, found: Any) -> Any:
    """The statement that gives a dead job, or a dead message, new attempts."""
    jobs, outbox = store.common.jobs, store.common.outbox
    if found.kind == "message":
        dead = outbox.update().where(outbox.c.key == found.key, outbox.c.status == "dead")
        return dead.values(status="waiting", attempts=0)
    dead = jobs.update().where(jobs.c.id == found.job_id, jobs.c.status == "dead")
    return dead.values(status="due", attempts=0)


def next_due(at: world.World, limit: datetime | None = None) -> Due | None:
    """The smallest (due_at, rank, service, name, key) of all stores, due by `limit`."""
    best: tuple[Any, ...] | None = None
    for store in of(at):
        jobs = store.common.jobs
        query = (
            sa.select(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
            .where(jobs.c.status == "due")
            .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
            .limit(1)
        )
        if limit is not None:
            query = query.where(jobs.c.due_at <= limit)
        with world.entered(at), store.read() as tx:
            row = tx.one(query)
        if row is not None:
            order = (row.due_at, row.rank, store.service, row.name, row.key)
            best = order if best is None else min(best, order)
    return None if best is None else _with_companions(at, *best)


def _with_companions(
    at: world.World, due_at: datetime, rank: int, service: str, name: str, key: str
) -> Due:
    store = STORES[service]
    jobs = store.common.jobs
    query = sa.select(jobs.c.id, jobs.c.queue, jobs.c.attempts).where(
        jobs.c.status == "due",
        jobs.c.due_at == due_at,
        jobs.c.rank == rank,
        jobs.c.name == name,
    )
    known = TASKS.get(name)
    if known is None or not known.commutes:
        query = query.where(jobs.c.key == key)
    with world.entered(at), store.read() as tx:
        rows = tx.all(query.order_by(jobs.c.key).limit(_BATCH_MAX))
    return Due(service, due_at, name, tuple((row.id, row.queue, row.attempts) for row in rows))


def jobs_of(at: world.World, service: str, ids: Iterable[str]) -> list[Any]:
    """These job rows in the order in which they fall due."""
    store = STORES[service]
    jobs = store.common.jobs
    with world.entered(at), store.read() as tx:
        return list(
            tx.all(
                sa.select(jobs)
                .where(jobs.c.id.in_(list(ids)))
                .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
            )
        )


def any_out(at: world.World, service: str, sent: Mapping[str, int], now: datetime) -> bool:
    """Whether one of the jobs that were sent (id -> attempts then) has not been tried since."""
    store = STORES[service]
    jobs = store.common.jobs
    with world.entered(at), store.read() as tx:
        due = tx.all(
            sa.select(jobs.c.id, jobs.c.attempts).where(
                jobs.c.id.in_(list(sent)), jobs.c.status == "due", jobs.c.due_at <= now
            )
        )
    return any(row.attempts == sent[row.id] for row in due)


def earliest(at: world.World) -> dict[str, int | None]:
    """When each service has its next job, in microseconds, for the hints."""
    found: dict[str, int | None] = {}
    for store in of(at):
        jobs = store.common.jobs
        query = sa.select(sa.func.min(jobs.c.due_at)).where(jobs.c.status == "due")
        with world.entered(at), store.read() as tx:
            first = tx.scalar(query)
        found[store.service] = None if first is None else clocks.micros(first)
    return found


def event_marks(at: world.World) -> dict[str, int]:
    """The sequence number of the last event in each store."""
    marks = {}
    for store in of(at):
        with world.entered(at), store.read() as tx:
            marks[store.service] = int(
                tx.scalar(sa.select(sa.func.max(store.common.events.c.seq))) or 0
            )
    return marks


def events_since(at: world.World, marks: dict[str, int]) -> list[tuple[str, Any]]:
    """Events after these marks as (service, row), service by service in order."""
    found: list[tuple[str, Any]] = []
    for store in of(at):
        events = store.common.events
        query = sa.select(events).where(events.c.seq > marks.get(store.service, 0))
        with world.entered(at), store.read() as tx:
            found += [(store.service, row) for row in tx.all(query.order_by(events.c.seq))]
    return found


def has_messages(at: world.World, store: Store) -> bool:
    outbox = store.common.outbox
    with world.entered(at), store.read() as tx:
        query = sa.select(outbox.c.seq).where(outbox.c.status == "waiting").limit(1)
        return tx.scalar(query) is not None


def refresh_hints(at: world.World) -> None:
    """Set the hints right, and look once more for a job scheduled meanwhile."""
    from sscsim.control import hints

    with contextlib.suppress(StoreBusy):
        hints.set_hints(at.sandbox, earliest(at))
        for service, first in earliest(at).items():
            if first is not None:
                control.lower_hint(at.sandbox, service, clocks.instant(first))
