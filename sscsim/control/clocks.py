"""The sandbox clock: a reading that never goes back, kept by one row per world.

A running clock stands at `clock_us` as of `clock_anchor_ms` and goes on from there at its
rate, but no further than one heartbeat: when nobody beats, because the simulator is
down, it stops. The heartbeat of beat moves all running clocks with one UPDATE.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from sscsim import clock
from sscsim.control import schema, store

HEARTBEAT_LIMIT_MS = 3_000
"""How far a running clock may go on without a heartbeat, in real time."""
MAX_RATE = 86_400
"""Sandbox seconds in a real second, at most: a day."""
LATEST = datetime(2199, 12, 31, tzinfo=clock.SHANGHAI)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def instant(micros: int) -> datetime:
    """The aware instant, in Shanghai time."""
    return (_EPOCH + timedelta(microseconds=micros)).astimezone(clock.SHANGHAI)


def real_ms() -> int:
    return int(clock.real_seconds() * 1000)


@dataclass(frozen=True, slots=True)
class ClockRow:
    """What the control store knows of one world's clock."""

    mode: str
    at_us: int
    rate: int
    anchor_ms: int
    held: bool = False


def reading_us(row: ClockRow, now_ms: int) -> int:
    """The clock's reading in microseconds at this real time.

    >>> row = ClockRow("running", 0, 60, 1_000)
    >>> reading_us(row, 2_000), reading_us(row, 500), reading_us(row, 60_000)
    (60000000, 0, 180000000)
    """
    if row.mode == "frozen" or row.held:
        return row.at_us
    gap = min(max(now_ms - row.anchor_ms, 0), HEARTBEAT_LIMIT_MS)
    return row.at_us + row.rate * gap * 1000


def reading(row: ClockRow, real_now: datetime) -> datetime:
    """The clock's reading at this real time, Shanghai time."""
    return instant(reading_us(row, int(real_now.timestamp() * 1000)))


def of(row: Any) -> ClockRow:
    """The clock part of a sandbox row."""
    return ClockRow(
        row.clock_mode, row.clock_us, row.clock_rate, row.clock_anchor_ms, row.clock_held
    )


def heartbeat() -> None:
    """Carry every running clock on to now, in one statement."""
    worlds, now = schema.sandboxes.c, real_ms()
    gap = now - worlds.clock_anchor_ms
    with store.write() as tx:
        tx.execute(
            schema.sandboxes.update()
            .where(worlds.clock_mode == "running", ~worlds.clock_held, gap > 0)
            .values(
                clock_us=worlds.clock_us
                + worlds.clock_rate
                * 1000
                * sa.case((gap < HEARTBEAT_LIMIT_MS, gap), else_=HEARTBEAT_LIMIT_MS),
                clock_anchor_ms=now,
            )
        )


def _settled(row: Any, now_ms: int) -> dict[str, Any]:
    """The clock's columns as they read now."""
    return {"clock_us": reading_us(of(row), now_ms), "clock_anchor_ms": now_ms}


def set_mode(sandbox: str, mode: str | None, rate: int | None) -> Any | None:
    """Freeze or run the clock from where it reads."""
    given = {"clock_mode": mode, "clock_rate": rate}
    kept = {name: value for name, value in given.items() if value is not None}
    return _change(sandbox, lambda row: kept)


def release(sandbox: str) -> Any | None:
    """The advance is over: a running clock goes on."""
    return _change(sandbox, lambda row: {"clock_held": False})


def fenced(sandbox: str, epoch: int) -> None:
    """Note that every store of the world carries this epoch."""
    with store.write() as tx:
        tx.execute(
            schema.sandboxes.update()
            .where(schema.sandboxes.c.id == sandbox, schema.sandboxes.c.fenced_epoch < epoch)
            .values(fenced_epoch=epoch)
        )


def _change(sandbox: str, values: Any) -> Any | None:
    with store.write() as tx:
        return change(tx, sandbox, values)


def change(tx: sa.Connection, sandbox: str, values: Any) -> Any | None:
    """Settle the clock at its reading and apply what `values` makes of the row."""
    table = schema.sandboxes
    row = tx.execute(sa.select(table).where(table.c.id == sandbox).with_for_update()).one_or_none()
    if row is None:
        return None
    changed = {**_settled(row, real_ms()), **values(row)}
    tx.execute(table.update().where(table.c.id == sandbox).values(**changed))
    return tx.execute(sa.select(table).where(table.c.id == sandbox)).one()
