"""The rows a driver works from: leases, advances and their log, dead jobs.

A driver is a row, never a waiting task: whoever holds the lease does one short step and
lets go. A fencing number says whose step is the newest.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sscsim import clock, settings, world
from sscsim.control import clocks, hearing, schema, store, worlds
from sscsim.db.keys import KeyReused
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.problems import Conflict, NotFound, Refused, Text

LEASE_MS = 5_000
"""A step is shorter, or renews it; after this time one whose process died is made up for."""
_USE_NOTED_LATE_MS = 45_000
REKICK_MS = 3_000
"""A driver that has work and made no step for this long is stepped again by beat."""


class OperationNotFound(NotFound):
    code = "operation_not_found"
    title = Text(zh="操作不存在", en="No such operation")
    detail = Text(zh="没有操作 {operation_id}。", en="There is no operation {operation_id}.")


class ClockBackwards(Conflict):
    code = "clock_backwards"
    title = Text(zh="时钟不能倒退", en="The clock can't go back")
    detail = Text(
        zh="沙箱时钟已到 {now}，不能回到 {to}。重置沙箱可回到起点。",
        en="The sandbox clock is at {now} and can't go back to {to}. A reset starts again.",
    )


class ClockTooFar(Refused):
    code = "clock_too_far"
    title = Text(zh="时钟超出范围", en="The clock can't go that far")
    detail = Text(
        zh="沙箱时钟最多到 {latest}。", en="The sandbox clock goes no further than {latest}."
    )


class DeadJobNotFound(NotFound):
    code = "dead_job_not_found"
    title = Text(zh="没有该失败任务", en="No such dead job")
    detail = Text(zh="没有失败任务 {dead_job_id}。", en="There is no dead job {dead_job_id}.")


# ---- leases


@dataclass(frozen=True, slots=True)
class Lease:
    """One step's right to drive a world. `wanted` is what it has seen of later calls."""

    sandbox: str
    owner: str
    fence: int
    wanted: int
    batch: dict[str, Any] | None


def acquire(sandbox: str) -> Lease | None:
    """The right to drive this world, None when another step has it (and will look again)."""
    table, now = schema.drivers, clocks.real_ms()
    owner = secrets.token_hex(12)
    with store.write() as tx:
        row = tx.execute(
            sa.select(table).where(table.c.sandbox == sandbox).with_for_update()
        ).one_or_none()
        if row is None:
            return None
        mine = table.update().where(table.c.sandbox == sandbox)
        if row.owner is not None and row.lease_until_ms > now:
            tx.execute(mine.values(wanted=row.wanted + 1))
            return None
        tx.execute(
            mine.values(
                owner=owner, lease_until_ms=now + LEASE_MS, fence=row.fence + 1, kicked_ms=now
            )
        )
        batch = json.loads(row.batch) if row.batch else None
        return Lease(sandbox, owner, row.fence + 1, row.wanted, batch)


def renew(lease: Lease) -> bool:
    """Keep the lease; False when it was lost (the world was reset, or the step was too slow)."""
    return _mine(lease, lease_until_ms=clocks.real_ms() + LEASE_MS, kicked_ms=clocks.real_ms())


def await_batch(lease: Lease, batch: dict[str, Any] | None) -> bool:
    """Note what was dispatched, before it is; False when the lease was lost."""
    return _mine(lease, batch=json.dumps(batch) if batch else "")


def batch_of(sandbox: str) -> dict[str, Any] | None:
    """The batch that is out in this world; None when none is."""
    found = store.first("SELECT batch FROM drivers WHERE sandbox = ?", sandbox)
    return json.loads(found[0]) if found is not None and found[0] else None


class _NotMine(Exception):
    """Rolls back what a step did whose lease is lost."""


def move_clock(lease: Lease, to_us: int) -> Any | None:
    """Set the world's clock forward and raise the epoch; never back.

    The sandbox row as it is then; None when the lease was lost or the world is gone, so
    that a step that was too slow can't move the clock under the one that took over.
    """

    def moved(row: Any) -> dict[str, Any]:
        if to_us <= clocks.reading_us(clocks.of(row), clocks.real_ms()):
            return {}
        return {"clock_us": to_us, "epoch": row.epoch + 1}

    owner = sa.select(schema.drivers.c.owner).where(schema.drivers.c.sandbox == lease.sandbox)
    try:
        with store.write() as tx:
            # Locked in the order of everyone else: first the sandbox, then its driver.
            row = clocks.change(tx, lease.sandbox, moved)
            if tx.execute(owner.with_for_update()).scalar() != lease.owner:
                raise _NotMine
            return row
    except _NotMine:
        return None


