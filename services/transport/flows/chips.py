"""The chip of a transit card at a reader: read, and paying without network."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from services.transport import problems_offline as problems
from services.transport.domain import chips, tac
from services.transport.domain.card import TransitCard
from services.transport.domain.chip import ApplicationBlock, JourneyRecord, PurseRecord
from services.transport.domain.chips import WAITING, Chip, ChipTransaction
from services.transport.domain.taps import ENTRY
from services.transport.flows import chip_files
from services.transport.flows.cards import known
from services.transport.store import cards, store, terminals
from services.transport.store import chips as kept
from sscsim.db import Tx
from sscsim.db.rows import values
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

CLOCK_WRONG_BY: Final = timedelta(days=60)
"""A reader's clock may be as wrong as this; beyond it the moment is a mistake of the caller's."""


@dataclass(frozen=True, slots=True)
class ChipRead:
    """Everything a reader sees. `journeys` and `purse`: newest first, as the files are read."""

    card: TransitCard
    chip: Chip
    application: ApplicationBlock
    purse: tuple[PurseRecord, ...]
    journeys: tuple[JourneyRecord, ...]
    waiting: tuple[ChipTransaction, ...]


def read(transit_card_id: str) -> ChipRead:
    """What a reader sees of the card's chip. TransitCardNotFound."""
    with store.read() as tx:
        card = known.found(tx, transit_card_id)
        return ChipRead(
            card,
            _chip(tx, card),
            chip_files.application(card),
            chip_files.purse_records(tx, card),
            chip_files.journey_records(tx, card),
            tuple(kept.waiting(tx, card.id)),
        )


def transact(
    transit_card_id: str,
    *,
    kind: str,
    terminal_number: str,
    amount: Money,
    tapped_at: datetime | None = None,
    station_id: str | None = None,
    line_id: str | None = None,
) -> dict[str, Any]:
    """A reader without network has the chip count an entry, or pay an exit or a bus ride.

    The chip minds its money and its counter, and nothing else: what a terminal shouldn't have
    done is found when it uploads. TransitCardNotFound; ChipRefuses with nothing changed;
    ReaderClockWrong for a moment that no clock shows.
    """
    with store.write() as tx:
        made = perform(
            tx, transit_card_id, kind, terminal_number, amount, tapped_at, station_id, line_id
        )
        failpoint("transport.chip.paying")
        return tx.answer(shown(made))


def shown(made: ChipTransaction) -> dict[str, Any]:
    """A transaction with its records, in hexadecimal digits."""
    records = {
        "purse_record": made.purse_record.encode().hex(),
        "journey_record": made.journey_record.encode().hex(),
    }
    return {**values(made), **records}


def perform(
    tx: Tx,
    transit_card_id: str,
    kind: str,
    terminal_number: str,
    amount: Money,
    tapped_at: datetime | None = None,
    station_id: str | None = None,
    line_id: str | None = None,
) -> ChipTransaction:
    """`transact`, in a transaction of the caller's."""
    moment = (tapped_at or tx.world.now).replace(microsecond=0)
    if abs(moment - tx.world.now) > CLOCK_WRONG_BY:
        raise problems.ReaderClockWrong()
    if kind == ENTRY and amount != Money.zero():
        raise problems.EntryTakesNothing()
    card = known.held(tx, transit_card_id)
    chip = _chip(tx, card)
    why = chip.refuses(amount)
    if why is not None:
        raise problems.ChipRefuses(why=why, balance=chip.balance)
    reader = terminals.by_number(tx, [terminal_number]).get(terminal_number)
    place = chip_files.place(card, reader, line_id, station_id)
    made = _made(tx, card, chip, kind, terminal_number, amount, moment, place)
    kept.add(tx, made)
    cards.change(tx, card, sequence=made.sequence)
    return made


def _made(
    tx: Tx,
    card: TransitCard,
    chip: Chip,
    kind: str,
    terminal_number: str,
    amount: Money,
    at: datetime,
    place: tuple[str, str, str],
) -> ChipTransaction:
    city, station, acquirer = place
    sequence = chip.sequence + 1
    record = tac.record_of(sequence, amount, kind, terminal_number, at)
    return ChipTransaction(
        id=tx.new_id("chp", card.id, sequence),
        transit_card_id=card.id,
        sequence=sequence,
        kind=kind,
        amount=amount,
        balance_after=chip.balance - amount,
        offline_total=chip.offline_total + amount,
        loads=card.loads,
        terminal_number=terminal_number,
        city=city,
        station=station,
        acquirer=acquirer,
        at=at,
        tac=tac.made(record, tac.card_key(tx.world.seed, card.number)),
        status=WAITING,
        tap_id=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _chip(tx: Tx, card: TransitCard) -> Chip:
    return chips.chip_of(
        card.number,
        (card.balance, card.overdraft),
        (card.sequence, card.loads),
        kept.waiting(tx, card.id),
        kept.last(tx, card.id),
    )
