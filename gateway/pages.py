"""Pages of lists that the gateway holds whole: newest first, cursors bound to world and query."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from sscsim import world
from sscsim.db import CursorMismatch, Page, PageQuery, canonical


def page_of(rows: Sequence[Any], position: Callable[[Any], Any], query: PageQuery) -> Page:
    """The page of `rows` (in their order) that starts after the cursor's position."""
    start = 0
    if query.cursor is not None:
        after = _read(query)
        places = [position(row) for row in rows]
        start = next((n + 1 for n, place in enumerate(places) if _same(place, after)), len(rows))
    kept = list(rows[start : start + query.limit])
    more = start + query.limit < len(rows)
    return Page(kept, _cursor(query, position(kept[-1])) if more else None)


def _same(place: Any, after: Any) -> bool:
    return bool(canonical(place) == canonical(after))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(world.context_secret(), salt="ssc-gateway-cursor")


def _bound(query: PageQuery) -> str:
    at = world.current_or_none()
    place = [query.filters, at.sandbox if at else "", at.generation if at else 0]
    return hashlib.sha256(canonical(place).encode()).hexdigest()[:16]


def _cursor(query: PageQuery, place: Any) -> str:
    made = _serializer().dumps([_bound(query), place])
    return made if isinstance(made, str) else made.decode()


def _read(query: PageQuery) -> Any:
    try:
        bound, place = _serializer().loads(query.cursor or "")
    except (BadSignature, ValueError, TypeError):
        raise CursorMismatch() from None
    if bound != _bound(query):
        raise CursorMismatch()
    return place
