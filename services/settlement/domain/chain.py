"""The seal of a day (日结): what a book posted on one day, as bytes, chained by hash.

The bytes are lines of JSON, sorted keys, no blanks: a head that names book, day and the hash
of the day before, then one line a journal in the order of its business key. So the same
journals give the same bytes, in whatever order they were written, and whoever has the file
of a day can compute its hash again with any tool.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sscsim.kernel.ledger import Journal, Posting
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA

FIRST: Final = "0" * 64
"""What the first day of a book follows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal as it stands in the books, with what it was booked for."""

    id: str
    journal: Journal
    claim_id: str | None
    cycle_id: str | None
    booked_at: datetime
    sha256: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the whole journal, all books; None is kept of journals of before."""
        return hashlib.sha256(_bytes(self._shown(self.journal.postings))).hexdigest()

    def line(self, book: str) -> bytes:
        """The part of the journal that one book holds."""
        return _bytes(self._shown(each for each in self.journal.postings if each.book == book))

    def _shown(self, postings: Iterable[Posting]) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.journal.kind,
            "event": self.journal.event,
            "reverses": self.journal.reverses,
            "claim_id": self.claim_id,
            "cycle_id": self.cycle_id,
            "booked_at": self.booked_at.astimezone(CHINA).isoformat(),
            "postings": [[p.book, p.debit, p.credit, p.amount.fen] for p in postings],
        }


@dataclass(frozen=True, slots=True)
class Link:
    """One sealed day of a book: `sha256` covers `previous` and the day's journals."""

    book: str
    day: date
    previous: str
    sha256: str
    journals: int
    turnover: Money


def day_lines(book: str, day: date, previous: str, entries: Iterable[Entry]) -> Iterator[bytes]:
    """The file of a day, line by line; `entries` in the order of (kind, event)."""
    head = {"book": book, "day": day.isoformat(), "previous": previous}
    yield _bytes(head) + b"\n"
    for entry in entries:
        yield entry.line(book) + b"\n"


def sealed(book: str, day: date, previous: str, entries: Iterable[Entry]) -> Link:
    """The link of a day, from its journals; they are read once and not kept."""
    counted = _Counted(book, entries)
    digest = hashlib.sha256()
    for line in day_lines(book, day, previous, counted):
        digest.update(line)
    return Link(book, day, previous, digest.hexdigest(), counted.journals, Money(counted.fen))


class _Counted:
    """Passes journals on, and knows in the end how many they were and what they moved."""

    def __init__(self, book: str, entries: Iterable[Entry]) -> None:
        self.book, self.entries = book, entries
        self.journals = self.fen = 0

    def __iter__(self) -> Iterator[Entry]:
        for entry in self.entries:
            self.journals += 1
            mine = (p.amount.fen for p in entry.journal.postings if p.book == self.book)
            self.fen += sum(mine)
            yield entry


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a chain is broken first.

    what: journal_changed (it is not what was booked), day_changed (journals were added, lost
    or changed), link_changed (the day does not follow the one before), day_missing (posted
    on a day that was never opened), balances_changed (the kept balances are not the
    postings')
    """

    day: date
    what: str
    journal_id: str | None = None
    account: str | None = None
    expected: str | None = None
    found: str | None = None


def changed_journals(entries: Iterable[Entry], seen: list[str]) -> Iterator[Entry]:
    """Passes journals on; notes in `seen` those that are not what was booked."""
    for entry in entries:
        if entry.sha256 is not None and entry.sha256 != entry.digest:
            seen.append(entry.id)
        yield entry


def compared(kept: Link, made: Link, changed: list[str]) -> Broken | None:
    """What is wrong with a kept link, given the one made from the journals; None if nothing."""
    if changed:
        return Broken(kept.day, "journal_changed", journal_id=changed[0])
    if kept.previous != made.previous:
        return Broken(kept.day, "link_changed", expected=made.previous, found=kept.previous)
    if kept != made:
        return Broken(kept.day, "day_changed", expected=kept.sha256, found=made.sha256)
    return None


def _bytes(value: Any) -> bytes:
    return _plain(value).encode()


_plain = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
