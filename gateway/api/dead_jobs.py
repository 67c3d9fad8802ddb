"""Jobs that failed for good: see why, and try them again."""

from typing import Any

from gateway.pages import page_of
from sscsim import jobs, world
from sscsim.control import clocks, operations
from sscsim.control.operations import DeadJobNotFound
from sscsim.db import Page
from sscsim.web import Blueprint, Query, Resource, fields

dead_jobs = Blueprint("dead_jobs", tag="Dead jobs", description="Jobs that failed for good.")


class DeadJobView(Resource):
    object = fields.Object("dead_job")
    status = fields.Enum(("dead", "requeued"), required=True)
    service = fields.Text(required=True)
    name = fields.Text(required=True)
    key = fields.Text(required=True, max=255)
    due_at = fields.Instant(required=True)
    attempts = fields.Int(required=True)
    reason = fields.Text(required=True, max=4_000)


def _shown(row: Any) -> dict[str, Any]:
    died = clocks.instant(row.died_us)
    return {
        "id": row.id,
        "status": "requeued" if row.requeue else "dead",
        "service": row.service,
        "name": row.name,
        "key": row.key,
        "due_at": clocks.instant(row.due_us),
        "attempts": row.attempts,
        "reason": row.reason,
        "created_at": died,
        "updated_at": died,
    }


@dead_jobs.get(
    "/sandbox/v1/dead-jobs",
    listing=DeadJobView,
    links={"requeueDeadJob": {"dead_job_id": "$response.body#/data/0/id"}},
)
def list_dead_jobs(query: Query) -> Page:
    """List the jobs that failed for good, newest first."""
    rows = operations.dead(world.current().sandbox)
    return page_of(rows, lambda row: row.id, query.page).map(_shown)


@dead_jobs.post(
    "/sandbox/v1/dead-jobs/<id('dead'):dead_job_id>/requeue",
    answer=DeadJobView,
    status=202,
    location="/sandbox/v1/dead-jobs",
    roles=("owner",),
    problems=(DeadJobNotFound,),
)
def requeue_dead_job(dead_job_id: str) -> Any:
    """Try a dead job again, with fresh attempts."""
    at = world.current()
    row = operations.requeue(at.sandbox, dead_job_id)
    jobs.kick_driver(at)
    return _shown(row)
