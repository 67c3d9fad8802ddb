"""Webhook endpoints: where a party wants to be told of events, and how it is signed."""

from datetime import timedelta
from typing import Any

from gateway.api.webhook_deliveries import INTEGRATORS
from gateway.durations import LONGEST, PATTERN, Duration
from gateway.problems import ServiceUnavailable
from gateway.webhooks import endpoints as rules
from gateway.webhooks import known, patterns, signing
from gateway.webhooks.problems import (
    EndpointNotFound,
    ReceiverNotFound,
    SigningNotInstalled,
    TooManyEndpoints,
    WebhookPlace,
    WebhookSecret,
    WebhookTarget,
)
from gateway.worldstore import store
from gateway.worldstore.tables import DRILLS, ENDPOINT_STATES, MODES, SIGNINGS, endpoints
from sscsim import clock, world
from sscsim.control import clocks
from sscsim.db import Page
from sscsim.web import Blueprint, Match, Query, Resource, Schema, View, fields

webhook_endpoints = Blueprint(
    "webhook_endpoints",
    tag="Webhook endpoints",
    description="Where events are sent: CloudEvents, signed by Standard Webhooks.",
)
_ID = {"endpoint_id": "whe_" + "0" * 26}
_RULE = "/sandbox/v1/webhook-endpoints/<id('whe'):endpoint_id>"
_LINKS = {
    name: {"endpoint_id": "$response.body#/id"}
    for name in (
        "getWebhookEndpoint",
        "changeWebhookEndpoint",
        "deleteWebhookEndpoint",
        "enableWebhookEndpoint",
        "rotateWebhookSecret",
        "testWebhookEndpoint",
    )
}


class DrillOrder(Schema):
    """What goes wrong on purpose with the deliveries of an endpoint."""

    kind = fields.Enum(DRILLS, required=True, metadata={"example": "duplicate"})
    times = fields.Int(min=1, max=1000, description="For so many deliveries; for all without.")
    delay_s = fields.Int(
        min=1, max=86_400, description="Sandbox seconds a delayed one is late; 600 without."
    )


def _types(**more: Any) -> Any:
    return fields.List(
        fields.Text(max=80, pattern=patterns.PATTERN),
        min=1,
        max=100,
        description="Types, or nouns with a star: `card.*`; `*` is everything.",
        metadata={"example": ["card.*", "settlement.completed"]},
        **more,
    )


def _url() -> Any:
    return fields.Text(
        max=2000,
        description="http or https; which addresses are allowed depends on where we are bound.",
        example="http://127.0.0.1:9000/hook",
    )


class EndpointOrder(Schema):
    url = _url()
    receiver_id = fields.Id("whr", description="Instead of a url: a receiver built in here.")
    description = fields.Text(max=200)
    event_types = _types(load_default=["*"])
    secret = fields.Text(max=100, pattern=signing.SYMMETRIC, description="Yours; else we make one.")
    mode = fields.Enum(
        MODES,
        load_default="sandbox",
        description="Whose time the retries follow: the sandbox's clock, or real time (demos).",
    )
    signing = fields.List(
        fields.Enum(SIGNINGS),
        min=1,
        max=4,
        load_default=["v1"],
        description="`v1` HMAC-SHA256, `v1a` ed25519; ours: `vsm3` HMAC-SM3, `vsm2` SM2 (国密).",
    )
    drills = fields.List(fields.Nested(DrillOrder), max=10)


class EndpointChange(Schema):
    url = _url()
    description = fields.Text(max=200)
    event_types = _types()
    mode = fields.Enum(MODES)
    drills = fields.List(fields.Nested(DrillOrder), max=10, description="`[]` ends them.")
    state = fields.Enum(("disabled",), description="To enable it again, see enable.")


class Rotation(Schema):
    secret = fields.Text(max=100, pattern=signing.SYMMETRIC, description="Yours; else we make one.")
    overlap = fields.Text(
        max=LONGEST,
        pattern=PATTERN,
        load_default="PT24H",
        description="Real time for which the old secret signs beside the new one; 30 days at most.",
        example="PT24H",
    )


