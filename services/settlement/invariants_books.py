"""The laws of reversal, of balance queries and of sealed days."""

from typing import Any

import sqlalchemy as sa

from services.settlement.domain.chain import Broken
from services.settlement.flows import book_verify
from services.settlement.store import book_balances, book_days, ledger
from services.settlement.store.tables_books import journals, postings
from sscsim.db import Tx
from sscsim.kernel.problems import Text
from sscsim.web import invariant

Counterexample = dict[str, Any] | None


@invariant(
    "P19",
    Text(zh="每张凭证至多冲销一次", en="A journal is reversed at most once, a reversal never"),
)
def reversals_are_final(tx: Tx) -> Counterexample:
    """That an original has one mirror is a unique key; that it is a true mirror is looked at."""
    original = journals.alias("original")
    row = tx.one(
        sa.select(journals.c.id, journals.c.reverses)
        .outerjoin(original, original.c.id == journals.c.reverses)
        .where(
            journals.c.reverses.is_not(None),
            sa.or_(
                original.c.id.is_(None),
                original.c.reverses.is_not(None),
                original.c.amount != journals.c.amount,
            ),
        )
        .order_by(journals.c.id)
        .limit(1)
    ) or tx.one(_not_mirrored())
    return row and {"journal_id": row[0], "reverses": row[1]}


def _not_mirrored() -> Any:
    """A posting of a reversal that is not the original's, the other way round."""
    theirs = postings.alias("theirs")
    same = sa.and_(
        theirs.c.journal_id == journals.c.reverses,
        theirs.c.ordinal == postings.c.ordinal,
        theirs.c.book == postings.c.book,
        theirs.c.debit == postings.c.credit,
        theirs.c.credit == postings.c.debit,
        theirs.c.amount == postings.c.amount,
    )
    return (
        sa.select(journals.c.id, journals.c.reverses)
        .join(postings, postings.c.journal_id == journals.c.id)
        .outerjoin(theirs, same)
        .where(journals.c.reverses.is_not(None), theirs.c.seq.is_(None))
        .order_by(journals.c.id)
        .limit(1)
    )


@invariant(
    "P24",
    Text(
        zh="已冲销凭证及其冲销均在余额查询之内",
        en="Reversed journals and their reversals are both in every balance query",
    ),
)
def queries_leave_nothing_out(tx: Tx) -> Counterexample:
    """Turnover is compared and not only what is left: a pair that is left out cancels itself."""
    for book in book_days.every_book(tx):
        shown = {each.account: each for each in book_balances.as_of(tx, [book])}
        booked = {each.account: each for each in ledger.trial_balance(tx, [book])}
        for account in sorted({*shown, *booked}):
            ours, theirs = shown.get(account), booked.get(account)
            if ours != theirs:
                return {"book": book, "account": account, **_sides(ours, theirs)}
    return None


def _sides(shown: ledger.Balance | None, booked: ledger.Balance | None) -> dict[str, int]:
    return {
        f"{whose}_{side}_fen": getattr(each, side).fen if each else 0
        for whose, each in (("shown", shown), ("booked", booked))
        for side in ("debit", "credit")
    }


@invariant(
    "ledger.chain", Text(zh="日结哈希链可重算", en="The chain of sealed days can be made again")
)
def days_are_as_sealed(tx: Tx) -> Counterexample:
    found = _first(tx, balances=False)
    return found and _shown(*found)


@invariant(
    "ledger.balances",
    Text(zh="日结余额可由分录重算", en="Kept balances can be made again from the postings"),
)
def balances_are_the_postings(tx: Tx) -> Counterexample:
    found = _first(tx, balances=True)
    return found and _shown(*found)


def _first(tx: Tx, *, balances: bool) -> tuple[str, Broken] | None:
    looked = book_verify.first_wrong_balance if balances else book_verify.first_wrong_day
    for book in book_days.every_book(tx):
        found = looked(tx, book)
        if found is not None:
            return book, found
    return None


def _shown(book: str, found: Broken) -> dict[str, Any]:
    said = {
        "book": book,
        "day": found.day.isoformat(),
        "what": found.what,
        "journal_id": found.journal_id,
        "account": found.account,
        "expected": found.expected,
        "found": found.found,
    }
    return {name: value for name, value in said.items() if value is not None}


BOOK_CHECKS = (
    reversals_are_final,
    queries_leave_nothing_out,
    days_are_as_sealed,
    balances_are_the_postings,
)
