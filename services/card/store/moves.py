"""The moves of cards, and their passwords."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from services.card.domain.password import Password
from services.card.store.tables_lifecycle import card_moves, card_passwords
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader


@dataclass(frozen=True)
class Move:
    """One move of a card's social application. `actor` is a party, `channel` how it came."""

    id: str
    card_id: str
    move: str
    from_status: str
    to_status: str
    channel: str
    actor: str
    actor_role: str
    reason: str | None
    created_at: datetime


_all, _read = reader(Move, card_moves)
_count = (
    select(func.count()).select_from(card_moves).where(card_moves.c.card_id == bindparam("card_id"))
)
_passwords, _read_password = reader(Password, card_passwords)
_password = _passwords.where(card_passwords.c.card_id == bindparam("card_id"))


def next_ordinal(tx: Tx, card_id: str) -> int:
    """The caller holds the card's lock."""
    return int(tx.scalar(_count, {"card_id": card_id})) + 1


def add(tx: Tx, move: Move, ordinal: int) -> None:
    tx.execute(card_moves.insert().values(asdict(move) | {"ordinal": ordinal}))


def page(tx: Tx, card_id: str, query: PageQuery) -> Page:
    return tx.page(_all.where(card_moves.c.card_id == card_id), card_moves, query).map(_read)


def password(tx: Tx, card_id: str) -> Password | None:
    row = tx.one(_password, {"card_id": card_id})
    return _read_password(row) if row else None


def keep_password(tx: Tx, kept: Password) -> None:
    known = password(tx, kept.card_id)
    if known is None:
        tx.execute(card_passwords.insert().values(asdict(kept)))
    elif known != kept:
        mine = card_passwords.c.card_id == kept.card_id
        tx.execute(card_passwords.update().where(mine).values(asdict(kept)))
