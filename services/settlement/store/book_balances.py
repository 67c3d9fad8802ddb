"""Balances as of a day, and what an account did over a period.

Sealed days come from the projection, days that are still open from their postings; both
hold every journal booked, reversed ones and their reversals included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from services.settlement.store import book_days
from services.settlement.store.ledger import Balance
from services.settlement.store.rows import total
from services.settlement.store.tables_books import account_days, journals, postings
from sscsim.db import Tx
from sscsim.kernel.money import Money

ZERO = Money.zero()
_zero = sa.cast(sa.literal(ZERO, postings.c.amount.type), postings.c.amount.type)


def as_of(
    tx: Tx, books: Sequence[str], day: date | None = None, account: str | None = None
) -> list[Balance]:
    """The turnover of every account of these books together through a day, by account."""
    parts = [part for book in books for part in _parts(tx, book, day, account)]
    if not parts:
        return []
    both = sa.union_all(*parts).subquery()
    statement = (
        sa.select(both.c.account, total(both.c.debit), total(both.c.credit))
        .group_by(both.c.account)
        .order_by(both.c.account)
    )
    return [Balance(*row) for row in tx.all(statement)]


def balance(tx: Tx, book: str, account: str, day: date | None = None) -> Money:
    """Debit less credit of one account through a day; zero for one never touched."""
    found = as_of(tx, [book], day, account)
    return found[0].balance if found else ZERO


def _parts(tx: Tx, book: str, day: date | None, account: str | None) -> list[Any]:
    sealed_through, _ = book_days.last_link(tx, book)
    kept = sa.select(account_days.c.account, account_days.c.debit, account_days.c.credit).where(
        account_days.c.book == book
    )
    debits = sa.select(
        postings.c.debit.label("account"), postings.c.amount.label("debit"), _zero.label("credit")
    ).where(postings.c.book == book)
    credits = sa.select(
        postings.c.credit.label("account"), _zero.label("debit"), postings.c.amount.label("credit")
    ).where(postings.c.book == book)
    if day is not None:
        kept = kept.where(account_days.c.day <= day)
        debits, credits = (part.where(postings.c.day <= day) for part in (debits, credits))
    if sealed_through is not None:
        open_ = postings.c.day > sealed_through
        debits, credits = debits.where(open_), credits.where(open_)
    if account is not None:
        kept = kept.where(account_days.c.account == account)
        debits = debits.where(postings.c.debit == account)
        credits = credits.where(postings.c.credit == account)
    return [kept, debits, credits]


@dataclass(frozen=True, slots=True)
class Line:
    """One posting as one account sees it. `amount`: debit above zero, credit below."""

    day: date
    booked_at: datetime
    journal_id: str
    kind: str
    claim_id: str | None
    cycle_id: str | None
    counter_account: str
    amount: Money


def lines(tx: Tx, book: str, account: str, start: date, end: date, most: int) -> list[Line]:
    """What was posted to an account from `start` through `end`, at most so many lines.

    In the order of the days, then of booking, then of the journals' business keys.
    """
    period = (postings.c.book == book, postings.c.day >= start, postings.c.day <= end)
    sides = [
        sa.select(
            postings.c.journal_id,
            postings.c.ordinal,
            postings.c.day,
            other.label("counter_account"),
            amount.label("amount"),
        ).where(*period, mine == account)
        for mine, other, amount in (
            (postings.c.debit, postings.c.credit, postings.c.amount),
            (postings.c.credit, postings.c.debit, sa.type_coerce(-postings.c.amount, _fen)),
        )
    ]
    both = sa.union_all(*sides).subquery()
    statement = (
        sa.select(
            both.c.day,
            journals.c.booked_at,
            journals.c.id,
            journals.c.kind,
            journals.c.claim_id,
            journals.c.cycle_id,
            both.c.counter_account,
            sa.type_coerce(both.c.amount, _fen),
        )
        .join(journals, journals.c.id == both.c.journal_id)
        .order_by(
            both.c.day,
            journals.c.booked_at,
            journals.c.kind,
            journals.c.event,
            both.c.ordinal,
        )
        .limit(most)
    )
    return [Line(*row) for row in tx.all(statement)]


_fen = postings.c.amount.type
