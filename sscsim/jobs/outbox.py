"""Delivering what a service's transactions left for others: in order, at least once.

Anyone may drain a store at any time: the web process that committed, a worker's driver,
beat for what a killed process forgot. The receiver knows a message by its key, so two
deliveries have one effect.
"""

import logging
import threading
from dataclasses import replace
from enum import Enum
from typing import Any

import sqlalchemy as sa

from sscsim import control, peers, spans, world
from sscsim.control import dead_letters
from sscsim.db.engines import WorldGone
from sscsim.db.store import STORES, Store
from sscsim.failpoints import failpoint
from sscsim.jobs import stores

log = logging.getLogger("sscsim.jobs")

MAX_ATTEMPTS = 8
"""Refusals after which a message is dead; a service that is down doesn't count."""
_BATCH = 20

_locks: dict[tuple[str, int, str], threading.Lock] = {}
_locks_lock = threading.Lock()


class Drained(Enum):
    EMPTY = "empty"
    MORE = "something was delivered"
    BLOCKED = "the first message can't be delivered now"


def drain(sandbox: str, generation: int, service: str) -> Drained:
    """Deliver what waits in one store, until it is empty or the first message won't go."""
    store = STORES.get(service)
    if store is None or not store.exists(sandbox, generation):
        return Drained.EMPTY
    with _one_of_this_process(sandbox, generation, service):
        delivered = Drained.EMPTY
        try:
            while True:
                at = control.find(sandbox)
                if at is None or at.generation != generation:
                    return Drained.EMPTY
                result = _some(store, at)
                if result is not Drained.MORE:
                    return Drained.BLOCKED if result is Drained.BLOCKED else delivered
                delivered = Drained.MORE
        except WorldGone:
            return Drained.EMPTY


def _one_of_this_process(sandbox: str, generation: int, service: str) -> threading.Lock:
    with _locks_lock:
        if len(_locks) > 1000:
            for place in [place for place, lock in _locks.items() if not lock.locked()]:
                del _locks[place]
        return _locks.setdefault((sandbox, generation, service), threading.Lock())


def _some(store: Store, at: world.World) -> Drained:
    """Deliver the oldest messages; they are marked together afterwards."""
    outbox = store.common.outbox
    with world.entered(at), store.read() as tx:
        messages = tx.all(
            sa.select(outbox)
            .where(outbox.c.status == "waiting")
            .order_by(outbox.c.seq)
            .limit(_BATCH)
        )
    if not messages:
        return Drained.EMPTY
    done: list[int] = []
    blocked: tuple[Any, str, bool] | None = None
    for message in messages:
        error = _deliver(message, at, store.service)
        if error is not None:
            blocked = (message, *error)
            break
        done.append(message.seq)
    failpoint("outbox.before_mark")
    if done:
        stores.note(
            store, at, outbox.update().where(outbox.c.seq.in_(done)).values(status="delivered")
        )
    if blocked is None:
        return Drained.MORE
    return _not_delivered(store, at, *blocked)


def _deliver(message: Any, at: world.World, service: str) -> tuple[str, bool] | None:
    """None when it was received; else why not, and whether it counts as a refusal."""
    sender = replace(
        at,
        trace_id=message.trace_id or at.trace_id,
        request_id=message.request_id,
        span_id=spans.of_request(message.request_id),
    )
    try:
        with (
            world.entered(sender),
            spans.span(f"message {message.path}", "message", service, key=message.key),
        ):
            peers.call(message.target, "POST", message.path, message.body)
    except peers.Refused as refused:
        passing = refused.problem.get("retryable") or refused.code == "sandbox_gone"
        return str(refused), not passing
    except peers.PeerError as error:
        return str(error), False
    return None


def _not_delivered(
    store: Store, at: world.World, message: Any, reason: str, counts: bool
) -> Drained:
    attempts = message.attempts + int(counts)
    dead = attempts >= MAX_ATTEMPTS
    level = logging.ERROR if dead else logging.WARNING
    log.log(level, "message %s to %s not delivered: %s", message.key, message.target, reason)
    if dead:
        # First: a death in between leaves a message that is listed and still tried.
        dead_letters.bury_message(at, store.service, message, attempts, reason[:2000])
    outbox = store.common.outbox
    stores.note(
        store,
        at,
        outbox.update()
        .where(outbox.c.seq == message.seq)
        .values(
            attempts=attempts,
            last_error=reason[:2000],
            status="dead" if dead else "waiting",
        ),
    )
    return Drained.MORE if dead else Drained.BLOCKED
