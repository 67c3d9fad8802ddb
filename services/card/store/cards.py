"""Cards, kept and found."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, select

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


def renewable(tx: Tx, region_code: str, last_day: date, limit: int) -> list[Card]:
    """Cards with this last day whose holders have not been told that they can renew."""
    return _ending(tx, region_code, last_day, limit, _untold)


def ended(tx: Tx, region_code: str, last_day: date, limit: int) -> list[Card]:
    """Cards with this last day that have not expired yet."""
    return _ending(tx, region_code, last_day, limit, cards.c.expired_at.is_(None))


_alive = cards.c.status != "cancelled"
_untold = and_(cards.c.renewal_opened_at.is_(None), cards.c.form == "standard")


def _ending(tx: Tx, region_code: str, last_day: date, limit: int, still: Any) -> list[Card]:
    mine = and_(cards.c.region_code == region_code, cards.c.valid_to_date == last_day)
    found = _all.where(mine, _alive, still).order_by(cards.c.seq).limit(limit).with_for_update()
    return [_read(row) for row in tx.all(found)]


def next_renewable(tx: Tx, region_code: str, after: date) -> date | None:
    """The next last day of a card of the region that can't be renewed yet."""
    return _next_last_day(tx, region_code, after, _untold)


def next_ending(tx: Tx, region_code: str, after: date) -> date | None:
    """The next last day of a card of the region that can be renewed and has not expired."""
    told = and_(cards.c.renewal_opened_at.is_not(None), cards.c.expired_at.is_(None))
    return _next_last_day(tx, region_code, after, told)


def _next_last_day(tx: Tx, region_code: str, after: date, which: Any) -> date | None:
    mine = and_(cards.c.region_code == region_code, cards.c.valid_to_date > after)
    column = cards.c.valid_to_date
    found = tx.one(select(column).where(mine, _alive, which).order_by(column).limit(1))
    return found[0] if found else None


def page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _all
    for name in ("person_id", "region_code", "status"):
        if name in filters:
            statement = statement.where(cards.c[name] == filters[name])
    return tx.page(statement, cards, query).map(_read)
