"""One driver a world: what falls due happens one after the other, in one order.

A step takes the lease, looks at the rows, does the next thing and lets go:

1. is a batch out that isn't through? then that is all;
2. deliver the outboxes of all stores until nothing is left (a fixpoint);
3. take the smallest (due_at, rank, service, name, key) up to the goal, which is an
   advance's target or the clock itself;
4. set the clock to it, fence the stores, note the batch, send it to the workers.

Nothing is remembered between steps but rows, so a step may die anywhere: the next one
finds what it left. Whoever runs the last job of a batch asks for the next step; beat
asks where nobody did.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import Any

from sscsim import clock, control, registry, world
from sscsim.control import clocks, dead_letters, leases, operations, sweeping
from sscsim.control.leases import Lease
from sscsim.db.engines import WorldGone
from sscsim.db.store import STORES
from sscsim.failpoints import failpoint
from sscsim.jobs import outbox, stores
from sscsim.jobs.messages import dispatch, dispatch_step, is_inline, trace
from sscsim.jobs.stores import Due

log = logging.getLogger("sscsim.jobs")

CHUNK = 100
"""Jobs in one message, where jobs commute: fifty times cheaper than one each."""
RESEND_MS = 15_000
"""A batch that made no progress for so long is sent again; its jobs are safe to repeat."""
_SLICE_S = 0.5
"""A step that has more to do than this lets others go first."""
_BACKOFF_MS = (250, 500, 1_000, 2_000, 4_000)


COLLECTORS: list[Callable[[world.World, Callable[[], None]], None]] = []
"""Whoever makes due jobs of what happened (webhooks); asked before the next job is chosen.
One that has much to do calls what it is given now and then: it keeps the step's lease."""


class Then(Enum):
    """What a step leaves to be done."""

    REST = "nothing"
    WAIT = "a batch is out"
    AGAIN = "more, at once"
    LATER = "more, after a pause"


class LeaseLost(Exception):
    """Another step drives this world: the world was reset, or this step was too slow."""


def step(sandbox: str) -> None:
    """One short step of a world's driver."""
    lease = leases.acquire(sandbox)
    if lease is None:
        return
    then = Then.WAIT
    pause_ms = 0
    try:
        then, pause_ms = _Step(lease).take()
    except (LeaseLost, WorldGone):
        return
    finally:
        asked = leases.release(lease, rest=then is Then.REST)
    if then is Then.AGAIN or asked:
        dispatch_step(sandbox)
    elif then is Then.LATER:
        dispatch_step(sandbox, pause_ms / 1000)


