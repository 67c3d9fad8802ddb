"""Corrections over HTTP."""

from typing import Any

from services.medical import problems, problems_bills
from services.medical.api import views_corrections
from services.medical.domain import correction as words
from services.medical.flows import correct, read_corrections
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

corrections = Blueprint(
    "corrections", tag="Corrections", description="冲正 (2601): undoing what nobody knows of."
)


@corrections.post(
    "/v1/corrections",
    body=views_corrections.CorrectionNew,
    answer=views_corrections.CorrectionView,
    status=201,
    key="required",
    location="/v1/corrections/{id}",
    scope="settlement.write",
    roles=("hospital", "pharmacy"),
    problems=(
        RegionNotAllowed,
        problems_bills.OneOriginal,
        problems_bills.OperationNotCorrectable,
        problems_bills.NotCorrectable,
        problems_bills.AlreadyDeclared,
        problems_bills.CorrectionUnanswered,
        problems.SettlementNotFound,
        problems.AlreadyReversed,
        problems.LaterSettlementExists,
        problems.VisitNotOpen,
        problems.VisitCharged,
    ),
    links={
        "getCorrection": {"correction_id": "$response.body#/id"},
        "getSettlement": {"settlement_id": "$response.body#/settlement_id"},
    },
    example={"operation": words.CREATE_SETTLEMENT, "idempotency_key": views_corrections.KEY},
)
def create_correction(body: dict[str, Any]) -> Any:
    """Correct a call of unknown outcome (冲正).

    For a call of yours whose answer never came: name its Idempotency-Key, or the settlement.
    If it took place it is undone, without a reversal in the listings: accumulators, account and
    visit are as before, the books get mirrored postings, and the settlement ends as
    `corrected`. If it did not, it never will: the key is closed, and a late request is refused.
    It works while the outcome is unknown, and is the same in the end whichever comes first.
    Refused after a reversal, after the month was frozen or declared, and before later bills of
    the same year are undone. Correcting again gives the same answer.
    """
    return correct.correct(**body)


@corrections.get(
    "/v1/corrections",
    listing=views_corrections.CorrectionView,
    query=views_corrections.CorrectionFilters,
    scope="settlement.read",
    problems=(RegionNotAllowed,),
)
def list_corrections(query: Query) -> Any:
    """List corrections, the newest first."""
    return read_corrections.page(query.page, query.filters)


@corrections.get(
    "/v1/corrections/<id('cor'):correction_id>",
    answer=views_corrections.CorrectionView,
    scope="settlement.read",
    problems=(RegionNotAllowed, problems_bills.CorrectionNotFound),
    links={"getVisit": {"visit_id": "$response.body#/visit_id"}},
    path_examples={"correction_id": views_corrections.CORRECTION_ID},
)
def get_correction(correction_id: str) -> Any:
    """Show a correction and what came of it."""
    return read_corrections.get(correction_id)
