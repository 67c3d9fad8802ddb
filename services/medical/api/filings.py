"""Filings over HTTP."""

from typing import Any

from services.medical import problems
from services.medical.api import views_common, views_filings
from services.medical.flows import filings as flow
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

filings = Blueprint(
    "filings", tag="Filings", description="Filing for treatment away from home (异地就医备案)."
)


@filings.post(
    "/v1/filings",
    body=views_filings.FilingNew,
    answer=views_filings.FilingView,
    status=201,
    key="accepted",
    location="/v1/filings/{id}",
    scope="filing.write",
    roles=("agency", "holder"),
    problems=(
        RegionNotAllowed,
        problems.FilingAtHome,
        problems.FilingDatesWrong,
        problems.RegionUnknown,
    ),
    links={"getFiling": {"filing_id": "$response.body#/id"}},
)
def create_filing(body: dict[str, Any]) -> Any:
    """File for treatment away from home (备案).

    Self-declared (承诺制) and in force at once. Filing late is good until the stay is settled;
    where several apply, the one that costs the person least counts.
    """
    return flow.file(**body)


@filings.get(
    "/v1/filings",
    listing=views_filings.FilingView,
    query=views_filings.FilingFilters,
    scope="filing.read",
)
def list_filings(query: Query) -> Any:
    """List filings, the newest first."""
    return flow.page(query.page, query.filters)


@filings.get(
    "/v1/filings/<id('fil'):filing_id>",
    answer=views_filings.FilingView,
    scope="filing.read",
    problems=(problems.FilingNotFound,),
    path_examples={"filing_id": views_common.FILING_ID},
)
def get_filing(filing_id: str) -> Any:
    """Show a filing."""
    return flow.get(filing_id)
