"""Persons and their enrolments over HTTP."""

from typing import Any

from services.card import problems
from services.card import problems_people as people
from services.card.api import views
from services.card.flows import change, death, end, enrol, find, register
from sscsim.demo_people import LIN_XIAO
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Match, Query
from sscsim.world import RegionNotAllowed

persons = Blueprint(
    "persons",
    tag="Persons",
    description="People (参保人/持卡人) and their insurance enrolments (参保关系).",
)
_PERSON = {"person_id": views.PERSON_ID}


@persons.post(
    "/v1/persons",
    body=views.PersonRegistration,
    answer=views.PersonView,
    status=201,
    key="accepted",
    location="/v1/persons/{id}",
    scope="person.write",
    roles=("agency",),
    problems=(
        problems.PersonExists,
        problems.IdentityNumberInvalid,
        problems.RealLookingIdentity,
        problems.NumbersExhausted,
        problems.BornInFuture,
        problems.NotPoolingArea,
        PolicyMissing,
        FigureMissing,
        RegionNotAllowed,
    ),
    links={
        "getPerson": {"person_id": "$response.body#/id"},
        "changePerson": {"person_id": "$response.body#/id"},
        "startEnrolment": {"person_id": "$response.body#/id"},
        "listEnrolments": {"person_id": "$response.body#/id"},
    },
    example={
        "name": "李安",
        "sex": "male",
        "birth_date": "1990-01-01",
        "region_code": "990100",
    },
)
def create_person(body: dict[str, Any]) -> Any:
    """Register a person (人员登记).

    Without `social_security_number` a valid synthetic number is made. One that you bring
    must agree with birth date and sex, and may not be one that a real person could have:
    numbers here begin with a city's code, real ones with a county's.
    """
    return register.register(**body)


@persons.get(
    "/v1/persons", listing=views.PersonView, query=views.PersonFilters, scope="person.read"
)
def list_persons(query: Query) -> Any:
    """List persons, the newest first."""
    return find.list_persons(query)


@persons.post(
    "/v1/persons/search",
    body=views.PersonSearch,
    answer=views.FoundPersons,
    scope="person.read",
    problems=(
        problems.OneCredentialNeeded,
        problems.IdentityNumberInvalid,
        problems.RealLookingIdentity,
        problems.CardNumberInvalid,
        problems.IdentificationCodeInvalid,
    ),
    example={"social_security_number": LIN_XIAO.social_security_number},
)
def search_persons(body: dict[str, Any]) -> Any:
    """Find a person by a number.

    Numbers of persons and cards never stand in a URL, so this is a POST. Name exactly
    one; nobody found is an empty list. A card number may belong to cards of several areas.
    """
    return {"data": find.search(**body)}


@persons.get(
    "/v1/persons/<id('psn'):person_id>",
    answer=views.PersonView,
    scope="person.read",
    problems=(problems.PersonNotFound,),
    path_examples=_PERSON,
)
def get_person(person_id: str) -> Any:
    """Show a person."""
    return find.get_person(person_id)


@persons.patch(
    "/v1/persons/<id('psn'):person_id>",
    body=views.PersonChange,
    answer=views.PersonView,
    match=True,
    scope="person.write",
    roles=("agency",),
    problems=(
        problems.PersonNotFound,
        problems.PersonExists,
        problems.NotPoolingArea,
        problems.IdentityNumberInvalid,
        problems.RealLookingIdentity,
        people.PersonDeceased,
        people.KeyFieldNeedsCard,
        PolicyMissing,
        FigureMissing,
        RegionNotAllowed,
    ),
    path_examples=_PERSON,
    example={"contact_phone": "19900000001"},
)
def change_person(person_id: str, body: dict[str, Any], match: Match) -> Any:
    """Change what is known of a person (信息变更).

    A JSON merge patch: `null` takes a field away. Contact, residence and nation are changed
    just so. Name and number stand on the card: they are changed while the person has none,
    or while the exchange for a new card is applied for and not yet being made.
    """
    return change.change(person_id, body, match)


