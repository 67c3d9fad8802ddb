"""The laws of riding: they hold over a day, and each planted corruption turns one of them red."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.transport.invariants import CHECKS
from services.transport.store import store
from services.transport.store.tables_cards import purse_entries
from services.transport.store.tables_riding import (
    riders,
    taps,
    transit_authorisations,
    transit_charges,
    transit_journeys,
)
from sscsim import peers
from sscsim.demo_people import CHEN_YU, WANG_GUILAN, ZHAO_XIAOMAN
from sscsim.kernel.money import Money
from tests.support.bench import Bench
from tests.support.riding import BANK, BUS, GATES, Rides

pytestmark = pytest.mark.db
_PURSE = transit_charges.c.payer == "purse"
_DONE = transit_journeys.c.status == "completed"


class _TakenBack(Exception):
    pass


def grown(table: Any, column: str, *where: Any) -> Any:
    return table.update().where(*where).values({column: table.c[column] + Money(1)})


PLANTED: dict[str, tuple[str, Any]] = {
    "a rider forgets the open journey": (
        "transit.one_open", riders.update().values(open_journey_id=None),
    ),
    "a journey is open again": (
        "transit.one_open", transit_journeys.update().where(_DONE).values(status="open"),
    ),
    "an open journey is closed behind its rider": (
        "transit.one_open",
        transit_journeys.update().where(transit_journeys.c.status == "open")
        .values(status="completed"),
    ),
    "a charge is lost": ("transit.charged_once", transit_charges.delete().where(_PURSE)),
    "a charge grew": ("transit.charged_once", grown(transit_charges, "amount", _PURSE)),
    "a fare grew": ("transit.by_its_rule", grown(transit_journeys, "fare", _DONE)),
    "a discount below nothing": (
        "transit.by_its_rule",
        transit_journeys.update().where(_DONE).values(
            pass_paid=Money(-1), fare=transit_journeys.c.fare + Money(1)
        ),
    ),
    "a tap that stands is nobody's": (
        "transit.taps", taps.update().where(taps.c.result == "accepted").values(journey_id=None),
    ),
    "a rejected tap is part of a journey": (
        "transit.taps",
        taps.update().where(taps.c.result == "rejected").values(journey_id="tjr_1"),
    ),
    "a journey knows another tap": (
        "transit.taps", transit_journeys.update().where(_DONE).values(exit_tap_id="tap_1"),
    ),
    "a purse was never debited": (
        "transit.purse_charges",
        purse_entries.delete().where(purse_entries.c.kind == "purchase"),
    ),
    "a purse paid another amount": (
        "transit.purse_charges",
        grown(purse_entries, "amount", purse_entries.c.kind == "purchase"),
    ),
    "what is owed was taken": (
        "transit.purse_charges", transit_charges.update().where(_PURSE).values(status="owed"),
    ),
    "a refusal that was paid": (
        "transit.authorised",
        transit_authorisations.update().values(status="declined"),
    ),
    "an acquirer was asked for more": (
        "transit.authorised", grown(transit_authorisations, "amount"),
    ),
}  # fmt: skip


@pytest.fixture
def day(demo_bench: Bench) -> Iterator[Rides]:
    """Rides with an open journey, a repaired one, a rejected tap and an approved bank card."""
    rides = Rides(demo_bench)
    rides.by_card("entry", GATES[0], CHEN_YU)
    rides.by_card("entry", GATES[0], WANG_GUILAN)
    rides.tap("ride", BUS, "bank_card", "tok-1")
    rides.wait(30)
    [asked] = rides.get("/v1/transit-authorisations")["data"]
    rides.done(f"/v1/transit-authorisations/{asked['id']}/approve", **BANK)
    rides.by_card("exit", GATES[5], CHEN_YU)
    rides.by_card("exit", GATES[5], WANG_GUILAN)
    alone = rides.by_card("exit", GATES[3], ZHAO_XIAOMAN)
    said = {"kind": "entry_added", "station_id": "DEMO-METRO-000", "reason": "asked"}
    rides.done(f"/v1/transit-journeys/{alone['transit_journey_id']}/repair", said)
    rides.wait(30)
    rides.by_card("entry", GATES[5], CHEN_YU)
    rides.tap("entry", GATES[0], "transit_card", "9799010000000000428")
    yield rides
    peers.use_local({})


def broken(rides: Rides, statement: Any = None) -> dict[str, Any]:
    """The laws that don't hold, with the statement run, which is taken back."""
    found: dict[str, Any] = {}
    try:
        with rides.bench.entered(role="system"), store.write() as tx:
            if statement is not None:
                tx.execute(statement)
            found = {law.id: law.look(tx) for law in CHECKS}
            raise _TakenBack
    except _TakenBack:
        return {law: each for law, each in found.items() if each is not None}


def test_the_laws_hold_and_each_corruption_is_found(day: Rides) -> None:
    assert broken(day) == {}
    for name, (law, statement) in PLANTED.items():
        assert law in broken(day, statement), name
    assert broken(day) == {}
    day.holds()
