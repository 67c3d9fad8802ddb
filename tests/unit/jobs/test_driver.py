"""What falls due happens once, in one order, whatever dies meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sscsim import control, jobs, registry, settings, world
from sscsim.control import clocks, dead_letters, leases, operations
from sscsim.db import ClockMoved
from sscsim.jobs import driver, messages, outbox, work
from sscsim.jobs.messages import trace
from tests.unit.jobs.conftest import Town

pytestmark = pytest.mark.db
DAY = timedelta(days=1)


def keys(town: Town) -> list[str]:
    return [key for _, key, _ in town.ran]


def test_jobs_run_in_the_order_of_due_rank_name_and_key(town: Town) -> None:
    @jobs.task("specimen.also")
    def also(key: str) -> None:
        town.ran.append(("specimen.also", key, world.now()))

    town.schedule(
        ("specimen.say", "b", DAY), ("specimen.say", "a", DAY), ("specimen.also", "z", DAY)
    )
    town.schedule(("specimen.say", "late but first in rank", DAY), rank=10)
    town.schedule(("specimen.say", "early", timedelta(hours=1)))
    start = town.at.now

    done = town.advance(2 * DAY)

    assert keys(town) == ["early", "late but first in rank", "z", "a", "b"]
    assert [when - start for _, _, when in town.ran] == [timedelta(hours=1), DAY, DAY, DAY, DAY]
    assert done.status == "succeeded"
    assert town.at.now == start + 2 * DAY


def test_a_job_may_schedule_another_before_the_goal(town: Town) -> None:
    @jobs.task("specimen.chain")
    def chain(key: str) -> None:
        town.ran.append(("specimen.chain", key, world.now()))
        with town.store.write() as tx:
            if len(key) < 4:
                tx.schedule("specimen.chain", key + "x", world.now() + DAY)
            tx.complete_job()

    town.schedule(("specimen.chain", "x", DAY))
    town.advance(3 * DAY)
    assert keys(town) == ["x", "xx", "xxx"]
    town.advance(DAY)
    assert keys(town) == ["x", "xx", "xxx", "xxxx"]


def test_the_result_lists_jobs_events_and_changes_in_order(town: Town) -> None:
    town.schedule(("specimen.say", "a", DAY), ("specimen.say", "b", DAY))
    operation = town.advance(DAY)
    entries = operations.logged(town.sandbox, operation.id, 100)
    assert [(kind, entry.get("key", entry.get("subject"))) for kind, entry in entries] == [
        ("job", "a"),
        ("event", "a"),
        ("job", "b"),
        ("event", "b"),
    ]
    assert entries[0][1]["rows_changed"] == {"events": 1}
    assert entries[0][1]["status"] == "done"


def test_a_job_due_now_runs_without_an_advance(town: Town) -> None:
    town.schedule(("specimen.say", "now", timedelta(0)))
    assert keys(town) == ["now"]


def test_what_is_rolled_back_never_happens(town: Town) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        world.entered(town.at),
        town.store.write() as tx,
    ):
        tx.schedule("specimen.say", "never", world.now())
        raise ZeroDivisionError
    town.advance(DAY)
    assert town.ran == []


def test_a_failing_job_is_retried_then_dead_and_the_driver_goes_on(town: Town) -> None:
    failing = [True]

    @jobs.task("specimen.fail", max_attempts=3)
    def fail(key: str) -> None:
        town.ran.append(("specimen.fail", key, world.now()))
        if failing[0]:
            raise RuntimeError("no luck")

    town.schedule(("specimen.fail", "f", DAY), ("specimen.say", "after", DAY))
    done = town.advance(DAY)
    assert keys(town) == ["f", "f", "f", "after"]
    assert done.status == "succeeded"
    [dead] = dead_letters.dead(town.sandbox)
    assert (dead.name, dead.attempts) == ("specimen.fail", 3)
    assert dead.reason == "RuntimeError: no luck"

    failing[0] = False
    dead_letters.requeue(town.sandbox, dead.id)
    jobs.kick_driver(town.at)
    assert keys(town)[-1] == "f"
    assert town.job("f").status == "done"
    assert dead_letters.dead(town.sandbox) == []


def test_a_job_without_a_task_is_dead_at_once_with_the_reason(town: Town) -> None:
    town.schedule(("specimen.unheard_of", "u", DAY))
    town.advance(DAY)
    [dead] = dead_letters.dead(town.sandbox)
    assert "no task named 'specimen.unheard_of'" in dead.reason


def test_jobs_that_commute_travel_in_chunks(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[list[str]] = []
    handle = messages.HANDLERS["jobs.run"]

    def counted(sandbox: str, generation: int, service: str, ids: list[str]) -> None:
        sent.append(ids)
        handle(sandbox, generation, service, ids)

    @jobs.task("specimen.parallel", commutes=True)
    def parallel(key: str) -> None:
        town.ran.append(("specimen.parallel", key, world.now()))

    monkeypatch.setitem(messages.HANDLERS, "jobs.run", counted)
    monkeypatch.setattr(driver, "CHUNK", 10)
    town.schedule(*[("specimen.parallel", f"k{n:02}", DAY) for n in range(25)])
    town.schedule(("specimen.say", "one", DAY), ("specimen.say", "two", DAY))
    town.advance(DAY)
    assert [len(ids) for ids in sent] == [10, 10, 5, 1, 1]
    assert sorted(keys(town)) == sorted([f"k{n:02}" for n in range(25)] + ["one", "two"])


def test_only_who_ends_a_batch_asks_for_the_next_step(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a job of it failed meanwhile, and is tried once more."""
    asked: list[int] = []
    step = messages.HANDLERS["driver.step"]

    def counted(sandbox: str) -> None:
        asked.append(len(town.ran))
        step(sandbox)

    @jobs.task("specimen.parallel", commutes=True)
    def parallel(key: str) -> None:
        town.ran.append(("specimen.parallel", key, world.now()))
        if key == "k0" and len(town.ran) == 1:
            raise RuntimeError("no luck the first time")

    monkeypatch.setitem(messages.HANDLERS, "driver.step", counted)
    monkeypatch.setattr(driver, "CHUNK", 1)
    town.schedule(*[("specimen.parallel", f"k{n}", DAY) for n in range(4)])
    asked.clear()
    town.advance(DAY)
    assert keys(town) == ["k0", "k1", "k2", "k3", "k0"]
    assert asked == [0, 4, 5]


