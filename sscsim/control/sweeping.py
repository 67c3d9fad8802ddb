"""Which worlds were used since they were last swept: what beat looks at now and then."""

from typing import Any

import sqlalchemy as sa

from sscsim.control import clocks, schema, store

_USE_NOTED_LATE_MS = 45_000


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
