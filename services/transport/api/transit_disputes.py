"""Disputes about charges over HTTP."""

from typing import Any

from services.transport import problems_clearing as problems
from services.transport.api import views_clearing as views
from services.transport.flows.clearing import disputes
from services.transport.problems_riding import TransitJourneyNotFound
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

transit_disputes = Blueprint(
    "transit_disputes",
    tag="Transit disputes",
    description="Disputes about what a journey was charged (乘车争议).",
)
_ONE = "/v1/transit-disputes/<id('tds'):dispute_id>"
_DISPUTE = {"dispute_id": views.DISPUTE_ID}
_READS: Any = {"scope": "transit_dispute.read"}
_RIDER: Any = {
    "scope": "transit_dispute.write",
    "roles": ("holder", "transit", "agency"),
}
_OPERATOR: Any = {"scope": "transit_clearing.write", "roles": ("transit",)}
_DECIDED = (
    RegionNotAllowed,
    problems.TransitDisputeNotFound,
    problems.TransitDisputeState,
)
_LINKS = {"getTransitDispute": {"dispute_id": "$response.body#/id"}}


@transit_disputes.get(
    "/v1/transit-disputes",
    listing=views.TransitDisputeView,
    query=views.TransitDisputeFilters,
    links={"getTransitDispute": {"dispute_id": "$response.body#/data/0/id"}},
    **_READS,
)
def list_transit_disputes(query: Query) -> Any:
    """List disputes, the newest first."""
    return disputes.page(query.page, query.filters)


@transit_disputes.post(
    "/v1/transit-disputes",
    body=views.TransitDisputeNew,
    answer=views.TransitDisputeView,
    status=201,
    key="accepted",
    location="/v1/transit-disputes/{id}",
    problems=(
        TransitJourneyNotFound,
        problems.NothingCharged,
        problems.DisputedFareTooHigh,
        problems.DisputeTooLate,
        problems.DisputeExists,
    ),
    links=_LINKS,
    **_RIDER,
)
def create_transit_dispute(body: dict[str, Any]) -> Any:
    """Dispute what a journey was charged, within 90 days (assumed).

    The operator has five working days to answer (assumed). Whom nobody answers is believed: the
    journey costs what was asked, and the difference is given back.
    """
    return disputes.open_dispute(**body)


@transit_disputes.get(
    _ONE,
    answer=views.TransitDisputeView,
    problems=(problems.TransitDisputeNotFound,),
    path_examples=_DISPUTE,
    **_READS,
)
def get_transit_dispute(dispute_id: str) -> Any:
    """Show a dispute."""
    return disputes.find(dispute_id)


@transit_disputes.post(
    f"{_ONE}/uphold",
    body=views.TransitDisputeUpheld,
    answer=views.TransitDisputeView,
    key="required",
    problems=(*_DECIDED, problems.DisputedFareTooHigh),
    path_examples=_DISPUTE,
    links=_LINKS,
    **_OPERATOR,
)
def uphold_transit_dispute(dispute_id: str, body: dict[str, Any]) -> Any:
    """Agree with the rider, by the operator: the fare is set anew and the difference given back.

    The adjustment goes into the batch of the day on which it is decided.
    """
    return disputes.uphold(dispute_id, **body)


@transit_disputes.post(
    f"{_ONE}/refuse",
    body=views.TransitDisputeRefused,
    answer=views.TransitDisputeView,
    key="accepted",
    problems=_DECIDED,
    path_examples=_DISPUTE,
    links=_LINKS,
    **_OPERATOR,
)
def refuse_transit_dispute(dispute_id: str, body: dict[str, Any]) -> Any:
    """Stand by the charge, by the operator, with a reason."""
    return disputes.refuse(dispute_id, **body)


@transit_disputes.post(
    f"{_ONE}/withdraw",
    answer=views.TransitDisputeView,
    key="accepted",
    problems=_DECIDED[1:],
    path_examples=_DISPUTE,
    links=_LINKS,
    **_RIDER,
)
def withdraw_transit_dispute(dispute_id: str) -> Any:
    """Let a dispute rest, by its rider."""
    return disputes.withdraw(dispute_id)
