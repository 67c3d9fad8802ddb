"""Credit files over HTTP: batches of payouts, and the bank's returns."""

import base64
import binascii
from typing import Any

from flask import Response

from services.card import problems_bank as bank
from services.card.api import bank_views as views
from services.card.domain.credit_file import (
    CreditBatch,
    CreditLine,
    ReturnedLine,
    write,
    write_return,
)
from services.card.flows.bank import files, read
from sscsim.kernel.money import Money
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query
from sscsim.web.errors import MalformedBody

credit_files = Blueprint(
    "credit_files",
    tag="Credit files",
    description="Batches of payouts onto cards (代发文件) with control totals and return codes.",
)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedBody("content_base64 is not base64") from None


_FILE = {"file_id": "crf_" + "0" * 26}
_EXAMPLE_BATCH = CreditBatch(
    "CD-2026-0001",
    "示范民政局",
    "minimum_living",
    (CreditLine(1, "林晓", "6299900000000000425", Money.yuan("800.00"), "2026-03"),),
)
_EXAMPLE_FILE = base64.b64encode(write(_EXAMPLE_BATCH).encode()).decode()
_EXAMPLE_RETURN = base64.b64encode(
    write_return("CD-2026-0001", _EXAMPLE_BATCH.total, [ReturnedLine(1, "00", "")]).encode()
).decode()


@credit_files.post(
    "/v1/credit-files",
    body=views.CreditFileUpload,
    answer=views.CreditFileView,
    status=201,
    key="required",
    location="/v1/credit-files/{id}",
    scope="bank_account.write",
    roles=("agency", "bank", "employer"),
    problems=(
        bank.BankNotFound,
        bank.CreditFileBad,
        bank.CreditFileExists,
    ),
    links={
        "getCreditFile": {"file_id": "$response.body#/id"},
        "listCreditFileLines": {"file_id": "$response.body#/id"},
    },
    example={"content_base64": _EXAMPLE_FILE},
)
def create_credit_file(body: dict[str, Any]) -> Any:
    """Upload a batch credit file (代发文件).

    A bad file is refused whole, with the line and the reason; so is a batch number that
    came before. Our bank pays as soon as jobs run and gives a return code for every line.
    """
    return files.upload(_bytes(body["content_base64"]), body["bank_code"])


@credit_files.get(
    "/v1/credit-files",
    listing=views.CreditFileView,
    query=views.CreditFileFilters,
    scope="bank_account.read",
)
def list_credit_files(query: Query) -> Any:
    """List credit files, the newest first."""
    return read.list_files(query)


@credit_files.get(
    "/v1/credit-files/<id('crf'):file_id>",
    answer=views.CreditFileView,
    scope="bank_account.read",
    problems=(bank.CreditFileNotFound,),
    path_examples=_FILE,
)
def get_credit_file(file_id: str) -> Any:
    """Show a credit file and its totals."""
    return read.get_file(file_id)


@credit_files.get(
    "/v1/credit-files/<id('crf'):file_id>/lines",
    listing=views.CreditLineView,
    scope="bank_account.read",
    problems=(bank.CreditFileNotFound,),
    path_examples=_FILE,
)
def list_credit_file_lines(file_id: str, query: Query) -> Any:
    """List the lines of a file with their return codes, the last first."""
    return read.list_lines(file_id, query)


@credit_files.get(
    "/v1/credit-files/<id('crf'):file_id>/return",
    status=200,
    raw=True,
    scope="bank_account.read",
    problems=(bank.CreditFileNotFound, bank.CreditFileNotWaiting),
    path_examples=_FILE,
)
def get_credit_file_return(file_id: str) -> Any:
    """Download the bank's return (回盘文件), as text."""
    return Response(read.return_text(file_id), mimetype="text/plain")


@credit_files.post(
    "/v1/credit-files/<id('crf'):file_id>/return",
    body=views.CreditReturnUpload,
    answer=views.CreditFileView,
    key="required",
    scope="bank_account.write",
    roles=("bank",),
    problems=(
        bank.CreditFileNotFound,
        bank.CreditFileNotWaiting,
        bank.CreditFileBad,
        bank.NotThisBank,
        PolicyMissing,
        FigureMissing,
    ),
    path_examples=_FILE,
    example={"content_base64": _EXAMPLE_RETURN},
)
def upload_credit_file_return(file_id: str, body: dict[str, Any]) -> Any:
    """Return a file as the bank: a code for every line. A bad return is refused whole."""
    return files.take_return(file_id, _bytes(body["content_base64"]))
