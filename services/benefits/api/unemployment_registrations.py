"""Registrations of unemployment over HTTP; they are made by applications for HRSS-003."""

from typing import Any

from services.benefits import problems_employment as problems
from services.benefits.domain.employment import unemployment
from services.benefits.flows.items.employment import unemployment_registration as flow
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields

unemployment_registrations = Blueprint(
    "unemployment_registrations",
    tag="Unemployment registrations",
    description="失业登记: who is without work and seeks it.",
)
_PATH = "/v1/unemployment-registrations/<id('une'):unemployment_registration_id>"
_EXAMPLE = {"unemployment_registration_id": "une_" + "0" * 26}


class UnemploymentRegistrationView(Resource):
    object = fields.Object("unemployment_registration")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True, description="Registered by this region.")
    application_id = fields.Id(
        "svc", attribute="registered_by", description="None of who came with a population."
    )
    leaving_reason = fields.Text(required=True, max=20)
    involuntary = fields.Bool(
        required=True, attribute="is_involuntary", description="非因本人意愿中断就业."
    )
    left_on_date = fields.Date(required=True)
    last_employer_name = fields.Text(max=100)
    education = fields.Text(max=30)
    employment_record_id = fields.Id("emr", attribute="employment_id")
    registered_on = fields.Date(required=True)
    cancelled_on = fields.Date()
    cancelled_for = fields.Enum(unemployment.CANCELLED_FOR)
    status = fields.Enum(unemployment.STATUSES, required=True)


class UnemploymentFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(unemployment.STATUSES)


class Cancellation(Schema):
    reason = fields.Enum(("withdrawn", "refused_work", "died"), required=True, example="withdrawn")


@unemployment_registrations.get(
    "/v1/unemployment-registrations",
    listing=UnemploymentRegistrationView,
    query=UnemploymentFilters,
    scope="unemployment_registration.read",
)
def list_unemployment_registrations(query: Query) -> Any:
    """List registrations of unemployment, the newest first."""
    return flow.page(query.page, dict(query.filters))


@unemployment_registrations.get(
    _PATH,
    answer=UnemploymentRegistrationView,
    scope="unemployment_registration.read",
    problems=(problems.UnemploymentNotFound,),
    path_examples=_EXAMPLE,
)
def get_unemployment_registration(unemployment_registration_id: str) -> Any:
    """Show a registration of unemployment."""
    return flow.get(unemployment_registration_id)


@unemployment_registrations.post(
    _PATH + "/cancel",
    body=Cancellation,
    answer=UnemploymentRegistrationView,
    key="accepted",
    scope="unemployment_registration.write",
    roles=("holder", "agency"),
    problems=(problems.UnemploymentNotFound, problems.UnemploymentOver, world.RegionNotAllowed),
    path_examples=_EXAMPLE,
)
def cancel_unemployment_registration(
    unemployment_registration_id: str, body: dict[str, Any]
) -> Any:
    """Cancel a registration of unemployment (注销): a recognition that rests on it ends too."""
    return flow.cancel(unemployment_registration_id, body["reason"])
