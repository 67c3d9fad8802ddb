"""Verifying a book: every sealed day and every kept balance is made again and compared."""

from services.settlement.domain.chain import FIRST, Broken, Link, changed_journals, compared, sealed
from services.settlement.store import book_days
from sscsim.db import Tx
from sscsim.kernel.money import Money


def first_broken(tx: Tx, book: str) -> Broken | None:
    """The first day of a book that is not what was sealed or projected; None while all are."""
    found = [first_wrong_day(tx, book), first_wrong_balance(tx, book)]
    # Of one day, the journals come first: what was made of them is wrong for that reason.
    return min((each for each in found if each is not None), key=lambda b: b.day, default=None)


def first_wrong_day(tx: Tx, book: str) -> Broken | None:
    """The first link of the chain that its journals don't give."""
    lost = book_days.never_opened(tx, book)
    previous = FIRST
    for kept in book_days.links(tx, book):
        if lost is not None and lost < kept.day:
            break
        changed: list[str] = []
        found = changed_journals(book_days.whole_entries(tx, book, kept.day), changed)
        broken = compared(kept, sealed(book, kept.day, previous, found), changed)
        if broken is not None:
            return broken
        previous = kept.sha256
    return None if lost is None else Broken(lost, "day_missing")


def first_wrong_balance(tx: Tx, book: str) -> Broken | None:
    """The first kept balance that is not the one made from the postings, from the first day on."""
    carried: dict[str, Money] = {}
    for kept in book_days.links(tx, book):
        found = _compared(tx, kept, carried)
        if found is not None:
            return found
    return None


def _compared(tx: Tx, kept: Link, carried: dict[str, Money]) -> Broken | None:
    made = book_days.turnover(tx, kept.book, kept.day, carried)
    carried |= {row["account"]: row["balance"] for row in made}
    shown = book_days.projected(tx, kept.book, kept.day)
    if made == shown:
        return None
    ours, theirs = ({row["account"]: row for row in rows} for rows in (made, shown))
    account = min(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))
    expected, found = (_figures(rows.get(account)) for rows in (ours, theirs))
    return Broken(kept.day, "balances_changed", None, account, expected, found)


def _figures(row: dict[str, Money] | None) -> str:
    if row is None:
        return "none"
    return ", ".join(f"{name} {row[name].fen}" for name in ("debit", "credit", "balance"))
