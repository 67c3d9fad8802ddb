"""Claims over HTTP: what regions owe each other, bill by bill."""

from typing import Any

from services.settlement import problems
from services.settlement.api import views
from services.settlement.flows import deduct, read
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

claims = Blueprint(
    "claims", tag="Claims", description="Bills that pass between regions (清算结算单)."
)


@claims.get(
    "/v1/claims",
    listing=views.ClaimView,
    query=views.ClaimFilters,
    scope="clearing.read",
    links={
        "getClaim": {"claim_id": "$response.body#/data/0/id"},
        "getClaimCycle": {"claim_id": "$response.body#/data/0/id"},
        "deductClaim": {"claim_id": "$response.body#/data/0/id"},
    },
)
def list_claims(query: Query) -> Any:
    """List claims, the newest first."""
    return read.list_claims(query.page, query.filters)


@claims.get(
    "/v1/claims/<id('clm'):claim_id>",
    answer=views.ClaimView,
    scope="clearing.read",
    problems=(problems.ClaimNotFound,),
    links={
        "getClaimCycle": {"claim_id": "$response.body#/id"},
        "getClearingCycle": {"cycle_id": "$response.body#/cycle_id"},
    },
)
def get_claim(claim_id: str) -> Any:
    """Show a claim with its deductions and where it stands in clearing."""
    return read.claim(claim_id)


@claims.get(
    "/v1/claims/<id('clm'):claim_id>/cycle",
    answer=views.ClaimCycleView,
    scope="clearing.read",
    problems=(problems.ClaimNotFound,),
)
def get_claim_cycle(claim_id: str) -> Any:
    """Show the month a claim is cleared in, and the rule that chose it.

    Decided when the claim was recorded, from instants alone, and moved by exception only.
    """
    return read.claim_cycle(claim_id)


@claims.post(
    "/v1/claims/<id('clm'):claim_id>/deduct",
    body=views.Deduction,
    answer=views.ClaimView,
    key="required",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems.ClaimNotFound,
        problems.ClaimNotDeductible,
        problems.DeductionTooLarge,
        RegionNotAllowed,
    ),
    example={"amount_fen": 15000, "reason": "超限定支付范围用药"},
)
def deduct_claim(claim_id: str, body: dict[str, Any]) -> Any:
    """Deduct from a claim after an audit (审核扣款).

    By the agency of the region of treatment, until the month is signed. The hospital
    bears it; what the patient paid stays as it is. Statements that exist already are
    made again under a new version, which all regions sign again.
    """
    return deduct.deduct(claim_id, **body)
