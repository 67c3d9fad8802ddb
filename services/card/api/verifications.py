"""Verifications over HTTP."""

from typing import Any

from services.card import problems
from services.card.api import views
from services.card.flows import find, verify
from services.card.problems_electronic import SceneNotAllowed
from sscsim.demo_people import LIN_XIAO
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint

verifications = Blueprint(
    "verifications", tag="Verifications", description="Is this a good card, and whose is it?"
)
REFUSALS = (
    problems.OneCredentialNeeded,
    problems.CardNumberInvalid,
    problems.CardNumberAmbiguous,
    problems.IdentificationCodeInvalid,
    problems.IdentityNumberInvalid,
    problems.RealLookingIdentity,
    problems.NotPoolingArea,
    SceneNotAllowed,
    PolicyMissing,
    FigureMissing,
)


@verifications.post(
    "/v1/verifications",
    body=views.VerificationRequest,
    answer=views.VerificationView,
    status=201,
    key="accepted",
    location="/v1/verifications/{id}",
    scope="verification.write",
    problems=REFUSALS,
    links={"getVerification": {"verification_id": "$response.body#/id"}},
    example={"card_id": views.CARD_ID, "name": LIN_XIAO.name},
)
def create_verification(body: dict[str, Any]) -> Any:
    """Verify a card (核验).

    Name the card by exactly one of id, number or identification code; number and name of
    the holder are compared when you give them. A code of the electronic card is good once,
    within its minute, for the roles of its scene. Without a card the social security number
    itself is what is shown. With a `purpose` the answer also says whether the place offers
    that function to this form of card on this day. A `password` is that of the social
    application; a wrong one counts. The answer is a record, which the holder sees under
    `GET /v1/persons/{id}/uses`: `accepted`, or `refused` with every reason, an unknown card
    among them. A number that can't be a card number at all is an error.
    """
    return verify.verify(**body)


@verifications.get(
    "/v1/verifications/<id('ver'):verification_id>",
    answer=views.VerificationView,
    scope="verification.read",
    problems=(problems.VerificationNotFound,),
)
def get_verification(verification_id: str) -> Any:
    """Show a verification."""
    return find.get_verification(verification_id)


@verifications.get(
    "/v1/capabilities",
    answer=views.CapabilitiesView,
    query=views.CapabilityQuery,
    scope="region.read",
    problems=(problems.NotPoolingArea, PolicyMissing, FigureMissing),
)
def list_capabilities(query: dict[str, Any]) -> Any:
    """List what a city offers to which form of card on a day (用卡能力).

    Medical bills, pharmacies, transit, libraries, admission, benefits, banks, counters and
    hotels, by physical card, electronic card or bare number. Sources say how many cities
    offer a function, not which: where `city_assumed` is true, that this city is or is not
    among them is our assumption.
    """
    return {"data": find.capabilities(**query)}
