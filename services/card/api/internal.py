"""For the other services: never routed by the gateway."""

from typing import Any

from services.card import problems
from services.card.api import views
from services.card.api.verifications import REFUSALS
from services.card.flows import coverage, verify
from sscsim.web import Blueprint

internal = Blueprint("card_internal", description="For the other services.")


@internal.post(
    "/internal/v1/verifications",
    body=views.VerificationRequest,
    answer=views.VerificationView,
    status=201,
    problems=REFUSALS,
)
def verify_for_service(body: dict[str, Any]) -> Any:
    """Verify a card on behalf of the caller of another service."""
    return verify.verify(**body)


@internal.post(
    "/internal/v1/coverage",
    body=views.CoverageQuestion,
    answer=views.CoverageView,
    problems=(problems.PersonNotFound, problems.NotInsured),
)
def get_coverage(body: dict[str, Any]) -> Any:
    """Where and as whom a person is insured on a day; `not_insured` if nowhere."""
    return coverage.coverage(**body)
