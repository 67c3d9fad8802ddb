"""Orders to the card service and fillings of forms, kept and found."""

from dataclasses import replace
from typing import Any

from services.benefits.domain.cards.order import CardOrder
from services.benefits.domain.form_filling import FormFilling
from services.benefits.store.tables_cards import card_orders, form_fillings
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_ORDERS, _read_order = reader(CardOrder, card_orders)
_FILLINGS, _read_filling = reader(FormFilling, form_fillings)
_o, _f = card_orders.c, form_fillings.c


def add_order(tx: Tx, made: CardOrder) -> None:
    tx.execute(card_orders.insert(), values(made))


def change_order(tx: Tx, known: CardOrder, **changes: Any) -> CardOrder:
    now = tx.world.now
    changed = replace(known, **changes, version=known.version + 1, updated_at=now)
    written = {**changes, "version": changed.version, "updated_at": now}
    tx.execute(card_orders.update().where(_o.id == known.id).values(**written))
    return changed


def find_order(tx: Tx, order_id: str, *, lock: bool = False) -> CardOrder | None:
    query = _ORDERS.where(_o.id == order_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read_order(row) if row else None


def page_of_orders(tx: Tx, page: PageQuery, filters: dict[str, Any]) -> Page:
    query = _ORDERS.where(*(_o[name] == value for name, value in filters.items()))
    return tx.page(query, card_orders, page).map(_read_order)


# ---- forms


def add_filling(tx: Tx, made: FormFilling) -> None:
    tx.execute(form_fillings.insert(), values(made))


def find_filling(tx: Tx, filling_id: str) -> FormFilling | None:
    row = tx.one(_FILLINGS.where(_f.id == filling_id))
    return _read_filling(row) if row else None


def page_of_fillings(tx: Tx, page: PageQuery, filters: dict[str, Any]) -> Page:
    query = _FILLINGS.where(*(_f[name] == value for name, value in filters.items()))
    return tx.page(query, form_fillings, page).map(_read_filling)
