"""A fare that is set by hand: what a dispute came to, or staff decided."""

from dataclasses import replace

from services.transport.domain.card import TransitCard
from services.transport.domain.journeys import FARE_SET, REPAIRED, Decision, Journey, Rider
from services.transport.domain.kept_price import read, written
from services.transport.domain.record import Change
from services.transport.domain.ridden import priced
from services.transport.domain.taps import PURSE
from services.transport.flows.riding.charging import Wanted
from services.transport.flows.riding.pricers import Pricers
from services.transport.flows.riding.settling import settle, write
from services.transport.problems_riding import JourneyNotEnded, TransitJourneyNotFound
from services.transport.store import cards, journeys, riders
from sscsim.db import Tx
from sscsim.kernel.money import Money


def correct(tx: Tx, journey_id: str, fare: Money, why: str) -> Journey:
    """The journey costs `fare` from now on; the difference is a charge with its sign.

    Whatever taps are brought later, the fare stays as it was set. TransitJourneyNotFound;
    JourneyNotEnded of one that is open or was cancelled.
    """
    journey, rider, card = held(tx, journey_id)
    asked = read(journey)
    if asked is None:
        raise JourneyNotEnded(transit_journey_id=journey.id, status=journey.status)
    _write_down(tx, journey, FARE_SET, why, fare=fare)
    pricer = Pricers(tx).at(journey.fare_system_id, journey.entered_at)
    decided = replace(asked, decided=fare, why=why)
    after = replace(
        priced(journey, pricer.price(decided), rider.medium),
        status=REPAIRED,
        rule=FARE_SET,
        priced=written(decided, None),
    )
    write(tx, [Wanted(Change(journey, after), rider, card, None, tx.world.now)])
    return _found(tx, journey.id)


def held(tx: Tx, journey_id: str) -> tuple[Journey, Rider, TransitCard | None]:
    """The journey, its rider and the card, locked; TransitJourneyNotFound."""
    seen = journeys.find(tx, journey_id)
    if seen is None:
        raise TransitJourneyNotFound(transit_journey_id=journey_id)
    found = riders.find(tx, seen.rider_id)
    assert found is not None, "a rider is never removed"
    card = cards.find(tx, found.reference, locked=True) if found.medium == PURSE else None
    tx.lock_some("rider", keys=(f"{found.medium}/{found.reference}",))
    rider = riders.find(tx, found.id, locked=True)
    journey = journeys.find(tx, journey_id)
    assert rider is not None and journey is not None
    return journey, rider, card


def decide(
    tx: Tx,
    journey: Journey,
    rider: Rider,
    card: TransitCard | None,
    kind: str,
    why: str,
    station_id: str | None = None,
) -> Journey:
    """Write down what staff say, and have the rider's journeys stand as it makes them."""
    _write_down(tx, journey, kind, why, station_id=station_id)
    on = {} if card is None else {rider.id: card}
    settle(tx, [rider], on, {}, look_again={rider.id: journey.entered_at})
    return _found(tx, journey.id)


def _found(tx: Tx, journey_id: str) -> Journey:
    found = journeys.find(tx, journey_id)
    assert found is not None, "it is on record"
    return found


def _write_down(
    tx: Tx,
    journey: Journey,
    kind: str,
    why: str,
    *,
    fare: Money | None = None,
    station_id: str | None = None,
) -> None:
    tap_id = journey.entry_tap_id or journey.exit_tap_id
    assert tap_id is not None, "a journey has a tap"
    ordinal = len(journeys.decisions_of(tx, journey.id)) + 1
    decision = Decision(
        id=tx.new_id("jdc", journey.id, ordinal),
        journey_id=journey.id,
        ordinal=ordinal,
        rider_id=journey.rider_id,
        tap_id=tap_id,
        kind=kind,
        station_id=station_id,
        fare=fare,
        why=why,
        decided_by=tx.world.party_id,
        decided_at=tx.world.now,
    )
    journeys.add_decision(tx, decision)
