"""Making and changing endpoints: what the API does with them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from gateway.problems import ServiceUnavailable
from gateway.webhooks import collecting, feed, known, patterns, receiving, signing
from gateway.webhooks.problems import (
    EndpointNotFound,
    SigningNotInstalled,
    TooManyEndpoints,
    WebhookPlace,
    WebhookSecret,
    WebhookTarget,
)
from gateway.worldstore import store
from gateway.worldstore.tables import attempts, deliveries, endpoints
from sscsim import control, jobs, world
from sscsim.control import clocks
from sscsim.db import Tx, events
from sscsim.db.events import EventWish
from sscsim.kernel.problems import FieldError, Text
from sscsim.outward import targets
from sscsim.outward.targets import TargetRefused
from sscsim.web import inner_events

LIMIT = 50
"""Endpoints of one world."""
LONGEST_OVERLAP = timedelta(days=30)
_RETIRED_KEPT = 3


def is_mine(row: Any) -> bool:
    """A party sees its own endpoints, the owner all."""
    at = world.current()
    return at.role == "owner" or row.party_id == at.party_id


def mine(tx: Tx, endpoint_id: str) -> Any:
    row = known.endpoint(tx, endpoint_id)
    if not is_mine(row):
        raise EndpointNotFound(endpoint_id=endpoint_id)
    return row


def create(body: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """A new endpoint, for events from now on; the row and its secrets, shown once."""
    kinds = body["signing"]
    if ("url" in body) == ("receiver_id" in body):
        raise WebhookPlace()
    if "url" in body:
        check(body["url"])
    secret = _made(kinds, body.get("secret"))
    marks = _places_now()
    with store.write() as tx:
        if "receiver_id" in body:
            receiving.receiver(tx, body["receiver_id"])
        count = tx.scalar(sa.select(sa.func.count()).select_from(endpoints))
        if count >= LIMIT:
            raise TooManyEndpoints(limit=LIMIT)
        ordinal = tx.scalar(sa.select(sa.func.max(endpoints.c.seq))) or 0
        row_id = tx.new_id("whe", body.get("url") or body["receiver_id"], ordinal)
        tx.execute(
            endpoints.insert().values(
                id=row_id,
                url=body.get("url"),
                receiver_id=body.get("receiver_id"),
                description=body.get("description"),
                event_types=body["event_types"],
                mode=body["mode"],
                signing=kinds,
                state="enabled",
                drills=body.get("drills", []),
                secrets=[secret],
                from_marks=marks,
                party_id=tx.world.party_id,
                version=1,
                created_at=tx.world.now,
                updated_at=tx.world.now,
            )
        )
        tx.emit("webhook_endpoint.created", row_id, {"id": row_id})
        told = tx.scalar(sa.select(sa.func.max(store.common.events.c.seq)))
        made = known.endpoint(tx, row_id)
        known.change(tx, made, from_marks={**marks, feed.OWN: told}, version=1)
        made = known.endpoint(tx, row_id)
    listen()
    return made, secret


def listen() -> None:
    """Have the world's driver collect from now on."""
    at = world.current()
    control.hearing.listen(at.sandbox, True)
    jobs.kick_driver_later(at)


def check(url: str) -> None:
    """WebhookTarget unless a webhook may go there now; it is asked again at each attempt."""
    try:
        targets.checked(url)
    except TargetRefused as refused:
        if refused.reason == "name_not_known":
            return  # it may be known when something is sent
        said = targets.REASONS[refused.reason]
        message = Text(zh=said["zh"], en=said["en"])
        error = FieldError(refused.reason, message, pointer="/url")
        raise WebhookTarget(errors=[error], why=said["en"], why_zh=said["zh"]) from None


def _made(kinds: Sequence[str], given: str | None) -> dict[str, str]:
    if "vsm2" in kinds and not signing.has_sm2():
        raise SigningNotInstalled()
    try:
        return signing.make(kinds, given)
    except signing.BadSecret:
        raise WebhookSecret() from None


def _places_now() -> dict[str, int]:
    found = feed.places_now()
    if found is None:
        raise ServiceUnavailable("events")
    return found


def rotate(tx: Tx, row: Any, given: str | None, overlap: timedelta) -> dict[str, str]:
    """A new secret; the one before signs beside it until the overlap (real time) is over."""
    fresh = _made(row.signing, given)
    until_ms = clocks.real_ms() + int(overlap.total_seconds() * 1000)
    older = [
        {**one, "until_ms": min(one.get("until_ms", until_ms), until_ms)} for one in row.secrets
    ]
    known.change(tx, row, secrets=[fresh, *older][: _RETIRED_KEPT + 1])
    tx.emit("webhook_endpoint.secret_rotated", row.id, {"id": row.id})
    return fresh


def enable(row_id: str, resend_failed: bool) -> Any:
    """Enabled again, for events from now on; with `resend_failed` also what was given up."""
    marks = _places_now()
    with store.write() as tx:
        row = mine(tx, row_id)
        if row.state != "enabled":
            known.change(tx, row, state="enabled", state_reason=None, from_marks=marks)
            tx.emit("webhook_endpoint.enabled", row.id, {"id": row.id})
        if resend_failed:
            failed = (deliveries.c.endpoint_id == row.id) & (deliveries.c.state == "failed")
            for one in tx.all(deliveries.select().where(failed).order_by(deliveries.c.seq)):
                known.hand_out(tx, one, tx.world.now, attempts=0)
        found = known.endpoint(tx, row_id)
    listen()
    return found


def remove(tx: Tx, row: Any) -> None:
    """The endpoint, its deliveries and their attempts; jobs that are due find nothing."""
    of_it = sa.select(deliveries.c.id).where(deliveries.c.endpoint_id == row.id)
    tx.execute(attempts.delete().where(attempts.c.delivery_id.in_(of_it)))
    tx.execute(deliveries.delete().where(deliveries.c.endpoint_id == row.id))
    tx.execute(endpoints.delete().where(endpoints.c.id == row.id))
    tx.emit("webhook_endpoint.removed", row.id, {"id": row.id})


def deliveries_of(tx: Tx, event_id: str) -> list[Any]:
    """Of an event, to endpoints the caller may see, the oldest first."""
    visible = {row.id for row in tx.all(endpoints.select()) if is_mine(row)}
    query = deliveries.select().where(deliveries.c.event_id == event_id)
    return [row for row in tx.all(query.order_by(deliveries.c.seq)) if row.endpoint_id in visible]


def ping(tx: Tx, row: Any) -> None:
    """An event of its own for this endpoint."""
    event_id = tx.emit(patterns.ALWAYS_APART, row.id, {"id": row.id})
    event = inner_events.shown(store.service, tx.one(events.query(store, EventWish(id=event_id))))
    collecting.keep(tx, "gateway", event)
    made = known.add_delivery(tx, row.id, event_id, "test")
    if made is not None:
        known.hand_out(tx, made, tx.world.now)
