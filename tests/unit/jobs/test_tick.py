"""What beat makes up for: jobs nobody was told of, messages a dead process left, idle worlds."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from sscsim import control, jobs, settings, world
from sscsim.control import clocks, hints, leases, schema, sweeping
from sscsim.control import store as control_store
from sscsim.db import engines
from sscsim.jobs import driver, messages, tick
from tests.unit.jobs.conftest import Town

pytestmark = pytest.mark.db
DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A control store of its own: a tick looks at every world there is."""
    settings.use(settings.Settings(data_dir=tmp_path, context_secret="tests", log_level="error"))
    yield "sqlite"
    engines.close_all()
    settings.use(None)


def test_a_job_that_only_a_hint_tells_of_is_found(town: Town) -> None:
    jobs.use_nothing()
    town.schedule(("specimen.say", "now", timedelta(0)))
    control.lower_hint(town.sandbox, "specimen", town.at.now)
    jobs.use_inline()
    assert town.ran == []
    tick.tick()
    assert [key for _, key, _ in town.ran] == ["now"]


def test_a_sweep_finds_what_no_hint_tells_of(town: Town) -> None:
    jobs.use_nothing()
    town.schedule(("specimen.say", "forgotten", timedelta(0)))
    with world.entered(town.at), town.store.write() as tx:
        tx.send("specimen", "/internal/v1/note", {}, key="forgotten")
    jobs.use_inline()
    sweeping.sweep_all_again()
    tick.slow_tick()
    tick.tick()
    assert [key for _, key, _ in town.ran] == ["forgotten"]
    table = town.store.common.outbox
    with world.entered(town.at), town.store.read() as tx:
        assert tx.scalar(sa.select(table.c.status)) == "delivered"


def test_hints_follow_the_stores(town: Town) -> None:
    assert hints.next_due(town.sandbox) is None
    town.schedule(("specimen.say", "later", 3 * DAY), ("specimen.say", "sooner", DAY))
    start = town.at.now
    assert hints.next_due(town.sandbox) == start + DAY
    town.advance(DAY)
    assert hints.next_due(town.sandbox) == start + 3 * DAY
    town.advance(3 * DAY)
    assert hints.next_due(town.sandbox) is None


