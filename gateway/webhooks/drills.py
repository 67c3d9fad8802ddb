"""Drill runs: an endpoint is sent what goes wrong in real life, and its answers are judged.

A run is a row; each drill's verdict is kept as soon as there is one, so a run whose process
dies goes on with the next drill. The events of a run are real ones of the type
`webhook_endpoint.tested`, which nobody else is told of.
"""

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from gateway.webhooks import collecting, delivering, known, patterns, signing
from gateway.webhooks.delivering import Letter, Try
from gateway.webhooks.judging import Finding, accepted, alike, caught_up, refused
from gateway.webhooks.problems import DrillRunNotFound, EndpointNotFound
from gateway.worldstore import store
from gateway.worldstore.tables import drill_runs
from sscsim import clock, registry, world
from sscsim.control import clocks
from sscsim.db import Tx, WorldGone, events, keys
from sscsim.db.events import EventWish
from sscsim.failpoints import failpoint
from sscsim.outward.lanes import lanes
from sscsim.outward.posting import Outcome
from sscsim.web import inner_events

JOB = "gateway.run_drill"
LEASE_S = 600.0
DELAY_MS = 5_000
"""How long the delayed event of a run is withheld (no longer than the patience)."""
_LOOK_S = 0.1


def run(tx: Tx, run_id: str, locked: bool = False) -> Any:
    """The row; DrillRunNotFound."""
    query = drill_runs.select().where(drill_runs.c.id == run_id)
    found = tx.one(query.with_for_update() if locked else query)
    if found is None:
        raise DrillRunNotFound(drill_run_id=run_id)
    return found


def begin(tx: Tx, run_id: str, handed: int) -> None:
    """Have the run done, or gone on with."""
    tx.schedule(JOB, f"{run_id}.{handed}", tx.world.now, queue=registry.WEBHOOK_QUEUE)


def hand(key: str) -> None:
    """What the due job does: the run happens beside the driver."""
    run_id, _, _ = key.partition(".")
    at = world.current()
    with store.write() as tx:
        _change(tx, run_id, owner=keys.process_mark(), renewed_ms=clocks.real_ms())
        tx.complete_job()
    lanes.run(f"{at.sandbox}/{at.generation}/drill", lambda: _do(at, run_id), hold_s=0.0)


def _do(at: world.World, run_id: str) -> None:
    with world.entered(at):
        try:
            while (kind := _next(run_id)) is not None:
                failpoint("webhooks.before_drill")
                _keep_verdict(run_id, kind, DRILLS[kind](Desk(run_id, kind)))
            known.write(lambda tx: _finish(tx, run_id))
        except (WorldGone, DrillRunNotFound, EndpointNotFound):
            return


def _next(run_id: str) -> str | None:
    with store.read() as tx:
        row = run(tx, run_id)
    judged = [verdict["drill"] for verdict in row.verdicts]
    return next((kind for kind in row.drills if kind not in judged), None)


def _change(tx: Tx, run_id: str, **values: Any) -> None:
    more = {"updated_at": tx.world.now, **values}
    tx.execute(drill_runs.update().where(drill_runs.c.id == run_id).values(**more))


def _keep_verdict(run_id: str, kind: str, findings: list[Finding]) -> None:
    passed = all(finding.ok for finding in findings)
    verdict = {
        "drill": kind,
        "verdict": "passed" if passed else "failed",
        "findings": [asdict(finding) for finding in findings],
    }

    def keep(tx: Tx) -> None:
        row = run(tx, run_id, locked=True)
        if kind not in [known_verdict["drill"] for known_verdict in row.verdicts]:
            renewed = {"renewed_ms": clocks.real_ms()}
            _change(tx, run_id, verdicts=[*row.verdicts, verdict], wanted=[], **renewed)

    known.write(keep)


