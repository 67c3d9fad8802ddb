"""Loans and returns over HTTP."""

from typing import Any

import marshmallow as ma

from services.culture import problems_libraries as refusals
from services.culture.api import library_views as views
from services.culture.api.readers import CARD_REFUSALS, RELAYED
from services.culture.domain import loans as domain
from services.culture.flows import loans as shown
from services.culture.flows.circulation import (
    claims,
    lend,
    lose,
    offline,
    renew,
    take_back,
)
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query, Schema, View, fields
from sscsim.world import RegionNotAllowed

loans = Blueprint("loans", tag="Loans", description="Lending, returning, renewing (借还).")
_LOAN = {"loan_id": "loan_" + views.NOBODY}
_DESK = ("library", "agency")
_ANY = (*_DESK, "holder")
_RULES = (PolicyMissing, FigureMissing, refusals.LibraryRuleMissing)
_BARCODE = "10201000000017"


class LentOffline(Schema):
    lent_at = fields.Instant(required=True, example="2026-04-01T08:40:00+08:00")
    due_date = fields.Date(attribute="due_on", description="Told the reader; else by the rules.")


class ReturnedOffline(Schema):
    returned_at = fields.Instant(required=True, example="2026-04-01T08:40:00+08:00")


class LoanNew(views.CredentialSchema):
    library_id = views.library_id(required=True)
    barcode = views.barcode(required=True, example=_BARCODE)
    reader_id = fields.Id(
        "rdr", description="Instead of a card: the card behind it is verified again."
    )

    offline = fields.Nested(
        LentOffline,
        description="A machine lent it while nobody answered: it is so, whatever the rules say. "
        "Needs `reader_id`; the card isn't looked at.",
    )

    @ma.validates_schema
    def _by_reader(self, body: dict[str, Any], **_: Any) -> None:
        if "offline" in body and "reader_id" not in body:
            raise refusals.ExactlyOneNeeded(("reader_id",), "/reader_id")

    def shown_by(self) -> tuple[str, ...]:
        return ("reader_id", "card_id", "card_number", "electronic_code")


class ReturnNew(Schema):
    library_id = views.library_id(required=True, example="cql")
    barcode = views.barcode(required=True, example=_BARCODE)
    is_damaged = fields.Bool(load_default=False)
    offline = fields.Nested(
        ReturnedOffline,
        description="A machine took it back while nobody answered: late is judged as of then.",
    )


class ReturnView(View):
    """What became of a returned copy."""

    object = fields.Object("library_return")
    loan = fields.Nested(views.LoanView, required=True)
    copy = fields.Nested(views.CopyView, required=True)
    fees = fields.List(fields.Nested(views.FeeView), required=True)
    is_sent = fields.Bool(required=True, description="Not for this library's shelves.")
    travels_to = views.library_id(description="Where it is on its way to.")
    hold_id = fields.Id("hld", attribute="kept_for_hold", description="For whom it is kept.")

    @ma.pre_dump
    def _said(self, one: Any, **_: Any) -> Any:
        named = {name: getattr(one, name) for name in one.__slots__}
        return {**named, "is_sent": one.travels_to is not None}


class LoanFilters(views.PersonFilters):
    reader_id = fields.Id("rdr")
    copy_id = fields.Id("cop")
    library_id = views.library_id()
    status = fields.Enum(domain.STATUSES)


class ClaimResult(Schema):
    found_at = views.library_id(
        description="The library on whose shelf it was; left out where it wasn't found."
    )


@loans.post(
    "/v1/loans",
    body=LoanNew,
    answer=views.LoanView,
    status=201,
    key="required",
    location="/v1/loans/{id}",
    scope="loan.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.ExactlyOneNeeded,
        refusals.LibraryNotFound,
        refusals.ReaderNotFound,
        refusals.CopyNotFound,
        refusals.LoanRefused,
        refusals.CopyMoveNotAllowed,
        refusals.LoanMoveNotAllowed,
        *CARD_REFUSALS,
        *_RULES,
    ),
    relayed=RELAYED,
    example={"library_id": views.LIBRARY, "barcode": _BARCODE, "reader_id": views.READER_ID},
)
def lend_copy(body: dict[str, Any]) -> Any:
    """Lend a copy at a desk or a machine (借书).

    The card is verified each time: one that was lost borrows nothing. Limit, days and fine are
    the lending library's; the network may add a limit over all of its members. Whatever speaks
    against it is listed in `errors`.

    With `offline` a self-service machine tells of what it did while nobody answered. It is recorded
    as it was, whoever was thought to have the copy; what the rules don't allow is told by the event
    `loan.exception_recorded`.
    """
    if "offline" in body:
        return offline.lend_offline(**body)
    return lend.lend(**body)


