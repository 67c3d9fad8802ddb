"""Sandboxes: found, made, reset, removed, expired."""

import base64
import secrets
import threading
from collections import namedtuple
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from sscsim import clock, settings, world
from sscsim.control import clients, clocks, faults, handles, keys, places, schema, store
from sscsim.db import engines
from sscsim.kernel.ids.resource import crockford
from sscsim.kernel.problems import NotFound, Problem, Text

DEMO_SEED = "demo"
PRESETS = {
    "empty": datetime(2026, 4, 1, 9, 0, tzinfo=clock.SHANGHAI),
    "demo": datetime(2026, 4, 1, 9, 0, tzinfo=clock.SHANGHAI),
    # Born as `demo`; the gateway has it live through fixtures and a month (gateway/history.py).
    "regression": datetime(2026, 4, 1, 9, 0, tzinfo=clock.SHANGHAI),
}
"""Each preset with the instant its seeded worlds are born at."""

_TOUCH_EVERY_S = 30.0


class UnknownPreset(Problem):
    code = "unknown_preset"
    status = 422
    title = Text(zh="未知的预置数据", en="No such preset")
    detail = Text(zh="没有预置 {preset}；可用：{known}。", en="No preset {preset}; known: {known}.")


class SandboxNotFound(NotFound):
    code = "sandbox_not_found"
    title = Text(zh="沙箱不存在", en="No such sandbox")
    detail = Text(zh="没有沙箱 {sandbox_id}。", en="There is no sandbox {sandbox_id}.")


class TooManySandboxes(Problem):
    code = "too_many_sandboxes"
    status = 429
    title = Text(zh="沙箱数量已达上限", en="Too many sandboxes")
    detail = Text(
        zh="最多同时存在 {limit} 个沙箱。请删除不用的沙箱。",
        en="At most {limit} sandboxes at once. Delete one that is not in use.",
    )
    retryable = True


def world_of(row: Any, **more: Any) -> world.World:
    """The world in a sandbox row, seen by the system unless said otherwise."""
    now = clocks.instant(clocks.reading_us(clocks.of(row), clocks.real_ms()))
    seen: dict[str, Any] = {
        "party_id": "system",
        "party_name": "system",
        "role": "system",
        "trace_id": secrets.token_hex(16),
        "request_id": request_id(),
        **more,
    }
    return world.World(
        sandbox=row.id,
        generation=row.generation,
        seed=row.seed,
        preset=row.preset,
        epoch=row.epoch,
        now=now,
        born=clocks.instant(row.born_us),
        faults=faults.standing(row.id, now) if row.faulty else (),
        **seen,
    )


_TO_CROCKFORD = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)


def request_id() -> str:
    """A new `req_` id; random, since it names a call and not a thing of the world."""
    digits = base64.b32encode(secrets.token_bytes(17))[:26]
    return "req_" + digits.translate(_TO_CROCKFORD).decode()


_COLUMNS = tuple(column.name for column in schema.sandboxes.columns)
SandboxRow = namedtuple("SandboxRow", _COLUMNS)  # type: ignore[misc]
_BY_ID = f"SELECT {', '.join(_COLUMNS)} FROM sandboxes WHERE id = ?"


def row(sandbox: str) -> Any | None:
    found = store.first(_BY_ID, sandbox)
    return None if found is None else SandboxRow(*found)


_BY_HANDLE = f"SELECT {', '.join(_COLUMNS)} FROM sandboxes WHERE handle = ?"


def by_handle(handle: str) -> Any | None:
    """The row of the world that goes by this name; None when there is none (any more)."""
    found = store.first(_BY_HANDLE, handle.strip().lower()) if handle.strip() else None
    return None if found is None else SandboxRow(*found)


def find(sandbox: str) -> world.World | None:
    """The world as the system sees it now; None when it is gone."""
    found = row(sandbox)
    return None if found is None else world_of(found)


def get(sandbox: str) -> world.World:
    """The world as the system sees it now; SandboxNotFound when it is gone."""
    found = find(sandbox)
    if found is None:
        raise SandboxNotFound(sandbox_id=sandbox)
    return found


# ---- making and removing


@dataclass(frozen=True, slots=True)
class NewSandbox:
    """A sandbox just made, with its keys in clear: they are shown once."""

    id: str
    key: str
    read_key: str
    client_id: str
    client_secret: str | None


def _limit() -> int:
    current = settings.current()
    return current.max_sandboxes_pg if current.on_postgres else current.max_sandboxes


def create(
    name: str = "",
    seed: str | None = None,
    preset: str = "empty",
    sandbox_id: str | None = None,
    key: str | None = None,
) -> NewSandbox:
    """Make a world. With a seed it starts frozen at its preset's date, else it runs from now.

    Raises TooManySandboxes, UnknownPreset.
    """
    if preset not in PRESETS:
        raise UnknownPreset(preset=preset, known=", ".join(PRESETS))
    sandbox_id = sandbox_id or "sbx_" + crockford(secrets.randbits(130), 26)
    seeded, now = seed is not None, clocks.real_ms()
    start = clocks.micros(PRESETS[preset]) if seeded else now * 1000
    values = {
        "id": sandbox_id,
        "name": name or sandbox_id,
        "seed": seed if seed is not None else secrets.token_hex(8),
        "preset": preset,
        "seeded": seeded,
        "generation": 1,
        "epoch": 1,
        "fenced_epoch": 1,
        "clock_mode": "frozen" if seeded else "running",
        "clock_us": start,
        "born_us": start,
        "clock_rate": 1,
        "clock_anchor_ms": now,
        "clock_held": False,
        "created_ms": now,
        "used_ms": now,
        "swept_ms": now,
    }
    # Noted as doomed until the row is there: a crash in between leaves nothing for good.
    with store.write() as tx:
        refuse_too_many(tx)
        places.doom(tx, sandbox_id, 1)
    engines.make_place(sandbox_id, 1)
    with store.write() as tx:
        places.spare(tx, sandbox_id, 1)
        handle = handles.unused(tx, sandbox_id)
        tx.execute(schema.sandboxes.insert().values(handle=handle, **values))
        return with_access(tx, sandbox_id, key)


