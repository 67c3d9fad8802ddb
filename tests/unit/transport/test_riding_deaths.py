"""Killed at any named place of riding, and asked again: the same rows, to the byte."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.card.api.electronic_views import ELECTRONIC_CARD_ID
from services.card.store import store as card_store
from services.transport.store import store
from sscsim import failpoints, peers
from sscsim.demo_people import CHEN_YU, WANG_GUILAN
from tests.support.bench import Bench
from tests.support.riding import BANK, BUS, GATES, Rides

pytestmark = pytest.mark.db
POINTS = (
    "transport.tap.prepared",
    "transport.tap.before_commit",
    "transport.settle.before_commit",
    "transport.charge.before_commit",
    "transport.collect_ride.after_bank",
    "transport.collect_ride.before_commit",
    "transport.collect_again.before_commit",
    "transport.authorise.before_commit",
    "transport.repair.before_commit",
    "transport.forgotten.between",
)
Again = Callable[[Callable[[], Any]], Any]


class Killed(BaseException):
    """The process is gone in the middle of this."""


def walked(bench: Bench, again: Again) -> None:
    """Each medium, a repair, a declined bank card that pays at last, a forgotten exit."""
    rides = Rides(bench)
    rides.time.times = 1
    codes = []
    for number in (1, 2):
        body = {"electronic_card_id": ELECTRONIC_CARD_ID, "scene": "transit"}
        codes.append(rides.card.post("/v1/codes", body, key=f"code-{number}").json["text"])
        bench.at(bench.now.replace(second=number))

    def done(key: str, path: str, body: Any = None, **at: Any) -> Any:
        return again(lambda: rides.done(path, body, key, **at))

    def tap(key: str, kind: str, terminal: str, medium: str, reference: str) -> Any:
        body = {"kind": kind, "medium": medium, "reference": reference, "terminal_number": terminal}
        return done(key, "/v1/taps", body)

    chen, wang = rides.number(CHEN_YU), rides.number(WANG_GUILAN)
    tap("1", "entry", GATES[0], "transit_card", chen)
    tap("2", "entry", GATES[0], "transit_card", wang)
    tap("3", "entry", GATES[0], "electronic_code", codes[0])
    bank = tap("4", "ride", BUS, "bank_card", "tok-1")
    bench.at(bench.now.replace(second=30))
    tap("5", "exit", GATES[5], "electronic_code", codes[1])
    again(rides.time.deliver)
    half_past = bench.now + timedelta(minutes=30)
    again(lambda: rides.until(half_past))
    tap("6", "exit", GATES[5], "transit_card", chen)
    [asked] = rides.get("/v1/transit-authorisations")["data"]
    path = f"/v1/transit-authorisations/{asked['id']}"
    done("7", f"{path}/decline", {"reason": "insufficient_funds"}, **BANK)
    done("8", f"/v1/transit-journeys/{bank['transit_journey_id']}/collect")
    done("9", f"{path}/approve", **BANK)
    forgotten = bench.now + timedelta(hours=13)
    again(lambda: rides.until(forgotten))
    [left] = rides.get("/v1/transit-journeys?status=incomplete")["data"]
    said = {"kind": "exit_added", "station_id": "DEMO-METRO-005", "reason": "asked"}
    done("10", f"/v1/transit-journeys/{left['id']}/repair", said)
    rides.holds()


def exported(again: Again) -> Any:
    bench = Bench(preset="demo").make()
    try:
        walked(bench, again)
        with bench.entered(role="system"):
            return store.export(), card_store.export()
    finally:
        peers.use_local({})
        bench.drop()


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, Any]:
    return {}


def killing(point: str) -> tuple[Again, list[str]]:
    """Whoever passes the point for the first time dies there, and is asked again."""
    passed: list[str] = []

    def ear(name: str) -> None:
        if name == point and not passed:
            passed.append(name)
            raise Killed

    def again(call: Callable[[], Any]) -> Any:
        failpoints.ear = ear
        try:
            return call()
        except Killed:
            return call()
        finally:
            failpoints.ear = None

    return again, passed


@pytest.fixture(autouse=True)
def deaf() -> Iterator[None]:
    yield
    failpoints.ear = None


@pytest.mark.parametrize("point", POINTS)
def test_a_death_changes_nothing(database: str, undisturbed: dict[str, Any], point: str) -> None:
    if database not in undisturbed:
        undisturbed[database] = exported(lambda call: call())
    again, passed = killing(point)
    assert exported(again) == undisturbed[database]
    assert passed == [point]
