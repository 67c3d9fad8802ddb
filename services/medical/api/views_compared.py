"""A caller's amounts beside ours: what is sent and shown."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from services.medical.domain.comparison import PLACES
from sscsim import world
from sscsim.kernel import explain
from sscsim.web import Schema, View, fields
from sscsim.web.schema import StepView

_NAMES = tuple(PLACES)


def _given(name: str) -> Any:
    if name.endswith("_bp"):
        return fields.Bp()
    return fields.Int(min=-fields.MAX_FEN, max=fields.MAX_FEN)


class CallersAmounts(Schema.from_dict({name: _given(name) for name in _NAMES})):  # type: ignore[misc]
    """Fen, and basis points for the ratio; send those you have."""


class ComparisonNew(Schema):
    amounts = fields.Nested(
        CallersAmounts,
        required=True,
        validate=ma.validate.Length(min=1, error="too_few|至少一项|at least one amount"),
        metadata={"minProperties": 1},
    )


class ComparedView(View):
    name = fields.Enum(_NAMES, required=True)
    step = fields.Int(description="The step of the explanation; absent where there is none.")
    ours = fields.Int(required=True)
    theirs = fields.Int(required=True)
    difference = fields.Int(required=True, description="Theirs less ours.")


class ComparisonView(View):
    """The amounts in the order in which they are computed."""

    object = fields.Object("comparison")
    settlement_id = fields.Id("stl", required=True)
    is_equal = fields.Bool(required=True)
    compared = fields.List(fields.Nested(ComparedView), required=True)
    first_difference = fields.Nested(ComparedView)
    first_step = fields.Nested(
        StepView, description="How we came to the first amount that differs."
    )


def comparison_shown(found: Mapping[str, Any]) -> dict[str, Any]:
    first = found["first"]
    told = {
        "settlement_id": found["settlement_id"],
        "is_equal": found["is_equal"],
        "compared": [_shown(one) for one in found["compared"]],
    }
    if first is None:
        return told
    told["first_difference"] = _shown(first)
    steps = explain.shown(found["explanation"], world.current().language)["steps"]
    step = next((step for step in steps if step["seq"] == first.seq), None)
    return told | ({"first_step": step} if step else {})


def _shown(one: Any) -> dict[str, Any]:
    told = {
        "name": one.name,
        "ours": one.ours,
        "theirs": one.theirs,
        "difference": one.difference,
    }
    return told | ({} if one.seq is None else {"step": one.seq})
