"""One trace: what all services and both regions did for a call, and what followed."""

from typing import Any

from flask import Response, request

from gateway.doctor import diagnosis, diagram, tracing
from gateway.problems_log import TraceNotFound
from sscsim import world
from sscsim.web import Blueprint, Schema, View, fields

traces = Blueprint("traces", tag="Traces", description="The way of a call through all services.")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


class TraceView(View):
    """A trace; spans come parents first, each with its depth."""

    id = fields.Text(required=True)
    object = fields.Object("trace")
    started_at_us = fields.Int(
        max=10**18, required=True, description="Microseconds of real time since 1970."
    )
    duration_us = fields.Int(required=True, description="Real microseconds.")
    participants = fields.List(fields.Text(max=200), required=True)
    region_codes = fields.List(fields.Region(), required=True)
    requests = fields.List(fields.Text(max=200), required=True)
    spans = fields.List(fields.Plain(), required=True, max=20_000)


class OneTrace(Schema):
    format = fields.Enum(("json", "svg"), description="As data, or drawn as a sequence.")


@traces.get(
    "/sandbox/v1/trace/<trace:trace_id>",
    answer=TraceView,
    also=("image/svg+xml",),
    query=OneTrace,
    problems=(TraceNotFound,),
    path_examples={"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"},
)
def get_trace(trace_id: str, query: dict[str, Any]) -> Any:
    """A call's way through gateway, services, jobs and webhooks, in both regions.

    As data, or as a sequence diagram (`format=svg`, `Accept: image/svg+xml`).
    """
    found = tracing.put_together(trace_id)
    if found is None or not _may_see(found):
        raise TraceNotFound(trace_id=trace_id)
    accept = request.headers.get("Accept", "")
    if query.get("format", "") == "svg" or ("format" not in query and "image/svg+xml" in accept):
        made = Response(diagram.drawn(found), mimetype="image/svg+xml")
        made.headers["Content-Security-Policy"] = _POLICY
        made.headers["Cache-Control"] = "no-store"
        return made
    return tracing.shown(found)


def _may_see(found: tracing.Trace) -> bool:
    """The owner sees all; a party what one of its own calls began."""
    if world.current().role == "owner":
        return True
    return any(diagnosis.may_see(call) for call in found.calls)
