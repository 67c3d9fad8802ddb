"""One delivery: handed out by a due job, sent without any transaction open, recorded.

A process that dies in between leaves the state `sending` and its mark; the driver hands
the delivery out again (`collecting`). So an event may arrive twice, always under the same
`webhook-id`, and never not at all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.webhooks import envelope, known, receiving, signing
from gateway.webhooks.problems import DeliveryNotFound, EndpointNotFound
from gateway.worldstore import store
from gateway.worldstore.tables import attempts
from sscsim import clock, jobs, spans, world
from sscsim.control import clocks
from sscsim.db import Tx, WorldGone, keys
from sscsim.failpoints import failpoint
from sscsim.outward import schedule, targets
from sscsim.outward.lanes import lanes
from sscsim.outward.posting import Outcome, post
from sscsim.outward.targets import TargetRefused

STALE_S = 600
"""How old the timestamp of a stale signature is; receivers allow 300 s."""
_SILENCES = ("timeout", "connect_timeout", "name_not_known")
_GONE = 410


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent to an endpoint at one time."""

    endpoint: Any
    event_id: str
    body: str
    trace_id: str


# ---- the due job


def hand(key: str) -> None:
    """What the due job does; `key` is `order.delivery.handed`."""
    _, delivery_id, handed = key.split(".")
    at = world.current()
    with store.write() as tx:
        letter = _taken(tx, delivery_id, int(handed))
        tx.complete_job()
    if letter is None:
        return
    failpoint("webhooks.handed")
    place = lane_of(at, letter.endpoint)
    lanes.run(place, lambda: _send(at, delivery_id))


def lane_of(at: world.World, endpoint: Any) -> str:
    return f"{at.sandbox}/{at.generation}/{endpoint.id}"


def _taken(tx: Tx, delivery_id: str, handed: int) -> Letter | None:
    """Mark it as being sent by this process; None when there is nothing to send any more."""
    try:
        row = known.delivery(tx, delivery_id, locked=True)
        endpoint = known.endpoint(tx, row.endpoint_id)
    except (DeliveryNotFound, EndpointNotFound):
        return None
    if row.state not in ("waiting", "held") or row.handed != handed:
        return None
    if endpoint.state != "enabled" and not row.cause.startswith("resend"):
        known.move(tx, row, state="failed", next_at=None)
        return None
    mine = {"owner": keys.process_mark(), "sent_ms": clocks.real_ms()}
    known.move(tx, row, state="sending", next_at=None, next_ms=None, **mine)
    return _letter(tx, endpoint, row.event_id)


def _letter(tx: Tx, endpoint: Any, event_id: str) -> Letter:
    told = known.body_of(tx, event_id)
    return Letter(endpoint, event_id, told.body, told.trace_id)


def _send(at: world.World, delivery_id: str) -> None:
    """Send it once, and record what came of it; in a thread of its own."""
    with world.entered(at):
        try:
            with store.read() as tx:
                row = known.delivery(tx, delivery_id)
                letter = _letter(tx, known.endpoint(tx, row.endpoint_id), row.event_id)
            if row.state != "sending":
                return
            tries = _tried(letter, row, lane_of(at, letter.endpoint))
            failpoint("webhooks.before_record")
            known.write(lambda tx: _record(tx, delivery_id, at.now, tries))
        except (WorldGone, DeliveryNotFound, EndpointNotFound):
            return
    if letter.endpoint.mode == "real" and not jobs.is_inline():
        jobs.kick_driver(at)


# ---- sending


@dataclass(frozen=True, slots=True)
class Try:
    """One request and its outcome."""

    headers: dict[str, str]
    real_ms: int
    outcome: Outcome
    twist: str | None = None


def _tried(letter: Letter, row: Any, place: str) -> list[Try]:
    """The request, or with a twist what the twist makes of it."""
    if lanes.is_silent(place):
        return [Try({}, clocks.real_ms(), Outcome(None, "not_tried"))]
    first = row.attempts == 0
    twist = row.twist if first else None
    tries = [send(letter, twist)]
    if twist == "duplicate" and tries[0].outcome.ok:
        tries.append(send(letter, twist))
    lanes.heard(place, tries[-1].outcome.error not in _SILENCES)
    return tries


