"""What holds nobody up, and what is not left out: lanes, real time, open writers."""

import threading
from collections.abc import Iterator

import pytest

from gateway import tasks
from sscsim import control, jobs, world
from sscsim.control import clocks
from sscsim.db.events import EventWish
from sscsim.db.store import STORES
from sscsim.outward.lanes import SILENT_AFTER, Lanes
from sscsim.web import inner_events
from tests.support import hook as hooks
from tests.support.hook import Hook
from tests.unit.gateway.conftest import Caller
from tests.unit.gateway.test_webhooks import advance, deliveries, emit, listen

assert tasks


@pytest.fixture
def hook() -> Iterator[Hook]:
    with hooks.running(Hook()) as made:
        yield made


def test_a_slow_endpoint_is_waited_for_once() -> None:
    lanes, over, done = Lanes(), threading.Event(), threading.Event()

    def slow() -> None:
        over.wait(30)
        done.set()

    assert not lanes.run("slow", slow, hold_s=0.05)
    assert not lanes.run("slow", slow, hold_s=3600), "not waited for again"
    assert lanes.run("quick", lambda: None, hold_s=30), "another endpoint is not held up"
    over.set()
    assert done.wait(30)


def test_a_silent_endpoint_is_left_alone_until_it_answers() -> None:
    lanes = Lanes()
    for _ in range(SILENT_AFTER):
        assert not lanes.is_silent("mute")
        lanes.heard("mute", answered=False)
    assert lanes.is_silent("mute")
    assert not lanes.is_silent("other")
    lanes.forget()
    lanes.heard("mute", answered=False)
    lanes.heard("mute", answered=True)
    lanes.heard("mute", answered=False)
    lanes.heard("mute", answered=False)
    assert not lanes.is_silent("mute"), "in a row"


@pytest.mark.db
def test_in_mode_real_the_retries_follow_real_time(
    caller: Caller, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook.answer = lambda _: 500
    listen(caller, hook, mode="real")
    emit(caller)
    advance(caller, "P3D")
    assert len(hook.got) == 1, "the sandbox clock is not asked"
    [delivery] = deliveries(caller)
    assert delivery["next_attempt_real_at"]
    look_ms = control.hearing.of(caller.sandbox).look_ms
    assert look_ms > clocks.real_ms()
    hook.answer = lambda _: 204
    now_ms = clocks.real_ms
    monkeypatch.setattr(clocks, "real_ms", lambda: now_ms() + 10_000)
    assert caller.sandbox in control.leases.due_worlds()
    jobs.kick_driver(control.world(caller.sandbox))
    assert len(hook.got) == 2
    assert deliveries(caller)[0]["state"] == "delivered"
    assert control.hearing.of(caller.sandbox).look_ms == 0


@pytest.mark.db
def test_an_event_that_is_committed_late_is_not_passed_over(caller: Caller, database: str) -> None:
    """On PostgreSQL a smaller sequence number may become visible after a larger one."""
    if database == "sqlite":
        pytest.skip("one writer at a time: numbers become visible in order")
    store, at = STORES["card"], control.world(caller.sandbox)
    with world.entered(at), store.write() as tx:
        tx.emit("card.tested", "first", {})
    emitted, commit = threading.Event(), threading.Event()

    def late() -> None:
        with world.entered(at), store.write() as tx:
            tx.emit("card.tested", "late", {})
            emitted.set()
            commit.wait(30)

    found: list[list[str]] = []

    def read() -> None:
        with world.entered(at):
            rows = inner_events.told(store, EventWish(limit=10, after=0), settled=True)
        found.append([row["subject"] for row in rows])

    writer, reader = threading.Thread(target=late), threading.Thread(target=read)
    writer.start()
    assert emitted.wait(30)
    with world.entered(at), store.write() as tx:
        tx.emit("card.tested", "early", {})
    reader.start()
    reader.join(0.3)
    assert found == [], "it waits for the writer"
    commit.set()
    writer.join()
    reader.join()
    assert found == [["first", "late", "early"]]
