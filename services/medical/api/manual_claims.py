"""Manual claims over HTTP, and paying a visit in full before them."""

from typing import Any

import marshmallow as ma

from services.medical import problems
from services.medical import problems_claims as refusals
from services.medical.api import views_common, views_visits
from services.medical.api.views_common import PERSON_ID, care, home, insurance
from services.medical.api.views_settlements import FundsView, PolicyOriginView
from services.medical.domain import manual_claim, vocabulary
from services.medical.flows import manual_claims as flow
from services.medical.problems_bills import PartSettled
from sscsim import world
from sscsim.kernel import explain
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ExplanationView, ListQuery, Query, Resource, Schema, fields
from sscsim.world import RegionNotAllowed

manual_claims = Blueprint(
    "manual_claims", tag="Manual claims", description="What a person paid in full (手工报销)."
)
_CLAIM = {"claim_id": "mcl_" + "0" * 26}


class InLanguage(ExplanationView):
    """The stored explanation holds both languages; an answer is in the caller's."""

    @ma.pre_dump
    def _in_language(self, stored: Any, **_: Any) -> Any:
        return explain.shown(stored, world.current().language)


class ManualClaimNew(Schema):
    visit_id = fields.Id("vis", required=True, example=views_common.VISIT_ID)


class ManualClaimView(Resource):
    object = fields.Object("manual_claim")
    visit_id = fields.Id("vis", required=True)
    person_id = fields.Id("psn", required=True)
    care_region_code = care(required=True)
    home_region_code = home(required=True)
    insurance_kind = insurance(required=True)
    treatment = fields.Enum(vocabulary.TREATMENTS, required=True)
    status = fields.Enum(manual_claim.STATUSES, required=True)
    total_fen = fields.Fen(required=True, attribute="total", description="What the person paid.")
    funds = fields.Nested(FundsView, required=True)
    fund_pay_fen = fields.Fen(
        required=True, attribute="fund_pay", description="What the funds owe the person."
    )
    return_code = fields.Text(
        max=2, description="Why the bank returned it: see the card service's return codes."
    )
    policy_origin = fields.Nested(PolicyOriginView, required=True)
    explanation = fields.Nested(InLanguage, required=True)
    paid_at = fields.Instant()


class ManualClaimFilters(ListQuery):
    person_id = fields.Id("psn", example=PERSON_ID)
    home_region_code = home()
    status = fields.Enum(manual_claim.STATUSES)


@manual_claims.post(
    "/v1/visits/<id('vis'):visit_id>/self-pay",
    answer=views_visits.VisitView,
    key="accepted",
    scope="visit.write",
    roles=("hospital",),
    problems=(
        RegionNotAllowed,
        problems.VisitNotFound,
        problems.VisitNotOpen,
        problems.VisitEmpty,
        PartSettled,
    ),
    path_examples={"visit_id": views_common.VISIT_ID},
)
def self_pay_visit(visit_id: str) -> Any:
    """Note that the person paid all of a bill themselves (全额自费).

    It can't be settled directly after that; what is left is the manual claim at home.
    """
    return flow.paid_by_person(visit_id)


@manual_claims.post(
    "/v1/manual-claims",
    body=ManualClaimNew,
    answer=ManualClaimView,
    status=201,
    key="required",
    location="/v1/manual-claims/{id}",
    scope="manual_claim.write",
    roles=("agency",),
    problems=(
        RegionNotAllowed,
        problems.VisitNotFound,
        problems.FilingRequired,
        problems.LevelNotCovered,
        problems.TreatmentNotCovered,
        refusals.VisitNotSelfPaid,
        refusals.VisitClaimed,
        PolicyMissing,
        FigureMissing,
    ),
    links={"getManualClaim": {"claim_id": "$response.body#/id"}},
)
def create_manual_claim(body: dict[str, Any]) -> Any:
    """Claim by hand what a person paid in full (手工报销).

    The agency of the home region computes as for a direct settlement, by the filing that the
    person has by now, and its accumulators move. The funds' part is paid onto the account of
    the person's card, if there is one that takes it; else it stays payable.
    """
    return flow.claim(**body)


@manual_claims.get(
    "/v1/manual-claims",
    listing=ManualClaimView,
    query=ManualClaimFilters,
    scope="manual_claim.read",
)
def list_manual_claims(query: Query) -> Any:
    """List manual claims, the newest first."""
    return flow.page(query.page, query.filters)


@manual_claims.get(
    "/v1/manual-claims/<id('mcl'):claim_id>",
    answer=ManualClaimView,
    scope="manual_claim.read",
    problems=(refusals.ClaimNotFound,),
    path_examples=_CLAIM,
)
def get_manual_claim(claim_id: str) -> Any:
    """Show a manual claim, and how its amounts came about."""
    return flow.get(claim_id)


@manual_claims.post(
    "/v1/manual-claims/<id('mcl'):claim_id>/pay",
    answer=ManualClaimView,
    key="required",
    scope="manual_claim.write",
    roles=("agency",),
    problems=(RegionNotAllowed, refusals.ClaimNotFound, refusals.ClaimNotOwed),
    path_examples=_CLAIM,
)
def pay_manual_claim(claim_id: str) -> Any:
    """Try again to pay what is owed onto the account of the person's card."""
    return flow.pay(claim_id)
