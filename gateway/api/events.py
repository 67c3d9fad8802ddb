"""What happened in a world, over all services."""

from typing import Any

from gateway import asking
from gateway.pages import page_of
from sscsim import world
from sscsim.db import Page
from sscsim.web import Blueprint, ListQuery, Query, View, fields

events = Blueprint("events", tag="Events", description="What happened, in all services.")


class EventView(View):
    """One event, in the form of CloudEvents."""

    specversion = fields.Text(required=True)
    id = fields.Id("evt", required=True)
    source = fields.Text(required=True)
    type = fields.Text(required=True)
    subject = fields.Text(required=True)
    time = fields.Text(required=True)
    datacontenttype = fields.Text(required=True)
    data = fields.Plain(required=True, description="What changed.")


class EventFilters(ListQuery):
    type = fields.Text(max=80, example="settlement.completed")
    subject = fields.Text(max=64, description="Id of the object it is about.")


@events.get("/sandbox/v1/events", listing=EventView, query=EventFilters)
def list_events(query: Query) -> Page:
    """List the events of this sandbox, newest first."""
    answers = asking.ask_all("/internal/v1/events")
    rows = [
        _shown(service, row)
        for service, answer in answers.items()
        for row in answer or []
        if query.get("type") in (None, row["type"])
        and query.get("subject") in (None, row["subject"])
    ]
    rows.sort(key=lambda row: (row["time"], row["source"], row["seq"]), reverse=True)
    return page_of(rows, lambda row: row["id"], query.page)


def _shown(service: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": row["id"],
        "source": f"/sandboxes/{world.current().sandbox}/{service}",
        "type": row["type"],
        "subject": row["subject"],
        "time": row["time"],
        "datacontenttype": "application/json",
        "data": row["data"],
        "seq": row["seq"],
    }
