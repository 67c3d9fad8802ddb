"""What a ride costs depends on what was ridden before it, on passes, and on what a purse holds."""

from collections.abc import Iterator

import pytest

from services.transport.domain.grants import IN_FORCE, Grant
from services.transport.flows import riding
from services.transport.flows.riding import reading
from services.transport.problems_riding import JourneyNotEnded
from services.transport.store import cards, grants, store
from services.transport.store.tables_riding import transit_charges, transit_journeys
from sscsim import peers
from sscsim.demo_people import CHEN_YU
from sscsim.kernel.money import Money
from tests.support.bench import Bench
from tests.support.riding import BUS, GATES, OTHER_BUS, Rides
from tests.unit.transport.riding_bench import WEDNESDAY, Town, gate, new_card

pytestmark = pytest.mark.db


@pytest.fixture
def rides(demo_bench: Bench) -> Iterator[Rides]:
    yield Rides(demo_bench)
    peers.use_local({})


@pytest.fixture
def town(bench: Bench) -> Town:
    return Town(bench)


def fares(town: Town) -> list[int]:
    return [row.fare.fen for row in town.rows(transit_journeys) if row.status != "cancelled"]


def test_a_second_bus_within_the_time_is_a_transfer_and_a_third_is_none(town: Town) -> None:
    town.take(town.ride(1, 0))
    town.take(town.ride(2, 20))
    town.take(town.ride(1, 40))
    # 2.00 at 80 %; 1.00 less 1.50 off the list fare; then a first ride again
    assert fares(town) == [160, 0, 160]


def test_a_bus_after_the_metro_is_a_transfer_in_any_order_of_arrival(town: Town) -> None:
    way = (town.entry(0, 0), town.exit(1, 20), town.ride(1, 60))
    town.take(way[2])
    assert fares(town) == [160]
    town.take(way[1], at=70)
    town.take(way[0], at=71)
    # the metro 5 km: 2.00 at 90 %; the bus, 60 minutes after its first tap, 0.50 of 2.00
    assert sorted(fares(town)) == [50, 180]
    assert sum(row.amount.fen for row in town.rows(transit_charges)) == 230
    assert town.balance() == 10_000 - 230


def test_a_limited_concession_is_counted_by_the_month(town: Town) -> None:
    with town.bench.entered(), store.write() as tx:
        person = "psn_" + "1" * 26
        town.card = new_card(tx, "990100", 2, "100.00", person)
        grants.add(
            tx,
            Grant(
                id=tx.new_id("cgr", person, 1), person_id=person, ordinal=1, status="disabled",
                region_code="990100", holds_in=None, granted_by="x", evidence=None,
                from_date=WEDNESDAY.date(), until_date=WEDNESDAY.date().replace(month=12),
                terms=(), state=IN_FORCE, withdrawn_on=None, version=1,
                created_at=tx.world.now, updated_at=tx.world.now,
            ),
        )  # fmt: skip
    # a hundred free rides a month, then half fare, which the transfer isn't part of
    town.take(*(town.ride(1, minute * 10) for minute in range(99)), at=990)
    assert set(fares(town)) == {0}
    town.take(town.ride(1, 2000))
    town.take(town.ride(1, 2100))
    assert fares(town)[-2:] == [0, 100]
    town.take(town.ride(1, 60 * 24 * 31))
    assert fares(town)[-1] == 0


def test_who_has_too_little_is_not_let_in_or_out(bench: Bench) -> None:
    town = Town(bench, "0.99")
    assert town.codes(town.entry(0, 0)) == ["ENTRY_REFUSED"]
    assert town.codes(town.ride(1, 0)) == ["BALANCE_TOO_LOW"]
    with bench.entered(), store.write() as tx:
        found = cards.find(tx, town.card.id)
        assert found is not None
        cards.change(tx, found, balance=Money(150))
    assert town.codes(town.entry(0, 1)) == ["OK"]
    assert town.codes(town.exit(5, 30)) == ["BALANCE_TOO_LOW"]
    assert [row.status for row in town.rows(transit_journeys)] == ["open"]
    with bench.entered(), store.write() as tx:
        found = cards.find(tx, town.card.id)
        assert found is not None
        cards.change(tx, found, balance=Money(500))
    assert town.codes(town.exit(5, 31)) == ["OK"]
    assert town.balance() == 500 - 360


