"""Double entry as values: postings, journals, reversal, balances.

A posting has no sign. It debits one account and credits another of the *same*
book, so a journal made of postings balances in every book, and what would not
balance has no way to be written down. History is only added to: a correction is
a new journal that mirrors the old one and points at it. The key of a journal
(`kind`, `event`) and "at most one reversal each" are unique keys of the store.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sscsim.kernel.money import Money, sum_money


class BadPosting(ValueError):
    """Not a movement: nothing moves, or it moves nowhere, or between no two accounts."""


class EmptyJournal(ValueError):
    """A journal without postings says nothing."""


class ReversalOfReversal(ValueError):
    """A mirror is final: what was reversed by mistake is booked anew."""


class Account(NamedTuple):
    """One account of one book, e.g. `bank.treasury` of `R:510100`."""

    book: str
    name: str


@dataclass(frozen=True, slots=True)
class Posting:
    """`amount` goes from the credited to the debited account of one book.

    debit: account that receives (assets and expenses grow)
    credit: account that gives (liabilities grow, assets shrink)
    amount: more than zero
    """

    book: str
    debit: str
    credit: str
    amount: Money

    def __post_init__(self) -> None:
        if self.amount <= Money.zero():
            raise BadPosting(f"an amount to post is more than zero, not {self.amount}")
        if not (self.book and self.debit and self.credit):
            raise BadPosting("a posting names a book and two accounts")
        if self.debit == self.credit:
            raise BadPosting(f"{self.debit} can't be debited and credited by one posting")

    def mirrored(self) -> "Posting":
        return Posting(self.book, self.credit, self.debit, self.amount)


def posting(book: str, *, debit: str, credit: str, amount: Money) -> Posting:
    """A posting of an amount that may be negative: it then goes the other way.

    >>> posting("N", debit="a", credit="b", amount=Money(-5))
    Posting(book='N', debit='b', credit='a', amount=Money(fen=5))
    """
    if amount < Money.zero():
        return Posting(book, credit, debit, -amount)
    return Posting(book, debit, credit, amount)


@dataclass(frozen=True, slots=True)
class Journal:
    """What one event moved, in one or more books.

    kind: the posting rule that wrote it, e.g. "L1"
    event: business key of what happened; unique together with `kind`
    postings: at least one
    reverses: id of the journal that this one takes back, None for an original
    """

    kind: str
    event: str
    postings: tuple[Posting, ...]
    reverses: str | None = None

    def __post_init__(self) -> None:
        if not self.postings:
            raise EmptyJournal(f"journal {self.kind} {self.event} moves nothing")

    @property
    def amount(self) -> Money:
        """The sum of all postings, in all books: the control total of the journal."""
        return sum_money(posting.amount for posting in self.postings)

    @property
    def books(self) -> tuple[str, ...]:
        return tuple(sorted({posting.book for posting in self.postings}))

    def mirrored(self, original_id: str, *, kind: str, event: str) -> "Journal":
        """The journal that takes this one back, whole.

        `original_id` is the id under which this journal is stored. Raises
        ReversalOfReversal when this journal is a reversal itself.
        """
        if self.reverses is not None:
            raise ReversalOfReversal(f"{original_id} reverses {self.reverses} already")
        mirrored = tuple(posting.mirrored() for posting in self.postings)
        return Journal(kind, event, mirrored, reverses=original_id)


class Leg(NamedTuple):
    """One side of a posting: debit positive, credit negative."""

    account: Account
    amount: Money


def legs(postings: Iterable[Posting]) -> Iterator[Leg]:
    for each in postings:
        yield Leg(Account(each.book, each.debit), each.amount)
        yield Leg(Account(each.book, each.credit), -each.amount)


def balances(journals: Iterable[Journal]) -> dict[Account, Money]:
    """Debit less credit of every account touched, reversed originals included."""
    result: dict[Account, Money] = {}
    for journal in journals:
        for account, amount in legs(journal.postings):
            result[account] = result.get(account, Money.zero()) + amount
    return dict(sorted(result.items()))
