"""Uploads: 200 taps of a day without network, with faults planted among them, and each its code."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from services.transport.domain import tac
from services.transport.domain.card import number as card_number
from services.transport.domain.hot_list import FRAUD
from services.transport.domain.taps import PURSE, Seen
from services.transport.flows import hot_list
from services.transport.store import cards, listings, store
from services.transport.store import hot_list as kept_list
from services.transport.store.tables_cards import transit_cards
from services.transport.store.tables_offline import chip_transactions
from services.transport.store.tables_riding import terminals, transit_charges
from sscsim.kernel.money import Money
from tests.support.bench import Bench, SignedClient
from tests.unit.transport.offline_bench import give_keys, paid, said, signed
from tests.unit.transport.riding_bench import WEDNESDAY, Town, minutes, new_card

pytestmark = pytest.mark.db
FIRST, FIFTH = "990100000000", "990100000005"
BUS, BEHIND = "990100000091", "990100000092"
NOW = WEDNESDAY + minutes(120)
FARE = 360
"""Twenty kilometres by card in Demo City: 4.00, of which 90 %."""
BUS_FARE = 160
"""2.00, of which 80 %."""


@pytest.fixture
def town(bench: Bench) -> Town:
    """Its gates have their keys since four days ago, and the hot list of this noon; but one, which
    has it of the day before."""
    town = Town(bench)
    bench.at(WEDNESDAY - dt.timedelta(days=4))
    give_keys(bench)
    load(bench.at(WEDNESDAY - dt.timedelta(hours=26)))
    load(bench.at(WEDNESDAY), but=BEHIND)
    return town


def load(bench: Bench, but: str = "") -> None:
    with bench.entered(), store.write() as tx:
        for each in tx.all(terminals.select().where(terminals.c.number != but)):
            key = tx.new_id("hll", each.id, tx.world.now.isoformat())
            kept_list.note_load(tx, key, each.id, kept_list.newest(tx))


def some_cards(town: Town, count: int, region: str = "990100", serial: int = 100) -> list[Any]:
    with town.bench.entered(), store.write() as tx:
        return [new_card(tx, region, serial + number, "100.00") for number in range(count)]


def journeys(town: Town, riders: Sequence[Any]) -> list[Seen]:
    """Each in at the first station and out at the fifth, twenty minutes later."""
    found = []
    with town.bench.entered(), store.write() as tx:
        for number, card in enumerate(riders, start=1):
            start = WEDNESDAY + dt.timedelta(seconds=6 * number)
            found.append(paid(tx, card, "entry", FIRST, start, number))
            found.append(paid(tx, card, "exit", FIFTH, start + minutes(20), number, FARE))
    return found


def upload(
    transport: SignedClient, seen: Sequence[Seen], reference: str = "one", **more: Any
) -> Any:
    body = {"reference": reference, "taps": [said(each) for each in seen]}
    answer = transport.post("/v1/tap-uploads", body, key=f"key-{reference}", **more)
    assert answer.status_code == 201, answer.text
    return answer.json


def codes(transport: SignedClient, upload_id: str) -> list[str]:
    answer = transport.get(f"/v1/tap-uploads/{upload_id}/taps?limit=1000")
    assert answer.status_code == 200, answer.text
    assert not answer.json["has_more"]
    return [each["code"] for each in answer.json["data"]]


def balance(town: Town, card: Any) -> int:
    with town.bench.entered(), store.read() as tx:
        found = cards.find(tx, card.id)
        assert found is not None
        return found.balance.fen


def test_two_hundred_taps_with_planted_faults_come_to_just_the_expected(
    transport: SignedClient, town: Town
) -> None:
    riders = some_cards(town, 89)
    queue = [(each, "OK") for each in journeys(town, riders)] + planted(town)
    assert len(queue) == 200
    town.bench.at(NOW)
    # the last one first: in whatever order they come, they come to the same
    done = upload(transport, [seen for seen, _ in reversed(queue)])
    assert codes(transport, done["id"]) == [code for _, code in reversed(queue)]
    assert (done["status"], done["decided"]) == ("done", 200)
    assert (done["accepted"], done["adjusted"], done["pending"]) == (179, 2, 1)
    assert done["rejected"] == 18
    assert {balance(town, card) for card in riders} == {10_000 - FARE}
    # what was charged is what the purses have paid, and no more
    taken = sum(row.amount.fen for row in town.rows(transit_charges))
    left = sum(row.balance.fen for row in town.rows(transit_cards))
    assert taken == 10_000 * len(town.rows(transit_cards)) - left
    came = Counter(row.status for row in town.rows(chip_transactions))
    assert came == {"settled": 181, "returned": 8, "waiting": 9}
    # the same upload again is the same answer, under another key as well
    again = {"reference": "one", "taps": [said(each) for each, _ in reversed(queue)]}
    assert transport.post("/v1/tap-uploads", again, key="other").json == done


def planted(town: Town) -> list[tuple[Seen, str]]:
    """Twenty-two taps, most with a fault, each with its code; of one card's the last first."""
    bench = town.bench
    own, number = iter(some_cards(town, 20, serial=500)), itertools.count(1_000)
    [stranger] = some_cards(town, 1, "511300", serial=600)
    often, hot, expired, ahead = (next(own) for _ in range(4))
    with bench.entered(), store.write() as tx:
        hot_list.add(tx, PURSE, hot.number, FRAUD)
        cards.change(tx, expired, usable_until=dt.date(2026, 3, 31))
        listings.add(tx, stranger.issuer_id, dt.date(2026, 1, 1), dt.date(2026, 3, 20))

    def ride(
        card: Any = None, at: dt.datetime = WEDNESDAY, taken: int = BUS_FARE, on: str = BUS
    ) -> Seen:
        return paid(bench, card or next(own), "ride", on, at, next(number), taken)

    def changed(seen: Seen, **more: Any) -> Seen:
        return signed(replace(seen, **more))

    twice = ride()
    three = [ride(often, WEDNESDAY + minutes(20 * each), 1_700) for each in range(3)]
    never = tac.record_of(9, Money(BUS_FARE), "ride", BUS, WEDNESDAY)
    forged = tac.made(never, tac.card_key("demo", ahead.number))
    return [
        (changed(ride(), tac="00000000"), "TAC_ERR"),
        (replace(ride(), taken=Money(1)), "SIGNATURE_WRONG"),
        (signed(ride(), version=2), "SIGNATURE_WRONG"),
        (twice, "DUPLICATE"),
        (changed(twice, terminal_sequence=next(number)), "DUPLICATE"),
        (twice, "OK"),
        (changed(ride(), reference="9999999900000000001"), "ISSUER_UNKNOWN"),
        (changed(ride(), reference=card_number("97990100", 99_999)), "CARD_UNKNOWN"),
        (ride(on="990100009999"), "TERMINAL_UNKNOWN"),
        (ride(hot), "HOT_LISTED"),
        (ride(at=NOW + minutes(3)), "IN_FUTURE"),
        (ride(at=NOW - dt.timedelta(hours=27)), "LATE_UPLOAD"),
        (ride(at=NOW - dt.timedelta(hours=73)), "TOO_OLD"),
        (ride(on=BEHIND), "HOT_LIST_STALE"),
        (ride(taken=2_001), "AMOUNT_ABOVE_LIMIT"),
        (three[2], "CUMULATIVE_ABOVE_LIMIT"),
        (three[1], "FARE_ADJUSTED"),
        (three[0], "FARE_ADJUSTED"),
        (changed(ride(ahead), card_sequence=9, tac=forged), "SEQUENCE_WRONG"),
        (ride(expired), "CARD_EXPIRED"),
        (ride(stranger), "CITY_NOT_ACCEPTED"),
        (changed(ride(), station_id="DEMO-METRO-003"), "STATION_UNKNOWN"),
    ]
