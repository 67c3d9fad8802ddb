"""Children who come along with a holder, as gates tell of them."""

from collections.abc import Mapping
from typing import Any

from services.culture.problems_venues import CompanionAgesMismatch
from sscsim.web import Schema, fields


class Companions(Schema):
    """How many come along, and how old they are where the gate asks."""

    companions = fields.Int(min=0, max=5, load_default=0)
    companion_ages = fields.List(
        fields.Int(min=0, max=150),
        max=5,
        description="In full years, one for each; a pass covers children below an age only.",
    )


def check_ages(told: Mapping[str, Any], at: str = "") -> None:
    """CompanionAgesMismatch, pointing into `at`, unless each has an age or none has."""
    if "companion_ages" in told and len(told["companion_ages"]) != told["companions"]:
        raise CompanionAgesMismatch(f"{at}/companion_ages")
