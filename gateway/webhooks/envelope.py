"""An event as CloudEvents 1.0 writes it, the same in lists and in webhooks."""

from typing import Any

from sscsim import spans

CONTENT_TYPE = "application/cloudevents+json"


def cloud_event(sandbox: str, service: str, row: dict[str, Any]) -> dict[str, Any]:
    """The CloudEvent of one event of a service; `sequence` orders the events of one source."""
    shown = {
        "specversion": "1.0",
        "id": row["id"],
        "source": source_of(sandbox, service),
        "type": row["type"],
        "subject": row["subject"],
        "time": row["time"],
        "datacontenttype": "application/json",
        "dataschema": f"/schemas/{row['type']}/{row['version']}",
        "sequence": f"{row['seq']:012d}",
        "data": row["data"],
    }
    if row.get("trace_id"):
        shown["traceparent"] = traceparent(row["id"], row["trace_id"])
    return shown


def source_of(sandbox: str, service: str) -> str:
    return f"/sandboxes/{sandbox}/{service}"


def traceparent(event_id: str, trace_id: str) -> str:
    """The trace that the event came of; the span is the event's own, made of its id."""
    return f"00-{trace_id}-{spans.of_event(event_id)}-01"
