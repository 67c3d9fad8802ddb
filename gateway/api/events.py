"""What happened in a world, over all services, and who was told of it."""

from typing import Any

from gateway.api.webhook_deliveries import DeliveryView, shown_delivery
from gateway.durations import LONGEST, PATTERN, Duration
from gateway.webhooks import collecting, drills, endpoints, envelope, feed, known
from gateway.webhooks.problems import (
    EndpointNotEnabled,
    EndpointNotFound,
    EventNotFound,
    TooManyWaiters,
)
from gateway.worldstore import store
from sscsim import world
from sscsim.db import CursorMismatch, Page, Tx
from sscsim.db.events import EventWish
from sscsim.kernel.problems import FieldError, Refused, Text
from sscsim.web import Blueprint, ListQuery, Query, Schema, View, fields

events = Blueprint("events", tag="Events", description="What happened, in all services.")

INTEGRATORS = tuple(role for role in world.ROLES if role != "holder")
"""Who may see what happened in the whole world: everybody but a holder's own app."""
_LONGEST_WAIT_S = 60
_ID = {"event_id": "evt_" + "0" * 26}


class WaitNeedsAfter(Refused):
    code = "wait_needs_after"
    title = Text(zh="wait 需与 after 同用", en="`wait` needs `after`")
    detail = Text(
        zh="wait 只用于 after 之后的新事件，最长 {longest} 秒。",
        en="`wait` is for what comes after `after`, {longest} s at most.",
    )

    def __init__(self) -> None:
        message = Text(zh="与其他参数不符", en="does not go with the other parameters")
        errors = [FieldError("not_together", message, parameter="wait")]
        super().__init__(errors=errors, longest=_LONGEST_WAIT_S)


class EventView(View):
    """One event, in the form of CloudEvents 1.0."""

    specversion = fields.Text(required=True)
    id = fields.Id("evt", required=True)
    source = fields.Text(required=True, description="Sandbox and service.")
    type = fields.Text(required=True)
    subject = fields.Text(required=True, description="Id of the object it is about.")
    time = fields.Text(required=True, description="Sandbox time.")
    datacontenttype = fields.Text(required=True)
    dataschema = fields.Text(required=True, description="Where the schema of `data` is.")
    sequence = fields.Text(required=True, description="Orders the events of one source.")
    traceparent = fields.Text(description="The trace it came of (W3C).")
    data = fields.Plain(required=True, description="What changed.")
    deliveries = fields.List(
        fields.Nested(DeliveryView), description="To whom it was sent; with include=deliveries."
    )


class EventFilters(ListQuery):
    type = fields.Text(
        max=80,
        pattern=r"\*|[a-z][a-z0-9_.]*(\.\*)?",
        description="A type, or a noun with a star.",
        example="settlement.*",
    )
    subject = fields.Text(max=64, description="Id of the object it is about.")
    source = fields.Enum(feed.SOURCES, description="One service only.")
    time_from = fields.Instant(description="Sandbox time, inclusive.")
    time_to = fields.Instant(description="Sandbox time, exclusive.")
    include = fields.Enum(("deliveries",), description="Also to whom each was sent.")
    after = fields.Text(
        max=600,
        pattern="[A-Za-z0-9_.=-]+",
        description="Oldest first, after a `follow_cursor`; `start` begins with the first event.",
    )
    wait = fields.Text(
        max=LONGEST,
        pattern=PATTERN,
        description="With `after`: wait so long for something new, 60 s at most (long poll).",
        example="PT20S",
    )


class Resend(Schema):
    endpoint_id = fields.Id("whe", description="To this endpoint; to all enabled ones otherwise.")