class Enabling(Schema):
    resend_failed = fields.Bool(
        load_default=False, description="Also send again what was given up."
    )


class DrillView(View):
    """A drill that an endpoint's deliveries go through."""

    kind = fields.Enum(DRILLS, required=True)
    times = fields.Int()
    delay_s = fields.Int()


class EndpointView(Resource):
    object = fields.Object("webhook_endpoint")
    url = fields.Text(max=2000)
    receiver_id = fields.Id("whr")
    description = fields.Text()
    event_types = fields.List(fields.Text(max=80), required=True)
    mode = fields.Enum(MODES, required=True)
    signing = fields.List(fields.Enum(SIGNINGS), required=True)
    public_keys = fields.Plain(description="Of `v1a` (`whpk_…`) and `vsm2`, to verify with.")
    state = fields.Enum(ENDPOINT_STATES, required=True)
    state_reason = fields.Text(description="by_owner, gone (410), attempts_exhausted.")
    drills = fields.List(fields.Nested(DrillView), required=True)
    old_secret_until = fields.Text(description="Real time until which the old secret signs too.")
    secret = fields.Text(description="Shown once, when it is made or rotated.")


def _shown(row: Any, secret: dict[str, str] | None = None) -> dict[str, Any]:
    living = known.living(row)
    until = [one["until_ms"] for one in living if "until_ms" in one]
    public = signing.public_keys(living[0])
    return {
        "id": row.id,
        "url": row.url,
        "receiver_id": row.receiver_id,
        "description": row.description,
        "event_types": row.event_types,
        "mode": row.mode,
        "signing": row.signing,
        "public_keys": public or None,
        "state": row.state,
        "state_reason": row.state_reason,
        "drills": row.drills,
        "old_secret_until": clock.shown(clocks.instant(max(until) * 1000)) if until else None,
        "secret": secret["whsec"] if secret else None,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "version": row.version,
    }


@webhook_endpoints.post(
    "/sandbox/v1/webhook-endpoints",
    body=EndpointOrder,
    answer=EndpointView,
    status=201,
    location="/sandbox/v1/webhook-endpoints/{id}",
    scope="webhook.write",
    roles=INTEGRATORS,
    problems=(
        WebhookPlace,
        WebhookTarget,
        WebhookSecret,
        SigningNotInstalled,
        TooManyEndpoints,
        ReceiverNotFound,
        ServiceUnavailable,
    ),
    example={"url": "http://127.0.0.1:9000/hook", "event_types": ["card.*"]},
    links=_LINKS,
)
def create_webhook_endpoint(body: dict[str, Any]) -> Any:
    """Be told of events (订阅), from now on; the secret is shown once.

    Each event is sent at least once, under its id as `webhook-id`. What isn't answered with
    2xx is sent again: after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h of the
    sandbox's clock. 410 disables the endpoint; after the last attempt it is dead.
    """
    row, secret = rules.create(body)
    return _shown(row, secret)


@webhook_endpoints.get(
    "/sandbox/v1/webhook-endpoints", listing=EndpointView, scope="webhook.read", roles=INTEGRATORS
)
def list_webhook_endpoints(query: Query) -> Page:
    """List your endpoints, newest first; the owner sees all."""
    at = world.current()
    if not store.exists(at.sandbox, at.generation):
        return Page([])
    asked = endpoints.select()
    if at.role != "owner":
        asked = asked.where(endpoints.c.party_id == at.party_id)
    with store.read() as tx:
        return tx.page(asked, endpoints, query.page).map(_shown)


@webhook_endpoints.get(
    _RULE,
    answer=EndpointView,
    scope="webhook.read",
    roles=INTEGRATORS,
    problems=(EndpointNotFound,),
    path_examples=_ID,
)
def get_webhook_endpoint(endpoint_id: str) -> Any:
    """Read an endpoint, without its secret."""
    with store.read() as tx:
        return _shown(rules.mine(tx, endpoint_id))


