"""What the pages of books show: balances, statements of accounts, journals, sealed days."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from services.settlement.domain import chart
from services.settlement.domain.chain import day_lines
from services.settlement.flows import book_verify
from services.settlement.problems_books import (
    AccountUnknown,
    BookDayNotSealed,
    BookIsSeveral,
    BookNotFound,
    JournalNotFound,
    PeriodWrong,
    StatementTooLong,
)
from services.settlement.store import book_balances, book_days, ledger, store
from services.settlement.store.ledger import Balance
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel import regions
from sscsim.kernel.money import Money, sum_money

MOST_LINES: Final = 10_000
"""How many lines a statement may have; who needs more asks for shorter periods."""


def books_of(name: str) -> list[str]:
    """The books a caller's word means: a book's own name, or a region's code.

    A province is all its pooling areas. Raises BookNotFound for what is no book's name.
    """
    if name == chart.NATION:
        return [chart.NATIONAL_BOOK]
    if regions.is_province(name):
        return [chart.region_book(city.code) for city in regions.cities(name)]
    for book in (name, chart.region_book(name)):
        if chart.kind_of(book) is not None:
            return [book]
    raise BookNotFound(book=name)


def _used(tx: Tx, name: str) -> list[str]:
    """The books of a name. Whoever is known has one, even before anything is posted to it."""
    found = books_of(name)
    region = chart.region_of(found[0])
    is_known = found[0] == chart.NATIONAL_BOOK or (region is not None and regions.is_known(region))
    if not (len(found) > 1 or is_known or found[0] in book_days.every_book(tx)):
        raise BookNotFound(book=name)
    return found


def _one(tx: Tx, name: str) -> str:
    found = _used(tx, name)
    if len(found) > 1:
        raise BookIsSeveral(book=name, books=", ".join(found[:3]))
    return found[0]


def list_books() -> list[dict[str, Any]]:
    """Every book in use, with its turnover."""
    with store.read() as tx:
        found = ledger.books(tx)
    return [{**_head(book), "debit": debit, "credit": credit} for book, debit, credit in found]


def _head(book: str) -> dict[str, Any]:
    return {
        "book": book,
        "kind": chart.kind_of(book),
        "region": chart.NATION if book == chart.NATIONAL_BOOK else chart.region_of(book),
        "name": _title(book),
    }


def _title(book: str) -> str:
    """What a book is called, in the caller's language."""
    chinese = world.current().language != "en"
    whose = book.partition(":")[2]
    match chart.kind_of(book):
        case "nation":
            return "全国镜像账簿" if chinese else "National mirror"
        case "transit":
            return f"公交运营方 {whose}" if chinese else f"Transit operator {whose}"
        case "library":
            return f"图书馆 {whose}" if chinese else f"Library {whose}"
        case "travel_pass":
            return "旅游年卡" if chinese else "Travel pass"
    return _place(whose, chinese)


def _place(code: str, chinese: bool) -> str:
    if not regions.is_known(code):
        return code
    known = regions.get(code)
    return known.zh if chinese else known.en


# ---- balances


def accounts(name: str) -> dict[str, Any]:
    """The turnover and balance of every account of a book, straight from the postings."""
    with store.read() as tx:
        books = _used(tx, name)
        found = ledger.trial_balance(tx, books)
    return _balances(name, books, found)


def trial_balance(name: str, day: date | None = None) -> dict[str, Any]:
    """The same as a day ended; today's so far unless another day is asked for."""
    with store.read() as tx:
        books, through = _used(tx, name), day or tx.world.today
        found = book_balances.as_of(tx, books, through)
    return {**_balances(name, books, found), "date": through}


def _balances(name: str, books: list[str], found: list[Balance]) -> dict[str, Any]:
    head = _head(books[0])
    if len(books) > 1:
        chinese = world.current().language != "en"
        head = {"book": name, "kind": "region", "region": name, "name": _place(name, chinese)}
    return {
        **head,
        "accounts": [
            {
                "account": each.account,
                "debit": each.debit,
                "credit": each.credit,
                "balance": each.balance,
            }
            for each in found
        ],
        "debit": sum_money(each.debit for each in found),
        "credit": sum_money(each.credit for each in found),
    }


