"""Running due jobs by id: once if all goes well, again if a worker died, never in doubt.

The flow that a task calls commits its effect and `Tx.complete_job` together. A task that
doesn't, because it has no effect of its own, is marked done here.
"""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from sscsim import clock, control, metrics, registry, settings, spans, world
from sscsim.control import leases
from sscsim.db.engines import WorldGone
from sscsim.db.store import STORES, JobDone, Report, RunningJob, Store, current_job
from sscsim.failpoints import failpoint
from sscsim.jobs import stores
from sscsim.jobs.messages import dispatch, dispatch_step, trace
from sscsim.jobs.tasks import TASKS, Postponed

log = logging.getLogger("sscsim.jobs")

_ERROR_LENGTH = 2_000
_MOMENT = timedelta(seconds=1)
"""A postponed job is later by as much at least, so that the clock moves on."""


class UnknownTask(LookupError):
    """A due job names a task that this worker doesn't have."""


def run(sandbox: str, generation: int, service: str, job_ids: list[str] | str) -> None:
    """Run these jobs of one service, one after the other, then have the driver look.

    A job that is done, or whose world was reset or deleted meanwhile, is passed over.
    """
    ids = [job_ids] if isinstance(job_ids, str) else job_ids
    at = control.find(sandbox)
    if at is None or at.generation != generation:
        return
    if trace.get():
        at = replace(at, trace_id=trace.get())
    store = STORES[service]
    until = clock.monotonic() + settings.current().soft_time_limit_s
    try:
        for number, job_id in enumerate(ids):
            if number and clock.monotonic() > until:
                _hand_on(store, at, ids[number:])
                return
            run_one(store, at, job_id)
    except WorldGone:
        return
    failpoint("jobs.before_step")
    if not _others_are_out(at, service):
        dispatch_step(sandbox)


def _others_are_out(at: world.World, service: str) -> bool:
    """Whether jobs of the batch are still with other workers: whoever is last asks for a step.

    Each looks after its own commit, so one of two that end together sees both; a worker that
    died before it could ask is made up for by beat.
    """
    batch = leases.batch_of(at.sandbox)
    if batch is None or batch.get("service") != service:
        return False
    try:
        return stores.any_out(at, service, batch["jobs"], at.now)
    except WorldGone:
        return False


def _hand_on(store: Store, at: world.World, ids: list[str]) -> None:
    """Give the rest of a chunk to a message of its own.

    Before the broker takes the whole chunk for lost and has another worker run it beside us.
    """
    jobs = store.common.jobs
    with world.entered(at), store.read() as tx:
        queue = tx.scalar(sa.select(jobs.c.queue).where(jobs.c.id == ids[0]))
    to = registry.queue_for(store.service, queue)
    dispatch("jobs.run", at.sandbox, at.generation, store.service, ids, queue=to)


def run_one(store: Store, at: world.World, job_id: str) -> None:
    with world.entered(at):
        with store.read() as tx:
            job = tx.one(store.common.job_by_id, {"id": job_id})
        if job is None or job.status != "due":
            return
        report = Report()
        token = current_job.set(RunningJob(store.service, job_id, report))
        began, outcome = clock.monotonic(), "failed"
        try:
            failpoint("jobs.before_task")
            with spans.span(job.name, "job", store.service, key=job.key, attempt=job.attempts + 1):
                _function(job.name)(job.key)
            outcome = "ok"
            failpoint("jobs.after_task")
        except WorldGone:
            raise
        except JobDone:
            outcome = "again"
        except Postponed as later:
            current_job.reset(token)
            token = current_job.set(None)
            _postponed(store, at, job, later)
        except Exception as error:
            current_job.reset(token)
            token = current_job.set(None)
            _failed(store, at, job, error)
        else:
            current_job.reset(token)
            token = current_job.set(None)
            _done(store, at, job, report)
        finally:
            metrics.TASK_SECONDS.labels(job.name, outcome).observe(clock.monotonic() - began)
            current_job.reset(token)


def _function(name: str) -> Any:
    known = TASKS.get(name)
    if known is None:
        raise UnknownTask(f"no task named {name!r}; is its service in this worker?")
    return known.function


def _done(store: Store, at: world.World, job: Any, report: Report) -> None:
    """Mark the job done unless its flow did."""
    if report.is_done:
        return
    jobs = store.common.jobs
    with store.read() as tx:
        status = tx.scalar(sa.select(jobs.c.status).where(jobs.c.id == job.id))
    if status != "due":
        return
    stores.note(
        store,
        at,
        jobs.update()
        .where(jobs.c.id == job.id, jobs.c.status == "due")
        .values(
            status="done",
            done_at=at.now,
            report={"events": report.events, "rows": dict(report.rows)},
        ),
    )


def _postponed(store: Store, at: world.World, job: Any, later: Postponed) -> None:
    """Due at another time; the driver sees that it is no longer due now."""
    jobs = store.common.jobs
    due_at = max(later.until, at.now + _MOMENT)
    stores.note(
        store,
        at,
        jobs.update().where(jobs.c.id == job.id, jobs.c.status == "due").values(due_at=due_at),
    )


def _failed(store: Store, at: world.World, job: Any, error: Exception) -> None:
    jobs = store.common.jobs
    known = TASKS.get(job.name)
    attempts = job.attempts + 1
    dead = attempts >= (known.max_attempts if known else 1)
    reason = f"{type(error).__name__}: {error}"[:_ERROR_LENGTH]
    log.warning(
        "job %s for %s failed (%s of %s): %s",
        job.name,
        job.key,
        attempts,
        known.max_attempts if known else 1,
        reason,
        exc_info=not isinstance(error, UnknownTask),
        extra={"sandbox_id": at.sandbox, "service": registry.BY_NAME.get(store.service)},
    )
    stores.note(
        store,
        at,
        jobs.update()
        .where(jobs.c.id == job.id, jobs.c.status == "due")
        .values(attempts=attempts, last_error=reason, status="dead" if dead else "due"),
    )
