"""The events of all services as one list: newest first, or oldest first after a cursor.

Each service is asked for its own page and the pages are merged by (time, service,
sequence), so a page costs the same however many events there are. A cursor holds how far
was read in each service; it is bound to the filters and to the world's generation.
"""

import hashlib
import heapq
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from itsdangerous import BadSignature, URLSafeSerializer

from gateway import asking
from gateway.webhooks import envelope
from gateway.webhooks.problems import EventNotFound, TooManyWaiters
from gateway.worldstore import store
from sscsim import clock, control, registry, settings, world
from sscsim.control import clocks
from sscsim.db import CursorMismatch, canonical
from sscsim.db.events import EventWish
from sscsim.web import inner_events

OWN = "gateway"
SOURCES = (*registry.BY_NAME, OWN)
START = "start"
"""The cursor of those who read from the world's beginning."""
_PATH = "/internal/v1/events"
_LOOK_S = 0.2
_LOOK_HARD_S = 2.0
_GRACE_MS = 5_000

Row = dict[str, Any]
Places = dict[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the feed. `next_cursor` goes on; `follow_cursor` is for what comes later."""

    events: list[Row]
    next_cursor: str | None
    follow_cursor: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What is wanted; `bound` is what a cursor is bound to."""

    wish: EventWish
    source: str | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        return SOURCES if self.source is None else (self.source,)

    @property
    def bound(self) -> str:
        at, wish = world.current(), replace(self.wish, limit=0)
        place = [inner_events.query_of(wish), self.source or "", at.sandbox, at.generation]
        return hashlib.sha256(canonical(place).encode()).hexdigest()[:16]


def newest(filters: Filters, cursor: str | None) -> Part:
    """A page, newest first."""
    before = {} if cursor is None else _read(filters, cursor)
    rows = {
        name: _ask(
            name, replace(filters.wish, limit=filters.wish.limit + 1, before=before.get(name))
        )
        for name in filters.sources
        if cursor is None or name in before
    }
    merged = list(heapq.merge(*_keyed(rows), key=lambda item: item[0], reverse=True))
    kept = merged[: filters.wish.limit]
    more = len(merged) > len(kept)
    top = {name: found[0]["seq"] for name, found in rows.items() if found}
    after = {name: place for name, place in before.items() if name in rows}
    for (_, name, seq), _row in kept:
        after[name] = seq
    for name, found in rows.items():
        # What was not shown yet is before the first of its rows.
        if name not in after and found:
            after[name] = found[0]["seq"] + 1
    return Part(
        [_cloud(name, row) for (_, name, _), row in kept],
        _write(filters, after) if more else None,
        _write(filters, {name: top.get(name, 0) for name in filters.sources}),
    )


def following(filters: Filters, cursor: str) -> Part:
    """What came after a cursor, oldest first, with none left out."""
    places = {} if cursor == START else _read(filters, cursor)
    wish = replace(filters.wish, limit=filters.wish.limit + 1)
    rows = {
        name: _ask(name, replace(wish, after=places.get(name, 0)), settled=True)
        for name in filters.sources
    }
    merged = list(heapq.merge(*_keyed(rows), key=lambda item: item[0]))
    kept = merged[: filters.wish.limit]
    reached = {name: places.get(name, 0) for name in filters.sources}
    for (_, name, seq), _row in kept:
        reached[name] = seq
    further = _write(filters, reached)
    shown = [_cloud(name, row) for (_, name, _), row in kept]
    return Part(shown, further if len(merged) > len(kept) else None, further)


def one(event_id: str) -> tuple[str, Row]:
    """The service an event is of, and its row; EventNotFound."""
    for name in SOURCES:
        found = _ask(name, EventWish(limit=1, id=event_id))
        if found:
            return name, found[0]
    raise EventNotFound(event_id=event_id)


def places_now() -> Places | None:
    """How far each service's events go at this moment; None when a service is away."""
    found = {}
    for name in SOURCES:
        rows = _asked(name, EventWish(limit=1))
        if rows is None:
            return None
        found[name] = rows[0]["seq"] if rows else 0
    return found


def _keyed(rows: dict[str, list[Row]]) -> list[list[tuple[tuple[str, str, int], Row]]]:
    return [
        [((row["time"], name, row["seq"]), row) for row in found] for name, found in rows.items()
    ]


def _cloud(name: str, row: Row) -> Row:
    return envelope.cloud_event(world.current().sandbox, name, row)


def _ask(name: str, wish: EventWish, settled: bool = False) -> list[Row]:
    return _asked(name, wish, settled) or []


def _asked(name: str, wish: EventWish, settled: bool = False) -> list[Row] | None:
    """Rows of one service; none of one that is away, whose place stays where it was."""
    if name == OWN:
        at = world.current()
        if not store.exists(at.sandbox, at.generation):
            return []
        return inner_events.told(store, wish, settled)
    query = inner_events.query_of(wish) | ({"settled": "1"} if settled else {})
    found: list[Row] | None = asking.ask(name, f"{_PATH}?{urlencode(query)}")
    return found


# ---- cursors


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(world.context_secret(), salt="ssc-events")


def _write(filters: Filters, places: Places) -> str:
    numbers = [places.get(name, -1) for name in SOURCES]
    made = _serializer().dumps([filters.bound, numbers])
    return made if isinstance(made, str) else made.decode()


def _read(filters: Filters, cursor: str) -> Places:
    try:
        bound, numbers = _serializer().loads(cursor)
    except (BadSignature, ValueError, TypeError):
        raise CursorMismatch() from None
    if bound != filters.bound:
        raise CursorMismatch()
    return {name: place for name, place in zip(SOURCES, numbers, strict=False) if place >= 0}


# ---- waiting

_waiting = 0
_waiting_lock = threading.Lock()


def awaited(ask: Callable[[], Part], seconds: float) -> Part:
    """The first part that isn't empty, or the empty one when the time is up.

    Looks at one row of the control store five times a second; the services are asked when
    that row tells of news, and now and then. Raises TooManyWaiters.
    """
    global _waiting
    limit = settings.current().event_waiters
    with _waiting_lock:
        if _waiting >= limit:
            raise TooManyWaiters(limit)
        _waiting += 1
    try:
        return _await(ask, seconds)
    finally:
        with _waiting_lock:
            _waiting -= 1


def _await(ask: Callable[[], Part], seconds: float) -> Part:
    sandbox = world.current().sandbox
    until = clock.monotonic() + seconds
    control.hearing.await_news(sandbox, clocks.real_ms() + int(seconds * 1000) + _GRACE_MS)
    news = control.hearing.of(sandbox).news
    while True:
        found, asked = ask(), clock.monotonic()
        while not found.events:
            left = until - clock.monotonic()
            if left <= 0:
                return found
            threading.Event().wait(min(_LOOK_S, left))
            fresh = control.hearing.of(sandbox).news
            if fresh != news or clock.monotonic() - asked > _LOOK_HARD_S:
                news = fresh
                break
        else:
            return found
