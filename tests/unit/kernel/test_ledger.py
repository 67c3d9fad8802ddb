import pytest

from sscsim.kernel.ledger import (
    Account,
    BadPosting,
    EmptyJournal,
    Journal,
    Posting,
    ReversalOfReversal,
    balances,
    posting,
)
from sscsim.kernel.money import Money

TEN = Money.yuan("10.00")


def test_a_posting_moves_something_from_somewhere_to_somewhere_else():
    for amount in (Money.zero(), -TEN):
        with pytest.raises(BadPosting, match="more than zero"):
            Posting("B", "cash", "income", amount)
    with pytest.raises(BadPosting, match="credited by one posting"):
        Posting("B", "cash", "cash", TEN)
    for blank in (("", "cash", "income"), ("B", "", "income"), ("B", "cash", "")):
        with pytest.raises(BadPosting, match="names a book"):
            Posting(*blank, TEN)


def test_a_negative_amount_goes_the_other_way():
    assert posting("B", debit="cash", credit="income", amount=-TEN) == Posting(
        "B", "income", "cash", TEN
    )
    with pytest.raises(BadPosting):
        posting("B", debit="cash", credit="income", amount=Money.zero())


def test_a_journal_needs_postings_and_knows_its_books_and_control_total():
    with pytest.raises(EmptyJournal):
        Journal("L1", "e", ())
    journal = Journal("L6", "e", (Posting("R", "a", "b", TEN), Posting("N", "c", "d", TEN)))
    assert journal.books == ("N", "R")
    assert journal.amount == Money.yuan("20.00")


def test_every_book_balances_by_construction():
    journal = Journal(
        "L1",
        "e",
        (Posting("R", "spent", "owed", TEN), Posting("R", "account", "owed", Money(1))),
    )
    assert balances([journal]) == {
        Account("R", "account"): Money(1),
        Account("R", "owed"): Money(-1001),
        Account("R", "spent"): TEN,
    }


def test_a_mirror_takes_everything_back_and_points_at_its_original():
    original = Journal("L1", "e", (Posting("R", "spent", "owed", TEN),))
    mirror = original.mirrored("jnl_1", kind="L7", event="f")
    assert mirror.reverses == "jnl_1"
    assert mirror.postings == (Posting("R", "owed", "spent", TEN),)
    assert set(balances([original, mirror]).values()) == {Money.zero()}
    with pytest.raises(ReversalOfReversal, match="jnl_1"):
        mirror.mirrored("jnl_2", kind="L1", event="g")
