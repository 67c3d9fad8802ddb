"""Claims over HTTP: what regions owe each other, bill by bill."""

from typing import Any

from services.settlement import problems
from services.settlement import problems_clearing as clearing_problems
from services.settlement.api import views, views_clearing, views_cycles
from services.settlement.flows import declare, deduct, disputes, read, read_clearing
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
        "getClaimEvents": {"claim_id": "$response.body#/data/0/id"},
        "deductClaim": {"claim_id": "$response.body#/data/0/id"},
        "declareClaim": {"claim_id": "$response.body#/data/0/id"},
        "withdrawClaim": {"claim_id": "$response.body#/data/0/id"},
        "disputeClaim": {"claim_id": "$response.body#/data/0/id"},
        "reimburseClaim": {"claim_id": "$response.body#/data/0/id"},
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
    answer=views_cycles.ClaimCycleView,
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

    By the agency of the region of treatment. The hospital bears it; what the patient paid
    stays as it is. Until the month is signed the claim itself is lowered, and statements that
    exist already are made again under a new version, which all regions sign again. Later the
    claim stands: another one, below zero, takes the amount back in the open month, and the
    hospital owes it to its region (`adjusted_by_claim_ids`).
    """
    return deduct.deduct(claim_id, **body)


@claims.get(
    "/v1/claims/<id('clm'):claim_id>/events",
    answer=views_clearing.ClaimEventsView,
    scope="clearing.read",
    problems=(problems.ClaimNotFound,),
)
def get_claim_events(claim_id: str) -> Any:
    """Show every state a claim went through, by itself and with its months, the oldest first."""
    return read_clearing.claim_events(claim_id)


@claims.post(
    "/v1/claims/<id('clm'):claim_id>/declare",
    answer=views.ClaimView,
    key="accepted",
    scope="clearing.write",
    roles=("agency",),
    problems=(problems.ClaimNotFound, clearing_problems.ClaimStateForbids, RegionNotAllowed),
)
def declare_claim(claim_id: str) -> Any:
    """Declare a claim into the clearing of its month (申报), by the region of treatment."""
    return declare.declare(claim_id)


@claims.post(
    "/v1/claims/<id('clm'):claim_id>/withdraw",
    answer=views.ClaimView,
    key="accepted",
    scope="clearing.write",
    roles=("agency",),
    problems=(problems.ClaimNotFound, clearing_problems.ClaimStateForbids, RegionNotAllowed),
)
def withdraw_claim(claim_id: str) -> Any:
    """Take the declaration of a claim back while its month is open (撤销申报)."""
    return declare.withdraw(claim_id)


@claims.post(
    "/v1/claims/<id('clm'):claim_id>/reimburse",
    answer=views.ClaimView,
    key="required",
    scope="clearing.write",
    roles=("agency",),
    problems=(problems.ClaimNotFound, clearing_problems.ClaimStateForbids, RegionNotAllowed),
)
def reimburse_claim(claim_id: str) -> Any:
    """Take an expired claim as a manual reimbursement (手工报销), by the insured region.

    Its funds owe the person what they would have paid the hospital.
    """
    return declare.reimburse(claim_id)


@claims.post(
    "/v1/claims/<id('clm'):claim_id>/dispute",
    body=views_clearing.DisputeMade,
    answer=views_clearing.DisputeView,
    status=201,
    key="accepted",
    location="/v1/disputes/{id}",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems.ClaimNotFound,
        clearing_problems.ClaimStateForbids,
        clearing_problems.ClaimSigned,
        RegionNotAllowed,
    ),
    links={
        "getDispute": {"dispute_id": "$response.body#/id"},
        "decideDispute": {"dispute_id": "$response.body#/id"},
    },
)
def dispute_claim(claim_id: str, body: dict[str, Any]) -> Any:
    """Doubt a claim of a statement that is to be signed (争议), by the insured region.

    The claim leaves the month, whose statements are made again under a new version. The
    region of treatment answers before a deadline; then the claim is cleared in the next open
    month, whole, in part, or without its fund money.
    """
    return disputes.dispute(claim_id, **body)
