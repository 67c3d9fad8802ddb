"""Registrations of job-seekers over HTTP; they are made by applications for HRSS-001."""

from typing import Any

from services.benefits import problems_employment as problems
from services.benefits import problems_job_market
from services.benefits.domain.employment import job_seeker
from services.benefits.flows import introductions
from services.benefits.flows.items.employment import job_seeker_registration as flow
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query, Resource, fields

job_seekers = Blueprint(
    "job_seekers",
    tag="Job-seekers",
    description="求职登记: who is registered as seeking work.",
)


class JobSeekerView(Resource):
    object = fields.Object("job_seeker")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True, description="Registered by this region.")
    application_id = fields.Id("svc", required=True)
    education = fields.Text(required=True, max=30)
    occupation_wanted = fields.Text(required=True, max=100)
    expected_pay_fen = fields.Fen(attribute="expected_pay")
    wanted_region_code = fields.Region(required=True, description="Where work is wanted.")
    job_kind = fields.Text(max=30)
    skill_level = fields.Text(max=30)
    available_from_date = fields.Date()
    registered_on = fields.Date(required=True)
    until_date = fields.Date(required=True, description="Last day of the registration.")
    ended_on = fields.Date()
    status = fields.Enum(job_seeker.STATUSES, required=True)


class JobSeekerFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(job_seeker.STATUSES)


@job_seekers.get(
    "/v1/job-seekers",
    listing=JobSeekerView,
    query=JobSeekerFilters,
    scope="job_seeker.read",
)
def list_job_seekers(query: Query) -> Any:
    """List registrations of job-seekers, the newest first."""
    return flow.page(query.page, dict(query.filters))


@job_seekers.get(
    "/v1/job-seekers/<id('jsk'):job_seeker_id>",
    answer=JobSeekerView,
    scope="job_seeker.read",
    problems=(problems.JobSeekerNotFound,),
    path_examples={"job_seeker_id": "jsk_" + "0" * 26},
)
def get_job_seeker(job_seeker_id: str) -> Any:
    """Show the registration of a job-seeker."""
    return flow.get(job_seeker_id)


@job_seekers.post(
    "/v1/job-seekers/<id('jsk'):job_seeker_id>/withdraw",
    answer=JobSeekerView,
    key="accepted",
    scope="job_seeker.write",
    roles=("holder", "agency"),
    problems=(
        problems.JobSeekerNotFound,
        problems_job_market.SeekerNotSeeking,
        world.RegionNotAllowed,
    ),
    path_examples={"job_seeker_id": "jsk_" + "0" * 26},
)
def withdraw_job_seeker(job_seeker_id: str) -> Any:
    """Take a job-seeker's registration back (撤回求职登记); open introductions are declined."""
    return introductions.withdraw_seeker(job_seeker_id)
