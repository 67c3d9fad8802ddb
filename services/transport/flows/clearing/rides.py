"""Rides that an operator told by a batch, as journeys and charges beside all others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from services.transport.domain.card import PURCHASE, REFUND, NewEntry, TransitCard
from services.transport.domain.journeys import (
    COMPLETED,
    REPAIRED,
    TAKEN,
    Charge,
    Journey,
    Rider,
)
from services.transport.domain.journeys import PURSE as BY_PURSE
from services.transport.domain.service_day import service_day
from services.transport.domain.taps import PURSE
from services.transport.domain.terminals import Terminal
from services.transport.domain.uploaded import UploadLine
from services.transport.flows import purses
from services.transport.flows.clearing import due
from services.transport.store import catalogue, charges, journeys, riders, terminals
from sscsim import peers
from sscsim.db import Tx
from sscsim.kernel.money import Money

ZERO = Money.zero()
_AT_ONCE = 500
TOLD = "uploaded"
"""The rule of a journey that was priced by its operator."""


def strangers(tx: Tx, held: Iterable[TransitCard]) -> list[str]:
    """The persons behind these cards that have no rider yet."""
    people = {tx.new_id("trd", PURSE, card.id): card.person_id for card in held}
    known = riders.by_id(tx, people)
    return sorted({one for key, one in people.items() if one is not None and key not in known})


def births(person_ids: Sequence[str]) -> dict[str, date]:
    """When these persons were born, as the card service's register has it."""
    found: dict[str, date] = {}
    for start in range(0, len(person_ids), _AT_ONCE):
        asked = {"person_ids": list(person_ids[start : start + _AT_ONCE])}
        said = peers.call("card", "POST", "/internal/v1/births", asked)
        found |= {
            each["person_id"]: date.fromisoformat(each["birth_date"]) for each in said["data"]
        }
    return found


def recorded(
    tx: Tx,
    lines: Sequence[UploadLine],
    held: Mapping[str, TransitCard],
    born: Mapping[str, date],
) -> None:
    """A journey and a charge for each of these accepted lines; their days are noted."""
    if not lines:
        return
    places = terminals.by_number(tx, {line.terminal_number for line in lines})
    _new_riders(tx, {held[line.card_number].id: held[line.card_number] for line in lines}, born)
    operator = lines[0].operator_id
    day = due.batch_day(tx, operator)
    begins = due.rules(tx, due.region_of(operator)).begins
    made = [
        _journey(tx, line, held[line.card_number], places[line.terminal_number], begins)
        for line in lines
    ]
    journeys.add_all(tx, made)
    charges.add_all(tx, [_charge(tx, line, held[line.card_number], day) for line in lines])
    due.noted(tx, [(operator, day)])
    tx.emit_all(
        "transit_journey.completed",
        [
            (
                each.id,
                {
                    "id": each.id,
                    "status": each.status,
                    "fare_system_id": each.fare_system_id,
                    "fare_fen": each.fare.fen,
                },
            )
            for each in made
        ],
    )


def _new_riders(tx: Tx, held: Mapping[str, TransitCard], born: Mapping[str, date]) -> None:
    tx.lock_some("rider", keys=(f"{PURSE}/{card_id}" for card_id in held))
    ids = {tx.new_id("trd", PURSE, card_id): card for card_id, card in held.items()}
    known = riders.by_id(tx, ids)
    riders.add_all(
        tx,
        [
            Rider(
                id=rider_id,
                medium=PURSE,
                reference=card.id,
                person_id=card.person_id,
                birth_date=born.get(card.person_id or ""),
                region_code=card.region_code,
                open_journey_id=None,
                last_tap_at=None,
                version=1,
                created_at=tx.world.now,
                updated_at=tx.world.now,
            )
            for rider_id, card in ids.items()
            if rider_id not in known
        ],
    )


