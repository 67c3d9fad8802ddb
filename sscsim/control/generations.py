"""A world's next generation: empty again, or as a snapshot has it.

The new stores are built first, beside the old ones; then one transaction of the control
store switches the world to them. Killed before it, the world is as it was; killed after it,
it is the new one; what is left over either way is doomed and goes.
"""

from typing import Any

import sqlalchemy as sa

from sscsim import world
from sscsim.control import clocks, places, schema, snapshots, state, store, worlds
from sscsim.db import copies
from sscsim.db.engines import Place, WorldGone
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Conflict, Text


class WorldReplaced(Conflict):
    """Another reset or restore of this world was faster."""

    code = "world_replaced"
    title = Text(zh="沙箱已被重置或恢复", en="The world was replaced")
    detail = Text(
        zh="处理期间沙箱已被另一次重置或恢复替换，未做任何改动。",
        en="Another reset or restore replaced this world meanwhile; this one did nothing.",
    )
    retryable = True


def reset(sandbox: str) -> world.World:
    """A new generation of the same world: same seed, preset, parties and keys; clock at birth."""
    found = _row(sandbox)
    generation = _allotted(found)
    with places.building(sandbox, generation), store.write() as tx:
        _switch(
            tx,
            found,
            generation,
            {
                "clock_mode": "frozen" if found.seeded else "running",
                "clock_us": found.born_us,
                "clock_rate": 1,
                "faulty": False,
            },
        )
        state.clear(tx, sandbox, keep=("parties",))
        # What they led to is gone with the old generation.
        tx.execute(schema.own_ports.delete().where(schema.own_ports.c.sandbox == sandbox))
    places.remove(sandbox, found.generation)
    return worlds.get(sandbox)


def restore(sandbox: str, snapshot_id: str) -> world.World:
    """A new generation that is as the snapshot has it, with the keys of today.

    Raises SnapshotNotFound, WorldReplaced.
    """
    found = _row(sandbox)
    kept = snapshots.get(sandbox, snapshot_id)
    generation = _allotted(found)
    with places.building(sandbox, generation):
        try:
            source = Place(sandbox, -kept.number, "")
            copies.copy_resting(source, Place(sandbox, generation, ""))
        except WorldGone:
            raise snapshots.SnapshotNotFound(snapshot_id=snapshot_id) from None
        failpoint("restore.before_switch")
        with store.write() as tx:
            snapshots.still_there(tx, kept)
            _switch(tx, found, generation, state.read(kept.row))
            state.clear(tx, sandbox)
            state.copy(tx, places.shadow(sandbox, kept.number), sandbox, generation)
            state.shut_out_vanished(tx, sandbox)
    failpoint("restore.after_switch")
    places.remove(sandbox, found.generation)
    return worlds.get(sandbox)


def _row(sandbox: str) -> Any:
    found = worlds.row(sandbox)
    if found is None:
        raise worlds.SandboxNotFound(sandbox_id=sandbox)
    return found


def _allotted(found: Any) -> int:
    """A number for the next generation; WorldReplaced when `found` is the current one no more.

    Else the number could be that of a generation which is lived in by now, to be built over
    and then removed.
    """
    table = schema.sandboxes
    with store.write() as tx:
        current = sa.select(table.c.generation).where(table.c.id == found.id).with_for_update()
        if tx.execute(current).scalar() != found.generation:
            raise WorldReplaced()
        generation = places.next_generation(tx, found.id, found.generation)
        places.doom(tx, found.id, generation)
    return generation


def _switch(tx: sa.Connection, found: Any, generation: int, values: dict[str, Any]) -> None:
    """Make `generation` the world's, if it is still the one that was `found`."""
    table, drivers = schema.sandboxes, schema.drivers
    changed = tx.execute(
        table.update()
        .where(table.c.id == found.id, table.c.generation == found.generation)
        .values(
            **{
                **values,
                "generation": generation,
                "epoch": table.c.epoch + 1,
                "fenced_epoch": table.c.epoch + 1,
                "clock_anchor_ms": clocks.real_ms(),
                "clock_held": False,
                # What falls due, and what waits in an outbox, is looked for at once.
                "swept_ms": 0,
            }
        )
    )
    if changed.rowcount != 1:
        raise WorldReplaced()
    tx.execute(schema.hints.delete().where(schema.hints.c.sandbox == found.id))
    tx.execute(
        drivers.update()
        .where(drivers.c.sandbox == found.id)
        .values(owner=None, lease_until_ms=0, fence=drivers.c.fence + 1, kicked_ms=0, batch="")
    )
    places.spare(tx, found.id, generation)
    places.doom(tx, found.id, found.generation)
