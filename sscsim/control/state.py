"""Which rows of the control store belong to a world as it stands, and come back with it.

Clock, parties, fault rules, operations and their log, dead jobs: what a restore brings back.
Not so keys, clients and tokens: who may enter a world is decided today, not by what was
true when a snapshot was taken. Nor hints, leases and what is only noted about calls.

A table of `schema.OF_A_WORLD` is state unless it is named here, so that a room added later
has it without a line. The rows of a snapshot lie in the same tables under the snapshot's own
name in place of the sandbox's: copying is one statement a table, on either database.
"""

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from sscsim.control import schema

ACCESS = frozenset({"keys", "clients", "tokens", "message_access"})
"""Who may enter."""
WORKING = frozenset(
    {
        "hints",
        "drivers",
        "snapshots",
        "request_logs",
        "requests",
        "scenario_runs",
        "own_ports",
    }
)
"""What the simulator notes for its own work."""

OWN_COLUMNS = frozenset(
    {
        "seq",
        "id",
        "name",
        "generation",
        "fenced_epoch",
        "clock_anchor_ms",
        "clock_held",
        "created_ms",
        "used_ms",
        "swept_ms",
        "snapshots_taken",
        "handle",
    }
)
"""Columns of a sandbox's row that are not what the world is."""


def tables() -> list[sa.Table]:
    """The tables with state of a world."""
    return [table for table in schema.OF_A_WORLD if table.name not in ACCESS | WORKING]


def copy(tx: sa.Connection, source: str, target: str, generation: int | None = None) -> None:
    """Give `target` the rows that `source` has, in their order; `generation` as the new one."""
    for table in tables():
        replaced: dict[str, Any] = {"sandbox": target}
        if generation is not None and "generation" in table.c:
            replaced["generation"] = generation
        columns = [column for column in table.columns if column.name != "seq"]
        picked = [
            sa.literal(replaced[column.name], column.type).label(column.name)
            if column.name in replaced
            else column
            for column in columns
        ]
        rows = sa.select(*picked).where(table.c.sandbox == source)
        rows = rows.order_by(*table.primary_key.columns)
        tx.execute(table.insert().from_select([column.name for column in columns], rows))


def clear(tx: sa.Connection, sandbox: str, keep: Iterable[str] = ()) -> None:
    """Remove the rows; `keep` names tables that stay as they are."""
    for table in tables():
        if table.name not in set(keep):
            tx.execute(table.delete().where(table.c.sandbox == sandbox))


def shut_out_vanished(tx: sa.Connection, sandbox: str) -> None:
    """Remove keys, clients and tokens of parties that this world doesn't have (any more)."""
    parties = sa.select(schema.parties.c.id).where(schema.parties.c.sandbox == sandbox)
    for table in schema.OF_A_WORLD:
        if table.name in ACCESS and "party_id" in table.c:
            tx.execute(
                table.delete().where(
                    table.c.sandbox == sandbox,
                    table.c.party_id.is_not(None),
                    table.c.party_id.not_in(parties),
                )
            )


def of_row(row: Any) -> dict[str, Any]:
    """What of a sandbox's row belongs to the world; plain JSON values."""
    return {
        column.name: getattr(row, column.name)
        for column in schema.sandboxes.columns
        if column.name not in OWN_COLUMNS
    }


def written(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def read(text: str) -> dict[str, Any]:
    """The columns that today's table still has."""
    found = json.loads(text)
    return {name: value for name, value in found.items() if name in schema.sandboxes.c}
