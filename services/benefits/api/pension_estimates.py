"""Pension estimates over HTTP (养老金测算): nothing is stored, and it binds nobody."""

from typing import Any

from services.benefits import problems_pension as problems
from services.benefits.api import views
from services.benefits.domain.pension import age
from services.benefits.flows import pension_estimates as flow
from services.benefits.flows.pension_estimates import Found
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ExplanationView, Schema, View, fields

pension_estimates = Blueprint(
    "pension_estimates",
    tag="Pension estimates",
    description="养老金测算: a later pension from a history and assumptions, for comparison.",
)


class HistoryStretch(Schema):
    """Months that were contributed for, both ends counted, alike."""

    from_month = fields.Month(required=True, example="2005-01")
    to_month = fields.Month(required=True, example="2025-12")
    base_fen = fields.Fen(
        attribute="base", min=1, description="The base of each month.", example=600_000
    )
    index_bp = fields.Bp(
        max=50_000, description="In place of the base: the index that an agency fixed."
    )


class DeemedStretch(Schema):
    from_month = fields.Month(required=True, example="1990-01")
    to_month = fields.Month(required=True, example="1995-12")
    index_bp = fields.Bp(max=50_000, required=True, example=10_000)


class LifeChoice(Schema):
    """When to retire, and at which index to contribute until then."""

    name = fields.Text(max=40, description="What the table and the series call it.")
    retirement_month = fields.Month(required=True, example="2029-10")
    assumed_index_bp = fields.Bp(min=1_000, max=50_000)


class EstimateUnder(Schema):
    """Another policy: figures of another day, another region's, or figures of your own."""

    on = fields.Date(description="The figures in force on this day.")
    region_code = fields.Region(description="The rules of this region.")
    pack = fields.Text(max=500_000, description="YAML: one document a scheme, as in policy/.")


class PensionEstimateNew(Schema):
    region_code = fields.Region(required=True, example="990100")
    birth_date = fields.Date(required=True, example="1966-05-09")
    worker_class = fields.Enum(age.CLASSES, required=True, example=age.MEN)
    history = fields.List(fields.Nested(HistoryStretch), max=600, load_default=())
    deemed = fields.List(fields.Nested(DeemedStretch), max=50, load_default=())
    account_balance_fen = fields.Fen(
        attribute="account_balance", load_default=0, description="With the interest so far."
    )
    virtual_balance_fen = fields.Fen(
        attribute="virtual_balance",
        load_default=0,
        description="What an account would have held before there were any (虚账实记).",
    )
    extra_parts = fields.Int(
        min=0, max=5, load_default=1, description="Reasons for extra rates, where there are any."
    )
    from_month = fields.Month(description="Months from here on are assumed; this month otherwise.")
    assumed_index_bp = fields.Bp(min=1_000, max=50_000, load_default=10_000)
    assumed_growth_bp = fields.Bp(max=1_000, load_default=0, description="Of wages, a year.")
    assumed_interest_bp = fields.Bp(
        max=2_000, description="Of the account, a year; the notified rate when left out."
    )
    choices = fields.List(
        fields.Nested(LifeChoice),
        min=1,
        max=60,
        required=True,
        example=[{"retirement_month": "2026-10"}, {"retirement_month": "2029-10"}],
    )
    under = fields.Nested(EstimateUnder)


class LifeEstimateView(View):
    name = fields.Text(required=True, max=40)
    retirement_month = fields.Month(required=True)
    choice = fields.Enum(age.CHOICES, required=True)
    age_months = fields.Int(required=True)
    contribution_months = fields.Int(required=True)
    least_months = fields.Int(required=True, description="Wanted of who retires then.")
    account_balance_fen = fields.Fen(required=True)
    pension_fen = fields.Fen(required=True, description="A month.")
    parts = fields.Amounts(required=True, description="The parts of it.")
    reasons = views.reasons(description="What would stand against it, as too few months.")
    explanation = fields.Nested(ExplanationView, required=True)


class EstimateTableView(View):
    columns = fields.List(fields.Text(max=40), required=True)
    rows = fields.List(fields.List(fields.AnyJson()), required=True, max=60)


class SeriesPointView(View):
    x = fields.Text(required=True, max=40)
    y = fields.Int(required=True)


class SeriesView(View):
    name = fields.Text(required=True, max=40)
    unit = fields.Text(required=True, max=20)
    points = fields.List(fields.Nested(SeriesPointView), required=True, max=60)


class PensionEstimateView(View):
    object = fields.Object("pension_estimate")
    region_code = fields.Region(required=True)
    estimates = fields.List(fields.Nested(LifeEstimateView), required=True, max=60)
    table = fields.Nested(EstimateTableView, required=True)
    series = fields.List(
        fields.Nested(SeriesView), required=True, description="Ready to be drawn: x and y."
    )


_PROBLEMS = (
    problems.EstimateHistoryImpossible,
    problems.EstimateMonthImpossible,
    problems.EstimatePackRefused,
    PolicyMissing,
    FigureMissing,
)
_EXAMPLE = {
    "region_code": "990100",
    "birth_date": "1966-05-09",
    "worker_class": age.MEN,
    "history": [{"from_month": "2006-01", "to_month": "2025-12", "base_fen": 600_000}],
    "account_balance_fen": 12_000_000,
    "from_month": "2026-01",
    "assumed_growth_bp": 300,
    "choices": [
        {"name": "at the legal age", "retirement_month": "2026-10"},
        {"name": "three years later", "retirement_month": "2029-10"},
    ],
}
"""Good on any day: it says itself from where on months are assumed."""


@pension_estimates.post(
    "/v1/pension-estimates",
    body=PensionEstimateNew,
    answer=PensionEstimateView,
    status=200,
    scope="pension.read",
    problems=_PROBLEMS,
    example=_EXAMPLE,
)
def create_pension_estimate(body: dict[str, Any]) -> Any:
    """Estimate pensions of later months, by the rules of a day and what is assumed (养老金测算).

    Each choice is a life: when to retire, and at which index to contribute until then. The answer
    has each with its explanation, and all of them as a table and as series to be drawn. The rules
    may be another day's, another region's or your own. Nothing is stored.
    """
    return shown(body["region_code"], flow.of_body(**body))


def shown(region_code: str, found: list[Found]) -> dict[str, Any]:
    """What the answer says of some lives."""
    return {
        "region_code": region_code,
        "estimates": [_shown(each) for each in found],
        "table": {"columns": flow.COLUMNS, "rows": [list(each.cells) for each in found]},
        "series": [
            _series("pension", found, lambda each: each.estimate.pension.fen),
            _series("account_balance", found, lambda each: each.estimate.balance.fen),
        ],
    }


def _shown(each: Found) -> dict[str, Any]:
    made = each.estimate
    said = made.explanation.as_json()
    return {
        "name": each.name,
        "retirement_month": str(made.month),
        "choice": each.kind,
        "age_months": made.age,
        "contribution_months": made.months,
        "least_months": each.least,
        "account_balance_fen": made.balance,
        "pension_fen": made.pension,
        "parts": said["totals"],
        "reasons": [reason.stored() for reason in each.reasons],
        "explanation": views.spoken(said),
    }


def _series(name: str, found: list[Found], value: Any) -> dict[str, Any]:
    points = [{"x": str(each.estimate.month), "y": value(each)} for each in found]
    return {"name": name, "unit": "fen", "points": points}
