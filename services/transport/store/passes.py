"""Passes that were sold onto cards, read and written."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.transport.domain.passes_held import TransitPass
from services.transport.store.cards import chunks
from services.transport.store.tables_cards import transit_passes
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_select, _read = reader(TransitPass, transit_passes)
_c = transit_passes.c


def held(
    tx: Tx, transit_card_ids: Iterable[str], first: date, last: date
) -> dict[str, tuple[TransitPass, ...]]:
    """By card, the passes on it for any day from `first` to `last`, in the order of their sale."""
    found: dict[str, tuple[TransitPass, ...]] = {}
    for part in chunks(transit_card_ids):
        asked = _select.where(
            _c.transit_card_id.in_(part), _c.from_date <= last, _c.until_date >= first
        ).order_by(_c.seq)
        for one in map(_read, tx.all(asked)):
            found[one.transit_card_id] = (*found.get(one.transit_card_id, ()), one)
    return found


def find(tx: Tx, pass_id: str) -> TransitPass | None:
    row = tx.one(_select.where(_c.id == pass_id))
    return _read(row) if row else None


def next_ordinal(tx: Tx, transit_card_id: str) -> int:
    """The place of the card's next one; the card is held."""
    asked = sa.select(sa.func.max(_c.ordinal)).where(_c.transit_card_id == transit_card_id)
    return int(tx.scalar(asked) or 0) + 1


def same(tx: Tx, wanted: TransitPass) -> TransitPass | None:
    """A pass of the same fare system and kind that the card holds for one of the same days."""
    asked = _select.where(
        _c.transit_card_id == wanted.transit_card_id,
        _c.fare_system_id == wanted.fare_system_id,
        _c.kind == wanted.kind,
        _c.from_date <= wanted.until_date,
        _c.until_date >= wanted.from_date,
    )
    row = tx.one(asked.order_by(_c.seq).limit(1))
    return _read(row) if row else None


def add(tx: Tx, made: TransitPass) -> None:
    tx.execute(transit_passes.insert(), values(made))


def page(tx: Tx, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    asked = _select.where(*(_c[name] == value for name, value in filters.items()))
    return tx.page(asked, transit_passes, page).map(_read)
