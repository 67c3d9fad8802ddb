"""Job fairs over HTTP: announced, registered for, entered."""

from typing import Any

from services.benefits import problems
from services.benefits import problems_job_market as refusals
from services.benefits.domain.employment import job_fair
from services.benefits.flows import job_fairs as flow
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields

job_fairs = Blueprint(
    "job_fairs",
    tag="Job fairs",
    description="招聘会, 春风行动: registered for by card, and entered by card on the day.",
)
_PATH = "/v1/job-fairs/<id('jbf'):job_fair_id>"
_EXAMPLE = {"job_fair_id": "jbf_" + "0" * 26}
_CARD = ("card_id", "card_number", "card_identification_code", "electronic_code")
_SHOWN = (
    refusals.JobFairNotFound,
    refusals.JobFairOver,
    refusals.VisitExists,
    problems.CredentialRefused,
)
_RELAYED = {
    422: (
        "one_credential_needed",
        "card_number_invalid",
        "card_number_ambiguous",
        "card_identification_code_invalid",
        "identity_number_invalid",
        "real_looking_identity",
    ),
}


class JobFairNew(Schema):
    region_code = fields.Region(required=True, example="990100")
    name = fields.Text(required=True, max=100, example="春风行动专场招聘会")
    campaign = fields.Enum(job_fair.CAMPAIGNS, required=True, example="spring_breeze")
    venue = fields.Text(required=True, max=100, example="示范市人力资源市场")
    on_date = fields.Date(required=True, example="2026-04-18")
    capacity = fields.Int(required=True, min=1, max=2_000, example=300)


class JobFairView(Resource):
    object = fields.Object("job_fair")
    region_code = fields.Region(required=True)
    name = fields.Text(required=True, max=100)
    campaign = fields.Enum(job_fair.CAMPAIGNS, required=True)
    venue = fields.Text(required=True, max=100)
    on_date = fields.Date(required=True)
    capacity = fields.Int(required=True)
    registered = fields.Int(required=True)
    entered = fields.Int(required=True)
    status = fields.Enum(job_fair.STATUSES, required=True)


class JobFairFilters(ListQuery):
    region_code = fields.Region()
    campaign = fields.Enum(job_fair.CAMPAIGNS)
    status = fields.Enum(job_fair.STATUSES)


class FairCard(Schema):
    """One card, by one of these."""

    card_id = fields.Id("card", example="card_" + "0" * 26)
    card_number = fields.Text(max=9)
    card_identification_code = fields.Text(max=32)
    electronic_code = fields.Text(max=3000)


class JobFairRegistrationNew(FairCard):
    job_fair_id = fields.Id("jbf", required=True, example="jbf_" + "0" * 26)
    person_id = fields.Id("psn", description="Whose card it has to be.")


class JobFairRegistrationView(Resource):
    object = fields.Object("job_fair_registration")
    job_fair_id = fields.Id("jbf", required=True)
    person_id = fields.Id("psn", required=True)
    card_id = fields.Id("card")
    verification_id = fields.Id("ver", required=True)
    entry_verification_id = fields.Id("ver")
    entered_at = fields.Instant()
    status = fields.Enum(job_fair.VISIT_STATUSES, required=True)


class JobFairRegistrationFilters(ListQuery):
    job_fair_id = fields.Id("jbf")
    person_id = fields.Id("psn")
    status = fields.Enum(job_fair.VISIT_STATUSES)


@job_fairs.post(
    "/v1/job-fairs",
    body=JobFairNew,
    answer=JobFairView,
    status=201,
    key="required",
    location="/v1/job-fairs/{id}",
    scope="job_fair.write",
    roles=("agency",),
    problems=(refusals.JobFairDateImpossible, problems.RegionCantHandle, world.RegionNotAllowed),
    links={"getJobFair": {"job_fair_id": "$response.body#/id"}},
)
def announce_job_fair(body: dict[str, Any]) -> Any:
    """Announce a job fair (招聘会); vacancies are posted for it by its id."""
    return flow.announce(**body)


@job_fairs.get("/v1/job-fairs", listing=JobFairView, query=JobFairFilters, scope="job_fair.read")
def list_job_fairs(query: Query) -> Any:
    """List job fairs, the newest first."""
    return flow.page(query.page, dict(query.filters))


@job_fairs.get(
    _PATH,
    answer=JobFairView,
    scope="job_fair.read",
    problems=(refusals.JobFairNotFound,),
    path_examples=_EXAMPLE,
)
def get_job_fair(job_fair_id: str) -> Any:
    """Show a job fair."""
    return flow.get(job_fair_id)


@job_fairs.post(
    _PATH + "/cancel",
    answer=JobFairView,
    key="accepted",
    scope="job_fair.write",
    roles=("agency",),
    problems=(refusals.JobFairNotFound, refusals.JobFairOver, world.RegionNotAllowed),
    path_examples=_EXAMPLE,
)
def cancel_job_fair(job_fair_id: str) -> Any:
    """Cancel a job fair that was not held yet."""
    return flow.cancel(job_fair_id)


@job_fairs.post(
    _PATH + "/entries",
    body=FairCard,
    answer=JobFairRegistrationView,
    status=201,
    key="required",
    location="/v1/job-fair-registrations/{id}",
    scope="job_fair.write",
    roles=("agency",),
    problems=(
        *_SHOWN,
        refusals.NotTheDay,
        refusals.NotRegisteredForFair,
        world.RegionNotAllowed,
    ),
    relayed=_RELAYED,
    path_examples=_EXAMPLE,
)
def enter_job_fair(job_fair_id: str, body: dict[str, Any]) -> Any:
    """Let the holder of a card in (刷卡入场), on the day of the fair and once."""
    return flow.enter(job_fair_id, {name: body[name] for name in _CARD if name in body})


@job_fairs.post(
    "/v1/job-fair-registrations",
    body=JobFairRegistrationNew,
    answer=JobFairRegistrationView,
    status=201,
    key="required",
    location="/v1/job-fair-registrations/{id}",
    scope="job_fair_registration.write",
    roles=("holder", "agency"),
    problems=(*_SHOWN, refusals.JobFairFull, problems.CredentialOfAnother),
    relayed=_RELAYED,
    links={"getJobFairRegistration": {"job_fair_registration_id": "$response.body#/id"}},
)
def register_for_job_fair(body: dict[str, Any]) -> Any:
    """Register the holder of a card for a job fair (报名)."""
    card = {name: body[name] for name in _CARD if name in body}
    return flow.register(body["job_fair_id"], card, body.get("person_id"))


@job_fairs.get(
    "/v1/job-fair-registrations",
    listing=JobFairRegistrationView,
    query=JobFairRegistrationFilters,
    scope="job_fair_registration.read",
)
def list_job_fair_registrations(query: Query) -> Any:
    """List who registered for job fairs, the newest first."""
    return flow.page_of_visits(query.page, dict(query.filters))


@job_fairs.get(
    "/v1/job-fair-registrations/<id('jfv'):job_fair_registration_id>",
    answer=JobFairRegistrationView,
    scope="job_fair_registration.read",
    problems=(refusals.VisitNotFound,),
    path_examples={"job_fair_registration_id": "jfv_" + "0" * 26},
)
def get_job_fair_registration(job_fair_registration_id: str) -> Any:
    """Show a registration for a job fair."""
    return flow.visit(job_fair_registration_id)
