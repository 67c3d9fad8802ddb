"""When each service of each world has its next job: a hint, so that a tick asks one table.

A hint may be too early, never for long too late: it is lowered after the commit that
schedules a job, set right when a driver has nothing left to do, and rebuilt by the sweep
from the stores themselves.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sscsim import settings
from sscsim.control import clocks, schema, store

_KNOWN = "SELECT next_due_us FROM hints WHERE sandbox = ? AND service = ?"


def _insert(tx: sa.Connection, sandbox: str, service: str, due_us: int | None) -> bool:
    dialect: Any = postgresql if settings.current().on_postgres else sqlite
    new = dialect.insert(schema.hints).values(sandbox=sandbox, service=service, next_due_us=due_us)
    done = tx.execute(new.on_conflict_do_nothing(index_elements=["sandbox", "service"]))
    return bool(done.rowcount == 1)


def lower_hint(sandbox: str, service: str, due_at: datetime) -> None:
    """A job is due at `due_at`: the hint is no later from now on.

    Call it after the commit: whoever sets a hint looks into the store again afterwards
    (`set_hints`), so one of the two sees the other.
    """
    due_us, table = clocks.micros(due_at), schema.hints
    mine = (table.c.sandbox == sandbox) & (table.c.service == service)
    known = store.first(_KNOWN, sandbox, service)
    if known is not None and known[0] is not None and known[0] <= due_us:
        return
    with store.write() as tx:
        if not _insert(tx, sandbox, service, due_us):
            later = table.c.next_due_us.is_(None) | (table.c.next_due_us > due_us)
            tx.execute(table.update().where(mine, later).values(next_due_us=due_us))


def set_hints(sandbox: str, due: dict[str, int | None]) -> None:
    """Set what the stores say. The caller looks into the stores once more afterwards."""
    table = schema.hints
    with store.write() as tx:
        for service, due_us in sorted(due.items()):
            if not _insert(tx, sandbox, service, due_us):
                tx.execute(
                    table.update()
                    .where(table.c.sandbox == sandbox, table.c.service == service)
                    .values(next_due_us=due_us)
                )


def next_due(sandbox: str) -> datetime | None:
    """The earliest hint of one world, for its clock page."""
    table = schema.hints
    with store.read() as tx:
        first = tx.execute(
            sa.select(sa.func.min(table.c.next_due_us)).where(table.c.sandbox == sandbox)
        ).scalar()
    return None if first is None else clocks.instant(first)
