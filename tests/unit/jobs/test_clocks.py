"""A clock reads the same for all, never goes back, and stops with the simulator."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sscsim import control
from sscsim.control import clocks
from sscsim.control.clocks import HEARTBEAT_LIMIT_MS, ClockRow, reading_us
from sscsim.control.operations import ClockBackwards, ClockTooFar, running, start_advance
from tests.unit.jobs.conftest import Town


def test_a_frozen_clock_stands() -> None:
    row = ClockRow("frozen", 7, 60, 0)
    assert reading_us(row, 0) == reading_us(row, 10**9) == 7


def test_a_held_clock_stands_though_it_runs() -> None:
    assert reading_us(ClockRow("running", 7, 60, 0, held=True), 10**6) == 7


@given(
    at=st.integers(0, 10**15),
    rate=st.integers(1, clocks.MAX_RATE),
    beats=st.lists(st.integers(-5_000, 20_000), max_size=20),
)
def test_a_running_clock_never_goes_back(at: int, rate: int, beats: list[int]) -> None:
    row, now = ClockRow("running", at, rate, 1_000_000), 1_000_000
    before = reading_us(row, now)
    for step in beats:
        now = max(now + step, 0)
        read = reading_us(row, now)
        assert read >= row.at_us
        row = ClockRow("running", read, rate, max(now, row.anchor_ms))
        assert reading_us(row, now) >= before
        before = reading_us(row, now)


def test_a_clock_nobody_beats_for_stops() -> None:
    row = ClockRow("running", 0, 2, 0)
    assert reading_us(row, HEARTBEAT_LIMIT_MS) == 2 * HEARTBEAT_LIMIT_MS * 1000
    assert reading_us(row, 10**9) == 2 * HEARTBEAT_LIMIT_MS * 1000


def test_instants_and_microseconds_are_the_same_thing() -> None:
    instant = datetime(2026, 4, 1, 1, 0, 0, 123456, tzinfo=UTC)
    assert clocks.instant(clocks.micros(instant)) == instant


@pytest.mark.db
def test_a_heartbeat_carries_running_clocks_on(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [clocks.real_ms()]
    monkeypatch.setattr(clocks, "real_ms", lambda: now[0])
    start = town.at.now
    clocks.set_mode(town.sandbox, "running", 60)
    for _ in range(5):
        now[0] += 1_000
        control.heartbeat()
    assert town.at.now == start + timedelta(seconds=300)
    now[0] += 3_600_000
    assert town.at.now == start + timedelta(seconds=300 + 60 * HEARTBEAT_LIMIT_MS / 1000)
    control.heartbeat()
    now[0] -= 10_000
    assert town.at.now == start + timedelta(seconds=300 + 60 * HEARTBEAT_LIMIT_MS / 1000)


@pytest.mark.db
def test_a_running_clock_stands_while_an_advance_is_under_way(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [clocks.real_ms()]
    monkeypatch.setattr(clocks, "real_ms", lambda: now[0])
    start = town.at.now
    clocks.set_mode(town.sandbox, "running", 1)
    town.inline.paused = True
    town.advance(timedelta(days=1))
    now[0] += 2_000
    control.heartbeat()
    assert town.at.now == start
    town.inline.paused = False
    town.inline.work()
    now[0] += 2_000
    assert town.at.now == start + timedelta(days=1, seconds=2)


@pytest.mark.db
def test_a_clock_refuses_to_go_back_or_out_of_its_range(town: Town) -> None:
    with pytest.raises(ClockBackwards):
        start_advance(town.at, lambda now: now - timedelta(seconds=1))
    with pytest.raises(ClockTooFar):
        start_advance(town.at, lambda now: now.replace(year=2400))
    with pytest.raises(ClockTooFar):
        start_advance(town.at, lambda now: now + timedelta(days=4_000_000))
    assert running(town.sandbox) is None


@pytest.mark.db
def test_reset_goes_back_to_birth_with_a_new_generation(town: Town) -> None:
    born = town.at.now
    clocks.set_mode(town.sandbox, "running", 60)
    town.advance(timedelta(days=40))
    before = town.at
    after = control.reset(town.sandbox)
    assert after.now == born
    assert (after.generation, after.seed) == (before.generation + 1, before.seed)
    assert after.epoch > before.epoch
    assert control.worlds.row(town.sandbox).clock_mode == "frozen"


@pytest.mark.db
def test_a_world_without_a_seed_runs_from_now(inline: object) -> None:
    made = control.create()
    row = control.worlds.row(made.id)
    assert row.clock_mode == "running"
    assert not row.seeded
    assert abs(row.clock_us - clocks.real_ms() * 1000) < 60_000_000
    control.delete(made.id)
