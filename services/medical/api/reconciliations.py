"""Reconciliation over HTTP."""

import base64
from datetime import date
from typing import Any

from flask import Response

from services.medical import problems
from services.medical import problems_reconciliation as refusals
from services.medical.api import views_reconciliation as views
from services.medical.api.views_common import INSTITUTION_ID
from services.medical.domain.reconciliation import Line, Scope, Totals
from services.medical.domain.reconciliation_file import Head, write
from services.medical.domain.vocabulary import EMPLOYEE, INPATIENT
from services.medical.flows import reconcile
from services.medical.flows import reconcile_details as details
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

reconciliations = Blueprint(
    "reconciliations", tag="Reconciliation", description="医药机构费用结算对账: totals and details."
)
_RECONCILIATION = {"reconciliation_id": views.RECONCILIATION_ID}
_DIFFERENCE = {"difference_id": "dif_" + "0" * 26}
_KNOWN = (RegionNotAllowed, refusals.ReconciliationNotFound)
_ROLES = ("hospital", "pharmacy", "agency")
_FIGURES = ("total_fen", "fund_pay_fen", "account_pay_fen", "count")
_DAY = date(2026, 4, 1)
_NO_BILLS = write(Head("H50000000003", Scope(INSTITUTION_ID, _DAY, _DAY, EMPLOYEE, INPATIENT)), [])
"""The file of the example's reconciliation: nothing was settled."""


@reconciliations.post(
    "/v1/reconciliations",
    body=views.ReconciliationNew,
    answer=views.ReconciliationView,
    status=201,
    key="accepted",
    location="/v1/reconciliations/{id}",
    scope="reconciliation.write",
    roles=("hospital", "pharmacy"),
    problems=(RegionNotAllowed, problems.InstitutionNotFound, refusals.PeriodWrong),
    links={
        "getReconciliation": {"reconciliation_id": "$response.body#/id"},
        "addReconciliationLines": {"reconciliation_id": "$response.body#/id"},
        "uploadReconciliationFile": {"reconciliation_id": "$response.body#/id"},
        "listReconciliationDifferences": {"reconciliation_id": "$response.body#/id"},
    },
)
def create_reconciliation(body: dict[str, Any]) -> Any:
    """Reconcile the totals of a period (对总账).

    What counts is every settlement that the insured side made in the period; those whose
    outcome is unknown don't. The answer says what was counted, and what is more or less of each
    figure. A reconciliation is kept as it is: whoever corrects something reconciles anew.
    """
    figures = body.pop("totals")
    return reconcile.reconcile(stated=Totals(*(figures[name] for name in _FIGURES)), **body)


@reconciliations.get(
    "/v1/reconciliations",
    listing=views.ReconciliationView,
    query=views.ReconciliationFilters,
    scope="reconciliation.read",
    problems=(RegionNotAllowed,),
)
def list_reconciliations(query: Query) -> Any:
    """List reconciliations, the newest first."""
    asked = dict(query.filters)
    if "is_equal" in asked:
        asked["is_equal"] = asked["is_equal"] == "true"
    return reconcile.page(query.page, asked)


@reconciliations.get(
    "/v1/reconciliations/<id('rcn'):reconciliation_id>",
    answer=views.ReconciliationView,
    scope="reconciliation.read",
    problems=_KNOWN,
    path_examples=_RECONCILIATION,
)
def get_reconciliation(reconciliation_id: str) -> Any:
    """Show a reconciliation."""
    return reconcile.get(reconciliation_id)


@reconciliations.post(
    "/v1/reconciliations/<id('rcn'):reconciliation_id>/lines",
    body=views.LinesSent,
    answer=views.ReconciliationView,
    key="required",
    scope="reconciliation.write",
    roles=("hospital", "pharmacy"),
    problems=(
        *_KNOWN,
        refusals.DetailsComplete,
        refusals.DetailsTooMany,
        refusals.DetailsRefused,
    ),
    links={"listReconciliationDifferences": {"reconciliation_id": "$response.body#/id"}},
    path_examples=_RECONCILIATION,
    example={"lines": []},
)
def add_reconciliation_lines(reconciliation_id: str, body: dict[str, Any]) -> Any:
    """Send details (对明细账), up to 500 a call.

    A refund needs both its bill and itself. With the last lines all are compared with what is
    settled then: matched, only at the institution, only at the centre, another amount. Off by
    0.01 yuan is rounding, and the centre's result stands. A settlement that stands twice is
    refused with its line, and nothing of the call is taken.
    """
    lines = [_line(sent) for sent in body["lines"]]
    return details.take_lines(reconciliation_id, lines, body["is_last"])


