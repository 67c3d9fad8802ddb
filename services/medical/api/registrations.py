"""Registered diseases and recognised work injuries over HTTP."""

from typing import Any

from services.medical import problems_kinds as problems
from services.medical.api import views_registrations as views
from services.medical.flows import recognitions as injuries
from services.medical.flows import registrations as flow
from services.medical.problems import InstitutionNotFound
from services.medical.problems_catalogue import DiseaseNotFound
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

registrations = Blueprint(
    "registrations",
    tag="Registered diseases",
    description="Chronic and special diseases of outpatients (门诊慢特病备案).",
)
recognitions = Blueprint(
    "recognitions",
    tag="Work injuries",
    description="Recognised work injuries (工伤认定), as far as bills need to know them.",
)
_REGISTRATION = {"registration_id": views.REGISTRATION_ID}


@registrations.post(
    "/v1/disease-registrations",
    body=views.RegistrationNew,
    answer=views.RegistrationView,
    status=201,
    key="accepted",
    location="/v1/disease-registrations/{id}",
    scope="disease_registration.write",
    roles=("hospital", "agency"),
    problems=(
        RegionNotAllowed,
        InstitutionNotFound,
        DiseaseNotFound,
        problems.EvidenceWrong,
        problems.RegistrationDatesWrong,
        problems.RegistrationExists,
    ),
    links={
        "getDiseaseRegistration": {"registration_id": "$response.body#/id"},
        "cancelDiseaseRegistration": {"registration_id": "$response.body#/id"},
    },
)
def create_disease_registration(body: dict[str, Any]) -> Any:
    """Register a person for a chronic or special disease (慢特病备案).

    A hospital or agency of the home region registers, in force from the first day. A person may
    be registered for several diseases, for each once at a time; a visit of the kind `chronic`
    names the one it is for.
    """
    return flow.register(**body)


@registrations.get(
    "/v1/disease-registrations",
    listing=views.RegistrationView,
    query=views.RegistrationFilters,
    scope="disease_registration.read",
)
def list_disease_registrations(query: Query) -> Any:
    """List disease registrations, the newest first."""
    return flow.page(query.page, query.filters)


@registrations.get(
    "/v1/disease-registrations/<id('dreg'):registration_id>",
    answer=views.RegistrationView,
    scope="disease_registration.read",
    problems=(problems.RegistrationNotFound,),
    path_examples=_REGISTRATION,
)
def get_disease_registration(registration_id: str) -> Any:
    """Show a disease registration."""
    return flow.get(registration_id)


@registrations.post(
    "/v1/disease-registrations/<id('dreg'):registration_id>/cancel",
    answer=views.RegistrationView,
    key="accepted",
    scope="disease_registration.write",
    roles=("hospital", "agency"),
    problems=(RegionNotAllowed, problems.RegistrationNotFound, problems.RegistrationCancelled),
    path_examples=_REGISTRATION,
)
def cancel_disease_registration(registration_id: str) -> Any:
    """Take a registration back (备案撤销). What was settled on it stays settled."""
    return flow.cancel(registration_id)


@recognitions.post(
    "/v1/work-injury-recognitions",
    body=views.RecognitionNew,
    answer=views.RecognitionView,
    status=201,
    key="accepted",
    location="/v1/work-injury-recognitions/{id}",
    scope="work_injury.write",
    roles=("agency",),
    problems=(
        RegionNotAllowed,
        problems.RecognitionDatesWrong,
        problems.RecognitionExists,
        problems.RecognitionNotByHand,
    ),
    relayed={404: ("person_not_found",)},
    links={"getWorkInjuryRecognition": {"recognition_id": "$response.body#/id"}},
)
def create_work_injury_recognition(body: dict[str, Any]) -> Any:
    """Record that a work injury was recognised (工伤认定), as on paper.

    What an application for HRSS-042 recognises is here by itself, and is not recorded again.
    The person must have been insured against work injuries on the day. A visit at the expense of
    that insurance names the recognition.
    """
    return injuries.record(**body)


@recognitions.get(
    "/v1/work-injury-recognitions",
    listing=views.RecognitionView,
    query=views.RecognitionFilters,
    scope="work_injury.read",
)
def list_work_injury_recognitions(query: Query) -> Any:
    """List recognitions of work injuries, the newest first."""
    return injuries.page(query.page, query.filters)


@recognitions.get(
    "/v1/work-injury-recognitions/<id('wir'):recognition_id>",
    answer=views.RecognitionView,
    scope="work_injury.read",
    problems=(problems.RecognitionNotFound,),
    path_examples={"recognition_id": views.RECOGNITION_ID},
)
def get_work_injury_recognition(recognition_id: str) -> Any:
    """Show a recognition of a work injury."""
    return injuries.get(recognition_id)
