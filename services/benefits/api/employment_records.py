"""Employments on record over HTTP; they are made by applications for HRSS-002."""

from typing import Any

from services.benefits import problems_employment as problems
from services.benefits.domain.employment import employment
from services.benefits.flows.items.employment import employment_registration as flow
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields

employment_records = Blueprint(
    "employment_records",
    tag="Employment records",
    description="就业登记: who works where, since when, and how it ended.",
)
_PATH = "/v1/employment-records/<id('emr'):employment_record_id>"
_EXAMPLE = {"employment_record_id": "emr_" + "0" * 26}
_SCOPE = "employment_record.write"
_REPORT = ("employer", "agency")
_KNOWN = (
    problems.EmploymentRecordNotFound,
    problems.NotTheirStaff,
    problems.EmploymentRecordState,
    world.RegionNotAllowed,
)


class EmploymentRecordView(Resource):
    object = fields.Object("employment_record")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True, description="Registered by this region.")
    application_id = fields.Id("svc", required=True)
    kind = fields.Enum(employment.KINDS, required=True)
    part_time = fields.Bool(required=True, description="非全日制用工: may stand beside others.")
    employer_credit_code = fields.Text(max=18)
    employer_name = fields.Text(max=100)
    contract_kind = fields.Text(max=20)
    start_date = fields.Date(required=True)
    contract_end_date = fields.Date(description="It ends after this day unless ended before.")
    post = fields.Text(required=True, max=100)
    monthly_wage_fen = fields.Fen(attribute="monthly_wage")
    hardship_recognition_id = fields.Id(
        "hdr", attribute="hardship_id", description="The recognition in force when it began."
    )
    corrects_id = fields.Id("emr", description="The wrong record that it stands for.")
    registered_on = fields.Date(required=True)
    ended_on = fields.Date(description="Last day of it.")
    leaving_reason = fields.Enum(employment.LEFT_FOR)
    status = fields.Enum(employment.STATUSES, required=True)


class EmploymentRecordFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(employment.STATUSES)


class EmploymentEnd(Schema):
    ended_on = fields.Date(required=True, description="Last day of it.", example="2026-03-31")
    leaving_reason = fields.Enum(employment.LEFT_FOR, required=True, example="contract_ended")


class EmploymentCorrection(Schema):
    """What was wrong, as it should be; the rest stays."""

    start_date = fields.Date()
    contract_end_date = fields.Date()
    post = fields.Text(max=100, example="厨师")
    monthly_wage_fen = fields.Fen(attribute="monthly_wage", example=650_000)


@employment_records.get(
    "/v1/employment-records",
    listing=EmploymentRecordView,
    query=EmploymentRecordFilters,
    scope="employment_record.read",
)
def list_employment_records(query: Query) -> Any:
    """List employments, the newest first; an employer sees its own staff."""
    return flow.page(query.page, dict(query.filters))


@employment_records.get(
    _PATH,
    answer=EmploymentRecordView,
    scope="employment_record.read",
    problems=(
        problems.EmploymentRecordNotFound,
        problems.NotTheirStaff,
        world.RegionNotAllowed,
    ),
    path_examples=_EXAMPLE,
)
def get_employment_record(employment_record_id: str) -> Any:
    """Show an employment."""
    return flow.get(employment_record_id)


@employment_records.post(
    _PATH + "/end",
    body=EmploymentEnd,
    answer=EmploymentRecordView,
    key="accepted",
    scope=_SCOPE,
    roles=_REPORT,
    problems=(*_KNOWN, problems.EndImpossible),
    path_examples=_EXAMPLE,
)
def end_employment_record(employment_record_id: str, body: dict[str, Any]) -> Any:
    """Report that an employment ended (退工登记): what a registration of unemployment rests on."""
    return flow.end(employment_record_id, **body)


@employment_records.post(
    _PATH + "/correct",
    body=EmploymentCorrection,
    answer=EmploymentRecordView,
    status=201,
    key="accepted",
    location="/v1/employment-records/{id}",
    scope=_SCOPE,
    roles=_REPORT,
    problems=(*_KNOWN, problems.CorrectionImpossible),
    path_examples=_EXAMPLE,
)
def correct_employment_record(employment_record_id: str, body: dict[str, Any]) -> Any:
    """Correct an employment (更正): a new record in its place, the wrong one stays as corrected."""
    return flow.correct(employment_record_id, body)
