"""Whether a world keeps a log, and how much: a row of the control store, asked for seldom."""

import threading
from dataclasses import dataclass

import sqlalchemy as sa

from sscsim import clock, control, settings
from sscsim.control import schema, store

_FRESH_S = 2.0
"""How long another process may go on by what it knew."""

_lock = threading.Lock()
_known: dict[str, tuple[float, "Rule"]] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether calls are kept, and how many of them; spans are kept ten times as many."""

    enabled: bool
    keep: int


def default() -> Rule:
    return Rule(True, settings.current().request_log_entries)


def of(sandbox: str) -> Rule:
    """The world's rule; what everybody has where it has none of its own."""
    table = schema.request_logs
    with store.read() as tx:
        found = tx.execute(sa.select(table).where(table.c.sandbox == sandbox)).one_or_none()
    return default() if found is None else Rule(bool(found.enabled), found.keep)


def lately(sandbox: str) -> Rule:
    """The world's rule as it was a moment ago, for the writing thread."""
    now = clock.monotonic()
    with _lock:
        seen = _known.get(sandbox)
    if seen is not None and now - seen[0] < _FRESH_S:
        return seen[1]
    rule = of(sandbox)
    with _lock:
        if len(_known) > 1_000:
            _known.clear()
        _known[sandbox] = (now, rule)
    return rule


def put(sandbox: str, rule: Rule) -> None:
    """Give a world a rule of its own; SandboxNotFound when it is gone."""
    control.world(sandbox)
    table = schema.request_logs
    values = {"enabled": rule.enabled, "keep": rule.keep}
    with store.write() as tx:
        changed = tx.execute(table.update().where(table.c.sandbox == sandbox).values(**values))
        if not changed.rowcount:
            tx.execute(table.insert().values(sandbox=sandbox, **values))
    with _lock:
        _known.pop(sandbox, None)
