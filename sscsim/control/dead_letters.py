"""Jobs that failed for good, and messages between services that were refused for good."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sscsim import settings, world
from sscsim.control import clocks, schema, store
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.problems import NotFound, Text


class DeadJobNotFound(NotFound):
    code = "dead_job_not_found"
    title = Text(zh="没有该失败任务", en="No such dead job")
    detail = Text(zh="没有失败任务 {dead_job_id}。", en="There is no dead job {dead_job_id}.")


def bury(sandbox: str, generation: int, service: str, job: Any, now_us: int) -> None:
    """Note a job that failed for good; harmless when it is noted already."""
    _bury(
        id="dead_" + job.id.removeprefix("job_"),
        sandbox=sandbox,
        generation=generation,
        service=service,
        job_id=job.id,
        name=job.name,
        key=job.key,
        due_us=clocks.micros(job.due_at),
        attempts=job.attempts,
        reason=job.last_error or "",
        died_us=now_us,
        kind="job",
    )


def bury_message(at: world.World, service: str, message: Any, attempts: int, reason: str) -> None:
    """Note a message between services that was refused for good; harmless when it is noted."""
    _bury(
        id=resource_id("dead", at.seed, service, "message", message.key),
        sandbox=at.sandbox,
        generation=at.generation,
        service=service,
        job_id="",
        name=f"{message.target} {message.path}"[:100],
        key=message.key,
        due_us=clocks.micros(message.created_at),
        attempts=attempts,
        reason=reason,
        died_us=clocks.micros(at.now),
        kind="message",
    )


def _bury(**values: Any) -> None:
    dialect: Any = postgresql if settings.current().on_postgres else sqlite
    insert = dialect.insert(schema.dead_jobs).values(requeue=False, **values)
    with store.write() as tx:
        tx.execute(insert.on_conflict_do_nothing(index_elements=["sandbox", "id"]))


def dead(sandbox: str) -> list[Any]:
    """Newest first."""
    table = schema.dead_jobs
    with store.read() as tx:
        return list(
            tx.execute(
                sa.select(table).where(table.c.sandbox == sandbox).order_by(table.c.seq.desc())
            )
        )


def requeue(sandbox: str, dead_id: str) -> Any:
    """Ask for a dead job to be tried again; the driver does it. Raises DeadJobNotFound."""
    table = schema.dead_jobs
    mine = (table.c.sandbox == sandbox) & (table.c.id == dead_id)
    with store.write() as tx:
        tx.execute(table.update().where(mine).values(requeue=True))
        found = tx.execute(sa.select(table).where(mine)).one_or_none()
        if found is None:
            raise DeadJobNotFound(dead_job_id=dead_id)
        return found


def to_requeue(sandbox: str) -> list[Any]:
    table = schema.dead_jobs
    with store.read() as tx:
        return list(tx.execute(sa.select(table).where(table.c.sandbox == sandbox, table.c.requeue)))


def unbury(sandbox: str, dead_id: str) -> None:
    table = schema.dead_jobs
    with store.write() as tx:
        tx.execute(table.delete().where(table.c.sandbox == sandbox, table.c.id == dead_id))
