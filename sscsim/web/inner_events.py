"""What a service tells the gateway of its events, past the public API."""

from typing import Any

from flask import Flask, Response, jsonify, request

from sscsim import clock, event_types, world
from sscsim.db import events
from sscsim.db.events import EventWish
from sscsim.db.store import Store

AT_MOST = 500


def add(app: Flask, store: Store) -> None:
    """The route `/internal/v1/events` of a service."""

    @app.get("/internal/v1/events")
    def inner_events() -> Response:
        if world.current().role not in ("service", "system"):
            raise world.RoleNotAllowed(role=world.current().role, allowed="service")
        return jsonify(told(store, wish_of(request.args), "settled" in request.args))


def told(store: Store, wish: EventWish, settled: bool = False) -> list[dict[str, Any]]:
    """Events as the gateway reads them."""
    return [shown(store.service, row) for row in events.listed(store, wish, settled)]


def shown(service: str, row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "type": row.type,
        "version": event_types.version_of(service, row.type),
        "subject": row.subject,
        "time": clock.shown(row.time),
        "seq": row.seq,
        "data": row.data,
        "trace_id": row.trace_id,
        "request_id": row.request_id,
    }


def wish_of(args: Any) -> EventWish:
    """The wish in a query string; `query_of` writes it."""
    given: dict[str, Any] = {name: args[name] for name in ("type", "subject", "id") if name in args}
    given |= {name: int(args[name]) for name in ("before", "after") if name in args}
    given |= {name: clock.read_instant(args[name]) for name in ("since", "until") if name in args}
    return EventWish(limit=min(int(args.get("limit", AT_MOST)), AT_MOST), **given)


def query_of(wish: EventWish) -> dict[str, str]:
    given: dict[str, Any] = {
        "limit": wish.limit,
        "before": wish.before,
        "after": wish.after,
        "type": wish.type,
        "subject": wish.subject,
        "id": wish.id,
        "since": wish.since and wish.since.isoformat(),
        "until": wish.until and wish.until.isoformat(),
    }
    return {name: str(value) for name, value in given.items() if value is not None}
