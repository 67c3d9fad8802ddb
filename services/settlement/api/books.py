"""Books and journals over HTTP."""

from typing import Any

from services.settlement import problems
from services.settlement.api import views
from services.settlement.flows import read
from sscsim.web import Blueprint, Query

books = Blueprint(
    "books",
    tag="Books",
    description="The fund books of the regions and the national mirror, double entry.",
)


@books.get(
    "/v1/books",
    answer=views.BooksView,
    scope="clearing.read",
    links={"getBookAccounts": {"region_code": "$response.body#/books/0/region_code"}},
)
def list_books() -> Any:
    """List the books in use, by region; 100000 is the national mirror."""
    return {"books": read.list_books()}


@books.get(
    "/v1/books/<region:region_code>/accounts",
    answer=views.TrialBalanceView,
    scope="clearing.read",
    problems=(problems.BookNotFound,),
    path_examples={"region_code": "510100"},
)
def get_book_accounts(region_code: str) -> Any:
    """Show a region's trial balance (试算平衡表).

    A world begins with empty books, so a balance is what moved since. A province shows
    its pooling areas together; 100000 is the national mirror.
    """
    return read.trial_balance(region_code)


@books.get(
    "/v1/journals",
    listing=views.JournalView,
    query=views.JournalFilters,
    scope="clearing.read",
    links={"getJournal": {"journal_id": "$response.body#/data/0/id"}},
)
def list_journals(query: Query) -> Any:
    """List journals, the newest first, reversed ones included."""
    return read.list_journals(query.page, query.filters)


@books.get(
    "/v1/journals/<id('jnl'):journal_id>",
    answer=views.JournalView,
    scope="clearing.read",
    problems=(problems.JournalNotFound,),
)
def get_journal(journal_id: str) -> Any:
    """Show a journal with its postings."""
    return read.journal(journal_id)