def _journey(tx: Tx, line: UploadLine, card: TransitCard, place: Terminal, begins: int) -> Journey:
    assert line.journey_id is not None, "it was accepted"
    return Journey(
        id=line.journey_id,
        rider_id=tx.new_id("trd", PURSE, card.id),
        fare_system_id=place.fare_system_id,
        region_code=catalogue.systems()[place.fare_system_id].region,
        medium=PURSE,
        entry_tap_id=None,
        exit_tap_id=None,
        entry_station_id=None,
        exit_station_id=place.station_id,
        line_id=place.line_id,
        vehicle_id=place.vehicle_id,
        entered_at=line.tapped_at,
        exited_at=line.tapped_at,
        status=COMPLETED,
        rule=TOLD,
        list_fare=line.amount,
        concession=None,
        concession_discount=ZERO,
        transfer_discount=ZERO,
        pass_paid=ZERO,
        surcharge=ZERO,
        fare=line.amount,
        payer=BY_PURSE,
        charge_status=TAKEN,
        service_day=service_day(line.tapped_at, begins),
        priced=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _charge(tx: Tx, line: UploadLine, card: TransitCard, day: date) -> Charge:
    assert line.journey_id is not None, "it was accepted"
    return Charge(
        id=tx.new_id("tch", line.journey_id, 1),
        journey_id=line.journey_id,
        ordinal=1,
        issuer_id=card.issuer_id,
        operator_id=line.operator_id,
        payer=BY_PURSE,
        amount=line.amount,
        subsidy=ZERO,
        subsidy_region=None,
        batch_day=day,
        event=f"{line.journey_id}/1",
        status=TAKEN,
        created_at=tx.world.now,
    )


def set_anew(tx: Tx, line: UploadLine, fare: Money) -> None:
    """The ride costs `fare` from now on: its charge is taken back and posted anew."""
    assert line.journey_id is not None, "it was accepted"
    journey = journeys.find(tx, line.journey_id, locked=True)
    assert journey is not None, "it is on record"
    known = charges.of_journeys(tx, [journey.id])[journey.id]
    day = due.batch_day(tx, line.operator_id)
    made = [
        replace(
            known[0],
            id=tx.new_id("tch", journey.id, len(known) + number),
            ordinal=len(known) + number,
            amount=amount,
            batch_day=day,
            event=f"{journey.id}/{len(known) + number}",
            created_at=tx.world.now,
        )
        for number, amount in enumerate((-journey.fare, fare), start=1)
        if amount
    ]
    rider = riders.find(tx, journey.rider_id)
    assert rider is not None, "a rider is never removed"
    entries = [
        NewEntry(
            rider.reference,
            PURCHASE if one.amount > ZERO else REFUND,
            one.event,
            -one.amount,
            tx.world.now,
            terminal_number=line.terminal_number,
            journey_id=journey.id,
        )
        for one in made
    ]
    purses.post(tx, entries)
    charges.add_all(tx, made)
    due.noted(tx, [(line.operator_id, day)])
    changed = replace(
        journey, fare=fare, status=REPAIRED, version=journey.version + 1, updated_at=tx.world.now
    )
    journeys.save(tx, [changed])


def pass_sold(tx: Tx, pass_id: str, card: TransitCard, operator_id: str, price: Money) -> None:
    """A purse paid for a pass: charged as a ride is, and cleared with the day's batch."""
    day = due.batch_day(tx, operator_id)
    one = Charge(
        id=tx.new_id("tch", pass_id, 1),
        journey_id=pass_id,
        ordinal=1,
        issuer_id=card.issuer_id,
        operator_id=operator_id,
        payer=BY_PURSE,
        amount=price,
        subsidy=ZERO,
        subsidy_region=None,
        batch_day=day,
        event=pass_id,
        status=TAKEN,
        created_at=tx.world.now,
    )
    charges.add_all(tx, [one])
    due.noted(tx, [(operator_id, day)])
