"""What the log of the current world says."""

import json
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from sscsim import clock, settings, world
from sscsim.requestlog import places
from sscsim.requestlog.entries import Call, Span
from sscsim.requestlog.places import CALLS, SPANS
from sscsim.requestlog.writer import flush

_CALL = ", ".join(Call._fields)
_SPAN = ", ".join(Span._fields)
_CHUNK = 200
_LATE_S = 0.8
"""So long another process may still hold what belongs to a trace."""


def _rows(sql: str, *values: Any) -> Sequence[Sequence[Any]]:
    at = world.current()
    flush()
    with places.reading(at.sandbox, at.generation) as log:
        return [] if log is None else log.rows(sql, *values)


def _call(row: Sequence[Any]) -> Call:
    return Call._make([*row[:-1], json.loads(row[-1])])


def _span(row: Sequence[Any]) -> Span:
    return Span._make([*row[:-1], json.loads(row[-1])])


def find(request_id: str) -> Call | None:
    """One call; waits a moment for one that another gateway process may still hold."""
    sql = f"SELECT {_CALL} FROM {CALLS} WHERE id = ?"
    found = _rows(sql, request_id)
    until = clock.monotonic() + (_LATE_S if settings.current().topology == "full" else 0)
    while not found and clock.monotonic() < until:
        threading.Event().wait(0.1)
        found = _rows(sql, request_id)
    return _call(found[0]) if found else None


Where = Sequence[tuple[str, Any]]
"""Conditions with a `?` each, and their values."""


def newest(where: Where, before: int | None = None) -> Iterator[tuple[int, Call]]:
    """Calls with their place in the log, newest first, as far as they are asked for."""
    while True:
        conditions = [*where, *([] if before is None else [("seq < ?", before)])]
        values = [
            one
            for _, value in conditions
            for one in (value if isinstance(value, tuple) else (value,))
        ]
        said = " AND ".join(condition for condition, _ in conditions) or "1 = 1"
        rows = _rows(
            f"SELECT seq, {_CALL} FROM {CALLS} WHERE {said} ORDER BY seq DESC LIMIT {_CHUNK}",
            *values,
        )
        for row in rows:
            yield row[0], _call(row[1:])
        if len(rows) < _CHUNK:
            return
        before = rows[-1][0]


def calls_of(trace_id: str) -> list[Call]:
    """The calls of one trace, oldest first."""
    sql = f"SELECT {_CALL} FROM {CALLS} WHERE trace_id = ? ORDER BY at_us, seq"
    return [_call(row) for row in _rows(sql, trace_id)]


def spans_of(trace_id: str) -> list[Span]:
    """The spans of one trace, oldest first; waits a moment where it is just happening."""
    sql = f"SELECT {_SPAN} FROM {SPANS} WHERE trace_id = ? ORDER BY at_us, seq"
    found = [_span(row) for row in _rows(sql, trace_id)]
    last = max((span.at_us / 1e6 + span.ms / 1e3 for span in found), default=clock.real_seconds())
    if clock.real_seconds() - last < _LATE_S:
        threading.Event().wait(_LATE_S / 2)
        found = [_span(row) for row in _rows(sql, trace_id)]
    return found


def spans_named(kind: str, name: str, attribute: str, value: str) -> list[Span]:
    """Spans of a kind and name with this attribute, oldest first, of whatever trace."""
    sql = f"SELECT {_SPAN} FROM {SPANS} WHERE name = ? AND kind = ? ORDER BY at_us, seq"
    found = [_span(row) for row in _rows(sql, name, kind)]
    return [span for span in found if span.attributes.get(attribute) == value]


def same_key(call: Call) -> list[Call]:
    """The calls that carried this one's idempotency key for the same thing, oldest first."""
    if not call.idempotency_key:
        return []
    sql = (
        f"SELECT {_CALL} FROM {CALLS} WHERE idempotency_key = ? AND party_id = ?"
        " AND method = ? AND path = ? ORDER BY seq"
    )
    return [
        _call(row)
        for row in _rows(sql, call.idempotency_key, call.party_id, call.method, call.path)
    ]
