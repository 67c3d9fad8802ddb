"""Messages arrive in order, at least once, with one effect."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from sscsim import jobs, peers, world
from sscsim.control import dead_letters, operations
from sscsim.jobs import outbox
from sscsim.jobs.outbox import Drained
from tests.unit.jobs.conftest import Town

pytestmark = pytest.mark.db


class Receiver:
    """Stands in for `peers.call`: answers as told and notes what came."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.failure: Exception | None = None

    def __call__(self, service: str, method: str, path: str, body: Any, **_: Any) -> Any:
        if self.failure is not None:
            raise self.failure
        self.got.append((service, path, body["n"], world.current().role))
        return {}


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    made = Receiver()
    monkeypatch.setattr(peers, "call", made)
    return made


def send(town: Town, *numbers: int) -> None:
    with world.entered(town.at), town.store.write() as tx:
        for n in numbers:
            tx.send("card", "/internal/v1/x", {"n": n}, key=f"m{n}")


def states(town: Town) -> list[tuple[str, int]]:
    table = town.store.common.outbox
    with world.entered(town.at), town.store.read() as tx:
        return [
            (row.status, row.attempts) for row in tx.all(sa.select(table).order_by(table.c.seq))
        ]


def drain(town: Town) -> Drained:
    return outbox.drain(town.sandbox, 1, "specimen")


def test_messages_are_delivered_in_order_after_the_commit(town: Town, receiver: Receiver) -> None:
    send(town, *range(45))
    assert [n for _, _, n, _ in receiver.got] == list(range(45))
    assert receiver.got[0] == ("card", "/internal/v1/x", 0, "system")
    assert drain(town) is Drained.EMPTY


def test_a_service_that_is_down_blocks_what_comes_behind(town: Town, receiver: Receiver) -> None:
    receiver.failure = peers.Unreachable("down")
    send(town, 1, 2)
    for _ in range(20):
        assert drain(town) is Drained.BLOCKED
    assert states(town) == [("waiting", 0), ("waiting", 0)]
    receiver.failure = None
    assert drain(town) is Drained.MORE
    assert [n for _, _, n, _ in receiver.got] == [1, 2]


def test_a_message_that_is_refused_for_good_is_dead_and_the_next_one_goes(
    town: Town, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(town)
    town.inline.paused = True
    send(town, 1, 2)

    def refuse_first(service: str, method: str, path: str, body: Any, **_: Any) -> Any:
        if body["n"] == 1:
            raise peers.Refused(422, {"code": "no", "retryable": False})
        return receiver(service, method, path, body)

    monkeypatch.setattr(peers, "call", refuse_first)
    for _ in range(outbox.MAX_ATTEMPTS):
        drain(town)
    assert states(town) == [("dead", outbox.MAX_ATTEMPTS), ("delivered", 0)]
    [letter] = dead_letters.dead(town.sandbox)
    assert (letter.kind, letter.name, letter.key) == ("message", "card /internal/v1/x", "m1")
    assert (letter.service, letter.attempts) == ("specimen", outbox.MAX_ATTEMPTS)
    assert letter.reason.startswith("422 no")

    monkeypatch.setattr(peers, "call", receiver)  # whoever refused it has been put right
    town.inline.paused = False
    dead_letters.requeue(town.sandbox, letter.id)
    jobs.kick_driver(town.at)
    assert states(town) == [("delivered", 0), ("delivered", 0)]
    assert [n for _, _, n, _ in receiver.got] == [2, 1]
    assert dead_letters.dead(town.sandbox) == []


def test_a_message_that_dies_again_is_listed_again(
    town: Town, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.inline.paused = True
    receiver.failure = peers.Refused(422, {"code": "no", "retryable": False})
    send(town, 1)
    for _ in range(2):
        for _ in range(outbox.MAX_ATTEMPTS):
            drain(town)
        [letter] = dead_letters.dead(town.sandbox)
        assert not letter.requeue
        dead_letters.requeue(town.sandbox, letter.id)
        town.inline.forget()
        jobs.HANDLERS["driver.step"](town.sandbox)
    assert states(town) == [("waiting", 1)]


def test_killed_before_it_is_marked_dead_it_is_listed_once(
    town: Town, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.inline.paused = True
    receiver.failure = peers.Refused(422, {"code": "no", "retryable": False})
    send(town, 1)
    for _ in range(outbox.MAX_ATTEMPTS - 1):
        drain(town)

    def killed(*_: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as dying, pytest.raises(SystemExit):
        dying.setattr(outbox.stores, "note", killed)
        drain(town)
    assert states(town) == [("waiting", outbox.MAX_ATTEMPTS - 1)]
    assert len(dead_letters.dead(town.sandbox)) == 1
    drain(town)
    assert states(town) == [("dead", outbox.MAX_ATTEMPTS)]
    assert len(dead_letters.dead(town.sandbox)) == 1


def test_a_passing_refusal_does_not_count(town: Town, receiver: Receiver) -> None:
    receiver.failure = peers.Refused(409, {"code": "clock_moved", "retryable": True})
    send(town, 1)
    for _ in range(outbox.MAX_ATTEMPTS + 2):
        drain(town)
    assert states(town) == [("waiting", 0)]


def test_a_message_delivered_twice_has_one_effect(town: Town) -> None:
    from tests.support.specimen.store import notes

    with world.entered(town.at), town.store.write() as tx:
        tx.send("specimen", "/internal/v1/note", {}, key="a")
    with world.entered(town.at):
        peers.call("specimen", "POST", "/internal/v1/note", {})
    with world.entered(town.at), town.store.read() as tx:
        assert len(tx.all(sa.select(notes))) == 1


def test_the_clock_does_not_move_before_the_messages_are_delivered(
    town: Town, receiver: Receiver
) -> None:
    from datetime import timedelta

    start = town.at.now
    receiver.failure = peers.Unreachable("down")
    send(town, 1)
    town.inline.paused = True
    town.advance(timedelta(days=1))
    jobs.HANDLERS["driver.step"](town.sandbox)
    assert town.at.now == start
    assert operations.running(town.sandbox) is not None
    receiver.failure = None
    town.inline.paused = False
    town.inline.work()
    assert town.at.now == start + timedelta(days=1)