def refuse_too_many(tx: sa.Connection) -> None:
    """Raises TooManySandboxes when there is no room for another one."""
    count = sa.select(sa.func.count()).select_from(schema.sandboxes)
    if tx.execute(count).scalar_one() >= _limit():
        raise TooManySandboxes(limit=_limit())


def with_access(tx: sa.Connection, sandbox: str, key: str | None = None) -> NewSandbox:
    """Give a new world its driver, the owner's keys and the owner's client."""
    tx.execute(
        schema.drivers.insert().values(
            sandbox=sandbox, lease_until_ms=0, fence=0, wanted=0, kicked_ms=0, batch=""
        )
    )
    owner_key = keys.add(tx, sandbox, keys.NewKey("first key"), key)
    read_key = keys.add(tx, sandbox, keys.NewKey("read key", "publishable"))
    client_id, client_secret = clients.add(tx, sandbox, None, "owner")
    return NewSandbox(sandbox, owner_key, read_key, client_id, client_secret)


def quotas(sandbox: str) -> str:
    """What the world may do, as the gateway wrote it; SandboxNotFound."""
    found = row(sandbox)
    if found is None:
        raise SandboxNotFound(sandbox_id=sandbox)
    return str(found.quotas)


def set_quotas(sandbox: str, text: str) -> None:
    table = schema.sandboxes
    with store.write() as tx:
        tx.execute(table.update().where(table.c.id == sandbox).values(quotas=text))


def ensure_demo() -> str:
    """The default world, made when it isn't there; its id."""
    sandbox = settings.current().sandbox_id
    if row(sandbox) is None:
        try:
            create("demo", DEMO_SEED, "demo", sandbox, keys.DEMO_KEY)
        except sa.exc.IntegrityError:  # another process was faster
            return sandbox
    return sandbox


def every() -> list[Any]:
    """All sandbox rows, newest first."""
    with store.read() as tx:
        return list(tx.execute(sa.select(schema.sandboxes).order_by(schema.sandboxes.c.seq.desc())))


def delete(sandbox: str) -> bool:
    """Remove a world and all that is its; False when there is none."""
    with store.write() as tx:
        found = tx.execute(
            sa.select(schema.sandboxes).where(schema.sandboxes.c.id == sandbox).with_for_update()
        ).one_or_none()
        if found is None:
            return False
        places.doom_world(tx, sandbox, found.generation)
        for table in schema.OF_A_WORLD:
            tx.execute(table.delete().where(table.c.sandbox == sandbox))
        tx.execute(schema.sandboxes.delete().where(schema.sandboxes.c.id == sandbox))
    places.remove_doomed(sandbox)
    with _touch_lock:
        _touched.pop(sandbox, None)
    return True


def live(among: list[tuple[str, int]]) -> set[tuple[str, int]]:
    """Which of these worlds (sandbox, generation) still exist."""
    table = schema.sandboxes
    with store.read() as tx:
        rows = tx.execute(
            sa.select(table.c.id, table.c.generation).where(
                table.c.id.in_({sandbox for sandbox, _ in among})
            )
        )
        return {(found.id, found.generation) for found in rows} & set(among)


# ---- use and expiry

_touched: dict[str, float] = {}
_touch_lock = threading.Lock()


def touch(sandbox: str) -> None:
    """Note that the world is in use; written at most every half minute a process."""
    now = clock.monotonic()
    every = min(_TOUCH_EVERY_S, settings.current().idle_expiry_s / 4)
    last = _touched.get(sandbox)
    if last is not None and now - last < every:
        return
    with _touch_lock:
        if len(_touched) > 10_000:
            _touched.clear()
        _touched[sandbox] = now
    with store.write() as tx:
        tx.execute(
            schema.sandboxes.update()
            .where(schema.sandboxes.c.id == sandbox)
            .values(used_ms=clocks.real_ms())
        )


def expire_idle() -> list[str]:
    """Delete the worlds nobody called for the idle time; the default world stays."""
    limit = clocks.real_ms() - settings.current().idle_expiry_s * 1000
    table, operations = schema.sandboxes, schema.operations
    busy = sa.select(operations.c.sandbox).where(operations.c.status == "running")
    with store.read() as tx:
        idle = list(
            tx.execute(
                sa.select(table.c.id)
                .where(
                    table.c.used_ms < limit,
                    table.c.id != settings.current().sandbox_id,
                    table.c.id.not_in(busy),
                )
                .order_by(table.c.used_ms)
                .limit(100)
            ).scalars()
        )
    return [sandbox for sandbox in idle if delete(sandbox)]
