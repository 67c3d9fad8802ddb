"""What banks send over HTTP: reports of money that came in, returns of money."""

import base64
from typing import Any

from services.settlement import problems, problems_clearing, problems_files
from services.settlement.api import views, views_files
from services.settlement.flows import bank_messages as flows
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

bank_messages = Blueprint(
    "bank_messages",
    tag="Bank messages",
    description="Reports and returns of a bank that is played from outside (银行报文).",
)
_PATH = "/v1/clearing-cycles/<id('cyc'):cycle_id>"
_CYCLE = {"cycle_id": views.CYCLE_ID}
_PLACE = {"cycle_id": "$response.body#/cycle_id", "bank_message_id": "$response.body#/id"}


@bank_messages.post(
    f"{_PATH}/bank-reports",
    body=views_files.BankReportSent,
    answer=views_files.BankMessageView,
    status=201,
    key="required",
    location="/v1/clearing-cycles/{cycle_id}/bank-messages/{id}",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems.CycleNotFound,
        problems_clearing.CycleStateForbids,
        problems_clearing.ReceiptConflict,
        problems_clearing.ReceiptMisplaced,
        problems_files.BankMessageRefused,
        problems_files.BankMessageConflict,
        RegionNotAllowed,
    ),
    path_examples=_CYCLE,
    links={"getBankMessage": _PLACE},
)
def upload_bank_report(cycle_id: str, body: dict[str, Any]) -> Any:
    """Send a bank's report of a day (camt.053.001.08, or CSV), by the agency of its region.

    Every credit from a region becomes a receipt, matched as if told by hand; debits and other
    credits are passed over. Refused whole for a wrong count, sum or hash, for what is not well
    formed, and for a document type. The same message again changes nothing; another message
    under its id is refused.
    """
    return flows.take_report(cycle_id, body["form"], base64.b64decode(body["content_base64"]))


@bank_messages.post(
    f"{_PATH}/bank-returns",
    body=views_files.BankReturnSent,
    answer=views_files.BankMessageView,
    status=201,
    key="required",
    location="/v1/clearing-cycles/{cycle_id}/bank-messages/{id}",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems.CycleNotFound,
        problems_clearing.ReceiptNotOpen,
        problems_files.BankMessageRefused,
        problems_files.BankMessageConflict,
        RegionNotAllowed,
    ),
    path_examples=_CYCLE,
    links={"getBankMessage": _PLACE},
)
def upload_bank_return(cycle_id: str, body: dict[str, Any]) -> Any:
    """Send the message by which money goes back that matched nothing (pacs.004.001.09).

    Each payment is named by the serial under which it came in (`OrgnlTxId`), and goes back
    whole. Refused whole, and taken once, as a report is.
    """
    return flows.take_return(cycle_id, base64.b64decode(body["content_base64"]))


@bank_messages.get(
    f"{_PATH}/bank-messages",
    listing=views_files.BankMessageView,
    query=views_files.BankMessageFilters,
    scope="clearing.read",
    problems=(problems.CycleNotFound,),
    path_examples=_CYCLE,
    links={
        "getBankMessage": {
            "cycle_id": "$response.body#/data/0/cycle_id",
            "bank_message_id": "$response.body#/data/0/id",
        }
    },
)
def list_bank_messages(cycle_id: str, query: Query) -> Any:
    """List the messages that banks sent for a month, the newest first."""
    return flows.listed(cycle_id, query.page, query.filters)


@bank_messages.get(
    f"{_PATH}/bank-messages/<id('bmg'):bank_message_id>",
    answer=views_files.BankMessageView,
    scope="clearing.read",
    problems=(problems_files.BankMessageNotFound,),
)
def get_bank_message(cycle_id: str, bank_message_id: str) -> Any:
    """Show a message of a bank, and the receipt of each of its entries."""
    return flows.find(cycle_id, bank_message_id)
