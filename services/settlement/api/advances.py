"""Advances over HTTP."""

from typing import Any

from services.settlement import problems, problems_advances
from services.settlement.api import advance_views
from services.settlement.flows import advance, advance_pages, read, top_up
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

advances = Blueprint(
    "advances",
    tag="Advances",
    description="Money an insured region places with a region of treatment (预付金).",
)


@advances.post(
    "/v1/advances",
    body=advance_views.AdvanceMade,
    answer=advance_views.AdvanceView,
    status=201,
    key="required",
    location="/v1/advances/{id}",
    scope="clearing.write",
    roles=("agency",),
    problems=(problems.AgreementMissing, problems.AdvanceNotReturnable, RegionNotAllowed),
    links={
        "getAdvance": {"advance_id": "$response.body#/id"},
        "createAdvanceTopUp": {"advance_id": "$response.body#/id"},
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
    answer=advance_views.AdvanceView,
    scope="clearing.read",
    problems=(problems.AdvanceNotFound,),
)
def get_advance(advance_id: str) -> Any:
    """Show an advance."""
    return read.advance(advance_id)


@advances.get(
    "/v1/advances",
    listing=advance_views.AdvanceView,
    query=advance_views.AdvanceFilters,
    scope="clearing.read",
    links={
        "getAdvance": {"advance_id": "$response.body#/data/0/id"},
        "createAdvanceTopUp": {"advance_id": "$response.body#/data/0/id"},
    },
)
def list_advances(query: Query) -> Any:
    """List advances and returns, the newest first."""
    return read.list_advances(query.page, query.filters)


# ---- sizes, usages


@advances.get(
    "/v1/advance-sizes",
    listing=advance_views.AdvanceSizeView,
    query=advance_views.AdvanceSizeFilters,
    scope="clearing.read",
    links={"getAdvance": {"advance_id": "$response.body#/data/0/advance_id"}},
)
def list_advance_sizes(query: Query) -> Any:
    """List what advances were fixed at, year by year, the newest first.

    Fixed by the end of January as twice the monthly mean of what the pair cleared in the
    fourth quarter before; brought there by the end of February. The days are policy, recalled.
    """
    return advance_pages.sizes(query.page, query.filters)


@advances.get(
    "/v1/advance-usages",
    listing=advance_views.AdvanceUsageView,
    query=advance_views.AdvanceUsageFilters,
    scope="clearing.read",
    links={"getClearingCycle": {"cycle_id": "$response.body#/data/0/cycle_id"}},
)
def list_advance_usages(query: Query) -> Any:
    """List how far signed months used their advances (预付金使用率), the newest first.

    Yellow and red are decided on the exact ratio and told as `advance.alerted`.
    """
    return advance_pages.usages(query.page, query.filters)


# ---- top-ups

_TOP_UP = "/v1/advance-top-ups/<id('tup'):top_up_id>"
_LINKS = {
    "getAdvanceTopUp": {"top_up_id": "$response.body#/id"},
    "approveAdvanceTopUp": {"top_up_id": "$response.body#/id"},
    "refuseAdvanceTopUp": {"top_up_id": "$response.body#/id"},
}
_DECIDING = (
    problems_advances.TopUpNotFound,
    problems_advances.TopUpDecided,
    RegionNotAllowed,
)


@advances.post(
    "/v1/advances/<id('adv'):advance_id>/top-ups",
    body=advance_views.TopUpMade,
    answer=advance_views.TopUpView,
    status=201,
    key="required",
    location="/v1/advance-top-ups/{id}",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems.AdvanceNotFound,
        problems_advances.TopUpNotOpen,
        problems_advances.TopUpTooLate,
        RegionNotAllowed,
    ),
    links=_LINKS,
)
def create_advance_top_up(advance_id: str, body: dict[str, Any]) -> Any:
    """Ask for an emergency top-up (紧急调增) of the advance between the two regions.

    The region of treatment asks, after a month that went red, within a few working days of
    its signing (`top_up_until_date` of the usage). Nothing moves until it is approved.
    """
    return top_up.request(advance_id, **body)


@advances.post(
    f"{_TOP_UP}/approve",
    answer=advance_views.TopUpView,
    key="required",
    scope="clearing.write",
    roles=("agency",),
    problems=_DECIDING,
    links={"getAdvance": {"advance_id": "$response.body#/advance_id"}},
)
def approve_advance_top_up(top_up_id: str) -> Any:
    """Agree to a top-up and pay it, in the books of both regions (L10)."""
    return top_up.approve(top_up_id)


@advances.post(
    f"{_TOP_UP}/refuse",
    body=advance_views.TopUpRefused,
    answer=advance_views.TopUpView,
    key="accepted",
    scope="clearing.write",
    roles=("agency",),
    problems=_DECIDING,
)
def refuse_advance_top_up(top_up_id: str, body: dict[str, Any]) -> Any:
    """Refuse a top-up; nothing moves."""
    return top_up.refuse(top_up_id, **body)


@advances.get(
    _TOP_UP,
    answer=advance_views.TopUpView,
    scope="clearing.read",
    problems=(problems_advances.TopUpNotFound,),
)
def get_advance_top_up(top_up_id: str) -> Any:
    """Show a top-up."""
    return advance_pages.top_up(top_up_id)


@advances.get(
    "/v1/advance-top-ups",
    listing=advance_views.TopUpView,
    query=advance_views.TopUpFilters,
    scope="clearing.read",
    links={"getAdvanceTopUp": {"top_up_id": "$response.body#/data/0/id"}},
)
def list_advance_top_ups(query: Query) -> Any:
    """List top-ups, the newest first."""
    return advance_pages.top_ups(query.page, query.filters)