def _finish(tx: Tx, run_id: str) -> None:
    row = run(tx, run_id, locked=True)
    if row.status != "running":
        return
    _change(tx, run_id, status="succeeded", owner=None, renewed_ms=None)
    failed = [one["drill"] for one in row.verdicts if one["verdict"] == "failed"]
    data = {"id": row.endpoint_id, "drill_run_id": run_id, "failed": failed}
    tx.emit("webhook_endpoint.drilled", row.endpoint_id, data)


def left_lying(tx: Tx) -> int:
    """Go on with runs whose process died; when to look again (real ms)."""
    look_ms = 0
    for row in tx.all(drill_runs.select().where(drill_runs.c.status == "running")):
        if row.renewed_ms is None:
            continue  # its first job is due, or under way
        if keys.is_alive(row.owner, row.renewed_ms, LEASE_S):
            look_ms = clocks.real_ms() + collecting.LOOK_AGAIN_MS
        else:
            _change(tx, row.id, owner=None, renewed_ms=None)
            begin(tx, row.id, clocks.real_ms())
    return look_ms


collecting.LEFT_LYING.append(left_lying)


# ---- what the caller reads meanwhile


def note_read(ids: list[str]) -> None:
    """The current caller was shown these events: a run that waits for one of them sees it."""
    at = world.current()
    if not ids or not store.exists(at.sandbox, at.generation):
        return
    running = drill_runs.c.status == "running"
    with store.read() as tx:
        rows = [row for row in tx.all(drill_runs.select().where(running)) if row.wanted]
    for row in rows:
        if row.party_id == at.party_id and not {*row.wanted}.isdisjoint(ids):
            known.write(lambda tx, run_id=row.id: _seen(tx, run_id, ids))  # type: ignore[misc]


def _seen(tx: Tx, run_id: str, ids: list[str]) -> None:
    row = run(tx, run_id, locked=True)
    _change(tx, run_id, seen=sorted({*row.seen, *(set(row.wanted) & set(ids))}))


# ---- the desk of one drill


@dataclass(slots=True)
class Desk:
    """Makes events for one drill of a run and sends them."""

    run_id: str
    kind: str
    made: int = 0

    def event(self) -> Letter:
        """A new event for the endpoint, and its delivery."""
        self.made += 1
        ordinal = self.made

        def make(tx: Tx) -> Letter:
            row = run(tx, self.run_id)
            endpoint = known.endpoint(tx, row.endpoint_id)
            data = {
                "id": endpoint.id,
                "drill_run_id": self.run_id,
                "drill": self.kind,
                "ordinal": ordinal,
            }
            event_id = tx.emit(patterns.ALWAYS_APART, endpoint.id, data)
            asked = events.query(store, EventWish(id=event_id))
            event = inner_events.shown(store.service, tx.one(asked))
            collecting.keep(tx, "gateway", event)
            cause = f"drill/{self.run_id}/{self.kind}/{ordinal}"
            known.add_delivery(tx, endpoint.id, event_id, cause, state="dropped", twist=self.kind)
            told = known.body_of(tx, event_id)
            return Letter(endpoint, event_id, told.body, told.trace_id)

        return known.write(make)

    def send(
        self, letter: Letter, twist: str | None = None, headers: dict[str, str] | None = None
    ) -> Outcome:
        sent = delivering.headers_of(letter, twist) if headers is None else headers
        one = delivering.send_as(letter, sent, twist or self.kind)
        known.write(lambda tx: self._record(tx, letter, one))
        return one.outcome

    def _record(self, tx: Tx, letter: Letter, one: Try) -> None:
        row = known.drilled(tx, letter.endpoint.id, letter.event_id)
        number = row.attempts + 1
        delivering.keep_attempt(tx, row.id, number, tx.world.now, one)
        state = "delivered" if one.outcome.ok else "failed"
        known.move(tx, row, state=state, attempts=number)

    def want_read(self, letter: Letter) -> None:
        """From now on note whether the caller reads this event from the list."""
        known.write(lambda tx: _change(tx, self.run_id, wanted=[letter.event_id]))

    def withhold(self) -> None:
        """Let real time pass, as if the delivery were held up on the way."""
        with store.read() as tx:
            patience_ms = run(tx, self.run_id).patience_ms
        threading.Event().wait(min(patience_ms, DELAY_MS) / 1000)

    def wait_read(self, event_id: str) -> bool:
        """Whether the caller read the event, within his patience."""
        with store.read() as tx:
            patience_ms = run(tx, self.run_id).patience_ms
        until = clock.monotonic() + patience_ms / 1000
        while True:
            with store.read() as tx:
                if event_id in run(tx, self.run_id).seen:
                    return True
            if clock.monotonic() > until:
                return False
            threading.Event().wait(_LOOK_S)


