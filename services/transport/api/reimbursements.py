"""Claim forms of concessions over HTTP."""

from typing import Any

from services.transport import problems_clearing as problems
from services.transport.api import views_clearing as views
from services.transport.flows.clearing import reimburse
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

reimbursements = Blueprint(
    "concession_reimbursements",
    tag="Concession reimbursements",
    description="What riders did not pay for a concession, and their region pays (优惠乘车补贴).",
)
_ONE = "/v1/concession-reimbursements/<id('crb'):reimbursement_id>"
_FORM = {"reimbursement_id": views.REIMBURSEMENT_ID}
_READS: Any = {"scope": "transit_clearing.read", "roles": ("transit", "agency")}
_AGENCY: Any = {"scope": "transit_clearing.write", "roles": ("agency",)}
_OPERATOR: Any = {"scope": "transit_clearing.write", "roles": ("transit",)}
_MOVED = (
    RegionNotAllowed,
    problems.ReimbursementNotFound,
    problems.ReimbursementState,
)
_LINKS = {"getConcessionReimbursement": {"reimbursement_id": "$response.body#/id"}}


@reimbursements.get(
    "/v1/concession-reimbursements",
    listing=views.ReimbursementView,
    query=views.ReimbursementFilters,
    links={
        "getConcessionReimbursement": {"reimbursement_id": "$response.body#/data/0/id"},
        "confirmConcessionReimbursement": {"reimbursement_id": "$response.body#/data/0/id"},
    },
    **_READS,
)
def list_concession_reimbursements(query: Query) -> Any:
    """List claim forms, the newest first: one an operator, region and month."""
    return reimburse.page(query.page, query.filters)


@reimbursements.get(
    _ONE,
    answer=views.ReimbursementView,
    problems=(problems.ReimbursementNotFound,),
    path_examples=_FORM,
    **_READS,
)
def get_concession_reimbursement(reimbursement_id: str) -> Any:
    """Show a claim form."""
    return reimburse.find(reimbursement_id)


@reimbursements.post(
    f"{_ONE}/confirm",
    answer=views.ReimbursementView,
    key="required",
    problems=_MOVED,
    path_examples=_FORM,
    links=_LINKS,
    **_AGENCY,
)
def confirm_concession_reimbursement(reimbursement_id: str) -> Any:
    """Confirm a claim form, by the region's agency: it is paid ten working days later (assumed)."""
    return reimburse.confirm(reimbursement_id)


@reimbursements.post(
    f"{_ONE}/return",
    body=views.ReimbursementReturned,
    answer=views.ReimbursementView,
    key="accepted",
    problems=_MOVED,
    path_examples=_FORM,
    links=_LINKS,
    **_AGENCY,
)
def return_concession_reimbursement(reimbursement_id: str, body: dict[str, Any]) -> Any:
    """Return a claim form to its operator with a reason (退回), by the region's agency."""
    return reimburse.give_back(reimbursement_id, **body)


@reimbursements.post(
    f"{_ONE}/submit",
    answer=views.ReimbursementView,
    key="accepted",
    problems=_MOVED,
    path_examples=_FORM,
    links=_LINKS,
    **_OPERATOR,
)
def submit_concession_reimbursement(reimbursement_id: str) -> Any:
    """Submit a returned claim form again, by its operator."""
    return reimburse.submit(reimbursement_id)
