"""Transit cards and the entries of their purses, read and written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import sqlalchemy as sa

from services.transport.domain.card import PurseEntry, TransitCard
from services.transport.domain.taps import PURSE
from services.transport.store.tables_cards import deposit_entries, purse_entries, transit_cards
from services.transport.store.tables_riding import riders
from sscsim.db import Page, PageQuery, Tx, instant_text
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money

T = TypeVar("T")
CHUNK = 500
_select, _read = reader(TransitCard, transit_cards)
_c = transit_cards.c
_by_id = _select.where(_c.id == sa.bindparam("id"))
_by_id_locked = _by_id.with_for_update()
_select_entry, _read_entry = reader(PurseEntry, purse_entries)
_e = purse_entries.c


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """At most 500 at a time, each once, in a fixed order."""
    listed = sorted(set(items))  # type: ignore[type-var]  # texts, all of them
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


# ---- cards


def find(tx: Tx, transit_card_id: str, *, locked: bool = False) -> TransitCard | None:
    row = tx.one(_by_id_locked if locked else _by_id, {"id": transit_card_id})
    return _read(row) if row else None


def by_id(tx: Tx, ids: Iterable[str], *, locked: bool = False) -> dict[str, TransitCard]:
    """Those of the ids that there are; locked in the order of their ids."""
    return {card.id: card for card in _several(tx, _c.id, ids, locked)}


def by_number(tx: Tx, numbers: Iterable[str], *, locked: bool = False) -> dict[str, TransitCard]:
    """By number, those that there are; locked in the order of their numbers."""
    return {card.number: card for card in _several(tx, _c.number, numbers, locked)}


def _several(tx: Tx, column: Any, keys: Iterable[str], locked: bool) -> list[TransitCard]:
    found: list[TransitCard] = []
    for part in chunks(keys):
        asked = _select.where(column.in_(part)).order_by(column)
        found += map(_read, tx.all(asked.with_for_update() if locked else asked))
    return found


def on_card(tx: Tx, card_id: str) -> TransitCard | None:
    """The one that lives on this social security card, if one does still."""
    row = tx.one(
        _select.where(_c.card_id == card_id, _c.status.in_(("active", "lost")))
        .order_by(_c.seq.desc())
        .limit(1)
    )
    return _read(row) if row else None


def replacing(tx: Tx, transit_card_id: str) -> TransitCard | None:
    """The card that was issued for this lost one."""
    row = tx.one(_select.where(_c.replaces == transit_card_id))
    return _read(row) if row else None


def has_number(tx: Tx, number: str) -> bool:
    return tx.scalar(sa.select(_c.id).where(_c.number == number)) is not None


def anonymous(tx: Tx, region_code: str) -> int:
    """How many cards without a name the city's centre has issued."""
    asked = sa.select(sa.func.count()).select_from(transit_cards)
    return int(tx.scalar(asked.where(_c.region_code == region_code, _c.card_id.is_(None))))


def is_travelling(tx: Tx, transit_card_id: str) -> bool:
    """Whether a journey is open on the card."""
    asked = sa.select(riders.c.id).where(
        riders.c.medium == PURSE,
        riders.c.reference == transit_card_id,
        riders.c.open_journey_id.is_not(None),
    )
    return tx.scalar(asked) is not None


def issued_onto(tx: Tx, card_id: str) -> int:
    """How many were ever issued onto this social security card."""
    asked = sa.select(sa.func.count()).select_from(transit_cards).where(_c.card_id == card_id)
    return int(tx.scalar(asked))


def add(tx: Tx, card: TransitCard) -> None:
    tx.execute(transit_cards.insert(), values(card))


def change(tx: Tx, card: TransitCard, **changes: Any) -> TransitCard:
    written = {**changes, "version": card.version + 1, "updated_at": tx.world.now}
    tx.execute(transit_cards.update().where(_c.id == card.id).values(**written))
    return replace(card, **written)


def page(tx: Tx, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    asked = _select.where(*(_c[name] == value for name, value in filters.items()))
    return tx.page(asked, transit_cards, page).map(_read)


# ---- entries of purses


def save_balances(tx: Tx, cards: Sequence[TransitCard]) -> None:
    """Balance and counters of many cards, and their next version."""
    now = instant_text(tx.world.now)
    rows = [
        (each.id, each.balance.fen, each.sequence, each.loads, each.entries, each.version, now)
        for each in cards
    ]
    columns = ("balance", "sequence", "loads", "entries", "version", "updated_at")
    tx.change_each(transit_cards, ("id",), columns, rows)


def add_entries(tx: Tx, made: Sequence[PurseEntry]) -> None:
    tx.add_all(purse_entries, [values(each) for each in made])


def entries_by_event(tx: Tx, events: Iterable[str]) -> dict[str, PurseEntry]:
    """Those of the events that have been posted, by event."""
    found: dict[str, PurseEntry] = {}
    for part in chunks(events):
        for row in tx.all(_select_entry.where(_e.event.in_(part))):
            found[row.event] = _read_entry(row)
    return found


def entries_of(tx: Tx, transit_card_id: str) -> list[PurseEntry]:
    """All of the card, the first one first."""
    asked = _select_entry.where(_e.transit_card_id == transit_card_id).order_by(_e.ordinal)
    return list(map(_read_entry, tx.all(asked)))


def page_of_entries(tx: Tx, page: PageQuery, transit_card_id: str, kind: str | None) -> Page:
    asked = _select_entry.where(_e.transit_card_id == transit_card_id)
    if kind is not None:
        asked = asked.where(_e.kind == kind)
    return tx.page(asked, purse_entries, page).map(_read_entry)


# ---- deposits


def move_deposit(tx: Tx, card: TransitCard, kind: str, event: str, amount: Money) -> TransitCard:
    """Add to, or with a sign take from, what the holder has left for the card; once an event."""
    row = {
        "id": tx.new_id("dpe", event),
        "transit_card_id": card.id,
        "kind": kind,
        "event": event,
        "amount": amount,
        "created_at": tx.world.now,
    }
    tx.execute(deposit_entries.insert(), row)
    return change(tx, card, deposit=card.deposit + amount)
