"""Deliveries of events to endpoints: the request, the status of the answer, every attempt."""

import json
from typing import Any

from gateway.webhooks import endpoints as rules
from gateway.webhooks import known
from gateway.webhooks.problems import DeliveryNotFound, EndpointNotFound
from gateway.worldstore import store
from gateway.worldstore.tables import DELIVERY_STATES, DRILLS, attempts, deliveries, endpoints
from sscsim import clock, world
from sscsim.control import clocks
from sscsim.db import Page, Tx
from sscsim.web import Blueprint, ListQuery, Query, Resource, View, fields

webhook_deliveries = Blueprint(
    "webhook_deliveries", tag="Webhook deliveries", description="What was sent to whom."
)
INTEGRATORS = tuple(role for role in world.ROLES if role != "holder")
_ID = {"delivery_id": "dlv_" + "0" * 26}


class AttemptView(View):
    """One request. The body of the answer is never shown."""

    number = fields.Int(required=True, min=1)
    at = fields.Instant(required=True, description="Sandbox time.")
    sent_at = fields.Text(required=True, description="Real time.")
    request_headers = fields.Plain(required=True, description="As they were sent.")
    status = fields.Int(description="Of the answer, where there was one.")
    error = fields.Text(
        description="Why there was none: timeout, connection_refused, not_tried, private_address …"
    )
    took_ms = fields.Int(required=True, min=0)
    drill = fields.Enum(DRILLS, description="What was done to it on purpose.")


class DeliveryView(Resource):
    object = fields.Object("webhook_delivery")
    endpoint_id = fields.Id("whe", required=True)
    event_id = fields.Id("evt", required=True, description="The `webhook-id`, in every attempt.")
    cause = fields.Text(description="What made it beside the event itself: a resend, a drill.")
    state = fields.Enum(DELIVERY_STATES, required=True)
    attempts_count = fields.Int(required=True, min=0)
    next_attempt_at = fields.Instant(description="Sandbox time, in mode `sandbox`.")
    next_attempt_real_at = fields.Text(description="Real time, in mode `real`.")
    drill = fields.Enum(DRILLS, description="What a drill does to it.")
    request_body = fields.Plain(description="The CloudEvent that is sent.")
    attempts = fields.List(fields.Nested(AttemptView))


class DeliveryFilters(ListQuery):
    endpoint_id = fields.Id("whe")
    event_id = fields.Id("evt")
    state = fields.Enum(DELIVERY_STATES)


def shown_delivery(row: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "endpoint_id": row.endpoint_id,
        "event_id": row.event_id,
        "cause": row.cause or None,
        "state": row.state,
        "attempts_count": row.attempts,
        "next_attempt_at": row.next_at,
        "next_attempt_real_at": row.next_ms and clock.shown(clocks.instant(row.next_ms * 1000)),
        "drill": row.twist,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "version": row.attempts + row.handed + 1,
        **more,
    }


@webhook_deliveries.get(
    "/sandbox/v1/webhook-deliveries",
    listing=DeliveryView,
    query=DeliveryFilters,
    scope="webhook.read",
    roles=INTEGRATORS,
)
def list_webhook_deliveries(query: Query) -> Page:
    """List deliveries, newest first."""
    at = world.current()
    if not store.exists(at.sandbox, at.generation):
        return Page([])
    asked = deliveries.select()
    for name in ("endpoint_id", "event_id", "state"):
        if query.get(name) is not None:
            asked = asked.where(deliveries.c[name] == query.get(name))
    if at.role != "owner":
        own = endpoints.select().with_only_columns(endpoints.c.id)
        asked = asked.where(
            deliveries.c.endpoint_id.in_(own.where(endpoints.c.party_id == at.party_id))
        )
    with store.read() as tx:
        return tx.page(asked, deliveries, query.page).map(shown_delivery)


@webhook_deliveries.get(
    "/sandbox/v1/webhook-deliveries/<id('dlv'):delivery_id>",
    answer=DeliveryView,
    scope="webhook.read",
    roles=INTEGRATORS,
    problems=(DeliveryNotFound,),
    path_examples=_ID,
)
def get_webhook_delivery(delivery_id: str) -> Any:
    """Read a delivery: the request as it was sent, and every attempt."""
    at = world.current()
    if not store.exists(at.sandbox, at.generation):
        raise DeliveryNotFound(delivery_id=delivery_id)
    with store.read() as tx:
        row = known.delivery(tx, delivery_id)
        _check_mine(tx, row)
        told = known.body_of(tx, row.event_id)
        body = json.loads(told.body) if told else None
        return shown_delivery(row, request_body=body, attempts=_attempts(tx, row.id))


def _check_mine(tx: Tx, row: Any) -> None:
    try:
        rules.mine(tx, row.endpoint_id)
    except EndpointNotFound:
        raise DeliveryNotFound(delivery_id=row.id) from None


def _attempts(tx: Tx, delivery_id: str) -> list[dict[str, Any]]:
    mine = attempts.c.delivery_id == delivery_id
    return [
        {
            "number": row.number,
            "at": row.at,
            "sent_at": clock.shown(clocks.instant(row.real_ms * 1000)),
            "request_headers": row.headers,
            "status": row.status,
            "error": row.error,
            "took_ms": row.took_ms,
            "drill": row.twist,
        }
        for row in tx.all(attempts.select().where(mine).order_by(attempts.c.seq))
    ]
