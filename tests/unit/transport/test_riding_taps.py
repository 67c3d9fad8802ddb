"""Taps with network: every row of the table of states, and what is charged."""

import pytest

from services.transport.store.tables_riding import transit_charges, transit_journeys
from tests.support.bench import Bench
from tests.unit.transport.riding_bench import Town

pytestmark = pytest.mark.db


@pytest.fixture
def town(bench: Bench) -> Town:
    return Town(bench)


def stood(town: Town) -> list[tuple[str, str | None, int]]:
    return [(row.status, row.rule, row.fare.fen) for row in town.rows(transit_journeys)]


def charged(town: Town) -> list[int]:
    return [row.amount.fen for row in town.rows(transit_charges)]


def test_no_money_moves_on_entry(town: Town) -> None:
    assert town.codes(town.entry(0, 0)) == ["OK"]
    assert stood(town) == [("open", None, 0)]
    assert charged(town) == [] and town.balance() == 10_000


def test_an_exit_in_time_is_charged_by_distance(town: Town) -> None:
    town.take(town.entry(0, 0))
    assert town.codes(town.exit(5, 30)) == ["OK"]
    # 20 km: 4.00, of which the card pays 90 %
    assert stood(town) == [("completed", None, 360)]
    assert charged(town) == [360] and town.balance() == 10_000 - 360


def test_entry_again_is_an_incomplete_journey(town: Town) -> None:
    town.take(town.entry(0, 0))
    assert town.codes(town.entry(1, 30)) == ["ENTRY_REPLACED"]
    (first, second) = stood(town)
    assert first[:2] == ("incomplete", "entry_again") and second == ("open", None, 0)
    assert charged(town) == [first[2]]


def test_an_exit_without_entry(town: Town) -> None:
    assert town.codes(town.exit(5, 0)) == ["NO_ENTRY"]
    assert stood(town)[0][:2] == ("incomplete", "no_entry")
    assert town.balance() == 10_000 - charged(town)[0]


def test_a_bus_is_paid_at_once(town: Town) -> None:
    assert town.codes(town.ride(1, 0)) == ["OK"]
    # 2.00, of which the card pays 80 %
    assert stood(town) == [("completed", None, 160)]


def test_the_same_tap_twice_is_a_duplicate(town: Town) -> None:
    town.take(town.entry(0, 0))
    assert town.codes(town.entry(0, 0)) == ["DUPLICATE"]
    assert town.codes(town.exit(5, 30), town.exit(5, 30)) == ["OK", "DUPLICATE"]
    assert charged(town) == [360]


def test_late_taps_come_to_the_same(town: Town) -> None:
    town.take(town.exit(5, 30))
    assert stood(town)[0][1] == "no_entry"
    town.take(town.entry(0, 0), at=40)
    assert [each for each in stood(town) if each[0] != "cancelled"] == [("completed", None, 360)]
    assert sum(charged(town)) == 360 and town.balance() == 10_000 - 360