def release(lease: Lease, rest: bool = False) -> bool:
    """Let go; True when somebody asked for a step meanwhile.

    `rest`: nothing is left to do, so that a job that becomes due is found at once.
    An owner whose lease is over stays in the row until the step that was asked for is there:
    beat asks for it again should the message get lost, or this process die before it is sent.
    """
    table = schema.drivers
    with store.write() as tx:
        row = tx.execute(
            sa.select(table.c.wanted)
            .where(table.c.sandbox == lease.sandbox, table.c.owner == lease.owner)
            .with_for_update()
        ).one_or_none()
        if row is None:
            return False
        asked = bool(row.wanted != lease.wanted)
        kicked = {"kicked_ms": 0} if rest and not asked else {}
        tx.execute(
            table.update()
            .where(table.c.sandbox == lease.sandbox)
            .values(owner=lease.owner if asked else None, lease_until_ms=0, **kicked)
        )
        return asked


def _mine(lease: Lease, **values: Any) -> bool:
    table = schema.drivers
    with store.write() as tx:
        done = tx.execute(
            table.update()
            .where(table.c.sandbox == lease.sandbox, table.c.owner == lease.owner)
            .values(**values)
        )
        return bool(done.rowcount == 1)


def due_worlds() -> list[str]:
    """Worlds whose driver has work and isn't at it; each is given to one caller only.

    Work is a job due by the clock, a running advance, a batch somebody waits for, or a step
    that died: what woke it may stand in no row, and while its lease held every message for
    the world was sent away.
    """
    drivers, worlds, hints = schema.drivers, schema.sandboxes, schema.hints
    operations = schema.operations
    now = clocks.real_ms()
    due = (
        sa.select(hints.c.sandbox)
        .join(worlds, worlds.c.id == hints.c.sandbox)
        .where(hints.c.next_due_us <= worlds.c.clock_us)
    )
    moving = sa.select(operations.c.sandbox).where(operations.c.status == "running")
    with store.write() as tx:
        return sorted(
            tx.execute(
                drivers.update()
                .where(
                    drivers.c.kicked_ms < now - REKICK_MS,
                    drivers.c.lease_until_ms < now,
                    drivers.c.sandbox.in_(due)
                    | drivers.c.sandbox.in_(moving)
                    | drivers.c.sandbox.in_(hearing.due(now))
                    | (drivers.c.batch != "")
                    | drivers.c.owner.is_not(None),
                )
                .values(kicked_ms=now)
                .returning(drivers.c.sandbox)
            ).scalars()
        )


# ---- advances


def start_advance(
    at: world.World, target: Callable[[datetime], datetime], key: tuple[str, str] | None = None
) -> Any:
    """A new advance; the driver does it. `target` makes the goal of the reading.

    Advances of one world queue up: a later one counts from the target of the one before.
    `key`: scope and fingerprint of the caller's idempotency key; the same again is the
    advance it began. Raises ClockBackwards, ClockTooFar, KeyReused.
    """
    table = schema.operations
    with store.write() as tx:
        # Held from now on: while an advance is under way a running clock stands still.
        held = clocks.change(tx, at.sandbox, lambda row: {"clock_held": True})
        if held is None or held.generation != at.generation:
            raise worlds.SandboxNotFound(sandbox_id=at.sandbox)
        mine = table.c.sandbox == at.sandbox
        if key is not None:
            operation_id = resource_id("op", at.seed, "gateway", at.generation, "key", key[0])
            begun = _fingerprint(tx, at.sandbox, operation_id)
            if begun is not None:
                if begun != key[1]:
                    raise KeyReused()
                return _operation(tx, at.sandbox, operation_id)
        earlier = tx.execute(sa.select(sa.func.count()).select_from(table).where(mine)).scalar_one()
        ahead = tx.execute(
            sa.select(sa.func.max(table.c.to_us)).where(mine, table.c.status == "running")
        ).scalar()
        from_us = max(held.clock_us, ahead or 0)
        if key is None:
            operation_id = resource_id("op", at.seed, "gateway", at.generation, earlier)
        else:
            _note_key(tx, at.sandbox, operation_id, key[1])
        tx.execute(
            table.insert().values(
                id=operation_id,
                sandbox=at.sandbox,
                generation=at.generation,
                kind="clock_advance",
                status="running",
                from_us=from_us,
                to_us=_target_us(from_us, target),
                marks="",
            )
        )
        return _operation(tx, at.sandbox, operation_id)


