"""Runs of payment over HTTP (养老待遇发放批次): made by due jobs, or ordered by an application."""

from typing import Any

from services.benefits import problems_pension as problems
from services.benefits.api.pensions import PensionMonthView
from services.benefits.domain.pension import record, run
from services.benefits.flows import pension_runs as flow
from sscsim.web import Blueprint, ListQuery, Query, Resource, fields

pension_runs = Blueprint(
    "pension_runs",
    tag="Pension runs",
    description="养老待遇发放: a month's roll of a scheme and region, and what the bank said.",
)
_PATH = "/v1/pension-runs/<id('prn'):pension_run_id>"
_EXAMPLE = {"pension_run_id": "prn_" + "0" * 26}


class PensionRunView(Resource):
    object = fields.Object("pension_run")
    region_code = fields.Region(required=True)
    scheme = fields.Enum(record.SCHEMES, required=True)
    pay_month = fields.Month(required=True)
    application_id = fields.Id("svc", description="Which ordered it; absent of the monthly job.")
    lines_count = fields.Int(required=True)
    total_fen = fields.Fen(attribute="total", required=True, description="Ordered for payment.")
    kept_back_total_fen = fields.Fen(attribute="kept_back_total", required=True)
    paid_count = fields.Int(required=True)
    paid_total_fen = fields.Fen(attribute="paid_total", required=True)
    returned_count = fields.Int(required=True, description="And not re-issued with success.")
    returned_total_fen = fields.Fen(attribute="returned_total", required=True)
    completed_at = fields.Instant()
    status = fields.Enum(run.STATUSES, required=True)


class PensionRunFilters(ListQuery):
    region_code = fields.Region()
    scheme = fields.Enum(record.SCHEMES)
    pay_month = fields.Month()
    status = fields.Enum(run.STATUSES)


class PensionLineFilters(ListQuery):
    person_id = fields.Id("psn")
    status = fields.Enum(run.LINE_STATUSES)


@pension_runs.get(
    "/v1/pension-runs", listing=PensionRunView, query=PensionRunFilters, scope="pension.read"
)
def list_pension_runs(query: Query) -> Any:
    """List the months that were paid or are being paid, the newest first."""
    return flow.page(query.page, dict(query.filters))


@pension_runs.get(
    _PATH,
    answer=PensionRunView,
    scope="pension.read",
    problems=(problems.PensionRunNotFound,),
    path_examples=_EXAMPLE,
)
def get_pension_run(pension_run_id: str) -> Any:
    """Show a run with its counts and sums."""
    return flow.get(pension_run_id)


@pension_runs.get(
    _PATH + "/lines",
    listing=PensionMonthView,
    query=PensionLineFilters,
    scope="pension.read",
    problems=(problems.PensionRunNotFound,),
    path_examples=_EXAMPLE,
)
def list_pension_run_lines(pension_run_id: str, query: Query) -> Any:
    """List the lines of a run: a pension's month each."""
    return flow.lines(pension_run_id, query.page, dict(query.filters))
