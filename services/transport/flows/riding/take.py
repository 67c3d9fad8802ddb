"""Taps are taken: judged, folded into journeys, charged; one or thousands with the same queries."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services.transport.domain.admitting import Arrived
from services.transport.domain.card import TransitCard
from services.transport.domain.journeys import Rider
from services.transport.domain.riding import Fact
from services.transport.domain.risk import result_of
from services.transport.domain.taps import (
    BANK,
    ENTRY,
    EXIT,
    OK,
    PURSE,
    REJECTED,
    RIDE,
    Seen,
    Tap,
)
from services.transport.domain.terminals import BUS, GATE, Terminal
from services.transport.flows import judging
from services.transport.flows.riding.settling import Decided, settle
from services.transport.store import cards as kept_cards
from services.transport.store import catalogue, charges, taps, terminals
from services.transport.store import riders as kept_riders
from sscsim.db import Tx
from sscsim.kernel.ids.resource import maker

PERSON, REGION, BIRTH = "person_id", "region_code", "birth_date"
"""Names in `Seen.extra` of what is known of the holder of a code or a bank card."""
_KINDS: Final = {GATE: (ENTRY, EXIT), BUS: (RIDE,)}


def take(tx: Tx, seen: Sequence[Seen], births: Mapping[str, date] | None = None) -> list[Tap]:
    """Take taps, however they came; what was decided of each, in their order.

    A code's `reference` is the id of its holder, whom the code was scanned for before; `births`
    by person, as the register has them (see `preparing.births`). The same taps come to the same
    journeys and sums in whatever order and however often they are brought.
    FareRuleMissing, FigureMissing, PolicyMissing where a city's figures don't say enough: then
    nothing is taken.
    """
    places = terminals.by_number(tx, {each.terminal_number for each in seen})
    numbers = {each.reference for each in seen if each.medium == PURSE}
    cards = kept_cards.by_number(tx, numbers, locked=True)
    codes = [each.code for each in judging.judged(tx, seen, cards, places)]
    codes = _declined(tx, seen, codes)
    drafts = _drafts(tx, seen, codes, cards, places)
    riders = _riders(tx, seen, drafts, cards, births or {})
    arrived: dict[str, list[Arrived]] = {}
    for each, tap in zip(seen, drafts, strict=True):
        if tap.code == OK:
            rider = riders[_medium(each, cards)]
            arrived.setdefault(rider.id, []).append(_arrived(each, tap))
    who = sorted({each.id: each for each in riders.values()}.values(), key=lambda one: one.id)
    of_id = {card.id: card for card in cards.values()}
    held = {
        each.id: of_id[each.reference]
        for each in who
        if each.medium == PURSE and each.reference in of_id
    }
    decided = settle(tx, who, held, arrived)
    made = [
        _made(tap, each, riders.get(_medium(each, cards)), decided.get(tap.id))
        for each, tap in zip(seen, drafts, strict=True)
    ]
    taps.add_all(tx, made)
    refused = [each for each in made if each.result == REJECTED]
    tx.emit_all("transit_tap.rejected", [(each.id, _told(each)) for each in refused])
    return made


def _told(tap: Tap) -> dict[str, str]:
    return {"id": tap.id, "code": tap.code, "terminal_number": tap.terminal_number}


def _declined(tx: Tx, seen: Sequence[Seen], codes: Sequence[str]) -> list[str]:
    """Of a bank card that is on the hot list, whether it is for a ride its acquirer didn't pay."""
    listed = {
        tx.new_id("trd", each.medium, each.reference): number
        for number, (each, code) in enumerate(zip(seen, codes, strict=True))
        if each.medium == BANK and code == "HOT_LISTED"
    }
    owing = charges.owing(tx, listed)
    owe = {seen[number].reference for rider, number in listed.items() if rider in owing}
    return [
        "DECLINED"
        if code == "HOT_LISTED" and each.medium == BANK and each.reference in owe
        else code
        for each, code in zip(seen, codes, strict=True)
    ]


# ---------------------------------------------------------------- taps


def _drafts(
    tx: Tx,
    seen: Sequence[Seen],
    codes: Sequence[str],
    cards: Mapping[str, TransitCard],
    places: Mapping[str, Terminal],
) -> list[Tap]:
    """The taps as they will be on record, each with the code against it so far."""
    tap_id = maker("tap", tx.world.seed, tx.service)
    keys = ["\x1f".join(_key(each, cards)) for each in seen]
    known = _known(tx, keys)
    found = []
    for each, key, code in zip(seen, keys, codes, strict=True):
        terminal = places.get(each.terminal_number)
        earlier = known[key]
        if code == OK and terminal is not None and not _fits(each, terminal):
            code = "STATION_UNKNOWN"
        if code == OK and any(result != REJECTED for result in earlier):
            code = "DUPLICATE"
        made_id = tap_id(_nth(key, len(earlier) + 1))
        earlier.append(result_of(code))
        found.append(_draft(tx, each, made_id, code, terminal))
    return found