def test_a_chunk_that_takes_too_long_hands_on_what_it_has_not_begun(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the broker would take it for lost, and have another worker run all of it."""
    sent: list[tuple[int, str]] = []
    send = type(town.inline).send

    def noted(self: Any, name: str, args: Any, queue: str, delay_s: float) -> None:
        if name == "jobs.run":
            sent.append((len(args[3]), queue))
        send(self, name, args, queue, delay_s)

    @jobs.task("specimen.parallel", commutes=True)
    def parallel(key: str) -> None:
        town.ran.append(("specimen.parallel", key, world.now()))

    monkeypatch.setattr(type(town.inline), "send", noted)
    monkeypatch.setattr(type(settings.current()), "soft_time_limit_s", -1.0)
    monkeypatch.setattr(registry, "QUEUES", (*registry.QUEUES, "specimen"))
    town.schedule(*[("specimen.parallel", f"k{n}", DAY) for n in range(4)])
    town.advance(DAY)
    assert sent == [(left, "specimen") for left in (4, 3, 2, 1)]
    assert keys(town) == [f"k{n}" for n in range(4)]


def test_a_write_from_before_the_move_is_refused(town: Town) -> None:
    before = town.at
    with world.entered(before), town.store.write() as tx:
        tx.emit("specimen.said", "x", {})
    town.advance(DAY)
    with pytest.raises(ClockMoved), world.entered(before), town.store.write():
        pytest.fail("the store took a write of an older epoch")


def test_the_trace_of_the_caller_reaches_the_job(town: Town) -> None:
    seen = []

    @jobs.task("specimen.trace")
    def look(key: str) -> None:
        seen.append((world.current().trace_id, trace.get()))

    town.schedule(("specimen.trace", "t", DAY))
    operations.start_advance(town.at, lambda now: now + DAY)
    at = town.at
    jobs.kick_driver(at)
    assert seen == [(at.trace_id, at.trace_id)]


class Killed(BaseException):
    """The process is gone: nothing after it happens."""


POINTS = (
    "driver.before_clock",
    "driver.before_fence",
    "driver.before_dispatch",
    "driver.after_dispatch",
    "driver.before_finish",
    "jobs.before_task",
    "jobs.after_task",
    "jobs.before_step",
    "outbox.before_mark",
)


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("point", POINTS)
def test_a_killed_advance_is_resumed_and_nothing_happens_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch, point: str, nth: int
) -> None:
    @jobs.task("specimen.tell")
    def tell(key: str) -> None:
        with town.store.write() as tx:
            tx.emit("specimen.told", key, {})
            tx.send("specimen", "/internal/v1/note", {}, key=f"note:{key}")
            tx.complete_job()

    town.schedule(("specimen.tell", "a", DAY), ("specimen.say", "b", DAY))
    town.schedule(("specimen.tell", "c", 2 * DAY))
    passed = []

    def failpoint(name: str) -> None:
        if name == point:
            passed.append(name)
            if len(passed) == nth:
                raise Killed

    for module in (driver, work, outbox):
        monkeypatch.setattr(module, "failpoint", failpoint)
    release = leases.release
    monkeypatch.setattr(
        driver.leases,
        "release",
        lambda lease, rest=False: len(passed) < nth and release(lease, rest),
    )
    operations.start_advance(town.at, lambda now: now + 3 * DAY)
    try:
        jobs.kick_driver(town.at)
    except Killed:
        town.inline.forget()

    monkeypatch.setattr(driver.leases, "release", release)
    monkeypatch.setattr(driver, "RESEND_MS", -1)
    town.expire_lease()
    jobs.kick_driver(town.at)

    assert operations.running(town.sandbox) is None
    assert town.subjects() == ["b", "a", "c"]
    assert [town.job(key).status for key in ("a", "b", "c")] == ["done"] * 3


def test_thirty_worlds_advance_at_once_and_none_starves(
    make_town: Callable[[], Town], inline: jobs.Inline
) -> None:
    order: list[str] = []

    @jobs.task("specimen.count")
    def count(key: str) -> None:
        order.append(world.current().sandbox)

    towns = [make_town() for _ in range(30)]
    inline.paused = True
    for town in towns:
        town.schedule(*[("specimen.count", f"day {n}", n * DAY) for n in range(1, 6)])
        town.advance(30 * DAY)
    inline.paused = False
    inline.work()

    assert len(order) == 150
    assert all(operations.running(town.sandbox) is None for town in towns)
    first = {sandbox: order.index(sandbox) for sandbox in order}
    assert max(first.values()) < 60, "a world waited while others had several turns"


def test_a_second_step_leaves_the_first_alone(town: Town) -> None:
    lease = leases.acquire(town.sandbox)
    assert lease is not None
    assert leases.acquire(town.sandbox) is None
    assert leases.release(lease) is True, "somebody asked meanwhile"
    again = leases.acquire(town.sandbox)
    assert again is not None and again.fence > lease.fence


def test_a_step_that_was_too_slow_can_not_move_the_clock(town: Town) -> None:
    slow = leases.acquire(town.sandbox)
    assert slow is not None
    town.expire_lease()
    assert leases.acquire(town.sandbox) is not None
    before = town.at
    assert leases.move_clock(slow, clocks.micros(before.now + DAY)) is None
    assert leases.await_batch(slow, {"service": "specimen"}) is False
    assert leases.renew(slow) is False
    assert (town.at.now, town.at.epoch) == (before.now, before.epoch)


def test_jobs_of_an_old_generation_are_passed_over(town: Town) -> None:
    town.schedule(("specimen.say", "old", DAY))
    job_id = town.job("old").id
    control.reset(town.sandbox)
    work.run(town.sandbox, 1, "specimen", [job_id])
    town.advance(2 * DAY)
    assert town.ran == []


def test_advances_of_one_world_queue_up(town: Town) -> None:
    town.inline.paused = True
    start = town.at.now
    first = town.advance(DAY)
    second = town.advance(DAY)
    assert second.from_us == first.to_us
    town.inline.paused = False
    town.inline.work()
    assert town.at.now == start + 2 * DAY
    assert operations.running(town.sandbox) is None
