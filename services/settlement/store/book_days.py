"""The days of each book: opened by the first posting, sealed once, projected into balances."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.chain import FIRST, Entry, Link
from services.settlement.store.rows import total
from services.settlement.store.tables_books import account_days, book_days, journals, postings
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.ledger import Journal, Posting
from sscsim.kernel.money import Money
from sscsim.kernel.periods import at

DAY_CLOSE: Final = "settlement.day_close"
_FIRST_OF_THE_DAY: Final = 10
"""A day is sealed before anything else of the next one is done."""
_CHUNK: Final = 500
_ZERO: Final = Money.zero()

_of_day = sa.select(book_days.c.closed_at).where(
    book_days.c.book == bindparam("book"), book_days.c.day == bindparam("day")
)
_held = _of_day.with_for_update(read=True)


def open_day(tx: Tx, book: str) -> date:
    """The day on which a book takes postings now, held so that it can't be sealed meanwhile.

    That is today, unless today is sealed: a posting that comes late belongs to the next day.
    The first posting of a day has it sealed as it ends, so that quiet days cost nothing.
    """
    day = tx.world.today
    while True:
        known = tx.one(_held, {"book": book, "day": day})
        if known is None:
            tx.lock("book_day", book, day)
            known = tx.one(_held, {"book": book, "day": day})
        if known is None:
            tx.execute(book_days.insert().values(book=book, day=day))
            due = at(day + timedelta(days=1), time(0))
            tx.schedule(DAY_CLOSE, f"{book}@{day.isoformat()}", due, rank=_FIRST_OF_THE_DAY)
            return day
        if known.closed_at is None:
            return day
        day += timedelta(days=1)


def days_of(tx: Tx, books: Sequence[str]) -> dict[str, date]:
    """`open_day` of several books, in one statement where their day is open already."""
    today = tx.world.today
    found: dict[str, date] = {}
    for some in _chunks(books):
        rows = tx.all(_held_together, {"books": some, "day": today})
        found |= {row.book: today for row in rows if row.closed_at is None}
    return {book: found.get(book) or open_day(tx, book) for book in books}


_held_together = (
    sa.select(book_days.c.book, book_days.c.closed_at)
    .where(
        book_days.c.book.in_(bindparam("books", expanding=True)),
        book_days.c.day == bindparam("day"),
    )
    .order_by(book_days.c.book)
    .with_for_update(read=True)
)


def open_days(tx: Tx, book: str, through: date) -> list[date]:
    """The days of a book up to `through` that are not sealed, held alone, the oldest first."""
    return [row[0] for row in tx.all(_unsealed, {"book": book, "through": through})]


_unsealed = (
    sa.select(book_days.c.day)
    .where(
        book_days.c.book == bindparam("book"),
        book_days.c.day <= bindparam("through"),
        book_days.c.closed_at.is_(None),
    )
    .order_by(book_days.c.day)
    .with_for_update()
)


def links(tx: Tx, book: str) -> list[Link]:
    """The sealed days of a book, the oldest first."""
    statement = (
        sa.select(
            book_days.c.book,
            book_days.c.day,
            book_days.c.previous,
            book_days.c.sha256,
            book_days.c.journals,
            book_days.c.turnover,
        )
        .where(book_days.c.book == book, book_days.c.closed_at.is_not(None))
        .order_by(book_days.c.day)
    )
    return [Link(*row) for row in tx.all(statement)]


def last_link(tx: Tx, book: str) -> tuple[date | None, str]:
    """The last sealed day of a book and its hash; None and `FIRST` before any."""
    row = tx.one(_last_sealed, {"book": book})
    return (row.day, row.sha256) if row is not None else (None, FIRST)


_last_sealed = (
    sa.select(book_days.c.day, book_days.c.sha256)
    .where(book_days.c.book == bindparam("book"), book_days.c.closed_at.is_not(None))
    .order_by(book_days.c.day.desc())
    .limit(1)
)


def of_day(tx: Tx, book: str, day: date) -> Any | None:
    where = (book_days.c.book == book, book_days.c.day == day)
    return tx.one(sa.select(book_days).where(*where))


def page(tx: Tx, query: PageQuery, book: str) -> Page:
    return tx.page(sa.select(book_days).where(book_days.c.book == book), book_days, query)


def every_book(tx: Tx) -> list[str]:
    """Every book that was ever posted to."""
    statement = sa.select(postings.c.book).distinct().order_by(postings.c.book)
    return [row[0] for row in tx.all(statement)]


def never_opened(tx: Tx, book: str) -> date | None:
    """A day with postings that is not among the book's days: it was taken out of the chain."""
    opened = sa.exists().where(
        book_days.c.book == postings.c.book, book_days.c.day == postings.c.day
    )
    statement = sa.select(sa.func.min(postings.c.day)).where(postings.c.book == book, ~opened)
    found: date | None = tx.scalar(statement)
    return found


# ---- the journals of a day, in the order of their business keys


def entries(tx: Tx, book: str, day: date) -> Iterator[Entry]:
    """Journals with postings of that day in that book, with those postings, in one pass."""
    rows = tx.each(_parts_of_day, {"book": book, "day": day})
    for _, found in groupby(rows, key=itemgetter(0)):
        head, *rest = found
        moved = tuple(_posting(row) for row in (head, *rest))
        yield _entry(head, moved)