@events.get(
    "/sandbox/v1/events",
    listing=EventView,
    query=EventFilters,
    scope="event.read",
    roles=INTEGRATORS,
    follows=True,
    problems=(WaitNeedsAfter, TooManyWaiters, CursorMismatch),
)
def list_events(query: Query) -> Any:
    """List the events of this sandbox: newest first, or with `after` what came since.

    To catch up, read with `after=start`, keep `follow_cursor`, and go on with it: nothing is
    left out and nothing comes twice. With `wait` the call waits until there is something.
    """
    filters = _filters(query)
    wait, cursor = _wait(query), query.page.cursor
    # A next page of what came since goes on where the last one ended.
    after = query.get("after") and (cursor or query.get("after"))
    if after is None:
        part = feed.newest(filters, cursor)
    elif wait:
        part = feed.awaited(lambda: feed.following(filters, after), wait)
    else:
        part = feed.following(filters, after)
    drills.note_read([event["id"] for event in part.events])
    return _page(part, query)


def _filters(query: Query) -> feed.Filters:
    wish = EventWish(
        limit=query.page.limit,
        type=query.get("type"),
        subject=query.get("subject"),
        since=query.get("time_from"),
        until=query.get("time_to"),
    )
    return feed.Filters(wish, query.get("source"))


def _wait(query: Query) -> float:
    if query.get("after") is None:
        if query.get("wait") is not None:
            raise WaitNeedsAfter()
        return 0
    duration = Duration.read(query.get("wait") or "PT0S")
    seconds = duration.rest.total_seconds()
    if duration.months or seconds > _LONGEST_WAIT_S:
        raise WaitNeedsAfter()
    return seconds


def _page(part: feed.Part, query: Query) -> Any:
    shown = part.events
    if query.get("include") == "deliveries":
        shown = [{**event, "deliveries": _deliveries(event["id"])} for event in shown]
    return Page(shown, part.next_cursor, part.follow_cursor)


def _deliveries(event_id: str) -> list[dict[str, Any]]:
    at = world.current()
    if not store.exists(at.sandbox, at.generation):
        return []
    with store.read() as tx:
        return [shown_delivery(row) for row in endpoints.deliveries_of(tx, event_id)]


@events.get(
    "/sandbox/v1/events/<id('evt'):event_id>",
    answer=EventView,
    scope="event.read",
    roles=INTEGRATORS,
    problems=(EventNotFound,),
    path_examples=_ID,
)
def get_event(event_id: str) -> Any:
    """Read an event, with its deliveries."""
    service, row = feed.one(event_id)
    drills.note_read([event_id])
    shown = envelope.cloud_event(world.current().sandbox, service, row)
    return {**shown, "deliveries": _deliveries(event_id)}


@events.post(
    "/sandbox/v1/events/<id('evt'):event_id>/resend",
    body=Resend,
    answer=EventView,
    status=202,
    location="/sandbox/v1/events/{id}",
    scope="webhook.write",
    roles=INTEGRATORS,
    problems=(EventNotFound, EndpointNotFound, EndpointNotEnabled),
    path_examples=_ID,
    example={},
    links={"getEvent": {"event_id": "$response.body#/id"}},
)
def resend_event(event_id: str, body: dict[str, Any]) -> Any:
    """Send an event again (重发), under the same `webhook-id`, to one endpoint or to all.

    It goes to any endpoint you have, also one that did not ask for this type.
    """
    service, row = feed.one(event_id)
    with store.write() as tx:
        for endpoint in _chosen(tx, body.get("endpoint_id")):
            collecting.keep(tx, service, row)
            cause = f"resend/{len(endpoints.deliveries_of(tx, event_id)) + 1}"
            made = known.add_delivery(tx, endpoint.id, event_id, cause)
            if made is not None:
                known.hand_out(tx, made, tx.world.now)
    shown = envelope.cloud_event(world.current().sandbox, service, row)
    return {**shown, "deliveries": _deliveries(event_id)}


def _chosen(tx: Tx, endpoint_id: str | None) -> list[Any]:
    if endpoint_id is None:
        return [row for row in known.enabled(tx) if endpoints.is_mine(row)]
    row = endpoints.mine(tx, endpoint_id)
    if row.state != "enabled":
        raise EndpointNotEnabled(endpoint_id=row.id, state=row.state)
    return [row]
