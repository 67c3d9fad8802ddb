"""What chips did without network."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from services.transport.domain.card import PurseEntry
from services.transport.domain.chips import WAITING, ChipTransaction
from services.transport.domain.taps import ONLINE, PURSE, REJECTED, Tap
from services.transport.store.chunks import chunks
from services.transport.store.tables_cards import purse_entries
from services.transport.store.tables_offline import chip_transactions
from services.transport.store.tables_riding import riders, taps
from sscsim.db import Tx, instant_text
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money

_c = chip_transactions.c
_e, _t, _r = purse_entries.c, taps.c, riders.c
_all, _read = reader(ChipTransaction, chip_transactions)
_entries, _read_entry = reader(PurseEntry, purse_entries)
_taps, _read_tap = reader(Tap, taps)


def add(tx: Tx, made: ChipTransaction) -> None:
    tx.execute(chip_transactions.insert(), values(made))


def last(tx: Tx, transit_card_id: str) -> ChipTransaction | None:
    """The newest one of a card."""
    mine = _all.where(_c.transit_card_id == transit_card_id)
    row = tx.one(mine.order_by(_c.sequence.desc()).limit(1))
    return None if row is None else _read(row)


def newest(tx: Tx, transit_card_id: str, limit: int) -> list[ChipTransaction]:
    mine = _all.where(_c.transit_card_id == transit_card_id)
    return [_read(row) for row in tx.all(mine.order_by(_c.sequence.desc()).limit(limit))]


def posted(tx: Tx, transit_card_id: str, kinds: Collection[str], limit: int) -> list[PurseEntry]:
    """The newest movements of the card's purse of these kinds."""
    asked = _entries.where(_e.transit_card_id == transit_card_id, _e.kind.in_(kinds))
    return [_read_entry(row) for row in tx.all(asked.order_by(_e.ordinal.desc()).limit(limit))]


def online_taps(tx: Tx, transit_card_id: str, limit: int) -> list[Tap]:
    """The newest taps of the card at terminals with network that were taken."""
    mine = (_r.medium == PURSE, _r.reference == transit_card_id, _t.rider_id == _r.id)
    asked = _taps.select_from(taps.join(riders, _t.rider_id == _r.id)).where(
        *mine, _t.way == ONLINE, _t.result != REJECTED
    )
    newest_first = asked.order_by(_t.tapped_at.desc(), _t.seq.desc()).limit(limit)
    return [_read_tap(row) for row in tx.all(newest_first)]


def waiting(tx: Tx, transit_card_id: str) -> list[ChipTransaction]:
    """Those that are not uploaded yet, oldest first."""
    mine = _all.where(_c.transit_card_id == transit_card_id, _c.status == WAITING)
    return [_read(row) for row in tx.all(mine.order_by(_c.sequence))]


def outstanding(tx: Tx, transit_card_ids: Collection[str]) -> dict[str, Money]:
    """What these cards' chips have paid and their purses don't know of; only where it is more
    than nothing."""
    found: dict[str, Money] = {}
    for some in chunks(transit_card_ids):
        statement = (
            sa.select(_c.transit_card_id, sa.cast(sa.func.sum(_c.amount), sa.BigInteger))
            .where(_c.transit_card_id.in_(some), _c.status == WAITING)
            .group_by(_c.transit_card_id)
        )
        found |= {row[0]: Money(int(row[1])) for row in tx.all(statement) if row[1]}
    return found


def of(tx: Tx, keys: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], ChipTransaction]:
    """Those of the (card id, sequence)s that there are."""
    found: dict[tuple[str, int], ChipTransaction] = {}
    wanted: dict[str, set[int]] = {}
    for card_id, sequence in keys:
        wanted.setdefault(card_id, set()).add(sequence)
    for some in chunks(wanted):
        numbers = sorted({number for card_id in some for number in wanted[card_id]})
        for part in (numbers[at : at + 500] for at in range(0, len(numbers), 500)):
            asked = _all.where(_c.transit_card_id.in_(some), _c.sequence.in_(part))
            for made in map(_read, tx.all(asked)):
                if made.sequence in wanted[made.transit_card_id]:
                    found[made.transit_card_id, made.sequence] = made
    return found


def at_moments(
    tx: Tx, transit_card_ids: Collection[str], moments: Collection[Any]
) -> list[ChipTransaction]:
    """All of these cards at any of these moments."""
    found: list[ChipTransaction] = []
    ordered = sorted(moments)
    for some in chunks(transit_card_ids):
        for part in (ordered[at : at + 500] for at in range(0, len(ordered), 500)):
            asked = _all.where(_c.transit_card_id.in_(some), _c.at.in_(part))
            found += map(_read, tx.all(asked.order_by(_c.seq)))
    return found


def decide(tx: Tx, decided: Sequence[tuple[ChipTransaction, str, str | None]]) -> None:
    """What became of them: (transaction, status, tap)."""
    now = instant_text(tx.world.now)
    rows = [(each.id, status, tap_id, each.version + 1, now) for each, status, tap_id in decided]
    columns = ("status", "tap_id", "version", "updated_at")
    tx.change_each(chip_transactions, ("id",), columns, rows)


def online_marks(
    tx: Tx, transit_card_ids: Collection[str], moments: Collection[Any]
) -> set[tuple[str, str, Any, str]]:
    """(card id, terminal, moment, kind) of taps with network that were taken."""
    found: set[tuple[str, str, Any, str]] = set()
    ordered = sorted(moments)
    for some in chunks(transit_card_ids):
        for part in (ordered[at : at + 500] for at in range(0, len(ordered), 500)):
            asked = (
                sa.select(_r.reference, _t.terminal_number, _t.tapped_at, _t.kind)
                .select_from(taps.join(riders, _t.rider_id == _r.id))
                .where(
                    _r.medium == PURSE,
                    _r.reference.in_(some),
                    _t.tapped_at.in_(part),
                    _t.result != REJECTED,
                )
            )
            found |= {(row[0], row[1], row[2], row[3]) for row in tx.all(asked)}
    return found