def test_a_running_clock_makes_jobs_due(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [clocks.real_ms()]
    monkeypatch.setattr(clocks, "real_ms", lambda: now[0])
    clocks.set_mode(town.sandbox, "running", 3_600)
    town.schedule(("specimen.say", "in an hour", timedelta(hours=1)))
    now[0] += 900
    tick.tick()
    assert town.ran == []
    now[0] += leases.REKICK_MS
    tick.tick()
    assert [key for _, key, _ in town.ran] == ["in an hour"]


def test_a_stalled_advance_is_stepped_again(town: Town) -> None:
    messages.use(Lost())
    town.schedule(("specimen.say", "a", DAY))
    operation = town.advance(DAY)
    assert operation.status == "running"
    jobs.use_inline()
    town.expire_lease()
    tick.tick()
    assert town.operation(operation.id).status == "succeeded"


def test_a_step_that_died_is_stepped_again_though_no_row_is_due(
    town: Town, looks: list[str]
) -> None:
    """The message that woke it comes again while its lease holds, and is sent away."""
    assert leases.acquire(town.sandbox) is not None, "a step, and then its process is gone"
    jobs.kick_driver(town.at)
    tick.tick()
    assert looks == []
    town.expire_lease()
    tick.tick()
    assert looks == [town.sandbox]
    town.expire_lease()
    tick.tick()
    assert looks == [town.sandbox], "once, and then it rests"


def test_a_step_that_was_asked_for_is_made_though_the_message_was_never_sent(
    town: Town, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = leases.acquire(town.sandbox)
    assert lease is not None
    jobs.kick_driver(town.at)
    assert leases.release(lease, rest=True), "and the process dies before it sends it"
    now = clocks.real_ms()
    monkeypatch.setattr(clocks, "real_ms", lambda: now + leases.REKICK_MS + 1)
    tick.tick()
    assert looks == [town.sandbox]


def test_a_sweep_steps_a_world_that_listens(town: Town, looks: list[str]) -> None:
    driver.sweep(town.sandbox)
    assert looks == []
    control.hearing.listen(town.sandbox, True)
    driver.sweep(town.sandbox)
    assert looks == [town.sandbox]


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The worlds whose drivers looked for what happened, in order."""
    found: list[str] = []
    monkeypatch.setattr(driver, "COLLECTORS", [lambda at, _: found.append(at.sandbox)])
    return found


class Lost:
    """A broker that loses every message."""

    def send(self, name: str, args: messages.Args, queue: str, delay_s: float) -> None:
        pass

    def kick(self, name: str, args: messages.Args) -> None:
        pass


def test_idle_worlds_expire_and_leave_nothing(
    make_town: Callable[[], Town], tmp_path: Path
) -> None:
    towns = [make_town() for _ in range(20)]
    for town in towns:
        town.schedule(("specimen.say", "a", DAY))
    kept = towns[0]
    with control_store.write() as tx:
        tx.execute(
            schema.sandboxes.update().where(schema.sandboxes.c.id != kept.sandbox).values(used_ms=0)
        )
    tick.slow_tick()
    assert [row.id for row in control.worlds.every()] == [kept.sandbox]
    assert [path.name for path in (tmp_path / "worlds").iterdir()] == [kept.sandbox]
    held = {place.sandbox for place in engines.sqlite_engines.places()}
    assert held <= {kept.sandbox}
    with control_store.read() as tx:
        for table in (*schema.OF_A_WORLD, schema.removals):
            left = set(tx.execute(sa.select(table.c.sandbox)).scalars())
            assert left <= {kept.sandbox}, table.name


def test_a_world_with_an_advance_under_way_does_not_expire(town: Town) -> None:
    town.inline.paused = True
    town.advance(DAY)
    with control_store.write() as tx:
        tx.execute(schema.sandboxes.update().values(used_ms=0))
    assert control.worlds.expire_idle() == []


def test_handles_on_a_world_that_another_process_removed_are_closed(town: Town) -> None:
    town.schedule(("specimen.say", "a", DAY))
    assert any(place.sandbox == town.sandbox for place in engines.sqlite_engines.places())
    with control_store.write() as tx:
        tx.execute(schema.sandboxes.delete())
    messages.close_gone()
    assert not any(place.sandbox == town.sandbox for place in engines.sqlite_engines.places())


def test_a_removal_that_was_interrupted_is_made_up_for(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.schedule(("specimen.say", "a", DAY))
    folder = engines.Place(town.sandbox, 1, "specimen").folder
    drop = engines.drop_place

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engines, "drop_place", killed)
    with pytest.raises(KeyboardInterrupt):
        control.delete(town.sandbox)
    assert folder.exists()
    monkeypatch.setattr(engines, "drop_place", drop)
    monkeypatch.setattr(control.places, "_DOOMED_FOR_MS", -1)
    tick.slow_tick()
    assert not folder.exists()


def test_a_removal_that_another_process_got_in_the_way_of_is_made_up_for(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.schedule(("specimen.say", "a", DAY))
    folder = engines.Place(town.sandbox, 1, "specimen").folder
    with monkeypatch.context() as patch:
        # what rmtree leaves behind when a file is made under its hands
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        assert control.delete(town.sandbox)
    assert folder.exists()
    monkeypatch.setattr(control.places, "_DOOMED_FOR_MS", -1)
    tick.slow_tick()
    assert not folder.parent.exists()


def test_the_count_of_worlds_is_limited(inline: jobs.Inline) -> None:
    settings.use(replace(settings.current(), max_sandboxes=2))
    made = [control.create(seed="a") for _ in range(2)]
    with pytest.raises(control.worlds.TooManySandboxes):
        control.create(seed="a")
    for one in made:
        control.delete(one.id)
