"""Later: due jobs, messages between services, the driver that makes them happen.

    @jobs.task("medical.resolve_unknown")
    def resolve_unknown(exchange_id: str) -> None:
        flows.resolve.resolve(exchange_id)

A process says once how it takes part: `use_relay()` in a web process, `use_worker()` in a
Celery worker, `use_inline()` in a test. One that says nothing tells nobody of its commits;
beat would find them late.
"""

from datetime import datetime

from sscsim import control, metrics, requestlog, settings, spans, world
from sscsim.db.store import current_job, listeners
from sscsim.jobs import driver, messages, outbox, tick
from sscsim.jobs.messages import (
    HANDLERS,
    Celery,
    Dispatcher,
    Inline,
    Relay,
    dispatch,
    dispatch_step,
    handle,
    is_inline,
    trace,
)
from sscsim.jobs.tasks import TASKS, Postponed, Task, task
from sscsim.jobs.work import run

HANDLERS.update(
    {
        "jobs.run": run,
        "driver.step": driver.step,
        "outbox.drain": outbox.drain,
        "beat.tick": tick.tick,
    }
)


def kick(at: world.World, service: str) -> None:
    """A transaction left messages: have them delivered soon. Never waits, never fails."""
    messages.kick("outbox.drain", at.trace_id, at.sandbox, at.generation, service)


def kick_driver(at: world.World) -> None:
    """There may be something for the driver to do."""
    messages.kick("driver.step", at.trace_id, at.sandbox)


def kick_driver_later(at: world.World) -> None:
    """The driver shall look now, and when every process knows that the world listens."""
    kick_driver(at)
    if not is_inline():
        dispatch_step(at.sandbox, control.hearing.REMEMBERED_S + 0.5)


def _scheduled(at: world.World, service: str, due_at: datetime) -> None:
    control.lower_hint(at.sandbox, service, due_at)
    # Inside a job the driver waits for us and looks by itself.
    if due_at <= at.now and current_job.get() is None:
        kick_driver(at)


def _sent(at: world.World, service: str) -> None:
    if current_job.get() is None:
        kick(at, service)


def _emitted(at: world.World) -> None:
    known = control.hearing.lately(at.sandbox)
    if known.awaited:
        control.hearing.tell(at.sandbox)
    if known.listening and current_job.get() is None:
        kick_driver(at)


_TOLD_AT_MOST = 50
"""Of what one transaction leaves behind; a population emits thousands."""


def _committed(service: str, told: list[tuple[str, str, str, str]]) -> None:
    for kind, name, _, _ in told:
        if kind == "event":
            metrics.EVENTS.labels(service, name).inc()
    if not requestlog.is_on():
        return
    for kind, name, key, more in told[:_TOLD_AT_MOST]:
        if kind == "event":
            known = spans.of_event(more)
            spans.instant(name, kind, service, span_id=known, key=key, event_id=more)
        else:
            spans.instant(name, kind, service, key=key, due_at=more)


listeners.committed = _committed


def _use(dispatcher: Dispatcher) -> None:
    messages.use(dispatcher)
    listeners.scheduled = _scheduled
    listeners.sent = _sent
    listeners.emitted = _emitted


def use_relay() -> None:
    """This is a web process: a thread of it delivers what its calls leave behind."""
    _use(Relay())


def use_relay_apart() -> None:
    """What an app factory calls: where services run apart, the factory is all there is of a
    web process. A process that chose already (a worker that carries the services) keeps to it.
    """
    if settings.current().topology == "full" and listeners.sent is None:
        use_relay()


def use_worker() -> None:
    """This is a Celery worker: everything is a message."""
    _use(Celery())


def use_inline() -> Inline:
    """This is a test: everything happens in the calling thread, first in, first out."""
    inline = Inline()
    _use(inline)
    return inline


def use_nothing() -> None:
    """Tell nobody of commits (tests that want to see what is left behind)."""
    messages.use(Celery())
    listeners.scheduled = None
    listeners.sent = None
    listeners.emitted = None


__all__ = [
    "HANDLERS",
    "TASKS",
    "Postponed",
    "Task",
    "dispatch",
    "dispatch_step",
    "handle",
    "is_inline",
    "kick",
    "kick_driver",
    "kick_driver_later",
    "run",
    "task",
    "trace",
    "use_inline",
    "use_nothing",
    "use_relay",
    "use_relay_apart",
    "use_worker",
]
