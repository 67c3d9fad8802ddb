"""Journals and postings: added, reversed, summed; never changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.chain import Entry
from services.settlement.store import book_days
from services.settlement.store.rows import total
from services.settlement.store.tables_books import journals, postings
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.ledger import Journal, Posting
from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Booked:
    """A journal as it stands in the books."""

    id: str
    journal: Journal
    claim_id: str | None
    cycle_id: str | None
    booked_at: datetime
    reversed_by: str | None = None
    days: Mapping[str, date] = field(default_factory=dict)
    """Book -> the day on which it holds its part."""


@dataclass(frozen=True, slots=True)
class Balance:
    """One account of one or several books: turnover on both sides."""

    account: str
    debit: Money
    credit: Money

    @property
    def balance(self) -> Money:
        """Debit less credit: assets and spending above zero, debts below."""
        return self.debit - self.credit


_journal_columns = (
    journals.c.id,
    journals.c.kind,
    journals.c.event,
    journals.c.reverses,
    journals.c.claim_id,
    journals.c.cycle_id,
    journals.c.booked_at,
)
_CHUNK = 500
_exists = sa.select(journals.c.id).where(
    journals.c.kind == bindparam("kind"), journals.c.event == bindparam("event")
)
_postings_of = (
    sa.select(postings)
    .where(postings.c.journal_id.in_(bindparam("ids", expanding=True)))
    .order_by(postings.c.journal_id, postings.c.ordinal)
)
_reversals_of = sa.select(journals.c.reverses, journals.c.id).where(
    journals.c.reverses.in_(bindparam("ids", expanding=True))
)


def is_booked(tx: Tx, kind: str, event: str) -> bool:
    return tx.scalar(_exists, {"kind": kind, "event": event}) is not None


def booked_among(tx: Tx, kind: str, events: Sequence[str]) -> set[str]:
    """Those of the events that are booked, in one statement for some hundreds of them."""
    found: set[str] = set()
    for start in range(0, len(events), _CHUNK):
        some = events[start : start + _CHUNK]
        where = (journals.c.kind == kind, journals.c.event.in_(some))
        found |= {row[0] for row in tx.all(sa.select(journals.c.event).where(*where))}
    return found


def book(
    tx: Tx,
    entries: Iterable[Journal],
    *,
    claim_id: str | None = None,
    cycle_id: str | None = None,
) -> list[str]:
    """Add journals, in two statements however many they are; their ids.

    Every posting goes to the open day of its book. `kind` and `event` are unique together:
    what was booked before is a database error, so callers that may come twice ask
    `is_booked` first.
    """
    return book_each(tx, [(entry, claim_id) for entry in entries], cycle_id=cycle_id)


def book_each(
    tx: Tx, entries: Sequence[tuple[Journal, str | None]], *, cycle_id: str | None = None
) -> list[str]:
    """The same for journals of many claims, each with the id of its own."""
    days = book_days.days_of(tx, _books(entry for entry, _ in entries))
    now = tx.world.now
    headers: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for entry, claim_id in entries:
        journal_id = tx.new_id("jnl", entry.kind, entry.event)
        headers.append(
            {
                "id": journal_id,
                "kind": entry.kind,
                "event": entry.event,
                "reverses": entry.reverses,
                "claim_id": claim_id,
                "cycle_id": cycle_id,
                "amount": entry.amount,
                "booked_at": now,
                "sha256": Entry(journal_id, entry, claim_id, cycle_id, now).digest,
            }
        )
        rows += (
            {
                "journal_id": journal_id,
                "ordinal": ordinal,
                "book": posting.book,
                "day": days[posting.book],
                "debit": posting.debit,
                "credit": posting.credit,
                "amount": posting.amount,
            }
            for ordinal, posting in enumerate(entry.postings, start=1)
        )
    tx.add_all(journals, headers)
    tx.add_all(postings, rows)
    return [header["id"] for header in headers]


def _books(made: Iterable[Journal]) -> list[str]:
    """In one order everywhere, so that two who book never wait for each other in a ring."""
    return sorted({name for entry in made for name in entry.books})


def of_claim(tx: Tx, claim_id: str, kinds: Sequence[str]) -> list[Booked]:
    """The claim's journals of these kinds that are not reversed, the oldest first."""
    statement = (
        sa.select(*_journal_columns)
        .where(journals.c.claim_id == claim_id, journals.c.kind.in_(kinds))
        .order_by(journals.c.seq)
    )
    booked = _filled(tx, tx.all(statement))
    return [each for each in booked if each.reversed_by is None]


def find(tx: Tx, journal_id: str) -> Booked | None:
    rows = tx.all(sa.select(*_journal_columns).where(journals.c.id == journal_id))
    return next(iter(_filled(tx, rows)), None)


