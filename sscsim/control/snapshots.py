"""Snapshots of a world and worlds made from it: all stores and all state, of one instant."""

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from sscsim import clock, settings, world
from sscsim.control import clocks, handles, places, schema, state, store, worlds
from sscsim.control.still import held_still
from sscsim.control.worlds import NewSandbox
from sscsim.db import copies
from sscsim.db.engines import Place, WorldGone
from sscsim.failpoints import failpoint
from sscsim.kernel.ids.resource import crockford, resource_id
from sscsim.kernel.problems import NotFound, Problem, Text

Push = Callable[[world.World, list[str]], None]
"""Has the messages of these services delivered."""

_SETTLE_S = 2.0
_PAUSE_S = 0.02


class SnapshotNotFound(NotFound):
    code = "snapshot_not_found"
    title = Text(zh="快照不存在", en="No such snapshot")
    detail = Text(zh="没有快照 {snapshot_id}。", en="There is no snapshot {snapshot_id}.")


class TooManySnapshots(Problem):
    code = "too_many_snapshots"
    status = 429
    title = Text(zh="快照数量已达上限", en="Too many snapshots")
    detail = Text(
        zh="每个沙箱最多 {each} 个快照，全部沙箱共 {all} 个。请删除不用的快照。",
        en="At most {each} snapshots of a world and {all} of all. Delete one that is not in use.",
    )
    retryable = True


# ---- reading


def get(sandbox: str, snapshot_id: str) -> Any:
    """One snapshot; raises SnapshotNotFound."""
    table = schema.snapshots
    with store.read() as tx:
        found = tx.execute(
            sa.select(table).where(
                table.c.sandbox == sandbox, table.c.id == snapshot_id, table.c.is_ready
            )
        ).one_or_none()
    if found is None:
        raise SnapshotNotFound(snapshot_id=snapshot_id)
    return found


def of(sandbox: str) -> list[Any]:
    """A world's snapshots, newest first."""
    table = schema.snapshots
    with store.read() as tx:
        return list(
            tx.execute(
                sa.select(table)
                .where(table.c.sandbox == sandbox, table.c.is_ready)
                .order_by(table.c.number.desc())
            )
        )


def taking(sandboxes: list[str]) -> dict[str, tuple[int, int]]:
    """How many snapshots each of these worlds has, and their bytes."""
    table = schema.snapshots
    query = (
        sa.select(table.c.sandbox, sa.func.count(), sa.func.sum(table.c.size_bytes))
        .where(table.c.sandbox.in_(sandboxes), table.c.is_ready)
        .group_by(table.c.sandbox)
    )
    with store.read() as tx:
        return {sandbox: (count, int(size)) for sandbox, count, size in tx.execute(query)}


def still_there(tx: sa.Connection, kept: Any) -> None:
    """Raises SnapshotNotFound when it was deleted meanwhile."""
    table = schema.snapshots
    if tx.execute(sa.select(table.c.id).where(table.c.seq == kept.seq)).one_or_none() is None:
        raise SnapshotNotFound(snapshot_id=kept.id)


# ---- taking and removing


def take(sandbox: str, name: str, push: Push) -> Any:
    """Keep the world as it is now. Raises TooManySnapshots, WorldMoving, StoreBusy."""
    number = _number(sandbox, name)
    with places.building(sandbox, -number):
        found = _taken(sandbox, number, push)
        failpoint("snapshots.before_ready")
        with store.write() as tx:
            ready = schema.snapshots.update().where(_is(sandbox, number)).values(is_ready=True)
            if tx.execute(ready).rowcount != 1:  # the world was deleted
                raise worlds.SandboxNotFound(sandbox_id=sandbox)
            places.spare(tx, sandbox, -number)
    return get(sandbox, _id(found.seed, number))


@contextmanager
def passing(sandbox: str, push: Push) -> Iterator[Any]:
    """A snapshot that nobody finds and that goes in the end, whatever happens."""
    number = _number(sandbox, "passing")
    with places.building(sandbox, -number):
        _taken(sandbox, number, push)
        with store.read() as tx:
            kept = tx.execute(sa.select(schema.snapshots).where(_is(sandbox, number))).one()
        yield kept
    places.remove(sandbox, -number)


def _taken(sandbox: str, number: int, push: Push) -> Any:
    """Fill a snapshot's place and its row; the sandbox's row at that instant."""
    place = Place(sandbox, -number, "")
    found = _copied(sandbox, place, places.shadow(sandbox, number), None, push)
    with store.write() as tx:
        done = tx.execute(
            schema.snapshots.update()
            .where(_is(sandbox, number))
            .values(
                generation=found.generation,
                taken_us=found.clock_us,
                row=state.written(state.of_row(found)),
                size_bytes=copies.sizes([place])[place],
            )
        )
        if done.rowcount != 1:  # the world was deleted
            raise worlds.SandboxNotFound(sandbox_id=sandbox)
    return found


def _is(sandbox: str, number: int) -> Any:
    table = schema.snapshots.c
    return (table.sandbox == sandbox) & (table.number == number)


def _id(seed: str, number: int) -> str:
    return resource_id("snap", seed, "gateway", number)


