"""Whose turn a world's driver is: the row it works from.

A driver is a row, never a waiting task: whoever holds the lease does one short step and
lets go. A fencing number says whose step is the newest.
"""

import json
import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sscsim.control import clocks, hearing, schema, store

LEASE_MS = 5_000
"""A step is shorter, or renews it; after this time one whose process died is made up for."""
REKICK_MS = 3_000
"""A driver that has work and made no step for this long is stepped again by beat."""


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