def _line(sent: dict[str, Any]) -> Line:
    return Line(
        total=sent["total_fen"],
        fund_pay=sent["fund_pay_fen"],
        account_pay=sent["account_pay_fen"],
        is_refund=sent["is_refund"],
        settlement_id=sent.get("settlement_id"),
        visit_id=sent.get("visit_id"),
    )


@reconciliations.post(
    "/v1/reconciliations/<id('rcn'):reconciliation_id>/file",
    body=views.FileSent,
    answer=views.ReconciliationView,
    key="required",
    scope="reconciliation.write",
    roles=("hospital", "pharmacy"),
    problems=(
        *_KNOWN,
        refusals.DetailsComplete,
        refusals.DetailsBegun,
        refusals.DetailsRefused,
    ),
    links={"listReconciliationDifferences": {"reconciliation_id": "$response.body#/id"}},
    path_examples=_RECONCILIATION,
    example={"content_base64": base64.b64encode(_NO_BILLS.encode()).decode()},
)
def upload_reconciliation_file(reconciliation_id: str, body: dict[str, Any]) -> Any:
    """Send all details as one CSV file, in the form that `settlement-details` gives.

    A header record, the columns, a line a bill, and a trailer with the number of bills, the sum
    of their totals in fen and the SHA-256 of all bytes before it. A file with another count, sum
    or hash, that is not UTF-8, or in which a settlement stands twice is refused whole, with the
    line and the reason.
    """
    return details.take_file(reconciliation_id, base64.b64decode(body["content_base64"]))


@reconciliations.get(
    "/v1/reconciliations/<id('rcn'):reconciliation_id>/differences",
    listing=views.DifferenceView,
    query=views.DifferenceFilters,
    scope="reconciliation.read",
    problems=_KNOWN,
    path_examples=_RECONCILIATION,
    links={"resolveReconciliationDifference": {"difference_id": "$response.body#/data/0/id"}},
)
def list_reconciliation_differences(reconciliation_id: str, query: Query) -> Any:
    """List what differed, the last first."""
    return details.page(query.page, reconciliation_id, **query.filters)


@reconciliations.get(
    "/v1/reconciliation-differences/<id('dif'):difference_id>",
    answer=views.DifferenceView,
    scope="reconciliation.read",
    problems=(*_KNOWN, refusals.DifferenceNotFound),
    path_examples=_DIFFERENCE,
)
def get_reconciliation_difference(difference_id: str) -> Any:
    """Show a difference and how it was resolved."""
    return details.get(difference_id)


@reconciliations.post(
    "/v1/reconciliation-differences/<id('dif'):difference_id>/resolve",
    body=views.Resolution,
    answer=views.DifferenceView,
    key="accepted",
    scope="reconciliation.write",
    roles=_ROLES,
    problems=(*_KNOWN, refusals.DifferenceNotFound, refusals.DifferenceResolved),
    path_examples=_DIFFERENCE,
)
def resolve_reconciliation_difference(difference_id: str, body: dict[str, Any]) -> Any:
    """Resolve a difference with a note, once and for all.

    By the institution it means that the centre's figures stand; otherwise the agency decides. No
    settlement changes: what was wrong is reversed and settled again by itself.
    """
    return details.resolve(difference_id, body["note"])


@reconciliations.get(
    "/v1/institutions/<id('ins'):institution_id>/settlement-details",
    answer=views.DetailsView,
    query=views.DetailsQuery,
    scope="reconciliation.read",
    roles=_ROLES,
    problems=(RegionNotAllowed, problems.InstitutionNotFound, refusals.PeriodWrong),
    path_examples={"institution_id": INSTITUTION_ID},
    also=("text/csv",),
)
def get_settlement_details(institution_id: str, query: dict[str, Any]) -> Any:
    """Download the centre's own details of a period, as JSON or as the file (`?format=csv`).

    The same period gives the same bytes each time; its file can be sent back as it is.
    """
    form = query.pop("format")
    found = details.centre_details(institution_id, **query)
    return found if form == "json" else Response(found["text"], mimetype="text/csv")
