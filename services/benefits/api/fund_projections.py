"""Fund projections over HTTP (基金收支测算): nothing is stored."""

from typing import Any

import marshmallow as ma
from flask import Response

from services.benefits import problems_projection as problems
from services.benefits.api import views
from services.benefits.domain import insurance as words
from services.benefits.flows import fund_projections as flow
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ExplanationView, Schema, View, fields
from sscsim.world import RegionNotAllowed

fund_projections = Blueprint(
    "fund_projections",
    tag="Fund projections",
    description="基金收支测算: income and spending of the funds under another policy.",
)
_SIGNED = {"min": -fields.MAX_FEN}


class PackUnder(Schema):
    """Figures in place of a region's own."""

    region_code = fields.Region(required=True, example="990100")
    pack = fields.Text(
        max=500_000, required=True, description="YAML: one document a scheme, as in policy/."
    )


class ProjectionUnder(Schema):
    """Another policy: figures of another day, another region's rules, figures of your own."""

    on = fields.Date(description="The figures in force on this day, in every month.")
    region_code = fields.Region(description="The rules of this region, everywhere.")
    packs = fields.List(fields.Nested(PackUnder), min=1, max=50)


class ProjectionExplained(Schema):
    region_code = fields.Region(required=True, example="990100")
    month = fields.Month(required=True, example="2026-06")


class FundProjectionNew(Schema):
    region_codes = fields.List(
        fields.Region(),
        max=400,
        load_default=(),
        description="Pooling areas; all that the caller acts for when left out.",
    )
    months = fields.Int(
        min=1, max=240, load_default=12, description="So many, from the next one on."
    )
    under = fields.Nested(
        ProjectionUnder,
        required=True,
        validate=ma.validate.Length(min=1, error="too_few|至少一项|at least one change"),
        metadata={"minProperties": 1},
    )
    explain = fields.Nested(
        ProjectionExplained, description="Which rows are explained; the first month's otherwise."
    )


class FundFlowView(View):
    """What both policies bring one fund."""

    income_before_fen = fields.Fen(required=True)
    income_after_fen = fields.Fen(required=True)
    spending_before_fen = fields.Fen(required=True)
    spending_after_fen = fields.Fen(required=True)
    balance_difference_fen = fields.Fen(
        required=True, description="By how much the fund ends better or worse.", **_SIGNED
    )


class ProjectionRowView(FundFlowView):
    region_code = fields.Region(required=True)
    month = fields.Month(required=True)
    insurance = fields.Enum(tuple(words.KINDS), required=True)
    payers_before = fields.Int(required=True)
    payers_after = fields.Int(required=True)
    drawing_before = fields.Int(required=True)
    drawing_after = fields.Int(required=True)


class ProjectionTotalView(FundFlowView):
    insurance = fields.Enum(tuple(words.KINDS), required=True)


class RowExplainedView(View):
    region_code = fields.Region(required=True)
    month = fields.Month(required=True)
    insurance = fields.Enum(tuple(words.KINDS), required=True)
    policy = fields.Enum((flow.IN_FORCE, flow.OTHER), required=True)
    income = fields.Nested(ExplanationView, required=True)
    spending = fields.Nested(ExplanationView, required=True)


class FundProjectionView(View):
    object = fields.Object("fund_projection")
    totals = fields.List(
        fields.Nested(ProjectionTotalView), required=True, description="Over regions and months."
    )
    rows = fields.List(fields.Nested(ProjectionRowView), required=True)
    explanations = fields.List(fields.Nested(RowExplainedView), required=True)


_PROBLEMS = (
    RegionNotAllowed,
    problems.ProjectionTooLarge,
    problems.ProjectionCellsTooMany,
    problems.ProjectionPackRefused,
    PolicyMissing,
    FigureMissing,
)
_EXAMPLE = {"region_codes": ["990100"], "months": 6, "under": {"on": "2025-01-01"}}


@fund_projections.post(
    "/v1/fund-projections",
    body=FundProjectionNew,
    answer=FundProjectionView,
    status=200,
    scope="insurance.read",
    roles=("agency",),
    problems=_PROBLEMS,
    example=_EXAMPLE,
)
def create_fund_projection(body: dict[str, Any]) -> Any:
    """Project income and spending of the funds by region and month, under two policies.

    Before is the policy in force, after the one under `under`. Everybody who is insured with an
    employer or draws a pension or unemployment benefit is counted; nobody joins or dies. Staff
    retire by the ages of each policy, pensions rise each January. Nothing is stored.
    """
    compared = flow.compare(**body)
    return {
        "totals": [_named(each, flow.COLUMNS[2:8]) for each in flow.totals(compared.rows)],
        "rows": [_named(each.cells, flow.COLUMNS) for each in compared.rows],
        "explanations": [_explained(each) for each in compared.explained],
    }


@fund_projections.post(
    "/v1/fund-projections/table",
    body=FundProjectionNew,
    status=200,
    raw=True,
    scope="insurance.read",
    roles=("agency",),
    problems=_PROBLEMS,
    example=_EXAMPLE,
)
def create_fund_projection_table(body: dict[str, Any]) -> Response:
    """The same as CSV, a line a region, month and insurance."""
    return Response(flow.table(flow.compare(**body)), mimetype="text/csv")


def _named(cells: tuple[Any, ...], names: tuple[str, ...]) -> dict[str, Any]:
    return dict(zip(names, cells, strict=True))


def _explained(each: flow.Explained) -> dict[str, Any]:
    return {
        "region_code": each.row.region_code,
        "month": str(each.row.month),
        "insurance": each.row.insurance,
        "policy": each.policy,
        "income": views.spoken(each.income.as_json()),
        "spending": views.spoken(each.spending.as_json()),
    }
