"""Receipts over HTTP: money at the payees' banks."""

from typing import Any

from services.settlement import problems, problems_clearing
from services.settlement.api import views, views_clearing
from services.settlement.domain.receipts import Came
from services.settlement.flows import receive
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

receipts = Blueprint(
    "clearing_receipts",
    tag="Clearing receipts",
    description="Money that came in for a month, matched or not (到账).",
)
_CYCLE = {"cycle_id": views.CYCLE_ID}
_PLACE = {"cycle_id": "$response.body#/cycle_id", "receipt_id": "$response.body#/id"}
_FIRST = {
    "cycle_id": "$response.body#/data/0/cycle_id",
    "receipt_id": "$response.body#/data/0/id",
}


@receipts.post(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/receipts",
    body=views_clearing.ReceiptMade,
    answer=views_clearing.ReceiptView,
    status=201,
    key="required",
    location="/v1/clearing-cycles/{cycle_id}/receipts/{id}",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems.CycleNotFound,
        problems_clearing.CycleStateForbids,
        problems_clearing.ReceiptConflict,
        problems_clearing.ReceiptMisplaced,
        RegionNotAllowed,
    ),
    path_examples=_CYCLE,
    links={
        "getClearingReceipt": _PLACE,
        "matchClearingReceipt": _PLACE,
        "returnClearingReceipt": _PLACE,
        "getReturnMessage": _PLACE,
    },
)
def create_clearing_receipt(cycle_id: str, body: dict[str, Any]) -> Any:
    """Tell that money for a month came in, by the agency of the payee.

    With the serial of a notice and at most what is open of it, the money is matched and
    booked; a part leaves the rest open. Anything else waits in suspense, and the month is not
    settled before somebody matched it or sent it back.
    """
    reference = body.pop("notice_id", None)
    names = {"payer_region_code": "payer", "payee_region_code": "payee", "amount_fen": "amount"}
    came = {names.get(name, name): value for name, value in body.items()}
    return receive.receive(cycle_id, Came(**came, reference=reference))


@receipts.get(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/receipts",
    listing=views_clearing.ReceiptView,
    query=views_clearing.ReceiptFilters,
    scope="clearing.read",
    problems=(problems.CycleNotFound,),
    path_examples=_CYCLE,
    links={
        "getClearingReceipt": _FIRST,
        "matchClearingReceipt": _FIRST,
        "returnClearingReceipt": _FIRST,
    },
)
def list_clearing_receipts(cycle_id: str, query: Query) -> Any:
    """List the money that came in for a month, the newest first."""
    return receive.listed(cycle_id, query.page, query.filters)


@receipts.get(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/receipts/<id('rcp'):receipt_id>",
    answer=views_clearing.ReceiptView,
    scope="clearing.read",
    problems=(problems_clearing.ReceiptNotFound,),
)
def get_clearing_receipt(cycle_id: str, receipt_id: str) -> Any:
    """Show money that came in, and what it was matched with."""
    return receive.find(cycle_id, receipt_id)


@receipts.post(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/receipts/<id('rcp'):receipt_id>/match",
    body=views_clearing.ReceiptMatch,
    answer=views_clearing.ReceiptView,
    key="required",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems.CycleNotFound,
        problems_clearing.ReceiptNotFound,
        problems_clearing.ReceiptNotOpen,
        problems_clearing.NoticeNotFound,
        problems_clearing.ReceiptDoesNotFit,
        RegionNotAllowed,
    ),
)
def match_clearing_receipt(cycle_id: str, receipt_id: str, body: dict[str, Any]) -> Any:
    """Say which notice money was for that matched nothing by itself."""
    return receive.match(cycle_id, receipt_id, **body)


@receipts.post(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/receipts/<id('rcp'):receipt_id>/return",
    answer=views_clearing.ReceiptView,
    key="required",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems.CycleNotFound,
        problems_clearing.ReceiptNotFound,
        problems_clearing.ReceiptNotOpen,
        RegionNotAllowed,
    ),
)
def return_clearing_receipt(cycle_id: str, receipt_id: str) -> Any:
    """Send money back that was for nothing here."""
    return receive.give_back(cycle_id, receipt_id)
