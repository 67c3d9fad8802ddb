"""Internship bases and internships over HTTP; internships are made by HRSS-010."""

from typing import Any

from services.benefits import problems_subsidies as problems
from services.benefits.domain.employment import internship
from services.benefits.domain.form import CREDIT_CODE
from services.benefits.flows import internships as flow
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields

internships = Blueprint(
    "internships",
    tag="Internships",
    description="就业见习: bases that take interns, and who is there.",
)
_BASE = "/v1/internship-bases/<id('isb'):internship_base_id>"
_BASE_EXAMPLE = {"internship_base_id": "isb_" + "0" * 26}
_PATH = "/v1/internships/<id('itn'):internship_id>"
_EXAMPLE = {"internship_id": "itn_" + "0" * 26}
_SCOPE = "internship.write"


class BaseNew(Schema):
    party_id = fields.Text(
        max=64, required=True, description="The employer's party.", example="party_" + "0" * 26
    )
    credit_code = fields.Text(
        max=18, min=18, pattern=CREDIT_CODE, required=True, example="91990100MA0000001G"
    )
    name = fields.Text(max=100, required=True, example="示范单位一")
    region_code = fields.Region(required=True, example="990100")
    places = fields.Int(min=1, max=10_000, required=True, example=5)


class BaseView(Resource):
    object = fields.Object("internship_base")
    party_id = fields.Text(required=True, max=64)
    credit_code = fields.Text(required=True, max=18)
    name = fields.Text(required=True, max=100)
    region_code = fields.Region(required=True)
    places = fields.Int(required=True, description="Interns at one time.")
    registered_on = fields.Date(required=True)
    status = fields.Enum(internship.BASE_STATUSES, required=True)


class BaseFilters(ListQuery):
    region_code = fields.Region()
    status = fields.Enum(internship.BASE_STATUSES)


class InternshipView(Resource):
    object = fields.Object("internship")
    application_id = fields.Id("svc", required=True)
    internship_base_id = fields.Id("isb", attribute="base_id", required=True)
    person_id = fields.Id("psn", required=True)
    agreement_number = fields.Text(required=True, max=40)
    from_month = fields.Month(required=True)
    months = fields.Int(required=True)
    monthly_allowance_fen = fields.Fen(attribute="allowance", required=True)
    last_day = fields.Date(required=True)
    ended_on = fields.Date()
    ended_for = fields.Enum(internship.ENDED_FOR)
    status = fields.Enum(internship.STATUSES, required=True)


class InternshipFilters(ListQuery):
    person_id = fields.Id("psn")
    status = fields.Enum(internship.STATUSES)


class InternshipEnd(Schema):
    ended_on = fields.Date(required=True, description="Last day of it.", example="2026-03-31")
    reason = fields.Enum(("left", "hired"), required=True, example="left")


@internships.get(
    "/v1/internship-bases", listing=BaseView, query=BaseFilters, scope="internship.read"
)
def list_internship_bases(query: Query) -> Any:
    """List internship bases, the newest first."""
    return flow.bases(query.page, dict(query.filters))


@internships.post(
    "/v1/internship-bases",
    body=BaseNew,
    answer=BaseView,
    status=201,
    key="accepted",
    location="/v1/internship-bases/{id}",
    scope=_SCOPE,
    roles=("agency",),
    problems=(problems.BaseRegistered, world.RegionNotAllowed),
)
def create_internship_base(body: dict[str, Any]) -> Any:
    """Register an employer as an internship base (见习基地认定)."""
    return flow.register_base(**body)


@internships.get(
    _BASE,
    answer=BaseView,
    scope="internship.read",
    problems=(problems.BaseNotFound,),
    path_examples=_BASE_EXAMPLE,
)
def get_internship_base(internship_base_id: str) -> Any:
    """Show an internship base."""
    return flow.get_base(internship_base_id)


@internships.post(
    _BASE + "/close",
    answer=BaseView,
    key="accepted",
    scope=_SCOPE,
    roles=("agency",),
    problems=(problems.BaseNotFound, problems.BaseClosed, world.RegionNotAllowed),
    path_examples=_BASE_EXAMPLE,
)
def close_internship_base(internship_base_id: str) -> Any:
    """Close a base: it gets no more interns, and those who are there stay."""
    return flow.close_base(internship_base_id)


@internships.get(
    "/v1/internships", listing=InternshipView, query=InternshipFilters, scope="internship.read"
)
def list_internships(query: Query) -> Any:
    """List internships, the newest first."""
    return flow.page(query.page, dict(query.filters))


@internships.get(
    _PATH,
    answer=InternshipView,
    scope="internship.read",
    problems=(problems.InternshipNotFound,),
    path_examples=_EXAMPLE,
)
def get_internship(internship_id: str) -> Any:
    """Show an internship."""
    return flow.get(internship_id)


@internships.post(
    _PATH + "/end",
    body=InternshipEnd,
    answer=InternshipView,
    key="accepted",
    scope=_SCOPE,
    roles=("employer", "agency"),
    problems=(
        problems.InternshipNotFound,
        problems.NotTheirInternship,
        problems.InternshipOver,
        problems.InternshipEndImpossible,
        world.RegionNotAllowed,
    ),
    path_examples=_EXAMPLE,
)
def end_internship(internship_id: str, body: dict[str, Any]) -> Any:
    """Report that an internship ended before its time; the month of its end is not paid."""
    return flow.end(internship_id, **body)
