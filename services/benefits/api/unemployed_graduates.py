"""Graduates without work over HTTP."""

from typing import Any

from services.benefits import problems_employment as problems
from services.benefits.domain.employment import graduate
from services.benefits.flows import unemployed_graduates as flow
from services.benefits.problems import RegionCantHandle
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields

unemployed_graduates = Blueprint(
    "unemployed_graduates",
    tag="Unemployed graduates",
    description="离校未就业高校毕业生: registered by name until they work, or for two years.",
)
_EDUCATION = ("college", "bachelor", "postgraduate")


class UnemployedGraduateNew(Schema):
    person_id = fields.Id("psn", required=True, example="psn_" + "0" * 26)
    school_name = fields.Text(required=True, max=100, example="示范学院")
    education = fields.Enum(_EDUCATION, required=True, example="bachelor")
    graduated_on = fields.Date(required=True, example="2025-06-30")
    region_code = fields.Region(description="Their own region when left out.", example="990100")


class UnemployedGraduateView(Resource):
    object = fields.Object("unemployed_graduate")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    school_name = fields.Text(required=True, max=100)
    education = fields.Enum(_EDUCATION, required=True)
    graduated_on = fields.Date(required=True)
    registered_on = fields.Date(required=True)
    until_date = fields.Date(required=True, description="Last day of counting as a graduate.")
    ended_on = fields.Date()
    status = fields.Enum(graduate.STATUSES, required=True)


class UnemployedGraduateFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(graduate.STATUSES)


@unemployed_graduates.post(
    "/v1/unemployed-graduates",
    body=UnemployedGraduateNew,
    answer=UnemployedGraduateView,
    status=201,
    key="required",
    location="/v1/unemployed-graduates/{id}",
    scope="unemployed_graduate.write",
    roles=("holder", "agency"),
    problems=(
        problems.UnemployedGraduateRegistered,
        problems.NotAGraduateWithoutWork,
        RegionCantHandle,
        world.RegionNotAllowed,
        PolicyMissing,
        FigureMissing,
    ),
    relayed={404: ("person_not_found",)},
    links={"getUnemployedGraduate": {"unemployed_graduate_id": "$response.body#/id"}},
)
def register_unemployed_graduate(body: dict[str, Any]) -> Any:
    """Register a graduate without work by name (实名登记): a category of several policies."""
    return flow.register(**body)


@unemployed_graduates.get(
    "/v1/unemployed-graduates",
    listing=UnemployedGraduateView,
    query=UnemployedGraduateFilters,
    scope="unemployed_graduate.read",
)
def list_unemployed_graduates(query: Query) -> Any:
    """List graduates, the newest first."""
    return flow.page(query.page, dict(query.filters))


@unemployed_graduates.get(
    "/v1/unemployed-graduates/<id('ugr'):unemployed_graduate_id>",
    answer=UnemployedGraduateView,
    scope="unemployed_graduate.read",
    problems=(problems.UnemployedGraduateNotFound,),
    path_examples={"unemployed_graduate_id": "ugr_" + "0" * 26},
)
def get_unemployed_graduate(unemployed_graduate_id: str) -> Any:
    """Show the registration of a graduate."""
    return flow.get(unemployed_graduate_id)
