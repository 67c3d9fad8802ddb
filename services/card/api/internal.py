"""For the other services: never routed by the gateway."""

from typing import Any

from services.card import problems
from services.card.api import views
from services.card.api.verifications import REFUSALS
from services.card.flows import coverage, fixtures, policies, verify
from services.card.problems_people import FixtureUnknown, PackNotFound, PackRefused, PersonDeceased
from sscsim.policy import FigureMissing, PolicyMissing
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
    problems=(problems.PersonNotFound, problems.NotInsured, PersonDeceased),
)
def get_coverage(body: dict[str, Any]) -> Any:
    """Where and as whom a person is insured on a day; `not_insured` if nowhere."""
    return coverage.coverage(**body)


@internal.put(
    "/internal/v1/policies/<region:region_code>",
    body=views.PackNew,
    answer=views.PackView,
    problems=(PackRefused,),
)
def put_card_policy(region_code: str, body: dict[str, Any]) -> Any:
    """Load this world's own figures for a region."""
    return policies.put(region_code, body["pack"])


@internal.get(
    "/internal/v1/policies/<region:region_code>",
    answer=views.PackView,
    problems=(PackNotFound,),
)
def get_card_policy(region_code: str) -> Any:
    """This world's own figures for a region."""
    return policies.get(region_code)


@internal.post(
    "/internal/v1/fixtures",
    body=views.FixtureWish,
    problems=(FixtureUnknown, PolicyMissing, FigureMissing),
    status=200,
)
def make_fixtures(body: dict[str, Any]) -> Any:
    """Make the magic persons of the catalogue in this world, one outcome or all.

    Making them again changes nothing. The answer names each person's ids and numbers, an
    operation to try and what it answers; see docs/fixtures.md.
    """
    return {"data": fixtures.make(**body)}
