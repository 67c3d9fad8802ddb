"""What the card service knows: whose a social security card is, and when somebody was born."""

from datetime import date
from typing import Any

from services.transport import problems_cards as problems
from sscsim import peers
from sscsim.kernel.problems import Relayed


def holder_of(card_id: str) -> str:
    """The person whose card this is; TransitCardRefused unless the card is good today."""
    found = _asked("/internal/v1/verifications", {"card_id": card_id})
    if found["result"] != "accepted":
        raise problems.TransitCardRefused(card_id, found["reasons"])
    person_id: str = found["person_id"]
    return person_id


def born(person_id: str) -> date:
    """TransitPersonUnknown."""
    told = _asked("/internal/v1/births", {"person_ids": [person_id]})["data"]
    if not told:
        raise problems.TransitPersonUnknown(person_id)
    return date.fromisoformat(told[0]["birth_date"])


def _asked(path: str, body: dict[str, Any]) -> Any:
    """The card service's answer; its refusals are passed on in its own words."""
    try:
        return peers.call("card", "POST", path, body)
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None
