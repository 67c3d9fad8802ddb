"""An exit that found its entry late, and loses it to an earlier exit that comes later still."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from sscsim import peers
from sscsim.kernel.periods import CHINA
from tests.support.bench import Bench
from tests.support.demo_fares import Person
from tests.support.demo_rides import Tapped, rides
from tests.support.tap_town import Town

pytestmark = pytest.mark.db
MORNING = datetime(2026, 4, 1, 10, 0, tzinfo=CHINA)


@pytest.fixture
def town(database: str) -> Iterator[Town]:
    bench = Bench()
    bench.at(MORNING).make()
    made = Town(bench)
    made.open()
    yield made
    bench.drop()
    peers.use_local({})


def test_its_journey_stands_again_and_is_charged_again(town: Town) -> None:
    card = town.card(Person(), 30_000)
    entry = Tapped(MORNING + timedelta(minutes=2), "entry", 0)
    sooner = Tapped(MORNING + timedelta(minutes=4), "exit", 0)
    later = Tapped(MORNING + timedelta(minutes=5), "exit", 0)
    town.bench.at(MORNING + timedelta(hours=1))
    seen = {tap: town.offline(card, tap, 0) for tap in (entry, sooner, later)}
    known: list[Tapped] = []
    for tap in (later, entry, sooner):
        told = seen[tap]
        assert told is not None
        [line] = town.upload([told])
        assert line.result in ("accepted", "adjusted")
        known.append(tap)
        expected = rides(Person(), known, town.bench.now)
        assert town.rides(card) == expected
        total = sum(ride.fare for ride in expected)
        assert town.charged(card).get("taken", 0) == total
        assert town.now(card).balance.fen == 30_000 - total
    assert [ride.fare for ride in expected][-1] == 800, "an exit without entry: the highest fare"
