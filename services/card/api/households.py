"""Households and family links over HTTP."""

from typing import Any

from services.card import problems
from services.card import problems_people as people
from services.card.api import views
from services.card.api import views_production as shapes
from services.card.flows import households as flows
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

households = Blueprint(
    "households",
    tag="Households",
    description="Households (户) and family links (亲属关系) between persons.",
)
_SHOW = {"getHousehold": {"household_id": "$response.body#/id"}}


@households.post(
    "/v1/households",
    body=shapes.HouseholdFounding,
    answer=shapes.HouseholdView,
    status=201,
    key="accepted",
    location="/v1/households/{id}",
    scope="person.write",
    roles=("agency",),
    problems=(
        problems.PersonNotFound,
        problems.NotPoolingArea,
        people.MemberElsewhere,
        RegionNotAllowed,
    ),
    links={
        **_SHOW,
        "joinHousehold": {"household_id": "$response.body#/id"},
        "leaveHousehold": {"household_id": "$response.body#/id"},
    },
    example={"head_person_id": views.PERSON_ID},
)
def create_household(body: dict[str, Any]) -> Any:
    """Found a household (立户) around its head."""
    return flows.create(**body)


@households.get(
    "/v1/households",
    listing=shapes.HouseholdView,
    query=shapes.HouseholdFilters,
    scope="person.read",
)
def list_households(query: Query) -> Any:
    """List households, the newest first."""
    return flows.list_households(query)


@households.get(
    "/v1/households/<id('hsh'):household_id>",
    answer=shapes.HouseholdView,
    scope="person.read",
    problems=(people.HouseholdNotFound,),
)
def get_household(household_id: str) -> Any:
    """Show a household with its members."""
    return flows.get(household_id)


@households.post(
    "/v1/households/<id('hsh'):household_id>/join",
    body=shapes.HouseholdJoining,
    answer=shapes.HouseholdView,
    key="accepted",
    scope="person.write",
    roles=("agency",),
    problems=(
        people.HouseholdNotFound,
        problems.PersonNotFound,
        people.MemberElsewhere,
        people.OneHead,
        RegionNotAllowed,
    ),
    links=_SHOW,
    example={"person_id": views.STARTING_PERSON_ID, "relation": "other"},
)
def join_household(household_id: str, body: dict[str, Any]) -> Any:
    """Let a person join a household (入户). A person is in one household at most."""
    return flows.join(household_id, **body)


@households.post(
    "/v1/households/<id('hsh'):household_id>/leave",
    body=shapes.HouseholdLeaving,
    answer=shapes.HouseholdView,
    key="accepted",
    scope="person.write",
    roles=("agency",),
    problems=(people.HouseholdNotFound, problems.PersonNotFound, RegionNotAllowed),
    links=_SHOW,
    example={"person_id": views.STARTING_PERSON_ID},
)
def leave_household(household_id: str, body: dict[str, Any]) -> Any:
    """Let a member leave a household (迁出)."""
    return flows.leave(household_id, **body)


@households.post(
    "/v1/persons/<id('psn'):person_id>/family",
    body=shapes.FamilyLinking,
    answer=shapes.FamilyLinkView,
    status=201,
    key="accepted",
    location="/v1/family-links/{id}",
    scope="person.write",
    roles=("agency",),
    problems=(
        problems.PersonNotFound,
        people.OwnRelative,
        people.FamilyLinkExists,
        RegionNotAllowed,
    ),
    links={
        "getFamilyLink": {"link_id": "$response.body#/id"},
        "endFamilyLink": {"link_id": "$response.body#/id"},
    },
    path_examples={"person_id": views.PERSON_ID},
    example={"relative_id": views.STARTING_PERSON_ID, "relation": "sibling"},
)
def link_family(person_id: str, body: dict[str, Any]) -> Any:
    """Note a family link (亲属关系).

    It is seen from both sides: the relative has this person as the inverse relation.
    """
    return flows.link(person_id, **body)


@households.get(
    "/v1/persons/<id('psn'):person_id>/family",
    listing=shapes.FamilyLinkView,
    scope="person.read",
    problems=(problems.PersonNotFound,),
    path_examples={"person_id": views.PERSON_ID},
)
def list_family(person_id: str, query: Query) -> Any:
    """List a person's relatives, the newest link first."""
    return flows.list_links(person_id, query)


@households.get(
    "/v1/family-links/<id('fam'):link_id>",
    answer=shapes.FamilyLinkView,
    scope="person.read",
    problems=(people.FamilyLinkNotFound,),
)
def get_family_link(link_id: str) -> Any:
    """Show a family link."""
    return flows.get_link(link_id)


@households.post(
    "/v1/family-links/<id('fam'):link_id>/end",
    key="accepted",
    scope="person.write",
    roles=("agency",),
    problems=(people.FamilyLinkNotFound, RegionNotAllowed),
)
def end_family_link(link_id: str) -> Any:
    """End a family link, on both sides."""
    return flows.unlink(link_id)
