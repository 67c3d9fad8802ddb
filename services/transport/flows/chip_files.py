"""The files of a transit card's chip, as a reader finds them: made of what the card did.

What went through the purse is in its entries, what was done without network in the chip's own.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from services.transport.domain import chip_places, chips, tac
from services.transport.domain.card import LOAD, PURCHASE, PurseEntry, TransitCard
from services.transport.domain.chip import (
    JOURNEY_RECORDS,
    PURSE_RECORDS,
    ApplicationBlock,
    JourneyRecord,
    PurseRecord,
)
from services.transport.domain.chips import RETURNED
from services.transport.domain.taps import RIDE, Tap
from services.transport.domain.terminals import Terminal
from services.transport.store import catalogue, issuers, terminals
from services.transport.store import chips as kept
from sscsim.db import Tx
from sscsim.kernel.money import Money

NO_TERMINAL: Final = "0" * 12
_CARD_TYPES: Final = {"normal": 1, "student": 2, "elderly": 3, "test": 4, "soldier": 5}
_COUNTER: Final = 65_536


def application(card: TransitCard) -> ApplicationBlock:
    """The application block. The numbers of the kinds of card are this simulator's own."""
    return ApplicationBlock(
        card_type=_CARD_TYPES[card.kind],
        city=issuers.issuers()[card.issuer_id].city_code,
        number=card.number,
        issued_on=card.issued_on,
        expires_on=card.usable_until,
    )


def purse_records(tx: Tx, card: TransitCard) -> tuple[PurseRecord, ...]:
    """The newest ten loads and purchases, newest first."""
    done = [each for each in kept.newest(tx, card.id, JOURNEY_RECORDS) if each.status != RETURNED]
    own = {each.sequence: each.purse_record for each in done}
    loads = kept.posted(tx, card.id, (LOAD,), PURSE_RECORDS)
    purchases = kept.posted(tx, card.id, (PURCHASE,), PURSE_RECORDS)
    taps = kept.online_taps(tx, card.id, PURSE_RECORDS)
    kinds = {(tap.terminal_number, tap.tapped_at): tap.kind for tap in taps}
    found = [
        *own.values(),
        *(_loaded(entry, card.loads - back) for back, entry in enumerate(loads)),
        *(_bought(entry, entry.card_sequence, kinds) for entry in purchases
          if entry.card_sequence is not None and entry.card_sequence not in own),
    ]  # fmt: skip
    found.sort(key=lambda each: (each.at, each.sequence), reverse=True)
    return tuple(found[:PURSE_RECORDS])


def _loaded(entry: PurseEntry, number: int) -> PurseRecord:
    terminal = entry.terminal_number or NO_TERMINAL
    at = entry.happened_at.replace(microsecond=0)
    return PurseRecord(number % _COUNTER, entry.amount, "load", terminal, at)


def _bought(
    entry: PurseEntry, number: int, kinds: Mapping[tuple[str, datetime], str]
) -> PurseRecord:
    """A purchase at a terminal with network; what is no tap there is a simple one."""
    terminal = entry.terminal_number or NO_TERMINAL
    at = entry.happened_at.replace(microsecond=0)
    kind = tac.type_of(kinds.get((terminal, entry.happened_at), RIDE))
    return PurseRecord(number % _COUNTER, -entry.amount, kind, terminal, at)


def journey_records(tx: Tx, card: TransitCard) -> tuple[JourneyRecord, ...]:
    """The newest thirty taps, newest first; at terminals with network too."""
    done = [each for each in kept.newest(tx, card.id, JOURNEY_RECORDS) if each.status != RETURNED]
    found = [*(each.journey_record for each in done), *_of_taps(tx, card)]
    found.sort(key=lambda each: (each.at, each.type == "exit"), reverse=True)
    return tuple(found[:JOURNEY_RECORDS])


def _of_taps(tx: Tx, card: TransitCard) -> list[JourneyRecord]:
    taps = kept.online_taps(tx, card.id, JOURNEY_RECORDS)
    readers = terminals.by_number(tx, {tap.terminal_number for tap in taps})
    entries = kept.posted(tx, card.id, (LOAD, PURCHASE), 4 * JOURNEY_RECORDS)
    return [_of_tap(tap, card, readers.get(tap.terminal_number), entries) for tap in taps]


def _of_tap(
    tap: Tap, card: TransitCard, reader: Terminal | None, entries: list[PurseEntry]
) -> JourneyRecord:
    """`entries`: the newest first."""
    before = next((entry for entry in entries if entry.happened_at <= tap.tapped_at), None)
    paid = before is not None and (before.kind, before.happened_at, before.terminal_number) == (
        PURCHASE,
        tap.tapped_at,
        tap.terminal_number,
    )
    return chips.journey_record(
        tap.kind,
        tap.terminal_number,
        place(card, reader, tap.line_id, tap.station_id),
        -before.amount if before is not None and paid else Money.zero(),
        card.balance if before is None else before.balance,
        tap.tapped_at,
    )


def place(
    card: TransitCard, reader: Terminal | None, line_id: str | None, station_id: str | None
) -> tuple[str, str, str]:
    """City, station and acquirer in digits, as the reader knows itself.

    One that nobody knows says its card's city and no station.
    """
    if reader is None:
        home = issuers.issuers()[card.issuer_id]
        nowhere = chip_places.station_code(None, home.city_code, None, None)
        return home.city_code, nowhere, chip_places.acquirer_code(home.region)
    system = catalogue.systems()[reader.fare_system_id]
    city = issuers.by_region()[system.region].city_code
    station = chip_places.station_code(
        catalogue.networks().get(system.id),
        city,
        line_id or reader.line_id,
        station_id or reader.station_id,
    )
    return city, station, chip_places.acquirer_code(system.region)
