"""Advances of a world's clock and their log: operations that a caller follows."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sscsim import clock, settings, world
from sscsim.control import clocks, schema, store, worlds
from sscsim.db.keys import KeyReused
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


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
