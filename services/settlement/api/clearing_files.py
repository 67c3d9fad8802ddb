"""The files of a month, payments and returns as ISO 20022, a day at a bank, over HTTP."""

from typing import Any

from flask import Response

from services.settlement import problems, problems_books, problems_clearing, problems_files
from services.settlement.api import book_views, csv_files, downloads, views, views_files
from services.settlement.flows import clearing_files as files
from services.settlement.flows import payment_messages
from sscsim.web import Blueprint

clearing_files = Blueprint(
    "clearing_files",
    tag="Clearing files",
    description="A month as files: claims of a statement, notices, ISO 20022 messages (清算文件).",
)
_PATH = "/v1/clearing-cycles/<id('cyc'):cycle_id>"
_CYCLE = {"cycle_id": views.CYCLE_ID}


@clearing_files.get(
    f"{_PATH}/files",
    answer=views_files.ClearingFilesView,
    scope="clearing.read",
    problems=(problems.CycleNotFound,),
    path_examples=_CYCLE,
    links={
        "getClearingNoticeFile": {
            "cycle_id": "$response.body#/cycle_id",
            "notice_id": "$response.body#/notices/0/notice_id",
        },
        "getClearingStatementFile": {
            "cycle_id": "$response.body#/cycle_id",
            "payer_region_code": "$response.body#/statements/0/payer_region_code",
            "payee_region_code": "$response.body#/statements/0/payee_region_code",
            "statement_version": "$response.body#/statements/0/statement_version",
        },
    },
)
def list_clearing_files(cycle_id: str) -> Any:
    """List the files of a month: every version of its statements, and its notices."""
    return files.listed(cycle_id)


@clearing_files.get(
    f"{_PATH}/statement-file",
    answer=views_files.StatementFileView,
    also=(csv_files.CSV,),
    query=views_files.StatementFileAsked,
    scope="clearing.read",
    problems=(
        problems.CycleNotFound,
        problems_files.ClearingStatementNotFound,
        problems_files.ClearingFileOfBillsOnly,
        problems_files.ClearingFileNotAsGenerated,
    ),
    path_examples=_CYCLE,
)
def get_clearing_statement_file(cycle_id: str, query: dict[str, Any]) -> Any:
    """Fetch the claims of a statement (清算明细文件), as JSON or CSV.

    Of any version, also one that was replaced or carried over: the same bytes every time. The
    CSV has a header record, the columns, a line a claim, and a trailer with count, sum in fen
    and SHA-256 of all bytes before it; the JSON says the same, with the same trailer.
    """
    made = files.statement(
        cycle_id,
        payer=query["payer_region_code"],
        payee=query["payee_region_code"],
        version=query.get("statement_version"),
        format=_format(query),
    )
    return downloads.sent(made)


@clearing_files.get(
    f"{_PATH}/notices/<id('ntc'):notice_id>/file",
    answer=views_files.NoticeFileView,
    also=(csv_files.CSV,),
    query=views_files.NoticeFileAsked,
    scope="clearing.read",
    problems=(problems.CycleNotFound, problems_clearing.NoticeNotFound),
)
def get_clearing_notice_file(cycle_id: str, notice_id: str, query: dict[str, Any]) -> Any:
    """Fetch a notice to pay (付款通知书) or to receive (收款通知书), as JSON or CSV.

    Its lines are the statement lines that the amount is made of; their sum is the amount.
    """
    return downloads.sent(files.notice(cycle_id, notice_id, _format(query)))


def _format(query: dict[str, Any]) -> str:
    return "csv" if csv_files.wanted(query) else "json"


@clearing_files.get(
    f"{_PATH}/payment-message",
    raw=True,
    gives=downloads.XML,
    status=200,
    query=views_files.PaymentMessageAsked,
    scope="clearing.read",
    problems=(problems.CycleNotFound, problems_files.NothingToPay),
    path_examples=_CYCLE,
)
def get_payment_message(cycle_id: str, query: dict[str, Any]) -> Response:
    """Fetch all that a region pays for a month as one ISO 20022 message (pacs.009.001.08).

    `EndToEndId` is the notice's id and goes with the money, `TxId` the serial to quote,
    `IntrBkSttlmDt` the day to pay by. The header has count and sum.
    """
    return downloads.message(payment_messages.payment(cycle_id, query["payer_region_code"]))


@clearing_files.get(
    f"{_PATH}/receipts/<id('rcp'):receipt_id>/return-message",
    raw=True,
    gives=downloads.XML,
    status=200,
    scope="clearing.read",
    problems=(
        problems.CycleNotFound,
        problems_clearing.ReceiptNotFound,
        problems_files.ReceiptNotReturned,
    ),
)
def get_return_message(cycle_id: str, receipt_id: str) -> Response:
    """Fetch the return of money that matched nothing as an ISO 20022 message (pacs.004.001.09).

    It refers to the original: its message and `EndToEndId` if the payment quoted a notice, and
    the serial under which it came in (`OrgnlTxId`).
    """
    return downloads.message(payment_messages.returned(cycle_id, receipt_id))


@clearing_files.get(
    "/v1/books/<string(maxlength=48):book>/bank-report",
    raw=True,
    gives=downloads.XML,
    status=200,
    query=views_files.BankReportAsked,
    scope="clearing.read",
    problems=(
        problems_books.BookNotFound,
        problems_books.BookIsSeveral,
        problems_books.BookDayNotSealed,
        problems_books.StatementTooLong,
        problems_files.BookHasNoBank,
    ),
    path_examples=book_views.BOOK,
)
def get_bank_report(book: str, query: dict[str, Any]) -> Response:
    """Fetch a day of a region's treasury account as its bank reports it (camt.053.001.08).

    Opening and closing balance as in the books, an entry for each movement; money between
    regions with its serial (`AcctSvcrRef`) and the notice it quoted (`EndToEndId`).
    """
    return downloads.message(payment_messages.bank_report(book, query["date"]))
