"""Applications for service items over HTTP: handed in, followed, supplemented, withdrawn."""

from typing import Any

from services.benefits import problems, problems_employment
from services.benefits.api import forms, views
from services.benefits.flows import applicant_acts, read, submit
from services.benefits.flows.items import known
from services.benefits.flows.submit import Asked
from services.benefits.problems_catalogue import ServiceItemNotFound
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query

applications = Blueprint(
    "service_applications",
    tag="Service applications",
    description="办件: applying for a service item, and what becomes of it.",
)
PATH = "/v1/service-applications/<id('svc'):service_application_id>"
EXAMPLE = {"service_application_id": views.APPLICATION_ID}
MINE = {"service_application_id": "$response.body#/id"}
SCOPE = "service_application.write"
SEEN = (problems.ApplicationNotFound, problems.NotTheirApplication, world.RegionNotAllowed)
RULED = (PolicyMissing, FigureMissing)
PEOPLE = {404: ("person_not_found",)}
_APPLY = ("holder", "agency", "employer", "bank", "hospital")
_CREDENTIALS = (
    "card_id",
    "card_number",
    "card_identification_code",
    "electronic_code",
    "social_security_number",
    "password",
)


@applications.post(
    "/v1/service-applications",
    body=views.ApplicationNew,
    answer=views.ApplicationView,
    status=201,
    key="required",
    location="/v1/service-applications/{id}",
    scope=SCOPE,
    roles=_APPLY,
    problems=(
        ServiceItemNotFound,
        problems.ItemNotSimulated,
        problems.ApplicantNotAllowed,
        problems.PersonNeeded,
        problems.CredentialNeeded,
        problems.CredentialForm,
        problems.CredentialRefused,
        problems.CredentialOfAnother,
        problems.ApplicantDeceased,
        problems.ProxyNotAllowed,
        problems.ProxyWithoutRight,
        problems.RegionCantHandle,
        problems.ItemNotInScheme,
        problems.ApplicationOpen,
        problems_employment.MonthsReversed,
        world.RegionNotAllowed,
        *RULED,
    ),
    relayed={
        404: ("person_not_found",),
        422: (
            "one_credential_needed",
            "card_number_invalid",
            "card_number_ambiguous",
            "card_identification_code_invalid",
            "identity_number_invalid",
            "real_looking_identity",
        ),
    },
    links={
        "getServiceApplication": MINE,
        "listServiceApplicationSteps": MINE,
        "withdrawServiceApplication": MINE,
        "supplementServiceApplication": MINE,
        "appealServiceApplication": MINE,
        "acceptServiceApplication": MINE,
        "decideServiceApplication": MINE,
        "getServiceApplicationAdvice": MINE,
    },
)
def create_service_application(body: dict[str, Any]) -> Any:
    """Apply for a service item, by card or electronic card, oneself or by a proxy (申请).

    The card is verified first, and the holder sees it among the uses of their card. The form is
    the item's own: `GET /v1/service-items/{code}`. What comes of it depends on the settings of the
    region that decides: its rule decides at once, at the end of the legal time, or people do.
    Handed in at another region it goes through the exchange, if a co-operation has the item for
    both. `waiting_for` always says who has to do something next.
    """
    return submit.submit(_asked(body))


def _asked(body: dict[str, Any]) -> Asked:
    """The request, with the inputs read by the item's own form."""
    item, _ = known(body["item_code"])
    behalf = body.get("on_behalf_of")
    return Asked(
        item_code=item.code,
        inputs=forms.load(item, body["inputs"]),
        credential={name: body[name] for name in _CREDENTIALS if name in body},
        person_id=body.get("person_id"),
        on_behalf_of=behalf and {"kind": behalf["kind"], "person_id": behalf["beneficiary_id"]},
        region_code=body.get("region_code"),
        accepting_region_code=body.get("accepting_region_code"),
    )


@applications.get(
    "/v1/service-applications",
    listing=views.ApplicationView,
    query=views.ApplicationFilters,
    scope="service_application.read",
)
def list_service_applications(query: Query) -> Any:
    """List applications, the newest first: an agency's, an employer's or a person's own."""
    return read.page(query.page, dict(query.filters))


@applications.get(
    PATH,
    answer=views.ApplicationView,
    scope="service_application.read",
    problems=SEEN,
    path_examples=EXAMPLE,
)
def get_service_application(service_application_id: str) -> Any:
    """Show an application: where it stands, who it waits for, when it is due, what came of it."""
    return read.get(service_application_id)


@applications.get(
    PATH + "/steps",
    listing=views.ApplicationStepView,
    query=ListQuery,
    scope="service_application.read",
    problems=SEEN,
    path_examples=EXAMPLE,
)
def list_service_application_steps(service_application_id: str, query: Query) -> Any:
    """List who did what with an application in which region, the last step first."""
    return read.page_of_steps(service_application_id, query.page)


@applications.get(
    PATH + "/decisions",
    answer=views.DecisionsView,
    scope="service_application.read",
    problems=SEEN,
    path_examples=EXAMPLE,
)
def list_service_application_decisions(service_application_id: str) -> Any:
    """List the decisions of an application: one, and after an appeal another."""
    return {"data": read.decisions_of(service_application_id)}


@applications.post(
    PATH + "/supplement",
    body=views.SupplementNew,
    answer=views.ApplicationView,
    key="required",
    scope=SCOPE,
    roles=_APPLY,
    problems=(
        *SEEN,
        problems.ApplicationState,
        problems.SupplementNotWanted,
        problems.SupplementIncomplete,
        *RULED,
    ),
    relayed=PEOPLE,
    path_examples=EXAMPLE,
)
def supplement_service_application(service_application_id: str, body: dict[str, Any]) -> Any:
    """Bring what is wanted, all of it at once (补正); the legal time runs on and it is judged."""
    item = applicant_acts.item_of(service_application_id)
    inputs = forms.load_some(item, body["inputs"])
    return applicant_acts.supply(service_application_id, inputs, body.get("note"))


@applications.post(
    PATH + "/withdraw",
    body=views.MaybeReason,
    answer=views.ApplicationView,
    key="accepted",
    scope=SCOPE,
    roles=_APPLY,
    problems=(*SEEN, problems.ApplicationState),
    path_examples=EXAMPLE,
)
def withdraw_service_application(service_application_id: str, body: dict[str, Any]) -> Any:
    """Take an application back before it is decided (撤回)."""
    return applicant_acts.withdraw(service_application_id, body.get("reason"))


@applications.post(
    PATH + "/appeal",
    body=views.WithReason,
    answer=views.ApplicationView,
    key="required",
    scope=SCOPE,
    roles=_APPLY,
    problems=(
        *SEEN,
        problems.ApplicationState,
        problems.AppealTooLate,
        problems.StepNotPartOfItem,
        *RULED,
    ),
    relayed=PEOPLE,
    path_examples=EXAMPLE,
)
def appeal_service_application(service_application_id: str, body: dict[str, Any]) -> Any:
    """Appeal against a rejection, in time (复核): it is judged anew by the facts of today."""
    return applicant_acts.appeal(service_application_id, body["reason"])
