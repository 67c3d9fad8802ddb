"""Operations: what was asked for and takes its time; so far the advances of the clock."""

from collections import Counter
from typing import Any

from sscsim import world
from sscsim.control import clocks, operations
from sscsim.control.operations import OperationNotFound
from sscsim.web import Blueprint, Resource, View, fields

LISTED = 1_000
"""Jobs of a result shown, and events; counts and changed rows are of all."""

doings = Blueprint("operations", tag="Operations", description="What takes its time.")


class JobView(View):
    """One job that ran, in order."""

    service = fields.Text(required=True)
    name = fields.Text(required=True)
    key = fields.Text(required=True, max=255)
    due_at = fields.Text(required=True)
    status = fields.Enum(("done", "dead", "cancelled"), required=True)
    attempts = fields.Int(required=True)


class EmittedView(View):
    """One event that was emitted, in order."""

    id = fields.Id("evt", required=True)
    service = fields.Text(required=True)
    type = fields.Text(required=True)
    subject = fields.Text(required=True)
    time = fields.Text(required=True)


class ChangedView(View):
    """How many rows of a table the jobs wrote."""

    service = fields.Text(required=True)
    table = fields.Text(required=True)
    rows = fields.Int(required=True)


class AdvanceResult(View):
    jobs_count = fields.Int(required=True)
    events_count = fields.Int(required=True)
    jobs_run = fields.List(fields.Nested(JobView), required=True, max=LISTED)
    events_emitted = fields.List(fields.Nested(EmittedView), required=True, max=LISTED)
    rows_changed = fields.List(fields.Nested(ChangedView), required=True, max=LISTED)


class OperationView(Resource):
    object = fields.Object("operation")
    kind = fields.Enum(("clock_advance",), required=True)
    status = fields.Enum(("running", "succeeded", "failed"), required=True)
    from_at = fields.Instant(required=True)
    to_at = fields.Instant(required=True)
    result = fields.Nested(AdvanceResult, required=True, description="So far, or all of it.")


def shown_operation(row: Any) -> dict[str, Any]:
    started = clocks.instant(row.from_us)
    finished = started if row.finished_us is None else clocks.instant(row.finished_us)
    return {
        "id": row.id,
        "kind": row.kind,
        "status": row.status,
        "from_at": started,
        "to_at": clocks.instant(row.to_us),
        "created_at": started,
        "updated_at": finished,
        "result": _result(row),
    }


def _result(row: Any) -> dict[str, Any]:
    counts = operations.log_counts(row.sandbox, row.id)
    ran = [entry for _, entry in operations.logged(row.sandbox, row.id, None, "job")]
    told = [entry for _, entry in operations.logged(row.sandbox, row.id, LISTED, "event")]
    changed: Counter[tuple[str, str]] = Counter()
    for entry in ran:
        for table, rows in entry["rows_changed"].items():
            changed[entry["service"], table] += rows
    return {
        "jobs_count": counts.get("job", 0),
        "events_count": counts.get("event", 0),
        "jobs_run": ran[:LISTED],
        "events_emitted": told,
        "rows_changed": [
            {"service": service, "table": table, "rows": rows}
            for (service, table), rows in sorted(changed.items())
        ],
    }


@doings.get(
    "/sandbox/v1/operations/<id('op'):operation_id>",
    answer=OperationView,
    problems=(OperationNotFound,),
)
def get_sandbox_operation(operation_id: str) -> Any:
    """Read an operation: how far it is, and what it did, in order."""
    return shown_operation(operations.operation(world.current().sandbox, operation_id))
