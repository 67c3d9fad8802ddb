"""Advances over HTTP."""

from typing import Any

from services.settlement import problems
from services.settlement.api import views
from services.settlement.flows import advance, read
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

advances = Blueprint(
    "advances",
    tag="Advances",
    description="Money an insured region places with a region of treatment (预付金).",
)


@advances.post(
    "/v1/advances",
    body=views.AdvanceMade,
    answer=views.AdvanceView,
    status=201,
    key="required",
    location="/v1/advances/{id}",
    scope="clearing.write",
    roles=("agency",),
    problems=(problems.AgreementMissing, problems.AdvanceNotReturnable, RegionNotAllowed),
    links={
        "getAdvance": {"advance_id": "$response.body#/id"},
        "getJournal": {"journal_id": "$response.body#/journal_id"},
    },
    example={
        "home_region_code": "510100",
        "care_region_code": "500000",
        "amount_fen": 2_000_000,
    },
)
def create_advance(body: dict[str, Any]) -> Any:
    """Place an advance, or return one, in the books of both regions."""
    return advance.place(**body)


@advances.get(
    "/v1/advances/<id('adv'):advance_id>",
    answer=views.AdvanceView,
    scope="clearing.read",
    problems=(problems.AdvanceNotFound,),
)
def get_advance(advance_id: str) -> Any:
    """Show an advance."""
    return read.advance(advance_id)


@advances.get(
    "/v1/advances",
    listing=views.AdvanceView,
    query=views.AdvanceFilters,
    scope="clearing.read",
    links={"getAdvance": {"advance_id": "$response.body#/data/0/id"}},
)
def list_advances(query: Query) -> Any:
    """List advances and returns, the newest first."""
    return read.list_advances(query.page, query.filters)