def by_event(tx: Tx, kind: str, event: str) -> Booked | None:
    where = (journals.c.kind == kind, journals.c.event == event)
    return next(iter(_filled(tx, tx.all(sa.select(*_journal_columns).where(*where)))), None)


def page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Journals, the newest first; `book`, `account` and days are those of their postings."""
    statement = sa.select(*_journal_columns)
    for name in ("claim_id", "cycle_id", "kind"):
        if name in filters:
            statement = statement.where(journals.c[name] == filters[name])
    touched = _touched(filters)
    if touched:
        in_it = sa.exists().where(postings.c.journal_id == journals.c.id, *touched)
        statement = statement.where(in_it)
    found = tx.page(statement, journals, query)
    return Page(_filled(tx, found.items), found.next_cursor)


def _touched(filters: Mapping[str, Any]) -> list[Any]:
    where: list[Any] = []
    if "book" in filters:
        where.append(postings.c.book == filters["book"])
    if "account" in filters:
        account = filters["account"]
        where.append(sa.or_(postings.c.debit == account, postings.c.credit == account))
    if "day_from" in filters:
        where.append(postings.c.day >= filters["day_from"])
    if "day_to" in filters:
        where.append(postings.c.day <= filters["day_to"])
    return where


def _filled(tx: Tx, rows: Sequence[Any]) -> list[Booked]:
    ids = [row.id for row in rows]
    moved: dict[str, list[Posting]] = {journal_id: [] for journal_id in ids}
    days: dict[str, dict[str, date]] = {journal_id: {} for journal_id in ids}
    for row in tx.all(_postings_of, {"ids": ids}) if ids else ():
        moved[row.journal_id].append(Posting(row.book, row.debit, row.credit, row.amount))
        days[row.journal_id][row.book] = row.day
    taken_back = dict(tuple(row) for row in tx.all(_reversals_of, {"ids": ids})) if ids else {}
    return [
        Booked(
            row.id,
            Journal(row.kind, row.event, tuple(moved[row.id]), row.reverses),
            row.claim_id,
            row.cycle_id,
            row.booked_at,
            taken_back.get(row.id),
            days[row.id],
        )
        for row in rows
    ]


_ZERO = sa.cast(sa.literal(Money.zero(), postings.c.amount.type), postings.c.amount.type)


def _side(name: str, low: str, high: str, books: Sequence[str] | None) -> Any:
    """One side of every account from `low` up to `high`, read from that side's index."""
    account = postings.c[name]
    moved = total(postings.c.amount)
    statement = (
        sa.select(
            postings.c.book,
            account.label("account"),
            (moved if name == "debit" else _ZERO).label("debit"),
            (moved if name == "credit" else _ZERO).label("credit"),
        )
        .where(account >= low, account < high)
        .group_by(postings.c.book, account)
    )
    return statement if books is None else statement.where(postings.c.book.in_(books))


def _turnover(books: Sequence[str] | None = None, low: str = "", high: str = "\x7f") -> Any:
    sides = (_side("debit", low, high, books), _side("credit", low, high, books))
    return sa.union_all(*sides).subquery()


def trial_balance(tx: Tx, books: Sequence[str], low: str = "", high: str = "\x7f") -> list[Balance]:
    """The turnover of every account of these books together, by account.

    `low` and `high` (not included) bound the accounts' names.
    """
    both = _turnover(books, low, high)
    statement = (
        sa.select(both.c.account, total(both.c.debit), total(both.c.credit))
        .group_by(both.c.account)
        .order_by(both.c.account)
    )
    return [Balance(*row) for row in tx.all(statement)]


def balances_by_book(tx: Tx, low: str, high: str) -> dict[tuple[str, str], Money]:
    """Debit less credit of the accounts from `low` up to `high`, by book and account."""
    both = _turnover(low=low, high=high)
    statement = (
        sa.select(both.c.book, both.c.account, total(both.c.debit), total(both.c.credit))
        .group_by(both.c.book, both.c.account)
        .order_by(both.c.book, both.c.account)
    )
    return {(row[0], row[1]): row[2] - row[3] for row in tx.all(statement)}


def books(tx: Tx) -> list[tuple[str, Money, Money]]:
    """Every book that has postings, with its debit and credit turnover."""
    both = _turnover()
    statement = (
        sa.select(both.c.book, total(both.c.debit), total(both.c.credit))
        .group_by(both.c.book)
        .order_by(both.c.book)
    )
    return [(row[0], row[1], row[2]) for row in tx.all(statement)]


def under(account_group: str) -> tuple[str, str]:
    """The bounds of the names `group:…`, for `trial_balance` and `balances_by_book`."""
    return account_group + ":", account_group + ";"