class _Step:
    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self._renewed = clock.monotonic()
        self.sandbox = lease.sandbox
        row = control.worlds.row(lease.sandbox)
        if row is None:
            raise WorldGone()
        self.row = row
        self.at = self._world(row)
        self.operation = operations.running(self.sandbox)

    def _world(self, row: Any) -> world.World:
        seen = {"trace_id": trace.get()} if trace.get() else {}
        return control.worlds.world_of(row, **seen)

    def take(self) -> tuple[Then, int]:
        until = clock.monotonic() + _SLICE_S
        self._fence()
        self._requeue()
        waiting = self._batch()
        if waiting is not None:
            return waiting
        while True:
            if not self._deliver():
                return Then.LATER, _BACKOFF_MS[2]
            self._log_events()
            for collect in COLLECTORS:
                self._keep_lease()
                collect(self.at, self._keep_lease)
            goal = self.at.now if self.operation is None else clocks.instant(self.operation.to_us)
            due = stores.next_due(self.at, goal)
            if due is not None:
                self._move(clocks.micros(due.due_at))
                self._send(due)
                return Then.WAIT, 0
            if self.operation is None:
                stores.refresh_hints(self.at)
                return Then.REST, 0
            self._arrive()
            if clock.monotonic() > until:
                return Then.AGAIN, 0

    # -- clock

    def _move(self, to_us: int) -> None:
        """Set the clock forward, if it isn't there, and shut out writes of before."""
        if to_us <= clocks.micros(self.at.now):
            return
        failpoint("driver.before_clock")
        row = leases.move_clock(self.lease, to_us)
        if row is None or row.generation != self.at.generation:
            raise LeaseLost()
        failpoint("driver.before_fence")
        self.row, self.at = row, self._world(row)
        self._fence()

    def _fence(self) -> None:
        if self.row.fenced_epoch < self.row.epoch:
            stores.fence(self.at)
            clocks.fenced(self.sandbox, self.row.epoch)

    # -- messages and events

    def _deliver(self) -> bool:
        """Drain all outboxes until none has anything; False when a message won't go."""
        while True:
            results = []
            for store in stores.of(self.at):
                self._keep_lease()
                results.append(outbox.drain(self.sandbox, self.at.generation, store.service))
            if outbox.Drained.BLOCKED in results:
                return False
            if outbox.Drained.MORE not in results:
                return True

    def _keep_lease(self) -> None:
        """Renew the lease while much is done; not at every turn."""
        now = clock.monotonic()
        if now - self._renewed < leases.LEASE_MS / 5_000:
            return
        if not leases.renew(self.lease):
            raise LeaseLost()
        self._renewed = now

    def _log_events(self) -> None:
        """Add to the advance's log what was emitted since the last look."""
        if self.operation is None:
            return
        if not self.operation.marks:
            marks = stores.event_marks(self.at)
            operations.log(self.sandbox, self.operation.id, [], marks)
        else:
            marks = json.loads(self.operation.marks)
            found = stores.events_since(self.at, marks)
            entries = [("event", f"event:{row.id}", _event(name, row)) for name, row in found]
            if not entries:
                return
            for name, row in found:
                marks[name] = row.seq
            operations.log(self.sandbox, self.operation.id, entries, marks)
        self.operation = operations.running(self.sandbox)

    def _arrive(self) -> None:
        """The goal is reached: nothing is due before it any more."""
        assert self.operation is not None
        self._move(self.operation.to_us)
        failpoint("driver.before_finish")
        operations.finish(self.sandbox, self.operation.id, self.operation.to_us)
        operations.release_if_still(self.sandbox)
        self.operation = operations.running(self.sandbox)
        row = control.worlds.row(self.sandbox)
        if row is None or row.generation != self.at.generation:
            raise WorldGone()
        self.row, self.at = row, self._world(row)

    # -- batches

    def _send(self, due: Due) -> None:
        """Note the batch first: a message nobody waits for would be worse than none."""
        batch: dict[str, Any] = {
            "service": due.service,
            "name": due.name,
            "jobs": {job_id: attempts for job_id, _, attempts in due.ids},
            "queues": {job_id: queue for job_id, queue, _ in due.ids},
            "sent_ms": clocks.real_ms(),
        }
        self._keep(batch)
        failpoint("driver.before_dispatch")
        _dispatch(self.at, batch, list(batch["jobs"]))
        failpoint("driver.after_dispatch")

    def _keep(self, batch: dict[str, Any] | None) -> None:
        if not leases.await_batch(self.lease, batch):
            raise LeaseLost()

    def _batch(self) -> tuple[Then, int] | None:
        """What the batch that was sent last asks for; None when it is through."""
        batch = self.lease.batch
        if batch is None:
            return None
        if "retry_ms" in batch:
            left = batch["retry_ms"] - clocks.real_ms()
            if left > 0:
                return Then.LATER, left
            self._keep(None)
            return None
        rows = stores.jobs_of(self.at, batch["service"], batch["jobs"])
        # A job that was postponed is due again, but no longer now.
        due = [r for r in rows if r.status == "due" and r.due_at <= self.at.now]
        out = [r for r in due if r.attempts == batch["jobs"][r.id]]
        if out:
            if clocks.real_ms() - batch["sent_ms"] > RESEND_MS:
                batch["sent_ms"] = clocks.real_ms()
                self._keep(batch)
                _dispatch(self.at, batch, [row.id for row in out])
            return Then.WAIT, 0
        self._record(batch["service"], rows)
        if due:
            pause = _pause_ms(max(row.attempts for row in due))
            if pause:
                self._keep({"retry_ms": clocks.real_ms() + pause})
                return Then.LATER, pause
        self._keep(None)
        return None

    def _record(self, service: str, rows: list[Any]) -> None:
        for row in rows:
            if row.status == "dead":
                now_us = clocks.micros(self.at.now)
                dead_letters.bury(self.sandbox, self.at.generation, service, row, now_us)
        if self.operation is not None:
            entries = [
                ("job", f"job:{row.id}:{row.attempts}", _job(service, row))
                for row in rows
                if row.status != "due"
            ]
            marks = json.loads(self.operation.marks or "{}")
            operations.log(self.sandbox, self.operation.id, entries, marks)

    def _requeue(self) -> None:
        """Give jobs and messages that were dead, and were asked for again, new attempts."""
        for found in dead_letters.to_requeue(self.sandbox):
            store = STORES.get(found.service)
            if store is not None and found.generation == self.at.generation:
                stores.note(store, self.at, stores.alive_again(store, found))
            dead_letters.unbury(self.sandbox, found.id)


def _dispatch(at: world.World, batch: dict[str, Any], ids: list[str]) -> None:
    by_queue: dict[str, list[str]] = defaultdict(list)
    for job_id in ids:
        queue = registry.queue_for(batch["service"], batch["queues"][job_id])
        by_queue[queue].append(job_id)
    for queue, listed in sorted(by_queue.items()):
        for start in range(0, len(listed), CHUNK):
            chunk = listed[start : start + CHUNK]
            dispatch("jobs.run", at.sandbox, at.generation, batch["service"], chunk, queue=queue)


def _pause_ms(attempts: int) -> int:
    if is_inline():
        return 0  # a test in one thread has nobody who would come back later
    return _BACKOFF_MS[min(attempts, len(_BACKOFF_MS)) - 1]


def _job(service: str, row: Any) -> dict[str, Any]:
    report = row.report or {}
    return {
        "service": service,
        "name": row.name,
        "key": row.key,
        "due_at": clock.shown(row.due_at),
        "status": row.status,
        "attempts": row.attempts + (row.status == "done"),
        "rows_changed": report.get("rows", {}),
    }


def _event(service: str, row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "service": service,
        "type": row.type,
        "subject": row.subject,
        "time": clock.shown(row.time),
    }


def sweep(sandbox: str) -> None:
    """Look into one world's stores for what no hint and no kick tells of."""
    at = control.find(sandbox)
    if at is None:
        return
    try:
        stores.refresh_hints(at)
        for store in stores.of(at):
            if stores.has_messages(replace(at), store):
                dispatch("outbox.drain", sandbox, at.generation, store.service)
        if control.hearing.of(sandbox).listening:
            # A commit wakes the driver for its events; that message may be lost as well.
            dispatch_step(sandbox)
    except WorldGone:
        return
    sweeping.swept(sandbox)
