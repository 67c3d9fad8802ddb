"""Spans: what was done on behalf of a call, where, for how long, and who asked for it.

    with spans.span("settlement.recover", "job", key=key) as span:
        …
        span.note(attempt=2)

A span goes to the log of its world (`sscsim.requestlog`), and to an OpenTelemetry collector
where one is set. Its parent is the span around it: in this thread, else the one that the
signed context or the message names. Outside a world nothing is recorded.
"""

import hashlib
from contextvars import ContextVar, Token
from dataclasses import replace
from random import getrandbits
from types import TracebackType
from typing import Any

from sscsim import clock, requestlog, world
from sscsim.requestlog.masking import without_numbers

_current: ContextVar["Open | None"] = ContextVar("span", default=None)
_asked_by: ContextVar[str] = ContextVar("asked_by", default="")
"""The span that a message came from, in the process that handles it."""

_LONGEST = 300


def new_id() -> str:
    return f"{getrandbits(64) or 1:016x}"


def of_request(request_id: str) -> str:
    """The span of a call at the gateway, which whoever knows the call's id can work out."""
    return hashlib.blake2b(request_id.encode(), digest_size=8).hexdigest()


def of_event(event_id: str) -> str:
    """The span of an event, which whoever sends it on can work out."""
    return f"{int.from_bytes(event_id.encode()[-8:], 'big') or 1:016x}"


def current_id() -> str:
    """The span that what is done now belongs to; empty when there is none."""
    span = _current.get()
    if span is not None:
        return span.id
    at = world.current_or_none()
    return (at.span_id if at else "") or _asked_by.get()


def enter_message(parent: str) -> Token[str]:
    """From now on what has no other parent was asked for by this span."""
    return _asked_by.set(parent)


def leave_message(token: Token[str]) -> None:
    _asked_by.reset(token)


def note(**attributes: Any) -> None:
    """Add to the span that is open in this thread, if one is."""
    span = _current.get()
    if span is not None:
        span.note(**attributes)


class Open:
    """A span that is not over; a context manager."""

    __slots__ = (
        "at",
        "attributes",
        "began",
        "id",
        "kind",
        "ms",
        "name",
        "parent_id",
        "service",
        "started",
        "status",
        "token",
    )

    def __init__(
        self,
        name: str,
        kind: str,
        service: str,
        attributes: dict[str, Any],
        span_id: str = "",
        parent_id: str = "",
    ) -> None:
        self.name, self.kind, self.service = name, kind, service
        self.attributes = attributes
        self.status = "ok"
        self.at = world.current_or_none()
        self.id = span_id or new_id()
        self.parent_id = parent_id or current_id()
        self.started = clock.real_seconds()
        self.began = clock.monotonic()
        self.ms = 0.0
        self.token: Token[Open | None] | None = None

    # -- what a requestlog.Item is

    @property
    def sandbox(self) -> str:
        return self.at.sandbox if self.at else ""

    @property
    def generation(self) -> int:
        return self.at.generation if self.at else 0

    def row(self) -> requestlog.Span:
        assert self.at is not None
        shown = {key: _shown(value) for key, value in self.attributes.items() if value is not None}
        return requestlog.Span(
            self.at.trace_id,
            self.id,
            self.parent_id,
            self.at.request_id,
            self.service,
            self.kind,
            without_numbers(self.name)[:_LONGEST],
            int(self.started * 1_000_000),
            round(self.ms, 3),
            clock.shown(self.at.now),
            self.status[:80],
            shown,
        )

    # -- its life

    def note(self, **attributes: Any) -> None:
        self.attributes.update(attributes)

    def failed(self, status: str) -> None:
        """Say in a word what went wrong."""
        self.status = status

    def __enter__(self) -> "Open":
        self.token = _current.set(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None and self.status == "ok":
            self.status = getattr(error, "code", "") or type(error).__name__
        self.end()

    def end(self) -> None:
        """It is over; never raises."""
        self.ms = (clock.monotonic() - self.began) * 1000
        if self.token is not None:
            _current.reset(self.token)
            self.token = None
        if self.at is not None and self.at.trace_id and requestlog.is_on():
            requestlog.put(self)


def _shown(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    return without_numbers(str(value))[:_LONGEST]


def span(name: str, kind: str = "internal", service: str = "", **attributes: Any) -> Open:
    """A span to be entered with `with`."""
    return Open(name, kind, service or _service(), attributes)


def instant(name: str, kind: str, service: str = "", span_id: str = "", **attributes: Any) -> None:
    """A span without a length: something happened. `span_id`: where others know it."""
    if requestlog.is_on():
        Open(name, kind, service or _service(), attributes, span_id).end()


def of_delivery(event_id: str, trace_id: str, to: str) -> Open:
    """The sending of an event to whoever listens, in the trace that the event came of."""
    made = Open(f"POST {to}", "webhook", "gateway", {"event_id": event_id}, "", of_event(event_id))
    if made.at is not None and trace_id:
        made.at = replace(made.at, trace_id=trace_id)
    return made


def _service() -> str:
    around = _current.get()
    return around.service if around else "simulator"
