"""For the gateway's consent page: never routed."""

from typing import Any

from services.card import problems
from services.card.flows import holders
from services.card.problems_electronic import (
    ConfirmationFailed,
    ElectronicCardSuspended,
    ElectronicPasswordWrong,
)
from services.card.problems_people import CardPasswordWrong, HolderNotRecognised
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Schema, fields

internal_holders = Blueprint("card_internal_holders", description="Proving who sits there.")


class HolderProof(Schema):
    social_security_number = fields.Text(required=True, max=40)
    way = fields.Enum(holders.WAYS, required=True)
    face = fields.Enum(("match", "mismatch"))
    password = fields.Text(max=6, pattern="[0-9]{6}")


@internal_holders.post(
    "/internal/v1/holder-confirmations",
    body=HolderProof,
    status=200,
    problems=(
        HolderNotRecognised,
        ConfirmationFailed,
        CardPasswordWrong,
        ElectronicPasswordWrong,
        ElectronicCardSuspended,
        problems.IdentityNumberInvalid,
        problems.RealLookingIdentity,
        problems.CardMoveNotAllowed,
        PolicyMissing,
        FigureMissing,
    ),
)
def confirm_holder(body: dict[str, Any]) -> Any:
    """Confirm a cardholder by a simulated face or a password; answers with the person's id."""
    return holders.confirm(**body)
