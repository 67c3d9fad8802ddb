"""Cards, kept and found."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam

from services.card.domain.card import Card
from services.card.store.tables import cards
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader

_all, _read = reader(Card, cards)
_by_id = _all.where(cards.c.id == bindparam("id"))
_by_id_locked = _by_id.with_for_update()
_by_number = _all.where(cards.c.card_number == bindparam("number")).order_by(cards.c.region_code)
_by_code = _all.where(cards.c.card_identification_code == bindparam("code"))
_of_person = _all.where(cards.c.person_id == bindparam("person_id")).order_by(cards.c.seq)


def add(tx: Tx, card: Card) -> None:
    tx.execute(cards.insert().values(asdict(card)))


def change(tx: Tx, card: Card) -> None:
    tx.execute(cards.update().where(cards.c.id == card.id).values(asdict(card)))


def find(tx: Tx, card_id: str) -> Card | None:
    row = tx.one(_by_id, {"id": card_id})
    return _read(row) if row else None


def find_locked(tx: Tx, card_id: str) -> Card | None:
    row = tx.one(_by_id_locked, {"id": card_id})
    return _read(row) if row else None


def with_number(tx: Tx, number: str, region_code: str | None = None) -> list[Card]:
    """The cards with this number: one an area at most."""
    found = [_read(row) for row in tx.all(_by_number, {"number": number})]
    return [card for card in found if region_code in (None, card.region_code)]


def with_code(tx: Tx, code: str) -> Card | None:
    row = tx.one(_by_code, {"code": code})
    return _read(row) if row else None


def of_person(tx: Tx, person_id: str) -> list[Card]:
    """All of a person's cards, the oldest first."""
    return [_read(row) for row in tx.all(_of_person, {"person_id": person_id})]


def page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _all
    for name in ("person_id", "region_code", "status"):
        if name in filters:
            statement = statement.where(cards.c[name] == filters[name])
    return tx.page(statement, cards, query).map(_read)