# ---- the drills


def _duplicate(desk: Desk) -> list[Finding]:
    letter = desk.event()
    outcomes = [desk.send(letter) for _ in range(3)]
    steps = ("first delivery", "same webhook-id again", "same webhook-id a third time")
    found = [accepted(step, outcome) for step, outcome in zip(steps, outcomes, strict=True)]
    return [*found, alike("answers to the three", outcomes)]


def _reorder(desk: Desk) -> list[Finding]:
    earlier, later = desk.event(), desk.event()
    return [
        accepted("the later event first", desk.send(later)),
        accepted("the earlier event after it", desk.send(earlier)),
    ]


def _delay(desk: Desk) -> list[Finding]:
    letter = desk.event()
    desk.withhold()
    return [accepted("delivery long after the event", desk.send(letter))]


def _drop(desk: Desk) -> list[Finding]:
    before, dropped, after = desk.event(), desk.event(), desk.event()
    desk.want_read(dropped)
    return [
        accepted("event before the gap", desk.send(before)),
        accepted("event after the gap", desk.send(after)),
        caught_up(
            "the event that was not delivered, from GET /sandbox/v1/events",
            desk.wait_read(dropped.event_id),
        ),
    ]


def _stale(desk: Desk) -> list[Finding]:
    letter = desk.event()
    return [
        refused("signed ten minutes ago", desk.send(letter, "stale_signature")),
        accepted("the same event signed now", desk.send(letter)),
    ]


def _wrong(desk: Desk) -> list[Finding]:
    letter = desk.event()
    good = delivering.headers_of(letter)
    unsigned = {name: value for name, value in good.items() if name != "webhook-signature"}
    changed = replace(letter, body=letter.body.replace(desk.kind, desk.kind[::-1]))
    return [
        refused("signed with another secret", desk.send(letter, "wrong_signature")),
        refused("body changed after signing", desk.send(changed, headers=good)),
        refused("no signature header", desk.send(letter, headers=unsigned)),
        accepted("the same event as it should be", desk.send(letter)),
    ]


def _rotated(desk: Desk) -> list[Finding]:
    letter = desk.event()
    retired = _retired(letter.endpoint)
    after = delivering.headers_of(replace(letter, endpoint=_WithSecrets(letter.endpoint, retired)))
    return [
        accepted(
            "two signatures, yours the second (in the overlap)",
            desk.send(letter, "rotated_secret"),
        ),
        refused("only the retired secret (after the overlap)", desk.send(letter, headers=after)),
    ]


def _retired(endpoint: Any) -> list[dict[str, Any]]:
    """The secret the endpoint had before, where it had one whose time is up; else a stranger's."""
    now_ms = clocks.real_ms()
    over = [dict(one) for one in endpoint.secrets if one.get("until_ms", now_ms + 1) <= now_ms]
    found = over[-1] if over else signing.make(endpoint.signing)
    found.pop("until_ms", None)
    return [found]


@dataclass(frozen=True, slots=True)
class _WithSecrets:
    """An endpoint as if it had these secrets."""

    row: Any
    secrets: list[dict[str, Any]]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


DRILLS: dict[str, Callable[[Desk], list[Finding]]] = {
    "duplicate": _duplicate,
    "reorder": _reorder,
    "delay": _delay,
    "drop": _drop,
    "stale_signature": _stale,
    "wrong_signature": _wrong,
    "rotated_secret": _rotated,
}
