"""Base schemas: requests refuse unknown fields, answers leave out what is absent."""

import re
from typing import Any, ClassVar

import marshmallow as ma

from sscsim.kernel.explain import ROUNDINGS, STATUSES
from sscsim.web import fields


class Schema(ma.Schema):
    """A request body, or an answer. Field order is the order of declaration."""

    class Meta:
        unknown = ma.RAISE

    error_messages: ClassVar[dict[str, str]] = {  # type: ignore[misc]
        "unknown": "unknown_field|未知字段|is not a known field",
        "type": "not_an_object|须为对象|must be an object",
    }

    @ma.post_dump
    def _leave_out_absent(self, data: Any, **kwargs: Any) -> Any:
        """No null for "absent": the field is left out."""
        if isinstance(data, dict):
            return {name: value for name, value in data.items() if value is not None}
        return data


class View(Schema):
    """An answer: clients must ignore fields they don't know, so the schema stays open."""

    class Meta:
        unknown = ma.EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: Any) -> None:
        if isinstance(field_obj, fields.Fen):
            field_obj.as_shown()


class ListQuery(Schema):
    """What every list understands."""

    limit = fields.QueryInt(
        min=1, max=200, load_default=20, description="How many, 1 to 200.", example=20
    )
    cursor = fields.Text(
        max=400,
        pattern="[A-Za-z0-9_.=-]+",
        description="`next_cursor` of the page before, with the same filters.",
    )


class Resource(View):
    """What every single resource carries."""

    id = fields.Text(required=True, max=40)
    object = fields.Text(required=True, description="The kind of resource.")
    created_at = fields.Instant(required=True)
    updated_at = fields.Instant(required=True)


class StepSourceView(View):
    """Where a figure of a step stands, and how far to trust it."""

    leaf = fields.Text(required=True, max=200, example="medical/990100/employee_inpatient#pool.cap")
    title = fields.Text(required=True, max=500)
    status = fields.Enum(STATUSES, required=True)
    url = fields.Text(max=500)


class StepView(View):
    """One step of a calculation: the formula over the inputs gives the result."""

    seq = fields.Int(required=True)
    rule = fields.Text(required=True)
    basis = fields.Text(
        max=4000, description="Policy figures that decided, with version and first day."
    )
    sources = fields.List(fields.Nested(StepSourceView), max=100)
    inputs = fields.Inputs(required=True)
    formula = fields.Text(required=True, max=4000)
    result_fen = fields.Fen(min=-fields.MAX_FEN)
    result_bp = fields.Int(description="Instead of an amount: a ratio in basis points.")
    result_ratio = fields.Text(description="A ratio that is no whole number of basis points.")
    result_number = fields.Text(description="A plain number, such as years or months.")
    rounding = fields.Enum(ROUNDINGS, required=True)
    places = fields.Int(description="Decimal places that a plain number is rounded to.")
    share = fields.Text(description="Whose part the result is; the shares sum to the total.")
    balance_fen = fields.Fen(
        min=-fields.MAX_FEN, description="What is left of the total after this share."
    )
    text = fields.Text(max=1000, description="The step in words, in the caller's language.")


class ExplanationView(View):
    """How an amount came about; the steps sum to the totals exactly."""

    steps = fields.List(fields.Nested(StepView), required=True, max=2000)
    totals = fields.Amounts(required=True)
    sums_to_total = fields.Bool(required=True)


def camel(name: str) -> str:
    """`create_card` as `createCard`."""
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)
