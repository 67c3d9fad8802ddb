"""Children who come along with a holder, as gates tell of them."""

from typing import Any

import marshmallow as ma

from sscsim.web import Schema, fields


class Companions(Schema):
    """How many come along, and how old they are where the gate asks."""

    companions = fields.Int(min=0, max=5, load_default=0)
    companion_ages = fields.List(
        fields.Int(min=0, max=150),
        max=5,
        description="In full years, one for each; a pass covers children below an age only.",
    )

    @ma.validates_schema
    def _one_each(self, body: dict[str, Any], **_: Any) -> None:
        if "companion_ages" in body and len(body["companion_ages"]) != body["companions"]:
            said = "wrong_count|须与随行人数一致|must be as many as companions"
            raise ma.ValidationError(said, "companion_ages")