def _known(tx: Tx, keys: Sequence[str]) -> dict[str, list[str]]:
    """By key, what was decided of each time it came before; the same tap may come often."""
    tap_id = maker("tap", tx.world.seed, tx.service)
    found: dict[str, list[str]] = {key: [] for key in keys}
    asked, nth = list(found), 1
    while asked:
        results = taps.results(tx, (tap_id(_nth(key, nth)) for key in asked))
        asked = [key for key in asked if tap_id(_nth(key, nth)) in results]
        for key in asked:
            found[key].append(results[tap_id(_nth(key, nth))])
        nth += 1
    return found


def _nth(key: str, nth: int) -> str:
    return key if nth == 1 else f"{key}\x1f{nth}"


def _key(seen: Seen, cards: Mapping[str, TransitCard]) -> tuple[str, ...]:
    """What makes a tap this one: whose, where, when, which, and its number at the terminal."""
    medium, reference = _medium(seen, cards)
    number = "" if seen.terminal_sequence is None else str(seen.terminal_sequence)
    return medium, reference, seen.terminal_number, seen.tapped_at.isoformat(), seen.kind, number


def _fits(seen: Seen, terminal: Terminal) -> bool:
    """Whether such a tap can be made at such a terminal, and at the station that it names."""
    if seen.kind not in _KINDS.get(terminal.kind, ()):
        return False
    return seen.station_id is None or seen.station_id == terminal.station_id


def _draft(tx: Tx, seen: Seen, tap_id: str, code: str, terminal: Terminal | None) -> Tap:
    now = tx.world.now
    region = None
    if terminal is not None:
        region = catalogue.systems()[terminal.fare_system_id].region
    return Tap(
        id=tap_id,
        rider_id=None,
        medium=seen.medium,
        kind=seen.kind,
        way=seen.way,
        terminal_id=None if terminal is None else terminal.id,
        terminal_number=seen.terminal_number,
        fare_system_id=None if terminal is None else terminal.fare_system_id,
        region_code=region,
        station_id=seen.station_id if terminal is None else terminal.station_id,
        line_id=seen.line_id or (None if terminal is None else terminal.line_id),
        vehicle_id=seen.vehicle_id or (None if terminal is None else terminal.vehicle_id),
        terminal_sequence=seen.terminal_sequence,
        card_sequence=seen.card_sequence,
        taken=seen.taken,
        tac=seen.tac,
        upload_id=seen.upload_id,
        tapped_at=seen.tapped_at,
        received_at=now,
        result=result_of(code),
        code=code,
        journey_id=None,
        version=1,
        created_at=now,
        updated_at=now,
    )


def _arrived(seen: Seen, tap: Tap) -> Arrived:
    assert tap.fare_system_id is not None, "it was at a known terminal"
    fact = Fact(
        tap.id,
        tap.kind,
        tap.tapped_at,
        tap.fare_system_id,
        tap.station_id,
        tap.line_id,
        tap.vehicle_id,
    )
    return Arrived(fact, seen.way, tap.terminal_number, seen.taken, seen.card_sequence)


def _made(tap: Tap, seen: Seen, rider: Rider | None, decided: Decided | None) -> Tap:
    rider_id = None if rider is None else rider.id
    if decided is None:
        return replace(tap, rider_id=rider_id)
    return replace(
        tap,
        rider_id=rider_id,
        result=decided.result,
        code=decided.code,
        journey_id=decided.journey_id,
    )


# ---------------------------------------------------------------- riders


def _medium(seen: Seen, cards: Mapping[str, TransitCard]) -> tuple[str, str]:
    """As a rider is named: a purse by the id of its card."""
    card = cards.get(seen.reference) if seen.medium == PURSE else None
    return seen.medium, seen.reference if card is None else card.id


def _riders(
    tx: Tx,
    seen: Sequence[Seen],
    drafts: Sequence[Tap],
    cards: Mapping[str, TransitCard],
    births: Mapping[str, date],
) -> dict[tuple[str, str], Rider]:
    """The riders of all taps that have one, by medium; locked, and made where they are new."""
    wanted: dict[tuple[str, str], tuple[Seen, Tap]] = {}
    for each, tap in zip(seen, drafts, strict=True):
        if tap.result != REJECTED:
            wanted.setdefault(_medium(each, cards), (each, tap))
    tx.lock_some("rider", keys=(f"{medium}/{name}" for medium, name in wanted))
    ids = {tx.new_id("trd", *medium): medium for medium in wanted}
    known = kept_riders.by_id(tx, ids, locked=True)
    new = [
        _new(tx, rider_id, medium, *wanted[medium], cards, births)
        for rider_id, medium in ids.items()
        if rider_id not in known
    ]
    kept_riders.add_all(tx, new)
    found = {**known, **{each.id: each for each in new}}
    return {medium: found[rider_id] for rider_id, medium in ids.items()}


def _new(
    tx: Tx,
    rider_id: str,
    medium: tuple[str, str],
    seen: Seen,
    tap: Tap,
    cards: Mapping[str, TransitCard],
    births: Mapping[str, date],
) -> Rider:
    card = cards.get(seen.reference) if seen.medium == PURSE else None
    person = seen.extra.get(PERSON) if card is None else card.person_id
    home = seen.extra.get(REGION) if card is None else card.region_code
    now = tx.world.now
    return Rider(
        id=rider_id,
        medium=medium[0],
        reference=medium[1],
        person_id=person,
        birth_date=births.get(person) if person is not None else None,
        region_code=home or tap.region_code or "",
        open_journey_id=None,
        last_tap_at=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
