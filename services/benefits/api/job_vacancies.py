"""Vacancies over HTTP, and the job-seekers who suit them."""

from typing import Any

from services.benefits import problems_job_market as problems
from services.benefits.api.forms import credit_code
from services.benefits.domain.employment import matching, vacancy
from services.benefits.flows import introductions
from services.benefits.flows import vacancies as flow
from services.benefits.problems import RegionCantHandle
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, View, fields

job_vacancies = Blueprint(
    "job_vacancies",
    tag="Job vacancies",
    description="招聘岗位: what employers look for, and who suits it.",
)
PATH = "/v1/job-vacancies/<id('vac'):job_vacancy_id>"
_EXAMPLE = {"job_vacancy_id": "vac_" + "0" * 26}
_KINDS = ("full_time", "part_time", "internship")


class JobVacancyNew(Schema):
    employer_credit_code = credit_code(required=True, example="91990100MA0000001G")
    employer_name = fields.Text(required=True, max=100, example="示范餐饮有限公司")
    region_code = fields.Region(required=True, example="990100")
    occupation = fields.Text(required=True, max=100, example="中式烹调师")
    headcount = fields.Int(required=True, min=1, max=10_000, example=2)
    pay_from_fen = fields.Fen(attribute="pay_from", required=True, min=1, example=500_000)
    pay_to_fen = fields.Fen(attribute="pay_to", required=True, min=1, example=700_000)
    education_least = fields.Enum(matching.EDUCATION, example="senior_secondary")
    skill_least = fields.Enum(matching.SKILL)
    job_kind = fields.Enum(_KINDS, example="full_time")
    until_date = fields.Date(required=True, description="Last day.", example="2026-06-30")
    job_fair_id = fields.Id("jbf", description="The fair at which it is offered.")


class JobVacancyView(Resource):
    object = fields.Object("job_vacancy")
    employer_credit_code = fields.Text(required=True, max=18)
    employer_name = fields.Text(required=True, max=100)
    region_code = fields.Region(required=True)
    occupation = fields.Text(required=True, max=100)
    headcount = fields.Int(required=True)
    filled = fields.Int(required=True, description="Places that are taken.")
    pay_from_fen = fields.Fen(required=True, attribute="pay_from", description="A month.")
    pay_to_fen = fields.Fen(required=True, attribute="pay_to")
    education_least = fields.Enum(matching.EDUCATION)
    skill_least = fields.Enum(matching.SKILL)
    job_kind = fields.Enum(_KINDS)
    job_fair_id = fields.Id("jbf")
    posted_on = fields.Date(required=True)
    until_date = fields.Date(required=True)
    closed_on = fields.Date()
    status = fields.Enum(vacancy.STATUSES, required=True)


class JobVacancyFilters(ListQuery):
    region_code = fields.Region()
    status = fields.Enum(vacancy.STATUSES)
    job_fair_id = fields.Id("jbf")


class MatchPartView(View):
    criterion = fields.Enum(matching.CRITERIA, required=True)
    points = fields.Int(required=True)
    most = fields.Int(required=True, description="What the criterion is worth.")
    zh = fields.Text(required=True, max=400)
    en = fields.Text(required=True, max=400)


class MatchView(View):
    job_seeker_id = fields.Id("jsk", required=True)
    job_vacancy_id = fields.Id("vac", required=True)
    score = fields.Int(required=True, description="0 to 100.")
    parts = fields.List(fields.Nested(MatchPartView), required=True)


class MatchesView(View):
    """The best first."""

    data = fields.List(fields.Nested(MatchView), required=True)


@job_vacancies.post(
    "/v1/job-vacancies",
    body=JobVacancyNew,
    answer=JobVacancyView,
    status=201,
    key="required",
    location="/v1/job-vacancies/{id}",
    scope="job_vacancy.write",
    roles=("employer", "agency"),
    problems=(
        problems.VacancyImpossible,
        problems.EmployersCodeTaken,
        RegionCantHandle,
        problems.JobFairNotFound,
        problems.JobFairOver,
    ),
    links={"getJobVacancy": {"job_vacancy_id": "$response.body#/id"}},
)
def post_job_vacancy(body: dict[str, Any]) -> Any:
    """Post a vacancy (发布岗位), for everyone or for a job fair."""
    return flow.post(**body)


@job_vacancies.get(
    "/v1/job-vacancies",
    listing=JobVacancyView,
    query=JobVacancyFilters,
    scope="job_vacancy.read",
)
def list_job_vacancies(query: Query) -> Any:
    """List vacancies, the newest first."""
    return flow.page(query.page, dict(query.filters))


@job_vacancies.get(
    PATH,
    answer=JobVacancyView,
    scope="job_vacancy.read",
    problems=(problems.VacancyNotFound,),
    path_examples=_EXAMPLE,
)
def get_job_vacancy(job_vacancy_id: str) -> Any:
    """Show a vacancy."""
    return flow.get(job_vacancy_id)


@job_vacancies.post(
    PATH + "/close",
    answer=JobVacancyView,
    key="accepted",
    scope="job_vacancy.write",
    roles=("employer", "agency"),
    problems=(
        problems.VacancyNotFound,
        problems.NotTheirVacancy,
        problems.VacancyNotOpen,
        world.RegionNotAllowed,
    ),
    path_examples=_EXAMPLE,
)
def close_job_vacancy(job_vacancy_id: str) -> Any:
    """Close a vacancy (停止招聘): open introductions to it are declined."""
    return flow.close(job_vacancy_id)


@job_vacancies.get(
    PATH + "/candidates",
    answer=MatchesView,
    scope="job_seeker.read",
    roles=("employer", "agency"),
    problems=(
        problems.VacancyNotFound,
        problems.NotTheirVacancy,
        world.RegionNotAllowed,
        PolicyMissing,
        FigureMissing,
    ),
    path_examples=_EXAMPLE,
)
def list_candidates(job_vacancy_id: str) -> Any:
    """Registered job-seekers who suit a vacancy (人岗匹配), each with the score explained."""
    return {"data": introductions.candidates(job_vacancy_id)}