@persons.post(
    "/v1/persons/<id('psn'):person_id>/report-death",
    body=views.DeathReport,
    answer=views.PersonView,
    key="accepted",
    scope="person.write",
    roles=("agency",),
    problems=(
        problems.PersonNotFound,
        problems.CardMoveNotAllowed,
        people.PersonDeceased,
        people.DeathInFuture,
        RegionNotAllowed,
    ),
    links={"getPerson": {"person_id": "$response.body#/id"}},
    path_examples={"person_id": views.LATE_PERSON_ID},
    example={"died_on": "2026-03-31"},
)
def report_death(person_id: str, body: dict[str, Any]) -> Any:
    """Report that a person has died (死亡登记).

    Insurance ends with that day, cards are cancelled. Bank accounts stay as they are: what
    is in them is the heirs' matter and the bank's.
    """
    return death.report(person_id, **body)


@persons.get(
    "/v1/persons/<id('psn'):person_id>/uses",
    listing=views.VerificationView,
    scope="person.read",
    problems=(problems.PersonNotFound,),
    path_examples=_PERSON,
)
def list_uses(person_id: str, query: Query) -> Any:
    """List every check of a person's cards and number (用卡记录), the newest first.

    Who asked, as what, where and what for, and with which result: for the holder to see.
    """
    return find.list_uses(person_id, query)


@persons.post(
    "/v1/persons/<id('psn'):person_id>/enrolments",
    body=views.EnrolmentStart,
    answer=views.EnrolmentView,
    status=201,
    key="accepted",
    location="/v1/enrolments/{id}",
    scope="enrolment.write",
    roles=("agency", "employer"),
    problems=(
        problems.PersonNotFound,
        problems.NotPoolingArea,
        problems.CategoryNotOfKind,
        people.ContributionBaseNotOfKind,
        problems.EnrolmentOverlaps,
        problems.EnrolmentEndsBeforeStart,
        people.PersonDeceased,
        RegionNotAllowed,
    ),
    links={
        "getEnrolment": {"enrolment_id": "$response.body#/id"},
        "endEnrolment": {"enrolment_id": "$response.body#/id"},
    },
    path_examples={"person_id": views.STARTING_PERSON_ID},
    example={
        "insurance_kind": "employee_basic_medical",
        "region_code": "990100",
        "from_date": "2026-04-01",
    },
)
def start_enrolment(person_id: str, body: dict[str, Any]) -> Any:
    """Enrol a person in an insurance (参保登记).

    Nobody is in the same insurance twice on one day, wherever the areas are; an employee is in
    that for work injuries (工伤保险) beside the medical one. After a death nothing begins.
    """
    return enrol.enrol(person_id, **body)


@persons.get(
    "/v1/persons/<id('psn'):person_id>/enrolments",
    listing=views.EnrolmentView,
    query=views.EnrolmentFilters,
    scope="enrolment.read",
    problems=(problems.PersonNotFound,),
    path_examples=_PERSON,
)
def list_enrolments(person_id: str, query: Query) -> Any:
    """List a person's enrolments, the newest first."""
    return find.list_enrolments(person_id, query)


@persons.get(
    "/v1/enrolments/<id('enr'):enrolment_id>",
    answer=views.EnrolmentView,
    scope="enrolment.read",
    problems=(problems.EnrolmentNotFound,),
    path_examples={"enrolment_id": views.OPEN_ENROLMENT_ID},
)
def get_enrolment(enrolment_id: str) -> Any:
    """Show an enrolment."""
    return find.get_enrolment(enrolment_id)


@persons.post(
    "/v1/enrolments/<id('enr'):enrolment_id>/end",
    body=views.EnrolmentEnd,
    answer=views.EnrolmentView,
    key="accepted",
    scope="enrolment.write",
    roles=("agency", "employer"),
    problems=(
        problems.EnrolmentNotFound,
        problems.EnrolmentEnded,
        problems.EnrolmentEndsBeforeStart,
        RegionNotAllowed,
    ),
    links={"getEnrolment": {"enrolment_id": "$response.body#/id"}},
    path_examples={"enrolment_id": views.OPEN_ENROLMENT_ID},
    example={"to_date": "2026-12-31"},
)
def end_enrolment(enrolment_id: str, body: dict[str, Any]) -> Any:
    """End an enrolment (停保).

    The day may lie in the past or in the future; an end that is set stays.
    """
    return end.end(enrolment_id, **body)