def _note_key(tx: sa.Connection, sandbox: str, operation_id: str, fingerprint: str) -> None:
    entry = {"fingerprint": fingerprint}
    tx.execute(
        schema.operation_log.insert().values(
            sandbox=sandbox,
            operation_id=operation_id,
            kind="key",
            mark="key",
            entry=json.dumps(entry),
        )
    )


def _fingerprint(tx: sa.Connection, sandbox: str, operation_id: str) -> str | None:
    """The body with which a key began an advance; None when it began none."""
    table = schema.operation_log
    found = tx.execute(
        sa.select(table.c.entry).where(
            table.c.sandbox == sandbox,
            table.c.operation_id == operation_id,
            table.c.mark == "key",
        )
    ).scalar()
    return None if found is None else str(json.loads(found)["fingerprint"])


def _target_us(from_us: int, target: Callable[[datetime], datetime]) -> int:
    try:
        to = target(clocks.instant(from_us))
    except (OverflowError, ValueError):
        to = None
    if to is None or to > clocks.LATEST:
        raise ClockTooFar(latest=clocks.LATEST.isoformat())
    if clocks.micros(to) < from_us:
        now = clocks.instant(from_us)
        raise ClockBackwards(now=clock.shown(now), to=clock.shown(to))
    return clocks.micros(to)


def release_if_still(sandbox: str) -> None:
    """Let a running clock go on unless an advance still holds it."""
    if running(sandbox) is None:
        clocks.release(sandbox)


def running(sandbox: str) -> Any | None:
    """The oldest advance that isn't done."""
    table = schema.operations
    with store.read() as tx:
        return tx.execute(
            sa.select(table)
            .where(table.c.sandbox == sandbox, table.c.status == "running")
            .order_by(table.c.seq)
            .limit(1)
        ).one_or_none()


def operation(sandbox: str, operation_id: str) -> Any:
    with store.read() as tx:
        return _operation(tx, sandbox, operation_id)


def _operation(tx: sa.Connection, sandbox: str, operation_id: str) -> Any:
    table = schema.operations
    found = tx.execute(
        sa.select(table).where(table.c.sandbox == sandbox, table.c.id == operation_id)
    ).one_or_none()
    if found is None:
        raise OperationNotFound(operation_id=operation_id)
    return found


def log(
    sandbox: str, operation_id: str, entries: list[tuple[str, str, Any]], marks: dict[str, int]
) -> None:
    """Add (kind, mark, entry) to an advance's log, each mark once, and note how far we read."""
    dialect: Any = postgresql if settings.current().on_postgres else sqlite
    once = ["sandbox", "operation_id", "mark"]
    new = dialect.insert(schema.operation_log).on_conflict_do_nothing(index_elements=once)
    rows = [
        {
            "sandbox": sandbox,
            "operation_id": operation_id,
            "kind": kind,
            "mark": mark,
            "entry": json.dumps(entry, ensure_ascii=False, sort_keys=True),
        }
        for kind, mark, entry in entries
    ]
    with store.write() as tx:
        if rows:
            tx.execute(new, rows)
        tx.execute(
            schema.operations.update()
            .where(schema.operations.c.sandbox == sandbox, schema.operations.c.id == operation_id)
            .values(marks=json.dumps(marks, sort_keys=True))
        )


def logged(
    sandbox: str, operation_id: str, limit: int | None, kind: str | None = None
) -> list[tuple[str, Any]]:
    """The first entries of an advance's log, in order, as (kind, entry); of one kind, if asked."""
    table = schema.operation_log
    query = sa.select(table.c.kind, table.c.entry).where(
        table.c.sandbox == sandbox, table.c.operation_id == operation_id
    )
    if kind is not None:
        query = query.where(table.c.kind == kind)
    with store.read() as tx:
        rows = tx.execute(query.order_by(table.c.seq).limit(limit))
        return [(found.kind, json.loads(found.entry)) for found in rows]


