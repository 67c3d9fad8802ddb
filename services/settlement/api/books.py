"""Books, their days and their journals over HTTP."""

from typing import Any

from flask import Response

from services.settlement import problems_books as problems
from services.settlement.api import book_views as views
from services.settlement.api import csv_files
from services.settlement.flows import book_pages
from sscsim.web import Blueprint, Query

books = Blueprint(
    "books",
    tag="Books",
    description="The fund books of the regions, the national mirror and the books of operators, "
    "libraries and the travel pass; double entry, sealed day by day.",
)
_BOOK = "/v1/books/<string(maxlength=48):book>"
_NDJSON = "application/x-ndjson"


@books.get(
    "/v1/books",
    answer=views.BooksView,
    scope="clearing.read",
    links={
        "getBookAccounts": {"book": "$response.body#/books/0/book"},
        "getTrialBalance": {"book": "$response.body#/books/0/book"},
        "listBookDays": {"book": "$response.body#/books/0/book"},
        "verifyBook": {"book": "$response.body#/books/0/book"},
    },
)
def list_books() -> Any:
    """List the books in use, with their turnover."""
    return {"books": book_pages.list_books()}


@books.get(
    f"{_BOOK}/accounts",
    answer=views.TrialBalanceView,
    scope="clearing.read",
    problems=(problems.BookNotFound,),
    path_examples=views.BOOK,
)
def get_book_accounts(book: str) -> Any:
    """Show all accounts of a book, summed from its postings.

    A world begins with empty books, so a balance is what moved since. A book is named as
    in the list, or by its region's code; a province shows its pooling areas together; 100000
    is the national mirror.
    """
    return book_pages.accounts(book)


@books.get(
    f"{_BOOK}/trial-balance",
    answer=views.TrialBalanceView,
    also=(csv_files.CSV,),
    query=views.TrialBalanceAsked,
    scope="clearing.read",
    problems=(problems.BookNotFound,),
    path_examples=views.BOOK,
)
def get_trial_balance(book: str, query: dict[str, Any]) -> Any:
    """Show the trial balance (试算平衡表) of a book as a day ended, as JSON or CSV.

    Of sealed days it is read from the kept balances. The same day gives the same bytes.
    """
    shown = book_pages.trial_balance(book, query.get("date"))
    return csv_files.trial_balance(shown) if csv_files.wanted(query) else shown


@books.get(
    f"{_BOOK}/statements",
    answer=views.AccountStatementView,
    also=(csv_files.CSV,),
    query=views.AccountStatementAsked,
    scope="clearing.read",
    problems=(
        problems.BookNotFound,
        problems.BookIsSeveral,
        problems.AccountUnknown,
        problems.PeriodWrong,
        problems.StatementTooLong,
    ),
    path_examples=views.BOOK,
    links={"getJournal": {"journal_id": "$response.body#/lines/0/journal_id"}},
)
def get_account_statement(book: str, query: dict[str, Any]) -> Any:
    """Show what one account did from a day through another (明细账), as JSON or CSV.

    Opening balance, every posting in the order of the days, closing balance. Reversed
    journals and their reversals are both there.
    """
    shown = book_pages.statement(book, query["account"], query["start"], query["end"])
    return csv_files.statement(shown) if csv_files.wanted(query) else shown


@books.get(
    f"{_BOOK}/days",
    listing=views.BookDayView,
    scope="clearing.read",
    problems=(problems.BookNotFound, problems.BookIsSeveral),
    path_examples=views.BOOK,
)
def list_book_days(book: str, query: Query) -> Any:
    """List the days on which a book was posted to, the newest first, with their hashes.

    A day is sealed as it ends (日结): SHA-256 over the hash of the sealed day before and the
    day's journals in the order of their business keys.
    """
    return book_pages.days(book, query.page)


@books.get(
    f"{_BOOK}/day-file",
    raw=True,
    gives=_NDJSON,
    query=views.DayFileAsked,
    status=200,
    scope="clearing.read",
    problems=(problems.BookNotFound, problems.BookIsSeveral, problems.BookDayNotSealed),
    path_examples=views.BOOK,
)
def get_book_day_file(book: str, query: dict[str, Any]) -> Any:
    """Fetch the bytes of a sealed day, a line a journal; their SHA-256 is the day's hash.

    The first line names book, day and the hash of the sealed day before, so that whoever
    keeps the files can check the chain with any tool.
    """
    return Response(book_pages.day_file(book, query["date"]), content_type=_NDJSON)


@books.post(
    f"{_BOOK}/verify",
    answer=views.BookVerificationView,
    scope="clearing.read",
    problems=(problems.BookNotFound, problems.BookIsSeveral),
    path_examples=views.BOOK,
)
def verify_book(book: str) -> Any:
    """Make every sealed day and every kept balance of a book again and compare them.

    Names the first day that is not what it was, and the journal or account where that can
    be told. Changes nothing.
    """
    return book_pages.verified(book)


@books.get(
    "/v1/journals",
    listing=views.JournalView,
    query=views.JournalFilters,
    scope="clearing.read",
    problems=(problems.BookNotFound,),
    links={"getJournal": {"journal_id": "$response.body#/data/0/id"}},
)
def list_journals(query: Query) -> Any:
    """List journals, the newest first, reversed ones included."""
    return book_pages.list_journals(query.page, query.filters)


@books.get(
    "/v1/journals/<id('jnl'):journal_id>",
    answer=views.JournalView,
    scope="clearing.read",
    problems=(problems.JournalNotFound,),
)
def get_journal(journal_id: str) -> Any:
    """Show a journal with its postings."""
    return book_pages.journal(journal_id)
