"""Events become deliveries: a step of the world's driver, so one at a time in a world.

The deliveries of an event and the mark of how far was read are one transaction, so that a
step which dies is made up for by the next, and no event is told twice or not at all.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from gateway.webhooks import envelope, known, patterns
from gateway.worldstore import store
from gateway.worldstore.tables import deliveries, drill_runs, endpoints, marks
from sscsim import control, world
from sscsim.control import clocks
from sscsim.db import Store, Tx, canonical, keys
from sscsim.db.events import EventWish
from sscsim.failpoints import failpoint
from sscsim.jobs import driver, stores
from sscsim.web import inner_events

_AT_ONCE = 200
_LEASE_S = 600.0
"""How long a process of another host is believed to be sending."""
LOOK_AGAIN_MS = 5_000
"""How soon a living sender is looked at again: nobody is told when it is killed."""
_HELD_FOR = timedelta(hours=1)
DELAY = timedelta(minutes=10)
LEFT_LYING: list[Callable[[Tx], int]] = []
"""Whoever else may leave something lying (drill runs); tells when to look again (real ms)."""
_RUNNING = sa.select(drill_runs.c.id).where(drill_runs.c.status == "running").limit(1)


def collect(at: world.World, keep_lease: Callable[[], None]) -> None:
    """Make deliveries of what happened since the last look, and find what was left lying."""
    heard = control.hearing.of(at.sandbox)
    if not store.exists(at.sandbox, at.generation):
        _set(at, heard, listening=False, look_ms=0)
        return
    with world.entered(at):
        with store.read() as tx:
            wanting = known.enabled(tx)
            waiting = _in_real_time(tx)
            running = tx.scalar(_RUNNING) is not None
        if wanting:
            for source in stores.of(at):
                while _some(source, wanting):
                    keep_lease()
        look_ms = known.write(lambda tx: _left_lying(tx, waiting)) if waiting or running else 0
        _set(at, heard, bool(wanting), look_ms)


def _set(at: world.World, heard: Any, listening: bool, look_ms: int) -> None:
    """Set right what the control store knows (also after a reset, a restore, a fork)."""
    if heard.listening != listening:
        control.hearing.listen(at.sandbox, listening)
    # An earlier look does as well: no write at every step while something is being sent.
    is_soon = clocks.real_ms() < heard.look_ms < look_ms
    if heard.look_ms != look_ms and not is_soon:
        control.hearing.look_at(at.sandbox, look_ms)


# ---- what happened


def _some(source: Store, wanting: Sequence[Any]) -> bool:
    """Deliveries of the next events of one store; False when there are no more."""
    with store.read() as tx:
        mark = tx.scalar(sa.select(marks.c.upto).where(marks.c.service == source.service)) or 0
    since = min(row.from_marks.get(source.service, 0) for row in wanting)
    wish = EventWish(limit=_AT_ONCE, after=max(mark, since))
    found = inner_events.told(source, wish, settled=True)
    if not found:
        return False
    failpoint("webhooks.before_collect")
    known.write(lambda tx: _tell(tx, source.service, found))
    failpoint("webhooks.after_collect")
    return len(found) == _AT_ONCE


def _tell(tx: Tx, service: str, found: Sequence[dict[str, Any]]) -> None:
    wanting = {row.id: row for row in known.enabled(tx)}
    for event in found:
        if event["type"] == patterns.ALWAYS_APART:
            continue
        for row in wanting.values():
            if event["seq"] <= row.from_marks.get(service, 0):
                continue
            if patterns.wanted(row.event_types, event["type"]):
                keep(tx, service, event)
                _deliver(tx, known.endpoint(tx, row.id), event["id"])
    upto = {"upto": found[-1]["seq"]}
    moved = tx.execute(marks.update().where(marks.c.service == service).values(**upto))
    if moved.rowcount == 0:
        tx.execute(marks.insert().values(service=service, **upto))


def keep(tx: Tx, service: str, event: dict[str, Any]) -> None:
    """Put the event down as it will be sent."""
    body = canonical(envelope.cloud_event(tx.world.sandbox, service, event))
    known.keep_event(tx, event["id"], event["type"], body, event["trace_id"])


def _deliver(tx: Tx, row: Any, event_id: str) -> None:
    """One endpoint's delivery of one event, twisted as its drills ask."""
    drill = _next_drill(tx, row)
    kind = drill["kind"] if drill else None
    made = known.add_delivery(tx, row.id, event_id, "", twist=kind)
    if made is None:
        return
    if kind == "drop":
        known.move(tx, made, state="dropped")
        return
    held = _held(tx, row.id)
    if kind == "reorder" and not held:
        known.hand_out(tx, made, tx.world.now + _HELD_FOR, state="held")
        return
    pause = timedelta(seconds=drill.get("delay_s", DELAY.total_seconds())) if drill else DELAY
    known.hand_out(tx, made, tx.world.now + (pause if kind == "delay" else timedelta(0)))
    for one in held:
        known.hand_out(tx, one, tx.world.now, known.RANK_AFTER)


def _held(tx: Tx, endpoint_id: str) -> Sequence[Any]:
    mine = (deliveries.c.endpoint_id == endpoint_id) & (deliveries.c.state == "held")
    return tx.all(deliveries.select().where(mine).order_by(deliveries.c.seq))


def _next_drill(tx: Tx, row: Any) -> dict[str, Any] | None:
    """The first drill that has some left; it has one less then."""
    drills = [dict(one) for one in row.drills]
    for drill in drills:
        left = drill.get("times")
        if left is None:
            return drill
        if left > 0:
            drill["times"] = left - 1
            rest = [one for one in drills if one.get("times") != 0]
            tx.execute(endpoints.update().where(endpoints.c.id == row.id).values(drills=rest))
            return drill
    return None


# ---- what was left lying


def _in_real_time(tx: Tx) -> list[str]:
    """Deliveries that wait for real time, or for a process that sends them."""
    real = (deliveries.c.state == "waiting") & deliveries.c.next_ms.is_not(None)
    sending = deliveries.c.state == "sending"
    query = sa.select(deliveries.c.id).where(real | sending).order_by(deliveries.c.seq)
    return [row.id for row in tx.all(query)]


def _left_lying(tx: Tx, ids: Sequence[str]) -> int:
    """Hand out again what is due or whose process died; when to look again (real ms)."""
    now_ms, look_ms = clocks.real_ms(), 0
    for delivery_id in ids:
        row = known.delivery(tx, delivery_id, locked=True)
        if row.state == "sending":
            later = now_ms + LOOK_AGAIN_MS
            lies = not keys.is_alive(row.owner, row.sent_ms, _LEASE_S)
        elif row.state == "waiting" and row.next_ms is not None:
            later, lies = row.next_ms, row.next_ms <= now_ms
        else:
            continue
        if lies:
            known.hand_out(tx, row, tx.world.now, owner=None, sent_ms=None)
        else:
            look_ms = min(look_ms or later, later)
    others = [look_ms, *(found(tx) for found in LEFT_LYING)]
    return min([other for other in others if other], default=0)


def take_part() -> None:
    """Have the drivers of this process collect."""
    if collect not in driver.COLLECTORS:
        driver.COLLECTORS.append(collect)