def log_counts(sandbox: str, operation_id: str) -> dict[str, int]:
    table = schema.operation_log
    with store.read() as tx:
        rows = tx.execute(
            sa.select(table.c.kind, sa.func.count().label("n"))
            .where(table.c.sandbox == sandbox, table.c.operation_id == operation_id)
            .group_by(table.c.kind)
        )
        return {found.kind: found.n for found in rows}


def finish(sandbox: str, operation_id: str, at_us: int) -> None:
    table = schema.operations
    with store.write() as tx:
        tx.execute(
            table.update()
            .where(
                table.c.sandbox == sandbox,
                table.c.id == operation_id,
                table.c.status == "running",
            )
            .values(status="succeeded", finished_us=at_us)
        )


# ---- dead jobs, and dead messages beside them


def bury(sandbox: str, generation: int, service: str, job: Any, now_us: int) -> None:
    """Note a job that failed for good; harmless when it is noted already."""
    _bury(
        id="dead_" + job.id.removeprefix("job_"),
        sandbox=sandbox,
        generation=generation,
        service=service,
        job_id=job.id,
        name=job.name,
        key=job.key,
        due_us=clocks.micros(job.due_at),
        attempts=job.attempts,
        reason=job.last_error or "",
        died_us=now_us,
        kind="job",
    )


def bury_message(at: world.World, service: str, message: Any, attempts: int, reason: str) -> None:
    """Note a message between services that was refused for good; harmless when it is noted."""
    _bury(
        id=resource_id("dead", at.seed, service, "message", message.key),
        sandbox=at.sandbox,
        generation=at.generation,
        service=service,
        job_id="",
        name=f"{message.target} {message.path}"[:100],
        key=message.key,
        due_us=clocks.micros(message.created_at),
        attempts=attempts,
        reason=reason,
        died_us=clocks.micros(at.now),
        kind="message",
    )


def _bury(**values: Any) -> None:
    dialect: Any = postgresql if settings.current().on_postgres else sqlite
    insert = dialect.insert(schema.dead_jobs).values(requeue=False, **values)
    with store.write() as tx:
        tx.execute(insert.on_conflict_do_nothing(index_elements=["sandbox", "id"]))


def dead(sandbox: str) -> list[Any]:
    """Newest first."""
    table = schema.dead_jobs
    with store.read() as tx:
        return list(
            tx.execute(
                sa.select(table).where(table.c.sandbox == sandbox).order_by(table.c.seq.desc())
            )
        )


def requeue(sandbox: str, dead_id: str) -> Any:
    """Ask for a dead job to be tried again; the driver does it. Raises DeadJobNotFound."""
    table = schema.dead_jobs
    mine = (table.c.sandbox == sandbox) & (table.c.id == dead_id)
    with store.write() as tx:
        tx.execute(table.update().where(mine).values(requeue=True))
        found = tx.execute(sa.select(table).where(mine)).one_or_none()
        if found is None:
            raise DeadJobNotFound(dead_job_id=dead_id)
        return found


def to_requeue(sandbox: str) -> list[Any]:
    table = schema.dead_jobs
    with store.read() as tx:
        return list(tx.execute(sa.select(table).where(table.c.sandbox == sandbox, table.c.requeue)))


def unbury(sandbox: str, dead_id: str) -> None:
    table = schema.dead_jobs
    with store.write() as tx:
        tx.execute(table.delete().where(table.c.sandbox == sandbox, table.c.id == dead_id))


# ---- sweep


def to_sweep(limit: int) -> list[Any]:
    """Worlds used since they were last swept, the longest unswept first.

    Use is noted with a delay (`worlds.touch`), so a world stays in for a while.
    """
    table = schema.sandboxes
    with store.read() as tx:
        return list(
            tx.execute(
                sa.select(table)
                .where(table.c.swept_ms - table.c.used_ms <= _USE_NOTED_LATE_MS)
                .order_by(table.c.swept_ms)
                .limit(limit)
            )
        )


def swept(sandbox: str) -> None:
    _sweep_mark(clocks.real_ms(), sandbox)


def sweep_all_again() -> None:
    """After a start nobody knows what a killed process left behind."""
    _sweep_mark(0, None)


def _sweep_mark(value: int, sandbox: str | None) -> None:
    table = schema.sandboxes
    changed = table.update().values(swept_ms=value)
    with store.write() as tx:
        tx.execute(changed if sandbox is None else changed.where(table.c.id == sandbox))
