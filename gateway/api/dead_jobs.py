"""Dead letters: jobs and messages that failed for good. See why, and try them again."""

from typing import Any

from gateway.pages import page_of
from sscsim import jobs, world
from sscsim.control import clocks, dead_letters
from sscsim.control.dead_letters import DeadJobNotFound
from sscsim.db import Page
from sscsim.web import Blueprint, Query, Resource, fields

dead_jobs = Blueprint(
    "dead_jobs", tag="Dead jobs", description="Jobs and messages that failed for good."
)


class DeadJobView(Resource):
    object = fields.Object("dead_job")
    status = fields.Enum(("dead", "requeued"), required=True)
    kind = fields.Enum(
        ("message",), description="There for a message between services; absent for a due job."
    )
    service = fields.Text(required=True, description="Whose job it is, or who sent the message.")
    name = fields.Text(required=True, description="The job's; of a message, who refused it, where.")
    key = fields.Text(required=True, max=255)
    due_at = fields.Instant(required=True)
    attempts = fields.Int(required=True)
    reason = fields.Text(required=True, max=4_000)


def _shown(row: Any) -> dict[str, Any]:
    died = clocks.instant(row.died_us)
    message = {"kind": row.kind} if row.kind == "message" else {}
    return {
        **message,
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
    """List the jobs and the messages between services that failed for good (死信), newest first.

    A job is dead after its last failed attempt, a message after its last refusal; `reason` is
    what was said then, `key` names what it was about.
    """
    rows = dead_letters.dead(world.current().sandbox)
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
    """Try a dead job or message again, with fresh attempts.

    Its effect has a key of its own: what did happen after all doesn't happen twice.
    """
    at = world.current()
    row = dead_letters.requeue(at.sandbox, dead_job_id)
    jobs.kick_driver(at)
    return _shown(row)
