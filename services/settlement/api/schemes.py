"""Clearing schemes and co-operations over HTTP."""

from typing import Any

from services.settlement import problems_clearing
from services.settlement.api import views_clearing, views_schemes
from services.settlement.flows import cooperate
from services.settlement.flows import schemes as flows
from sscsim.web import Blueprint, Query
from sscsim.web.calls import Match
from sscsim.web.errors import EtagMismatch
from sscsim.world import RegionNotAllowed

schemes = Blueprint(
    "clearing_schemes",
    tag="Clearing schemes",
    description="How months are cleared, between provinces and inside one (清算方案).",
)
cooperations = Blueprint(
    "cooperations",
    tag="Co-operations",
    description="Agreements of groups of regions (区域合作协议).",
)
_NATION = {"region_code": "100000"}
_ONE = {"cooperation_id": views_clearing.COOPERATION_ID}


@schemes.get(
    "/v1/clearing-schemes/<region:region_code>",
    answer=views_schemes.SchemeView,
    scope="clearing.read",
    problems=(problems_clearing.SchemeNotFound,),
    path_examples=_NATION,
)
def get_clearing_scheme(region_code: str) -> Any:
    """Show how months are cleared: 100000 between provinces, a province between its cities."""
    return flows.scheme(region_code)


@schemes.patch(
    "/v1/clearing-schemes/<region:region_code>",
    body=views_schemes.SchemeChange,
    answer=views_schemes.SchemeView,
    match=True,
    scope="clearing.write",
    roles=("agency",),
    problems=(problems_clearing.SchemeNotFound, RegionNotAllowed, EtagMismatch),
    path_examples=_NATION,
    example={"signing": "by_hand", "unsigned_policy": "wait"},
)
def change_clearing_scheme(region_code: str, body: dict[str, Any], match: Match) -> Any:
    """Change how months are cleared, for every month that is not frozen yet.

    By who clears: an agency of 100000, or of the province.
    """
    return flows.change(region_code, body, match)


@cooperations.post(
    "/v1/cooperations",
    body=views_clearing.CooperationMade,
    answer=views_clearing.CooperationView,
    status=201,
    key="accepted",
    location="/v1/cooperations/{id}",
    scope="clearing.write",
    roles=("agency",),
    problems=(problems_clearing.CooperationExists, problems_clearing.CooperationInvalid),
    links={"getCooperation": {"cooperation_id": "$response.body#/id"}},
)
def create_cooperation(body: dict[str, Any]) -> Any:
    """Let a group of regions settle with each other, in both directions, for some kinds.

    What nothing covers is refused by the exchange with the reason: no agreement of the
    pair, not in force on the day, not for this kind, or above the limit.
    """
    return cooperate.make(**body)


@cooperations.get(
    "/v1/cooperations",
    listing=views_clearing.CooperationView,
    query=views_clearing.CooperationFilters,
    scope="clearing.read",
    links={"getCooperation": {"cooperation_id": "$response.body#/data/0/id"}},
)
def list_cooperations(query: Query) -> Any:
    """List co-operations, the newest first, those that are not in force here too."""
    return cooperate.listed(query.page, query.filters)


@cooperations.get(
    "/v1/cooperations/<id('coop'):cooperation_id>",
    answer=views_clearing.CooperationView,
    scope="clearing.read",
    problems=(problems_clearing.CooperationNotFound,),
    path_examples=_ONE,
)
def get_cooperation(cooperation_id: str) -> Any:
    """Show a co-operation: its members, kinds and source."""
    return cooperate.find(cooperation_id)


@cooperations.post(
    "/v1/cooperations/<id('coop'):cooperation_id>/activate",
    answer=views_clearing.CooperationView,
    key="accepted",
    scope="clearing.write",
    roles=("agency",),
    problems=(problems_clearing.CooperationNotFound,),
    path_examples=_ONE,
)
def activate_cooperation(cooperation_id: str) -> Any:
    """Put a co-operation in force in this world."""
    return cooperate.switch(cooperation_id, is_active=True)


@cooperations.post(
    "/v1/cooperations/<id('coop'):cooperation_id>/suspend",
    answer=views_clearing.CooperationView,
    key="accepted",
    scope="clearing.write",
    roles=("agency",),
    problems=(problems_clearing.CooperationNotFound,),
    path_examples=_ONE,
)
def suspend_cooperation(cooperation_id: str) -> Any:
    """Put a co-operation out of force; what was settled under it is cleared all the same."""
    return cooperate.switch(cooperation_id, is_active=False)