def test_a_fare_that_was_set_by_hand_stays_whatever_comes_later(town: Town) -> None:
    town.take(town.exit(5, 30))
    [alone] = town.rows(transit_journeys)
    with town.bench.entered(), store.write() as tx:
        made = riding.correct(tx, alone.id, Money(100), "dispute")
    assert (made.status, made.rule, made.fare.fen) == ("repaired", "fare_set", 100)
    assert town.balance() == 10_000 - 100
    assert [row.amount.fen for row in town.rows(transit_charges)] == [
        alone.fare.fen,
        100 - alone.fare.fen,
    ]
    town.take(town.ride(1, 25), at=50)
    assert fares(town) == [100, 160]
    with town.bench.entered(), store.read() as tx:
        found = reading.explained(tx, made)
    assert found is not None and found.totals()["fare"] == Money(100)


def test_an_open_journey_has_no_fare_to_set(town: Town) -> None:
    town.take(town.entry(0, 0))
    [journey] = town.rows(transit_journeys)
    with town.bench.entered(), store.write() as tx, pytest.raises(JourneyNotEnded):
        riding.correct(tx, journey.id, Money(100), "dispute")


def test_a_city_may_refuse_an_exit_without_entry(bench: Bench) -> None:
    town = Town(bench)
    with bench.entered(), store.write() as tx:
        gate(tx, "NJ-METRO", "NJ-METRO-000", "990100000077")
    assert town.codes(town.exit(77, 0)) == ["EXIT_REFUSED"]
    assert fares(town) == []


def test_what_a_purse_lacks_is_owed_until_it_is_topped_up(rides: Rides) -> None:
    entry = rides.by_card("entry", GATES[0], CHEN_YU)
    rides.spend(rides.path(CHEN_YU), rides.balance(CHEN_YU), "all")
    rides.wait(13 * 60)
    assert rides.journey(entry)["charge_status"] == "owed"
    assert rides.by_card("ride", BUS, CHEN_YU)["code"] == "HOT_LISTED"
    again = f"/v1/transit-journeys/{entry['transit_journey_id']}/collect"
    assert rides.done(again)["charge_status"] == "owed"
    rides.done(f"{rides.path(CHEN_YU)}/top-ups", {"way": "cash", "amount_fen": 1_000})
    assert rides.journey(entry)["charge_status"] == "taken"
    assert rides.balance(CHEN_YU) == 1_000 - 200
    rides.wait(1)
    assert rides.by_card("ride", BUS, CHEN_YU)["code"] == "OK"
    rides.holds()


def test_what_is_owed_is_taken_back_when_less_is_due(rides: Rides) -> None:
    entry = rides.by_card("entry", GATES[0], CHEN_YU)
    rides.spend(rides.path(CHEN_YU), rides.balance(CHEN_YU), "all")
    rides.wait(13 * 60)
    path = f"/v1/transit-journeys/{entry['transit_journey_id']}/repair"
    made = rides.done(path, {"kind": "waived", "reason": "Gate out of order"})
    assert (made["fare_fen"], made["charge_status"]) == (0, "waived")
    charges = rides.journey(entry)["charges"]
    assert [(each["amount_fen"], each["status"]) for each in charges] == [
        (200, "waived"), (-200, "waived"),
    ]  # fmt: skip
    assert rides.balance(CHEN_YU) == 0
    rides.wait(1)
    assert rides.by_card("ride", OTHER_BUS, CHEN_YU)["code"] == "BALANCE_TOO_LOW"
    rides.holds()


def test_a_day_pass_pays_from_its_first_entry_on(rides: Rides) -> None:
    body = {"transit_card_id": rides.id_of(CHEN_YU), "fare_system_id": "DEMO-METRO", "kind": "day"}
    sold = rides.done("/v1/transit-passes", body)
    before = rides.balance(CHEN_YU)
    for _ in range(2):
        rides.by_card("entry", GATES[0], CHEN_YU)
        rides.wait(30)
        shown = rides.journey(rides.by_card("exit", GATES[5], CHEN_YU))
        assert (shown["fare_fen"], shown["pass_fen"]) == (0, shown["list_fare_fen"])
        assert shown["explanation"]["totals"]["pass_fen"] == 400
        rides.wait(30)
    assert rides.balance(CHEN_YU) == before
    assert sold["price_fen"] > 0
    rides.holds()
