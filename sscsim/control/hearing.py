"""Who listens to a world's events, so that a world nobody listens to pays nothing.

A commit with events asks what its process knows of the world, which is at most a second
old: whether there are endpoints (then the world's driver is woken) and whether somebody
waits for news (then they are counted). Whoever begins to listen wakes the driver once
more when that second is over (`sscsim.jobs.kick_driver_later`).
"""

import threading
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sscsim import clock, settings
from sscsim.control import clocks, schema, store

REMEMBERED_S = 1.0
"""How long a process goes by what it read of a world."""
_KNOWN = "SELECT listening, waiting_until_ms, news, look_ms FROM hearing WHERE sandbox = ?"
_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the control store knows of a world's listeners."""

    listening: bool = False
    waiting_until_ms: int = 0
    news: int = 0
    look_ms: int = 0

    @property
    def awaited(self) -> bool:
        return self.waiting_until_ms > clocks.real_ms()


_remembered: dict[str, tuple[float, Hearing]] = {}
_lock = threading.Lock()


def of(sandbox: str) -> Hearing:
    """As it is now: one indexed read."""
    row = store.first(_KNOWN, sandbox)
    found = Hearing() if row is None else Hearing(bool(row[0]), row[1], row[2], row[3])
    with _lock:
        if len(_remembered) > _AT_MOST:
            _remembered.clear()
        _remembered[sandbox] = (clock.monotonic(), found)
    return found


def lately(sandbox: str) -> Hearing:
    """As it was up to a second ago; next to nothing on the way of a write."""
    known = _remembered.get(sandbox)
    if known is not None and clock.monotonic() - known[0] < REMEMBERED_S:
        return known[1]
    return of(sandbox)


def listen(sandbox: str, listening: bool) -> None:
    """Note whether the world has endpoints."""
    _set(sandbox, {"listening": listening})


def await_news(sandbox: str, until_ms: int) -> None:
    """Somebody waits until then."""
    if of(sandbox).waiting_until_ms < until_ms:
        _set(sandbox, {"waiting_until_ms": until_ms})


def tell(sandbox: str) -> None:
    """There are new events."""
    table = schema.hearing
    with store.write() as tx:
        tx.execute(table.update().where(table.c.sandbox == sandbox).values(news=table.c.news + 1))


def look_at(sandbox: str, look_ms: int) -> None:
    """Have the driver look again at this real time; 0: no more."""
    if of(sandbox).look_ms != look_ms:
        _set(sandbox, {"look_ms": look_ms})


def due(now_ms: int) -> Any:
    """The worlds whose driver shall look again by now, as a subquery."""
    table = schema.hearing
    return sa.select(table.c.sandbox).where(table.c.look_ms.between(1, now_ms))


def _set(sandbox: str, values: dict[str, Any]) -> None:
    dialect: Any = postgresql if settings.current().on_postgres else sqlite
    born = {"sandbox": sandbox, "listening": False, "waiting_until_ms": 0, "news": 0, "look_ms": 0}
    made = dialect.insert(schema.hearing).values({**born, **values})
    with store.write() as tx:
        tx.execute(made.on_conflict_do_update(index_elements=["sandbox"], set_=values))
    with _lock:
        _remembered.pop(sandbox, None)
