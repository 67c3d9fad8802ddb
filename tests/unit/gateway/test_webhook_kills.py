"""A worker that is killed loses no delivery: rows and clock find it, whatever the broker lost."""

from collections.abc import Iterator

import pytest

from gateway import tasks
from gateway.webhooks import collecting, delivering
from sscsim import control, jobs
from sscsim.control import clocks, leases
from sscsim.jobs import driver
from tests.support import hook as hooks
from tests.support.hook import Hook
from tests.unit.gateway.conftest import Caller
from tests.unit.gateway.test_webhooks import deliveries, emit, listen

assert tasks

pytestmark = pytest.mark.db


@pytest.fixture
def hook() -> Iterator[Hook]:
    with hooks.running(Hook()) as made:
        yield made


class Killed(BaseException):
    """As a SIGKILL: nobody catches it, and nothing is let go on the way."""


def kill_at(point: str, patch: pytest.MonkeyPatch) -> None:
    """Whoever passes this failpoint dies there; a lease it has stays in its row."""

    def passing(name: str) -> None:
        if name == point:
            raise Killed

    patch.setattr(collecting, "failpoint", passing)
    patch.setattr(delivering, "failpoint", passing)
    patch.setattr(leases, "release", lambda *_, **__: False)


def later(patch: pytest.MonkeyPatch, ms: int) -> None:
    now_ms = clocks.real_ms
    patch.setattr(clocks, "real_ms", lambda: now_ms() + ms)


def tick(caller: Caller) -> None:
    """What beat does, for this world only: others of the process have work of their own."""
    if caller.sandbox in leases.due_worlds():
        driver.step(caller.sandbox)


@pytest.mark.parametrize("point", ["webhooks.before_collect", "webhooks.after_collect"])
def test_killed_while_events_become_deliveries(
    caller: Caller, hook: Hook, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    listen(caller, hook)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        kill_at(point, patch)
        emit(caller)
    # The broker gives the message to another worker, and the dead one's lease still holds.
    jobs.kick_driver(control.world(caller.sandbox))
    assert hook.got == []
    later(monkeypatch, leases.LEASE_MS + 1)
    tick(caller)
    assert [row["state"] for row in deliveries(caller)] == ["delivered"]
    assert len(hook.got) == 1


@pytest.mark.parametrize("point", ["webhooks.handed", "webhooks.before_record"])
def test_killed_while_it_sends(
    caller: Caller, hook: Hook, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    listen(caller, hook)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        kill_at(point, patch)
        emit(caller)
    monkeypatch.setattr(collecting.keys, "is_alive", lambda *_: False)
    later(monkeypatch, leases.LEASE_MS + 1)
    tick(caller)
    assert [row["state"] for row in deliveries(caller)] == ["delivered"]
    assert {message.id for message in hook.got} == {deliveries(caller)[0]["event_id"]}


def test_killed_when_the_driver_waits_for_it_no_longer(
    caller: Caller, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow receiver: its job is through, a thread sends, and dies with its process."""
    listen(caller, hook)
    with monkeypatch.context() as patch:
        patch.setattr(delivering.lanes, "run", lambda *_: False)
        emit(caller)
    assert [row["state"] for row in deliveries(caller)] == ["sending"]
    later(monkeypatch, collecting.LOOK_AGAIN_MS + 1)
    tick(caller)
    assert hook.got == [], "its process is alive"
    monkeypatch.setattr(collecting.keys, "is_alive", lambda *_: False)
    later(monkeypatch, collecting.LOOK_AGAIN_MS + 1)
    tick(caller)
    assert len(hook.got) == 1
    assert [row["state"] for row in deliveries(caller)] == ["delivered"]


def test_an_event_whose_message_was_lost_is_found_by_the_sweep(caller: Caller, hook: Hook) -> None:
    listen(caller, hook)
    jobs.use_nothing()
    emit(caller)
    jobs.use_inline()
    tick(caller)
    assert hook.got == [], "no row tells of it"
    driver.sweep(caller.sandbox)
    assert len(hook.got) == 1
    assert [row["state"] for row in deliveries(caller)] == ["delivered"]
