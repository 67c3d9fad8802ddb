"""Receivers built in here: for those who have no server yet, and for demos and tests."""

import json
from typing import Any

import sqlalchemy as sa

from gateway.api.webhook_deliveries import INTEGRATORS
from gateway.webhooks import receiving
from gateway.webhooks.problems import ReceiverNotFound
from gateway.worldstore import store
from gateway.worldstore.tables import received, receivers
from sscsim import world
from sscsim.db import Page, Tx
from sscsim.web import Blueprint, Match, Query, Resource, Schema, fields

webhook_receivers = Blueprint(
    "webhook_receivers",
    tag="Webhook receivers",
    description="Built-in receivers, which verify with the official library and keep what came.",
)
_ID = {"receiver_id": "whr_" + "0" * 26}
_RULE = "/sandbox/v1/webhook-receivers/<id('whr'):receiver_id>"


class ReceiverOrder(Schema):
    name = fields.Text(max=100, load_default="receiver", example="my first receiver")
    answers = fields.List(
        fields.Int(min=200, max=599),
        min=1,
        max=50,
        load_default=[204],
        description="What it answers to what it can verify, in turn; the last one for ever.",
        metadata={"example": [503, 503, 204]},
    )


class ReceiverView(Resource):
    object = fields.Object("webhook_receiver")
    name = fields.Text(required=True)
    answers = fields.List(fields.Int(), required=True)
    received_count = fields.Int(required=True, min=0)
    verified_count = fields.Int(required=True, min=0, description="With a good signature.")
    events_count = fields.Int(required=True, min=0, description="Different events among them.")
    duplicates_count = fields.Int(required=True, min=0)
    refused_count = fields.Int(required=True, min=0, description="With no or a bad signature.")


class ReceivedView(Resource):
    object = fields.Object("webhook_message")
    endpoint_id = fields.Id("whe")
    webhook_id = fields.Text()
    verified = fields.Bool(required=True)
    why_not = fields.Text(description="What the official library said.")
    duplicate = fields.Bool(required=True, description="This `webhook-id` came before.")
    answered = fields.Int(required=True)
    headers = fields.Plain(required=True)
    body = fields.Plain(required=True, description="The CloudEvent.")


def _shown(tx: Tx, row: Any) -> dict[str, Any]:
    mine = received.c.receiver_id == row.id
    good = mine & received.c.verified
    count = sa.select(sa.func.count()).select_from(received)
    again = int(tx.scalar(count.where(good & (received.c.seen_before > 0))))
    verified, whole = int(tx.scalar(count.where(good))), int(tx.scalar(count.where(mine)))
    return {
        "id": row.id,
        "name": row.name,
        "answers": row.answers,
        "received_count": whole,
        "verified_count": verified,
        "events_count": verified - again,
        "duplicates_count": again,
        "refused_count": whole - verified,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "version": row.version,
    }


@webhook_receivers.post(
    "/sandbox/v1/webhook-receivers",
    body=ReceiverOrder,
    answer=ReceiverView,
    status=201,
    location="/sandbox/v1/webhook-receivers/{id}",
    scope="webhook.write",
    roles=INTEGRATORS,
    example={"name": "my first receiver"},
    links={
        "getWebhookReceiver": {"receiver_id": "$response.body#/id"},
        "deleteWebhookReceiver": {"receiver_id": "$response.body#/id"},
        "listWebhookMessages": {"receiver_id": "$response.body#/id"},
    },
)
def create_webhook_receiver(body: dict[str, Any]) -> Any:
    """Make a receiver; name it as `receiver_id` of an endpoint.

    With `answers` it can be a bad one: `[503, 503, 204]` takes an event at the third attempt.
    """
    with store.write() as tx:
        ordinal = tx.scalar(sa.select(sa.func.max(receivers.c.seq))) or 0
        row_id = tx.new_id("whr", body["name"], ordinal)
        now = tx.world.now
        made = {"id": row_id, **body, "version": 1, "created_at": now, "updated_at": now}
        tx.execute(receivers.insert().values(**made))
        return _shown(tx, receiving.receiver(tx, row_id))


@webhook_receivers.get(
    "/sandbox/v1/webhook-receivers", listing=ReceiverView, scope="webhook.read", roles=INTEGRATORS
)
def list_webhook_receivers(query: Query) -> Page:
    """List the receivers, newest first, each with what came in."""
    at = world.current()
    if not store.exists(at.sandbox, at.generation):
        return Page([])
    with store.read() as tx:
        page = tx.page(receivers.select(), receivers, query.page)
        return page.map(lambda row: _shown(tx, row))


@webhook_receivers.get(
    _RULE,
    answer=ReceiverView,
    scope="webhook.read",
    roles=INTEGRATORS,
    problems=(ReceiverNotFound,),
    path_examples=_ID,
)
def get_webhook_receiver(receiver_id: str) -> Any:
    """Read a receiver: how much came, how much of it could be verified, how much twice."""
    with store.read() as tx:
        return _shown(tx, receiving.receiver(tx, receiver_id))


@webhook_receivers.delete(
    _RULE,
    match="accepted",
    scope="webhook.write",
    roles=INTEGRATORS,
    problems=(ReceiverNotFound,),
    path_examples=_ID,
)
def delete_webhook_receiver(receiver_id: str, match: Match) -> None:
    """Remove a receiver with what it received; its endpoint is answered 410 then."""
    with store.write() as tx:
        row = receiving.receiver(tx, receiver_id)
        match.check(row.version)
        tx.execute(received.delete().where(received.c.receiver_id == row.id))
        tx.execute(receivers.delete().where(receivers.c.id == row.id))


@webhook_receivers.get(
    f"{_RULE}/messages",
    listing=ReceivedView,
    scope="webhook.read",
    roles=INTEGRATORS,
    problems=(ReceiverNotFound,),
    path_examples=_ID,
)
def list_webhook_messages(receiver_id: str, query: Query) -> Page:
    """List what a receiver was sent, newest first, and what it made of it."""
    with store.read() as tx:
        row = receiving.receiver(tx, receiver_id)
        asked = received.select().where(received.c.receiver_id == row.id)
        return tx.page(asked, received, query.page).map(_message)


def _message(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "endpoint_id": row.endpoint_id,
        "webhook_id": row.webhook_id,
        "verified": row.verified,
        "why_not": row.why,
        "duplicate": row.seen_before > 0,
        "answered": row.answered,
        "headers": row.headers,
        "body": json.loads(row.body),
        "created_at": row.received_at,
        "updated_at": row.received_at,
    }
