"""Concession grants and passes over HTTP."""

from typing import Any

from services.transport import problems
from services.transport import problems_cards as refusals
from services.transport.api import views_cards as views
from services.transport.flows import concession_grants, held_passes
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

grants_and_passes = Blueprint(
    "transit_rights",
    tag="Concessions and passes",
    description="Who rides for less (优待资格), and passes that were sold (日票、月票).",
)
_GRANT = "/v1/concession-grants/<id('cgr'):concession_grant_id>"
_READ, _WRITE = "transit_card.read", "transit_card.write"


@grants_and_passes.post(
    "/v1/concession-grants",
    body=views.ConcessionGrantNew,
    answer=views.ConcessionGrantView,
    status=201,
    key="required",
    location="/v1/concession-grants/{id}",
    scope="concession_grant.write",
    roles=("agency", "transit"),
    problems=(
        refusals.ConcessionGrantDates,
        refusals.TransitPersonUnknown,
        RegionNotAllowed,
    ),
    links={"getConcessionGrant": {"concession_grant_id": "$response.body#/id"}},
    example={
        "person_id": views.PUPIL,
        "status": "student",
        "region_code": "990100",
        "from_date": "2026-03-01",
        "until_date": "2026-07-10",
        "terms": [{"from_date": "2026-03-01", "until_date": "2026-07-10"}],
    },
)
def create_concession_grant(body: dict[str, Any]) -> Any:
    """Grant a concession's ground: student, pupil, disabled, from a day to a day.

    An agency's holds in every city, an operator's in its own. What is paid, each city's fares say,
    at each tap anew. Age needs no grant.
    """
    return concession_grants.grant(**body)


@grants_and_passes.get(
    "/v1/concession-grants",
    listing=views.ConcessionGrantView,
    query=views.ConcessionGrantFilters,
    scope="concession_grant.read",
    links={"getConcessionGrant": {"concession_grant_id": "$response.body#/data/0/id"}},
)
def list_concession_grants(query: Query) -> Any:
    """List grants, the newest first."""
    return concession_grants.page(query.page, query.filters)


@grants_and_passes.get(
    _GRANT,
    answer=views.ConcessionGrantView,
    scope="concession_grant.read",
    problems=(refusals.ConcessionGrantNotFound,),
    path_examples=views.GRANT,
)
def get_concession_grant(concession_grant_id: str) -> Any:
    """Show a grant."""
    return concession_grants.get(concession_grant_id)


@grants_and_passes.post(
    _GRANT + "/withdraw",
    answer=views.ConcessionGrantView,
    status=200,
    key="accepted",
    scope="concession_grant.write",
    roles=("agency", "transit"),
    problems=(
        refusals.ConcessionGrantNotFound,
        refusals.ConcessionGrantState,
        RegionNotAllowed,
    ),
    path_examples=views.GRANT,
)
def withdraw_concession_grant(concession_grant_id: str) -> Any:
    """Withdraw a grant: it holds no more from today on, for any tap after this."""
    return concession_grants.withdraw(concession_grant_id)


@grants_and_passes.post(
    "/v1/transit-passes",
    body=views.TransitPassNew,
    answer=views.TransitPassView,
    status=201,
    key="required",
    location="/v1/transit-passes/{id}",
    scope=_WRITE,
    roles=("transit", "agency", "holder"),
    problems=(
        refusals.TransitCardNotFound,
        refusals.TransitCardState,
        problems.FareSystemNotFound,
        refusals.TransitPassNotSold,
        refusals.PurseTooLow,
        RegionNotAllowed,
    ),
    links={"getTransitPass": {"transit_pass_id": "$response.body#/id"}},
    example={
        "transit_card_id": views.CARD_ID,
        "fare_system_id": "DEMO-METRO",
        "kind": "day",
    },
)
def buy_transit_pass(body: dict[str, Any]) -> Any:
    """Buy a pass onto a card of the city, paid from its purse: for one day, or a calendar month."""
    return held_passes.sell(**body)


@grants_and_passes.get(
    "/v1/transit-passes",
    listing=views.TransitPassView,
    query=views.TransitPassFilters,
    scope=_READ,
    links={"getTransitPass": {"transit_pass_id": "$response.body#/data/0/id"}},
)
def list_transit_passes(query: Query) -> Any:
    """List passes, the newest first."""
    return held_passes.page(query.page, query.filters)


@grants_and_passes.get(
    "/v1/transit-passes/<id('tps'):transit_pass_id>",
    answer=views.TransitPassView,
    scope=_READ,
    problems=(refusals.TransitPassNotFound,),
)
def get_transit_pass(transit_pass_id: str) -> Any:
    """Show a pass."""
    return held_passes.get(transit_pass_id)