@loans.post(
    "/v1/loans/return",
    body=ReturnNew,
    answer=ReturnView,
    key="required",
    scope="loan.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.LibraryNotFound,
        refusals.CopyNotFound,
        refusals.CopyNotOnLoan,
        refusals.NotTakenBackHere,
        refusals.CopyMoveNotAllowed,
        *_RULES,
    ),
)
def return_copy(body: dict[str, Any]) -> Any:
    """Take a copy back at any member of the network (还书); no card is needed.

    A floating copy stays here and is lent from here; another one travels home, or to who waits
    for it. What it costs to be late is owed to the library that lent it.
    """
    return take_back.take_back(**body)


@loans.get("/v1/loans", listing=views.LoanView, query=LoanFilters, scope="loan.read")
def list_loans(query: Query) -> Any:
    """List loans, the newest first."""
    return shown.page(query.page, **query.filters)


@loans.get(
    "/v1/loans/<id('loan'):loan_id>",
    answer=views.LoanView,
    scope="loan.read",
    problems=(refusals.LoanNotFound, *_RULES),
    path_examples=_LOAN,
)
def get_loan(loan_id: str) -> Any:
    """Show a loan, and what it would cost to return it today."""
    return shown.get(loan_id)


@loans.post(
    "/v1/loans/<id('loan'):loan_id>/renew",
    answer=views.LoanView,
    key="required",
    scope="loan.write",
    roles=_ANY,
    problems=(
        RegionNotAllowed,
        refusals.LoanNotFound,
        refusals.RenewalRefused,
        refusals.NotAReader,
        refusals.ReaderClosed,
        *_RULES,
    ),
    path_examples=_LOAN,
)
def renew_loan(loan_id: str) -> Any:
    """Renew a loan by the rules of the library that lent it (续借)."""
    return renew.renew(loan_id)


@loans.post(
    "/v1/loans/<id('loan'):loan_id>/recall",
    answer=views.LoanView,
    key="required",
    scope="loan.write",
    roles=_DESK,
    problems=(RegionNotAllowed, refusals.LoanNotFound, refusals.LoanMoveNotAllowed, *_RULES),
    path_examples=_LOAN,
)
def recall_loan(loan_id: str) -> Any:
    """Call a loan back (召回): its last day comes sooner, and it can't be renewed."""
    return renew.recall(loan_id)


@loans.post(
    "/v1/loans/<id('loan'):loan_id>/report-lost",
    answer=views.LoanView,
    key="required",
    scope="loan.write",
    roles=_ANY,
    problems=(
        RegionNotAllowed,
        refusals.LoanNotFound,
        refusals.LoanMoveNotAllowed,
        refusals.CopyMoveNotAllowed,
        *_RULES,
    ),
    path_examples=_LOAN,
)
def report_loan_lost(loan_id: str) -> Any:
    """Report what was lent as lost (遗失): its price is owed, and the fine until today.

    If it comes back after all, what isn't paid of the price is waived.
    """
    return lose.report_lost(loan_id)


@loans.post(
    "/v1/loans/<id('loan'):loan_id>/claim-returned",
    answer=views.LoanView,
    key="required",
    scope="loan.write",
    roles=_ANY,
    problems=(
        RegionNotAllowed,
        refusals.LoanNotFound,
        refusals.LoanMoveNotAllowed,
        refusals.CopyMoveNotAllowed,
        refusals.TooManyClaims,
        *_RULES,
    ),
    path_examples=_LOAN,
)
def claim_loan_returned(loan_id: str) -> Any:
    """Say that it is back already (声称已还): the library looks, and no fine grows meanwhile."""
    return claims.claim(loan_id)


@loans.post(
    "/v1/loans/<id('loan'):loan_id>/resolve-claim",
    body=ClaimResult,
    answer=views.LoanView,
    key="required",
    scope="loan.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.LoanNotFound,
        refusals.LibraryNotFound,
        refusals.LoanMoveNotAllowed,
        refusals.CopyMoveNotAllowed,
        refusals.NotTakenBackHere,
        *_RULES,
    ),
    path_examples=_LOAN,
)
def resolve_loan_claim(loan_id: str, body: dict[str, Any]) -> Any:
    """Say what the search came to: found on a shelf, which costs nothing, or on loan as before."""
    return claims.resolve(loan_id, **body)