@webhook_endpoints.patch(
    _RULE,
    body=EndpointChange,
    answer=EndpointView,
    match=True,
    scope="webhook.write",
    roles=INTEGRATORS,
    problems=(EndpointNotFound, WebhookTarget, WebhookPlace),
    path_examples=_ID,
    example={"event_types": ["card.*", "settlement.*"]},
)
def change_webhook_endpoint(endpoint_id: str, match: Match, body: dict[str, Any]) -> Any:
    """Change an endpoint, disable it, or have deliveries go wrong on purpose (`drills`)."""
    if "url" in body:
        rules.check(body["url"])
    with store.write() as tx:
        row = rules.mine(tx, endpoint_id)
        match.check(row.version)
        if "url" in body and row.receiver_id is not None:
            raise WebhookPlace()
        if body.pop("state", None) is not None and row.state == "enabled":
            known.stop(tx, row, "disabled", "by_owner", "webhook_endpoint.disabled")
            row = known.endpoint(tx, endpoint_id)
        if body:
            known.change(tx, row, **body)
            tx.emit("webhook_endpoint.changed", row.id, {"id": row.id})
        return _shown(known.endpoint(tx, endpoint_id))


@webhook_endpoints.delete(
    _RULE,
    match=True,
    scope="webhook.write",
    roles=INTEGRATORS,
    problems=(EndpointNotFound,),
    path_examples=_ID,
)
def delete_webhook_endpoint(endpoint_id: str, match: Match) -> None:
    """Remove an endpoint with its deliveries."""
    with store.write() as tx:
        row = rules.mine(tx, endpoint_id)
        match.check(row.version)
        rules.remove(tx, row)


@webhook_endpoints.post(
    f"{_RULE}/enable",
    body=Enabling,
    answer=EndpointView,
    scope="webhook.write",
    roles=INTEGRATORS,
    problems=(EndpointNotFound, ServiceUnavailable),
    path_examples=_ID,
    example={"resend_failed": True},
)
def enable_webhook_endpoint(endpoint_id: str, body: dict[str, Any]) -> Any:
    """Enable a disabled or dead endpoint again, for events from now on.

    What happened meanwhile is in the list of events; what was given up is sent again with
    `resend_failed`.
    """
    return _shown(rules.enable(endpoint_id, body["resend_failed"]))


@webhook_endpoints.post(
    f"{_RULE}/rotate-secret",
    body=Rotation,
    answer=EndpointView,
    scope="webhook.write",
    roles=INTEGRATORS,
    problems=(EndpointNotFound, WebhookSecret),
    path_examples=_ID,
    example={"overlap": "PT1H"},
)
def rotate_webhook_secret(endpoint_id: str, body: dict[str, Any]) -> Any:
    """Give the endpoint a new secret (轮换), shown once.

    Until the overlap is over, deliveries carry two signatures, the new one first.
    """
    duration = Duration.read(body["overlap"])
    overlap = min(duration.rest + timedelta(days=30 * duration.months), rules.LONGEST_OVERLAP)
    with store.write() as tx:
        row = rules.mine(tx, endpoint_id)
        secret = rules.rotate(tx, row, body.get("secret"), overlap)
        return _shown(known.endpoint(tx, endpoint_id), secret)


@webhook_endpoints.post(
    f"{_RULE}/test",
    answer=EndpointView,
    status=202,
    location="/sandbox/v1/webhook-endpoints/{id}",
    scope="webhook.write",
    roles=INTEGRATORS,
    problems=(EndpointNotFound,),
    path_examples=_ID,
    links={"getWebhookEndpoint": {"endpoint_id": "$response.body#/id"}},
)
def test_webhook_endpoint(endpoint_id: str) -> Any:
    """Send the endpoint, and no other, an event of the type `webhook_endpoint.tested`."""
    with store.write() as tx:
        row = rules.mine(tx, endpoint_id)
        rules.ping(tx, row)
        return _shown(row)