def whole_entries(tx: Tx, book: str, day: date) -> Iterator[Entry]:
    """The same with the postings of all books, as the hash of a journal covers them."""
    rows = tx.each(_whole_of_day, {"book": book, "day": day})
    for _, found in groupby(rows, key=itemgetter(0)):
        head, *rest = found
        moved = tuple(_posting(row) for row in (head, *rest))
        yield _entry(head, moved)


def _posting(row: Any) -> Posting:
    return Posting(row.book, row.debit, row.credit, row.amount)


def _entry(row: Any, moved: tuple[Posting, ...]) -> Entry:
    journal = Journal(row.kind, row.event, moved, row.reverses)
    return Entry(row.id, journal, row.claim_id, row.cycle_id, row.booked_at, row.sha256)


_heads = (
    journals.c.id,
    journals.c.kind,
    journals.c.event,
    journals.c.reverses,
    journals.c.claim_id,
    journals.c.cycle_id,
    journals.c.booked_at,
    journals.c.sha256,
)
_moves = (postings.c.book, postings.c.debit, postings.c.credit, postings.c.amount)
_in_order = (journals.c.kind, journals.c.event, postings.c.ordinal)
_this_day = (postings.c.book == bindparam("book"), postings.c.day == bindparam("day"))
_parts_of_day = (
    sa.select(*_heads, *_moves)
    .join(postings, postings.c.journal_id == journals.c.id)
    .where(*_this_day)
    .order_by(*_in_order)
)
_whole_of_day = (
    sa.select(*_heads, *_moves)
    .join(postings, postings.c.journal_id == journals.c.id)
    .where(journals.c.id.in_(sa.select(postings.c.journal_id).where(*_this_day)))
    .order_by(*_in_order)
)


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


# ---- sealing


def seal(tx: Tx, link: Link) -> None:
    """Close a day with its hash, and keep where its accounts stood as it ended."""
    projected = turnover(tx, link.book, link.day)
    tx.add_all(account_days, projected)
    tx.execute(
        book_days.update()
        .where(
            book_days.c.book == link.book,
            book_days.c.day == link.day,
            book_days.c.closed_at.is_(None),
        )
        .values(
            journals=link.journals,
            turnover=link.turnover,
            previous=link.previous,
            sha256=link.sha256,
            closed_at=tx.world.now,
        )
    )


def turnover(
    tx: Tx, book: str, day: date, before: Mapping[str, Money] | None = None
) -> list[dict[str, Any]]:
    """What the projection says of one day: each account it moved, from the postings.

    `before`: where accounts stood; by default what the projection has kept.
    """
    moved = {row[0]: (row[1], row[2]) for row in tx.all(_moved(book, day))}
    if before is None:
        before = balances_before(tx, book, list(moved), day)
    return [
        {
            "book": book,
            "account": account,
            "day": day,
            "debit": debit,
            "credit": credit,
            "balance": before.get(account, _ZERO) + debit - credit,
        }
        for account, (debit, credit) in moved.items()
    ]


def _moved(book: str, day: date) -> Any:
    zero = sa.cast(sa.literal(_ZERO, postings.c.amount.type), postings.c.amount.type)
    of_it = (postings.c.book == book, postings.c.day == day)
    debits = sa.select(postings.c.debit.label("account"), postings.c.amount.label("debit"))
    credits = sa.select(postings.c.credit, zero, postings.c.amount)
    both = sa.union_all(
        debits.add_columns(zero.label("credit")).where(*of_it), credits.where(*of_it)
    ).subquery()
    return (
        sa.select(both.c.account, total(both.c.debit), total(both.c.credit))
        .group_by(both.c.account)
        .order_by(both.c.account)
    )


def balances_before(tx: Tx, book: str, accounts: Sequence[str], day: date) -> dict[str, Money]:
    """Where accounts stood as the last sealed day before `day` ended."""
    found: dict[str, Money] = {}
    for some in _chunks(accounts):
        latest = (
            sa.select(account_days.c.account, sa.func.max(account_days.c.day).label("day"))
            .where(
                account_days.c.book == book,
                account_days.c.account.in_(some),
                account_days.c.day < day,
            )
            .group_by(account_days.c.account)
            .subquery()
        )
        statement = sa.select(account_days.c.account, account_days.c.balance).join(
            latest,
            sa.and_(
                account_days.c.book == book,
                account_days.c.account == latest.c.account,
                account_days.c.day == latest.c.day,
            ),
        )
        found |= {row[0]: row[1] for row in tx.all(statement)}
    return found


def projected(tx: Tx, book: str, day: date) -> list[dict[str, Any]]:
    """What is kept of one sealed day, as `turnover` would make it."""
    names = ("book", "account", "day", "debit", "credit", "balance")
    statement = (
        sa.select(*(account_days.c[name] for name in names))
        .where(account_days.c.book == book, account_days.c.day == day)
        .order_by(account_days.c.account)
    )
    return [dict(zip(names, row, strict=True)) for row in tx.all(statement)]