def _number(sandbox: str, name: str) -> int:
    """A number for a new snapshot, which counts from now on but can't be found yet."""
    current, table, worlds_table = settings.current(), schema.snapshots, schema.sandboxes
    most = current.max_snapshots_pg if current.on_postgres else current.max_snapshots
    counted = sa.select(sa.func.count()).select_from(table)
    with store.write() as tx:
        taken = tx.execute(
            worlds_table.update()
            .where(worlds_table.c.id == sandbox)
            .values(snapshots_taken=worlds_table.c.snapshots_taken + 1)
            .returning(worlds_table.c.snapshots_taken, worlds_table.c.seed)
        ).one_or_none()
        if taken is None:
            raise worlds.SandboxNotFound(sandbox_id=sandbox)
        here = tx.execute(counted.where(table.c.sandbox == sandbox)).scalar_one()
        each = current.max_snapshots_per_world
        if here >= each or tx.execute(counted).scalar_one() >= most:
            raise TooManySnapshots(each=each, all=most)
        number = int(taken.snapshots_taken)
        tx.execute(
            table.insert().values(
                id=_id(taken.seed, number),
                sandbox=sandbox,
                number=number,
                name=name or f"snapshot {number}",
                is_ready=False,
                generation=0,
                taken_us=0,
                row="{}",
                size_bytes=0,
                created_ms=clocks.real_ms(),
            )
        )
        places.doom(tx, sandbox, -number)
    return number


def delete(sandbox: str, snapshot_id: str) -> None:
    """Remove it and all that is its; raises SnapshotNotFound."""
    kept = get(sandbox, snapshot_id)
    with store.write() as tx:
        still_there(tx, kept)
        places.doom_snapshot(tx, sandbox, kept.number)
    places.remove(sandbox, -kept.number)


# ---- a world of its own


def fork(sandbox: str, name: str, push: Push, snapshot_id: str | None = None) -> NewSandbox:
    """A new world that is as this one is now, or as the snapshot has it, with its own keys.

    It has the same seed, generation and clock, so it goes on with the same ids. Raises
    SnapshotNotFound, TooManySandboxes, WorldMoving, StoreBusy.
    """
    kept = None if snapshot_id is None else get(sandbox, snapshot_id)
    source = worlds.row(sandbox)
    if source is None:
        raise worlds.SandboxNotFound(sandbox_id=sandbox)
    generation = kept.generation if kept is not None else source.generation
    fork_id = new_id(generation)
    place = Place(fork_id, generation, "")
    with places.building(fork_id, generation):
        if kept is None:
            found = _copied(sandbox, place, fork_id, generation, push)
            values = state.of_row(found)
        else:
            try:
                copies.copy_resting(Place(sandbox, -kept.number, ""), place)
            except WorldGone:
                raise SnapshotNotFound(snapshot_id=kept.id) from None
            values = state.read(kept.row)
            with store.write() as tx:
                still_there(tx, kept)
                state.copy(tx, places.shadow(sandbox, kept.number), fork_id, generation)
        failpoint("fork.before_born")
        made = born(fork_id, generation, name or f"{source.name[:90]} (fork)", values)
    failpoint("fork.after_born")
    return made


def new_id(generation: int) -> str:
    """The id of a world to come; its place is doomed until it is born. TooManySandboxes."""
    sandbox = "sbx_" + crockford(secrets.randbits(130), 26)
    with store.write() as tx:
        worlds.refuse_too_many(tx)
        places.doom(tx, sandbox, generation)
    return sandbox


def born(sandbox: str, generation: int, name: str, values: dict[str, Any]) -> NewSandbox:
    """Give a world whose stores and rows are there its place among the others, and its keys."""
    now = clocks.real_ms()
    with store.write() as tx:
        places.spare(tx, sandbox, generation)
        tx.execute(
            schema.sandboxes.insert().values(
                **{
                    **values,
                    "id": sandbox,
                    "handle": handles.unused(tx, sandbox),
                    "name": name,
                    "generation": generation,
                    "fenced_epoch": values["epoch"],
                    "clock_anchor_ms": now,
                    "clock_held": False,
                    "created_ms": now,
                    "used_ms": now,
                    "swept_ms": 0,
                }
            )
        )
        return worlds.with_access(tx, sandbox)


# ---- the instant


def _copied(sandbox: str, place: Place, rows_as: str, generation: int | None, push: Push) -> Any:
    """Copy stores and control rows as of one instant; the sandbox's row at that instant.

    Messages on their way are delivered first, as long as that ends: what is still waiting
    then is part of the copy and arrives there.
    """
    until = clock.monotonic() + _SETTLE_S
    while True:
        with held_still(sandbox):
            found = worlds.row(sandbox)
            if found is None:
                raise worlds.SandboxNotFound(sandbox_id=sandbox)
            with copies.cut(sandbox, found.generation) as cut:
                waiting = cut.waiting()
                if not waiting or clock.monotonic() > until:
                    cut.begin(place)
                    found = _with_rows(sandbox, found.generation, rows_as, generation)
                    cut.finish()
                    return found
        push(worlds.world_of(found), waiting)
        threading.Event().wait(_PAUSE_S)


def _with_rows(sandbox: str, generation: int, rows_as: str, as_generation: int | None) -> Any:
    """Copy the control rows; the sandbox's row with the clock's reading."""
    table = schema.sandboxes
    with store.write() as tx:
        found = tx.execute(
            sa.select(table).where(table.c.id == sandbox, table.c.generation == generation)
        ).one_or_none()
        if found is None:
            raise WorldGone()
        state.copy(tx, sandbox, rows_as, as_generation)
    now_us = clocks.reading_us(clocks.of(found), clocks.real_ms())
    return worlds.SandboxRow(**{**found._mapping, "clock_us": now_us})
