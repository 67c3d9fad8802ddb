"""Killed at any named place of an upload; the caller or the job goes on: the same bytes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from services.transport.flows import uploads
from services.transport.flows.uploads import work
from services.transport.store import store
from services.transport.store.tables_offline import tap_uploads
from sscsim import failpoints
from tests.support.bench import Bench
from tests.unit.transport.offline_bench import give_keys, paid, queued
from tests.unit.transport.riding_bench import WEDNESDAY, Town, minutes

pytestmark = pytest.mark.db
POINTS = (
    "transport.upload.receiving",
    "transport.upload.received",
    "transport.upload.found_out",
    "transport.charge.before_commit",
    "transport.upload.deciding",
    "transport.upload.decided",
)


class Killed(BaseException):
    """The process is gone in the middle of this."""


@pytest.fixture
def kills(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Points at which the process dies, the first one first; each is passed twice before."""
    waiting: list[str] = []

    def hears(name: str) -> None:
        if waiting and waiting[0] == name:
            waiting.pop(0)
            raise Killed(name)

    monkeypatch.setattr(failpoints, "ear", hears)
    monkeypatch.setattr(work, "AT_ONCE", 2)
    yield waiting


def uploaded(go_on: Callable[[Callable[[], Any]], None]) -> Any:
    """A world in which five taps of a day were uploaded, as it is exported."""
    bench = Bench().make()
    try:
        town = Town(bench)
        give_keys(bench)
        with bench.entered(), store.write() as tx:
            seen = [
                paid(tx, town.card, "entry", "990100000000", WEDNESDAY, 1),
                paid(tx, town.card, "exit", "990100000005", WEDNESDAY + minutes(20), 1, 360),
                paid(tx, town.card, "ride", "990100000091", WEDNESDAY + minutes(30), 1, 160),
                paid(tx, town.card, "entry", "990100000003", WEDNESDAY + minutes(90), 1),
            ]
        taps = [queued(each) for each in (*seen, seen[2])]
        bench.at(WEDNESDAY + minutes(120))
        with bench.entered():
            go_on(lambda: uploads.upload_taps(reference="one", taps=taps))
            with store.read() as tx:
                [row] = tx.all(tap_uploads.select())
            assert (row.status, row.done, row.rejected) == ("done", 5, 1)
            return store.export()
    finally:
        bench.drop()


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, Any]:
    return {}


def started(go_on: Any, undisturbed: dict[str, Any], database: str) -> Any:
    if database not in undisturbed:
        undisturbed[database] = uploaded(lambda call: call())
    return uploaded(go_on)


@pytest.mark.parametrize("point", POINTS)
def test_the_caller_brings_it_again(
    database: str, undisturbed: dict[str, Any], kills: list[str], point: str
) -> None:
    def go_on(call: Callable[[], Any]) -> None:
        kills[:] = [point]
        with pytest.raises(Killed):
            call()
        assert call().done == 5

    assert started(go_on, undisturbed, database) == undisturbed[database]
    assert kills == []


@pytest.mark.parametrize("point", POINTS[1:])
def test_the_job_goes_on(
    database: str, undisturbed: dict[str, Any], kills: list[str], point: str
) -> None:
    def go_on(call: Callable[[], Any]) -> None:
        kills[:] = [point, "transport.upload.decided"]
        with pytest.raises(Killed):
            call()
        with store.read() as tx:
            upload_id = tx.scalar(tap_uploads.select().with_only_columns(tap_uploads.c.id))
        with pytest.raises(Killed):  # the first who goes on dies as well
            uploads.carry_on(upload_id)
        uploads.carry_on(upload_id)
        uploads.carry_on(upload_id)  # delivered once more

    assert started(go_on, undisturbed, database) == undisturbed[database]
    assert kills == []
