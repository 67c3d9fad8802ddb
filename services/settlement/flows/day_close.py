"""Closing a day of a book (日结): its journals are sealed, its balances projected.

One job for each book and day that had postings; what comes later belongs to the next day
(`store/book_days.open_day`), so a sealed day stays what it is.
"""

from datetime import date

from services.settlement.domain.chain import Link, sealed
from services.settlement.store import book_days, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def close(key: str) -> None:
    """Seal a book through a day; key is `book@day`. Days left open before it go first."""
    book, _, text = key.partition("@")
    with store.write() as tx:
        for day in book_days.open_days(tx, book, date.fromisoformat(text)):
            _seal(tx, book, day)
        failpoint("settlement.day_close.committing")
        tx.complete_job()


def _seal(tx: Tx, book: str, day: date) -> Link:
    _, previous = book_days.last_link(tx, book)
    link = sealed(book, day, previous, book_days.entries(tx, book, day))
    book_days.seal(tx, link)
    data = {
        "book": book,
        "day": day.isoformat(),
        "journals": link.journals,
        "turnover_fen": link.turnover.fen,
        "sha256": link.sha256,
    }
    tx.emit("book_day.closed", book, data)
    return link
