"""What callers of the books send and get."""

from datetime import date

from services.settlement.api.views import SIGNED
from services.settlement.domain.chart import BOOK_KINDS
from services.settlement.store.tables_books import JOURNAL_KINDS
from sscsim.web import ListQuery, Resource, Schema, View, fields

FORMATS = ("json", "csv")
BOOK = {"book": "510100"}
"""A path example: a region's code names its book."""


class BookHead(View):
    book = fields.Text(
        required=True,
        max=44,
        description="R:<region>, N, T:<operator>, L:<library> or V; or the province asked for.",
        example="R:510100",
    )
    book_kind = fields.Enum(BOOK_KINDS, attribute="kind", required=True)
    region_code = fields.Region(
        attribute="region", description="100000 is the national mirror; operators have none."
    )
    name = fields.Text(required=True)


class BookView(BookHead):
    object = fields.Object("book")
    debit_fen = fields.Fen(attribute="debit", required=True)
    credit_fen = fields.Fen(attribute="credit", required=True)


class BooksView(View):
    object = fields.Object("books")
    books = fields.List(fields.Nested(BookView), required=True, max=10_000)


class AccountView(View):
    account = fields.Text(required=True, description="Group, and after a colon its dimension.")
    debit_fen = fields.Fen(attribute="debit", required=True)
    credit_fen = fields.Fen(attribute="credit", required=True)
    balance_fen = fields.Fen(
        attribute="balance", required=True, description="Debit less credit.", **SIGNED
    )


class TrialBalanceView(BookHead):
    object = fields.Object("trial_balance")
    balance_date = fields.Date(attribute="date", description="As this day ended, or so far.")
    accounts = fields.List(fields.Nested(AccountView), required=True, max=100_000)
    debit_fen = fields.Fen(attribute="debit", required=True)
    credit_fen = fields.Fen(attribute="credit", required=True, description="Equals the debit.")


class TrialBalanceAsked(Schema):
    date = fields.Date(description="Through this day; today by default.", example="2026-04-30")
    format = fields.Enum(FORMATS, description="csv as `Accept: text/csv` does.")


class AccountStatementAsked(Schema):
    account = fields.Text(required=True, max=64, example="bank.treasury")
    start = fields.Date(
        data_key="from", required=True, description="First day.", example="2026-04-01"
    )
    end = fields.Date(data_key="to", required=True, description="Last day.", example="2026-04-30")
    format = fields.Enum(FORMATS, description="csv as `Accept: text/csv` does.")


class AccountLineView(View):
    posting_date = fields.Date(attribute="date", required=True)
    booked_at = fields.Instant(required=True)
    journal_id = fields.Id("jnl", required=True)
    kind = fields.Enum(JOURNAL_KINDS, required=True)
    claim_id = fields.Id("clm")
    cycle_id = fields.Id("cyc")
    counter_account = fields.Text(required=True)
    debit_fen = fields.Fen(attribute="debit")
    credit_fen = fields.Fen(attribute="credit")
    balance_fen = fields.Fen(attribute="balance", required=True, **SIGNED)


class AccountStatementView(BookHead):
    object = fields.Object("account_statement")
    account = fields.Text(required=True)
    from_date = fields.Date(attribute="start", required=True)
    to_date = fields.Date(attribute="end", required=True)
    opening_fen = fields.Fen(attribute="opening", required=True, **SIGNED)
    lines = fields.List(fields.Nested(AccountLineView), required=True, max=100_000)
    debit_fen = fields.Fen(attribute="debit", required=True)
    credit_fen = fields.Fen(attribute="credit", required=True)
    closing_fen = fields.Fen(
        attribute="closing", required=True, description="Opening and all lines.", **SIGNED
    )


class BookDayView(View):
    object = fields.Object("book_day")
    book = fields.Text(required=True, max=44)
    posting_date = fields.Date(attribute="date", required=True)
    is_sealed = fields.Bool(required=True, description="A day is sealed as it ends.")
    journals = fields.Int()
    turnover_fen = fields.Fen(attribute="turnover")
    previous_sha256 = fields.Text(
        attribute="previous", max=64, description="Of the sealed day before; zeros for the first."
    )
    sha256 = fields.Text(max=64, description="Of the bytes of the day's file.")
    closed_at = fields.Instant()


class DayFileAsked(Schema):
    date = fields.Date(required=True, description="A sealed day.", example="2026-04-01")


class BrokenView(View):
    posting_date = fields.Date(attribute="date", required=True)
    what = fields.Enum(
        ("journal_changed", "day_changed", "link_changed", "day_missing", "balances_changed"),
        required=True,
    )
    journal_id = fields.Text(max=40, description="The first journal that is not what was booked.")
    account = fields.Text(description="The first account whose kept balance is wrong.")
    expected = fields.Text()
    found = fields.Text()


class BookVerificationView(BookHead):
    object = fields.Object("book_verification")
    holds = fields.Bool(required=True)
    days = fields.Int(required=True, description="Sealed days.")
    journals = fields.Int(required=True, description="Journals in them.")
    through_date = fields.Date(attribute="through")
    sha256 = fields.Text(max=64, description="Of the last sealed day: the head of the chain.")
    first_broken = fields.Nested(BrokenView)


class PostingView(View):
    book = fields.Text(required=True, max=44)
    region_code = fields.Region(attribute="region")
    posting_date = fields.Date(
        attribute="date", required=True, description="The day on which that book holds it."
    )
    debit_account = fields.Text(required=True)
    credit_account = fields.Text(required=True)
    amount_fen = fields.Fen(attribute="amount", required=True, description="Above zero.")


class JournalView(Resource):
    object = fields.Object("journal")
    kind = fields.Enum(JOURNAL_KINDS, required=True, description="The posting rule.")
    event = fields.Text(
        max=120, required=True, description="What happened; once for each kind of journal."
    )
    claim_id = fields.Id("clm")
    cycle_id = fields.Id("cyc")
    reverses_journal_id = fields.Id("jnl")
    reversed_by_journal_id = fields.Id("jnl")
    amount_fen = fields.Fen(attribute="amount", required=True, description="Sum of the postings.")
    postings = fields.List(fields.Nested(PostingView), required=True)
    booked_at = fields.Instant(required=True)


class JournalFilters(ListQuery):
    book = fields.Text(max=44, description="A book's name or a region's code.", example="R:510100")
    region_code = fields.Region(
        description="The book of a region; 100000 is the national mirror.", example="510100"
    )
    account = fields.Text(max=64, description="An account it touches.", example="bank.treasury")
    day_from = fields.Date(
        data_key="posting_date_from", description="First day.", example=str(date(2026, 4, 1))
    )
    day_to = fields.Date(
        data_key="posting_date_to", description="Last day.", example=str(date(2026, 4, 30))
    )
    claim_id = fields.Id("clm", description="The claim it was posted for.")
    cycle_id = fields.Id("cyc", description="The cycle it was posted for.")
    kind = fields.Enum(JOURNAL_KINDS)
