"""Many accounts at once: found, locked and credited by the statement, not by the line."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from services.card.store.tables import cards, persons
from services.card.store.tables_bank import bank_accounts, bank_entries
from sscsim import db
from sscsim.db import Tx
from sscsim.db.types import instant_text

_ENTRY = (
    "id", "account_id", "kind", "event", "book", "debit", "credit", "amount", "balance_after",
    "memo", "asked_by", "created_at", "updated_at",
)  # fmt: skip
_AT_ONCE = 400
_MOVED = ("balance", "last_moved_on", "version", "updated_at")


def paid(tx: Tx, events: Iterable[str]) -> dict[str, Any]:
    """The entries with which these credits were booked, by event."""
    e = bank_entries.c
    query = sa.select(e.event, e.id, e.created_at)
    found = tx.all(query.where(e.kind == "credit", e.event.in_(sorted(events))))
    return {row.event: row for row in found}


def locked(tx: Tx, numbers: Iterable[str]) -> dict[str, Any]:
    """The accounts with these numbers, locked in one order: what a credit asks of each.

    balance_fen is whole fen; card_status is that of its card.
    """
    a = bank_accounts.c
    query = (
        sa.select(
            a.id, a.account_number, a.region_code, a.bank_code, a.holder_name, a.status, a.version,
            sa.type_coerce(a.balance, db.Int()).label("balance_fen"),
            cards.c.status.label("card_status"),
        )
        .select_from(bank_accounts.outerjoin(cards, cards.c.id == a.card_id))
        .where(a.account_number.in_(sorted(numbers)))
        .order_by(a.seq)
        .with_for_update(of=bank_accounts)
    )  # fmt: skip
    return {row.account_number: row for row in tx.all(query)}


def locked_of(tx: Tx, people: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The account of each person that takes money best, and every one by its id, shown and locked
    as `locked` does."""
    a, c = bank_accounts.c, cards.c
    best: dict[str, Any] = {}
    by_id: dict[str, Any] = {}
    usable = sa.case((a.status == "active", 1), else_=0)
    listed = sorted(people)
    for start in range(0, len(listed), _AT_ONCE):
        query = (
            sa.select(
                a.id, a.account_number, a.region_code, a.bank_code, a.holder_name, a.status,
                a.version, sa.type_coerce(a.balance, db.Int()).label("balance_fen"),
                c.status.label("card_status"), c.person_id,
            )
            .select_from(bank_accounts.join(cards, c.id == a.card_id))
            .where(c.person_id.in_(listed[start : start + _AT_ONCE]))
            .order_by(usable, a.seq)
            .with_for_update(of=bank_accounts)
        )  # fmt: skip
        for row in tx.all(query):  # the best account of a person comes last
            best[row.person_id] = by_id[row.id] = row
    return best, by_id


def deaths(tx: Tx, people: Iterable[str]) -> list[Any]:
    """Who of these has died, and on which day."""
    p, listed = persons.c, sorted(people)
    found: list[Any] = []
    for start in range(0, len(listed), _AT_ONCE):
        some = listed[start : start + _AT_ONCE]
        query = sa.select(p.id, p.deceased_on).where(p.id.in_(some), p.deceased_on.is_not(None))
        found += tx.all(query.order_by(p.seq))
    return found


def births(tx: Tx, people: Iterable[str]) -> list[Any]:
    """When these were born, and their sex."""
    p, listed = persons.c, sorted(people)
    found: list[Any] = []
    for start in range(0, len(listed), _AT_ONCE):
        query = sa.select(p.id, p.birth_date, p.sex).where(
            p.id.in_(listed[start : start + _AT_ONCE])
        )
        found += tx.all(query.order_by(p.id))
    return found


def add_entries(tx: Tx, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows in the order of `_ENTRY`, as the database keeps them."""
    tx.load(bank_entries, _ENTRY, rows)


def move(tx: Tx, changes: Iterable[tuple[Any, int]]) -> None:
    """These accounts (as locked) have their new balances, in fen, as of now."""
    today, now = tx.world.today.isoformat(), instant_text(tx.world.now)
    rows = [(known.id, fen, today, known.version + 1, now) for known, fen in changes]
    tx.change_each(bank_accounts, ("id",), _MOVED, rows)


def recipients(tx: Tx, numbers: Sequence[str], card_ids: Sequence[str]) -> list[Any]:
    """People by number or card, with the account that takes money best.

    Each row: number, card_id (as asked), person, and one account; a person with several
    accounts has several rows, the usable one last.
    """
    p, c, a = persons.c, cards.c, bank_accounts.c
    usable = sa.case((a.status == "active", 1), else_=0)
    living = sa.case((c.status != "cancelled", 1), else_=0)
    shown = sa.select(
        p.id, p.social_security_number, p.name, p.birth_date, p.living_state, p.region_code,
        c.id.label("card_id"), c.status.label("card_status"), a.account_number,
    )  # fmt: skip
    joined = persons.outerjoin(cards, c.person_id == p.id).outerjoin(
        bank_accounts, a.card_id == c.id
    )
    by_number = p.social_security_number.in_(numbers)
    asked = cards.alias("asked")
    by_card = p.id.in_(sa.select(asked.c.person_id).where(asked.c.id.in_(card_ids)))
    wanted = sa.or_(by_number, by_card) if card_ids else by_number
    query = shown.select_from(joined).where(wanted)
    return list(tx.all(query.order_by(p.seq, living, usable, c.seq, a.seq)))