def statement(name: str, account: str, start: date, end: date) -> dict[str, Any]:
    """What an account did from one day through another: opening, lines, closing."""
    if end < start:
        raise PeriodWrong(start=start.isoformat(), end=end.isoformat())
    with store.read() as tx:
        book = _one(tx, name)
        if not chart.is_known(book, account):
            raise AccountUnknown(book=book, account=account)
        before = date.fromordinal(start.toordinal() - 1)
        opening = running = book_balances.balance(tx, book, account, before)
        found = book_balances.lines(tx, book, account, start, end, MOST_LINES + 1)
    if len(found) > MOST_LINES:
        raise StatementTooLong(most=MOST_LINES)
    lines = []
    for each in found:
        running += each.amount
        lines.append(_line(each, running))
    return {
        **_head(book),
        "account": account,
        "start": start,
        "end": end,
        "opening": opening,
        "lines": lines,
        "debit": sum_money(each.amount for each in found if each.amount.fen > 0),
        "credit": -sum_money(each.amount for each in found if each.amount.fen < 0),
        "closing": running,
    }


def _line(line: book_balances.Line, balance: Money) -> dict[str, Any]:
    is_debit = line.amount.fen > 0
    return {
        "date": line.day,
        "booked_at": line.booked_at,
        "journal_id": line.journal_id,
        "kind": line.kind,
        "claim_id": line.claim_id,
        "cycle_id": line.cycle_id,
        "counter_account": line.counter_account,
        "debit": line.amount if is_debit else None,
        "credit": None if is_debit else -line.amount,
        "balance": balance,
    }


# ---- days


def days(name: str, page: PageQuery) -> Page:
    with store.read() as tx:
        return book_days.page(tx, page, _one(tx, name)).map(_day)


def _day(row: Any) -> dict[str, Any]:
    return {
        "book": row.book,
        "date": row.day,
        "is_sealed": row.closed_at is not None,
        "journals": row.journals,
        "turnover": row.turnover,
        "previous": row.previous,
        "sha256": row.sha256,
        "closed_at": row.closed_at,
    }


def day_file(name: str, day: date) -> bytes:
    """The bytes of a sealed day: their SHA-256 is the day's hash."""
    with store.read() as tx:
        book = _one(tx, name)
        row = book_days.of_day(tx, book, day)
        if row is None or row.closed_at is None:
            raise BookDayNotSealed(book=book, day=day.isoformat())
        entries = book_days.entries(tx, book, day)
        return b"".join(day_lines(book, day, row.previous, entries))


def verified(name: str) -> dict[str, Any]:
    """Whether every sealed day of a book is what it was; the first one that is not."""
    with store.read() as tx:
        book = _one(tx, name)
        found = book_verify.first_broken(tx, book)
        links = book_days.links(tx, book)
    head = links[-1] if links else None
    return {
        **_head(book),
        "holds": found is None,
        "days": len(links),
        "journals": sum(link.journals for link in links),
        "through": head and head.day,
        "sha256": head and head.sha256,
        "first_broken": found and _broken(found),
    }


def _broken(found: Any) -> dict[str, Any]:
    return {
        "date": found.day,
        "what": found.what,
        "journal_id": found.journal_id,
        "account": found.account,
        "expected": found.expected,
        "found": found.found,
    }


# ---- journals


def journal(journal_id: str) -> dict[str, Any]:
    with store.read() as tx:
        found = ledger.find(tx, journal_id)
    if found is None:
        raise JournalNotFound(journal_id=journal_id)
    return _journal(found)


def list_journals(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    wanted = dict(filters)
    region = wanted.pop("region_code", None)
    named = wanted.pop("book", None) or region
    with store.read() as tx:
        if named is not None:
            wanted["book"] = _single(named)
        return ledger.page(tx, page, wanted).map(_journal)


def _single(name: str) -> str:
    found = books_of(name)
    return found[0] if len(found) == 1 else chart.region_book(name)


def _journal(found: ledger.Booked) -> dict[str, Any]:
    entry = found.journal
    return {
        "id": found.id,
        "kind": entry.kind,
        "event": entry.event,
        "claim_id": found.claim_id,
        "cycle_id": found.cycle_id,
        "reverses_journal_id": entry.reverses,
        "reversed_by_journal_id": found.reversed_by,
        "amount": entry.amount,
        "postings": [
            {
                "book": posting.book,
                "region": _head(posting.book)["region"],
                "date": found.days[posting.book],
                "debit_account": posting.debit,
                "credit_account": posting.credit,
                "amount": posting.amount,
            }
            for posting in entry.postings
        ],
        "booked_at": found.booked_at,
        "version": 1,
        "created_at": found.booked_at,
        "updated_at": found.booked_at,
    }