def send(letter: Letter, twist: str | None = None) -> Try:
    """One signed request. Never raises for what the other side does."""
    return send_as(letter, headers_of(letter, twist), twist)


def send_as(letter: Letter, headers: dict[str, str], twist: str | None = None) -> Try:
    began_ms = clocks.real_ms()
    endpoint = letter.endpoint
    with spans.of_delivery(letter.event_id, letter.trace_id, endpoint.id) as span:
        if endpoint.receiver_id is not None:
            outcome = receiving.receive(endpoint, headers, letter.body)
        else:
            try:
                outcome = post(targets.checked(endpoint.url), headers, letter.body.encode())
            except TargetRefused as refused:
                outcome = Outcome(None, refused.reason)
        span.note(status=outcome.status, simulated=twist)
        if not outcome.ok:
            span.failed(outcome.error or str(outcome.status))
    return Try(headers, began_ms, outcome, twist)


def headers_of(letter: Letter, twist: str | None = None) -> dict[str, str]:
    """The headers of Standard Webhooks; the timestamp is real time."""
    timestamp = int(clock.real_seconds()) - (STALE_S if twist == "stale_signature" else 0)
    secrets = known.living(letter.endpoint)
    if twist == "wrong_signature":
        secrets = [signing.make(letter.endpoint.signing)]
    elif twist == "rotated_secret":
        secrets = [signing.make(letter.endpoint.signing), *secrets]
    kinds = letter.endpoint.signing
    signed = signing.signature(secrets, kinds, letter.event_id, timestamp, letter.body)
    return {
        "Content-Type": envelope.CONTENT_TYPE,
        "webhook-id": letter.event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signed,
        "traceparent": envelope.traceparent(letter.event_id, letter.trace_id),
    }


# ---- recording


def _record(tx: Tx, delivery_id: str, sent_at: datetime, tries: list[Try]) -> None:
    row = known.delivery(tx, delivery_id, locked=True)
    number = row.attempts + 1
    for one in tries:
        keep_attempt(tx, row.id, number, sent_at, one)
    outcome = tries[-1].outcome
    done = {"attempts": number, "owner": None, "sent_ms": None}
    endpoint = known.endpoint(tx, row.endpoint_id)
    if outcome.ok:
        known.move(tx, row, state="delivered", **done)
        return
    pause = schedule.pause_before(number + 1, tx.world.seed, row.id)
    if outcome.status == _GONE:
        known.stop(tx, endpoint, "disabled", "gone", "webhook_endpoint.disabled")
        pause = None
    elif pause is None:
        known.stop(tx, endpoint, "dead", "attempts_exhausted", "webhook_endpoint.died")
    if pause is None:
        known.move(tx, row, state="failed", **done)
        return
    _again(tx, row, endpoint, schedule.asked_for(pause, outcome.retry_after_s), sent_at, done)


def _again(
    tx: Tx, row: Any, endpoint: Any, pause: timedelta, sent_at: datetime, done: dict[str, Any]
) -> None:
    if endpoint.mode == "real":
        next_ms = clocks.real_ms() + int(pause.total_seconds() * 1000)
        known.move(tx, row, state="waiting", next_at=None, next_ms=next_ms, **done)
    else:
        known.hand_out(tx, row, sent_at + pause, **done)


def keep_attempt(tx: Tx, delivery_id: str, number: int, sent_at: datetime, one: Try) -> None:
    tx.execute(
        attempts.insert().values(
            delivery_id=delivery_id,
            number=number,
            at=sent_at,
            real_ms=one.real_ms,
            headers=one.headers,
            status=one.outcome.status,
            error=one.outcome.error,
            took_ms=one.outcome.took_ms,
            twist=one.twist,
        )
    )
