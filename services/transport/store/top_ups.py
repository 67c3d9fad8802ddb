"""Top-ups of purses, read and written."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.transport.domain.top_ups import PAYING, TopUp
from services.transport.store.tables_cards import purse_top_ups
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_select, _read = reader(TopUp, purse_top_ups)
_c = purse_top_ups.c


def find(tx: Tx, top_up_id: str) -> TopUp | None:
    row = tx.one(_select.where(_c.id == top_up_id))
    return _read(row) if row else None


def next_ordinal(tx: Tx, transit_card_id: str) -> int:
    """The place of the card's next one; the card is held."""
    asked = sa.select(sa.func.max(_c.ordinal)).where(_c.transit_card_id == transit_card_id)
    return int(tx.scalar(asked) or 0) + 1


def on_their_way(tx: Tx, transit_card_id: str) -> list[TopUp]:
    """Those of the card of which nobody knows yet what the bank did."""
    asked = _select.where(_c.status == PAYING, _c.transit_card_id == transit_card_id)
    return list(map(_read, tx.all(asked.order_by(_c.ordinal))))


def add(tx: Tx, made: TopUp) -> None:
    tx.execute(purse_top_ups.insert(), values(made))


def change(tx: Tx, known: TopUp, **changes: Any) -> TopUp:
    written = {**changes, "version": known.version + 1, "updated_at": tx.world.now}
    tx.execute(purse_top_ups.update().where(_c.id == known.id).values(**written))
    return replace(known, **written)


def page(tx: Tx, page: PageQuery, transit_card_id: str) -> Page:
    asked = _select.where(_c.transit_card_id == transit_card_id)
    return tx.page(asked, purse_top_ups, page).map(_read)
