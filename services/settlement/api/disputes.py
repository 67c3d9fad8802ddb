"""Disputes over HTTP."""

from typing import Any

from services.settlement import problems, problems_clearing
from services.settlement.api import views_clearing
from services.settlement.flows import disputes as flows
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

disputes = Blueprint(
    "disputes",
    tag="Disputes",
    description="Claims that an insured region doubts before it signs (争议).",
)


@disputes.get(
    "/v1/disputes",
    listing=views_clearing.DisputeView,
    query=views_clearing.DisputeFilters,
    scope="clearing.read",
    links={
        "getDispute": {"dispute_id": "$response.body#/data/0/id"},
        "decideDispute": {"dispute_id": "$response.body#/data/0/id"},
    },
)
def list_disputes(query: Query) -> Any:
    """List disputes, the newest first."""
    return flows.listed(query.page, query.filters)


@disputes.get(
    "/v1/disputes/<id('dsp'):dispute_id>",
    answer=views_clearing.DisputeView,
    scope="clearing.read",
    problems=(problems_clearing.DisputeNotFound,),
    links={"getClaim": {"claim_id": "$response.body#/claim_id"}},
)
def get_dispute(dispute_id: str) -> Any:
    """Show a dispute, its deadline and what was decided."""
    return flows.find(dispute_id)


@disputes.post(
    "/v1/disputes/<id('dsp'):dispute_id>/decide",
    body=views_clearing.DisputeDecision,
    answer=views_clearing.DisputeView,
    key="required",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems_clearing.DisputeNotFound,
        problems_clearing.DisputeDecided,
        problems_clearing.DecisionNeedsAmount,
        problems.DeductionTooLarge,
        RegionNotAllowed,
    ),
    example={"decision": "partly_upheld", "amount_fen": 5000},
)
def decide_dispute(dispute_id: str, body: dict[str, Any]) -> Any:
    """Answer a dispute, by the region of treatment.

    The decision is about the claim: `upheld` means that it stands, `partly_upheld` takes
    `amount_fen` off it, `refused` takes off all that funds pay. The hospital bears what is
    taken off. The claim goes into the next open month with the rule `disputed`.
    """
    return flows.decide(dispute_id, **body)
