"""Family accounts in a settlement, and states that follow from today's date."""

from typing import Any

from sscsim import world
from sscsim.web import View, fields


class ByDate(fields.Enum):
    """A state that nobody stores: the record's method tells it for a day."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return value(world.today()) if callable(value) else value


class FamilyAccountView(View):
    """One account of the family that paid."""

    person_id = fields.Id("psn", required=True, description="Its owner.")
    sharer_id = fields.Id("shr", required=True, description="The authorisation it rests on.")
    amount_fen = fields.Fen(required=True, min=-fields.MAX_FEN)
