"""Introductions of job-seekers to employers over HTTP."""

from typing import Any

from services.benefits import problems_employment
from services.benefits import problems_job_market as problems
from services.benefits.api.job_vacancies import MatchesView, MatchPartView
from services.benefits.domain.employment import referral
from services.benefits.flows import introductions as flow
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields

job_referrals = Blueprint(
    "job_referrals",
    tag="Job referrals",
    description="职业介绍: a job-seeker meets an employer, and is hired or not.",
)
_PATH = "/v1/job-referrals/<id('jrf'):job_referral_id>"
_EXAMPLE = {"job_referral_id": "jrf_" + "0" * 26}
_SCOPE = "job_referral.write"
_THEIRS = ("employer", "agency")
_RULED = (PolicyMissing, FigureMissing)
_KNOWN = (
    problems.ReferralNotFound,
    problems.ReferralState,
    problems.NotTheirVacancy,
    world.RegionNotAllowed,
)


class JobReferralNew(Schema):
    job_seeker_id = fields.Id("jsk", required=True, example="jsk_" + "0" * 26)
    job_vacancy_id = fields.Id("vac", required=True, example="vac_" + "0" * 26)


class JobReferralView(Resource):
    object = fields.Object("job_referral")
    job_seeker_id = fields.Id("jsk", required=True)
    job_vacancy_id = fields.Id("vac", required=True)
    person_id = fields.Id("psn", required=True)
    score = fields.Int(required=True, description="0 to 100, when they were introduced.")
    parts = fields.List(fields.Nested(MatchPartView), required=True)
    interview_on = fields.Date()
    decided_on = fields.Date()
    declined_by = fields.Enum(referral.DECLINED_BY)
    reason = fields.Text(max=400)
    status = fields.Enum(referral.STATUSES, required=True)


class JobReferralFilters(ListQuery):
    person_id = fields.Id("psn")
    job_seeker_id = fields.Id("jsk")
    job_vacancy_id = fields.Id("vac")
    status = fields.Enum(referral.STATUSES)


class Invitation(Schema):
    interview_on = fields.Date(required=True, example="2026-04-10")


class Decline(Schema):
    reason = fields.Text(max=400, example="工作地点太远")


@job_referrals.get(
    "/v1/job-seekers/<id('jsk'):job_seeker_id>/recommended-vacancies",
    answer=MatchesView,
    scope="job_vacancy.read",
    problems=(problems_employment.JobSeekerNotFound, *_RULED),
    path_examples={"job_seeker_id": "jsk_" + "0" * 26},
)
def list_recommended_vacancies(job_seeker_id: str) -> Any:
    """Open vacancies that suit a job-seeker (岗位推荐), each with the score explained."""
    return {"data": flow.recommended(job_seeker_id)}


@job_referrals.post(
    "/v1/job-referrals",
    body=JobReferralNew,
    answer=JobReferralView,
    status=201,
    key="required",
    location="/v1/job-referrals/{id}",
    scope=_SCOPE,
    roles=("holder", *_THEIRS),
    problems=(
        problems_employment.JobSeekerNotFound,
        problems.VacancyNotFound,
        problems.NotTheirVacancy,
        problems.SeekerNotSeeking,
        problems.VacancyNotOpen,
        problems.DoesNotSuit,
        problems.IntroducedAlready,
        world.RegionNotAllowed,
        *_RULED,
    ),
    links={
        "inviteToInterview": {"job_referral_id": "$response.body#/id"},
        "getJobReferral": {"job_referral_id": "$response.body#/id"},
    },
)
def introduce_job_seeker(body: dict[str, Any]) -> Any:
    """Introduce a job-seeker to the employer of a vacancy (推荐)."""
    return flow.introduce(**body)


@job_referrals.get(
    "/v1/job-referrals",
    listing=JobReferralView,
    query=JobReferralFilters,
    scope="job_referral.read",
)
def list_job_referrals(query: Query) -> Any:
    """List introductions, the newest first."""
    return flow.page(query.page, dict(query.filters))


@job_referrals.get(
    _PATH,
    answer=JobReferralView,
    scope="job_referral.read",
    problems=(problems.ReferralNotFound,),
    path_examples=_EXAMPLE,
)
def get_job_referral(job_referral_id: str) -> Any:
    """Show an introduction."""
    return flow.get(job_referral_id)


@job_referrals.post(
    _PATH + "/invite",
    body=Invitation,
    answer=JobReferralView,
    key="accepted",
    scope=_SCOPE,
    roles=_THEIRS,
    problems=(*_KNOWN, problems.VacancyImpossible),
    path_examples=_EXAMPLE,
)
def invite_to_interview(job_referral_id: str, body: dict[str, Any]) -> Any:
    """Invite the job-seeker to an interview (面试)."""
    return flow.invite(job_referral_id, **body)


@job_referrals.post(
    _PATH + "/hire",
    answer=JobReferralView,
    key="accepted",
    scope=_SCOPE,
    roles=_THEIRS,
    problems=(*_KNOWN, problems.SeekerNotSeeking, problems.VacancyNotOpen),
    path_examples=_EXAMPLE,
)
def hire_job_seeker(job_referral_id: str) -> Any:
    """Hire the job-seeker (录用): a place is taken, and other introductions are declined.

    The employment is registered by an application for HRSS-002.
    """
    return flow.hire(job_referral_id)


@job_referrals.post(
    _PATH + "/decline",
    body=Decline,
    answer=JobReferralView,
    key="accepted",
    scope=_SCOPE,
    roles=("holder", *_THEIRS),
    problems=_KNOWN,
    path_examples=_EXAMPLE,
)
def decline_job_referral(job_referral_id: str, body: dict[str, Any]) -> Any:
    """Decline (谢绝), as the employer or as the job-seeker."""
    return flow.decline(job_referral_id, body.get("reason"))
