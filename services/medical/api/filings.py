"""Filings over HTTP."""

from typing import Any

from services.medical import problems
from services.medical import problems_filings as refusals
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
    roles=("agency", "holder", "hospital"),
    problems=(
        RegionNotAllowed,
        problems.FilingAtHome,
        problems.FilingDatesWrong,
        problems.RegionUnknown,
        problems.InstitutionNotFound,
        refusals.FilingKindUnknownHere,
        refusals.FilingTooShort,
        refusals.FilingOverlaps,
        refusals.FilingChangeTooSoon,
        refusals.HospitalFilesReferrals,
        refusals.ReferringHospitalMissing,
        refusals.ReferringHospitalUnasked,
        refusals.ReferringHospitalElsewhere,
    ),
    links={
        "getFiling": {"filing_id": "$response.body#/id"},
        "changeFiling": {"filing_id": "$response.body#/id"},
        "cancelFiling": {"filing_id": "$response.body#/id"},
    },
)
def create_filing(body: dict[str, Any]) -> Any:
    """File for treatment away from home (备案).

    Self-declared (承诺制) and in force at once; a referral may be filed by a hospital of the home
    region. The home region's figures say which kinds there are, how long each lasts, and
    whether filing late is good until the stay is settled. Of several that apply, the one that
    costs the person least counts.
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


@filings.post(
    "/v1/filings/<id('fil'):filing_id>/change",
    body=views_filings.FilingChange,
    answer=views_filings.FilingView,
    status=201,
    key="accepted",
    location="/v1/filings/{id}",
    scope="filing.write",
    roles=("agency", "holder"),
    problems=(
        RegionNotAllowed,
        problems.FilingNotFound,
        problems.FilingAtHome,
        problems.FilingDatesWrong,
        problems.RegionUnknown,
        refusals.FilingNotInForce,
        refusals.FilingChangeTooSoon,
        refusals.FilingTooShort,
        refusals.FilingOverlaps,
    ),
    links={"getFiling": {"filing_id": "$response.body#/id"}},
    path_examples={"filing_id": views_common.FILING_ID},
    example={"care_region_code": "440100"},
)
def change_filing(filing_id: str, body: dict[str, Any]) -> Any:
    """Change a filing (备案变更): a new one of the same kind, and the old one ends before it.

    The home region may let a long-term filing be changed after some months only.
    """
    return flow.change(filing_id, **body)


@filings.post(
    "/v1/filings/<id('fil'):filing_id>/cancel",
    answer=views_filings.FilingView,
    key="accepted",
    scope="filing.write",
    roles=("agency", "holder"),
    problems=(
        RegionNotAllowed,
        problems.FilingNotFound,
        refusals.FilingNotInForce,
        refusals.FilingChangeTooSoon,
    ),
    links={"getFiling": {"filing_id": "$response.body#/id"}},
    path_examples={"filing_id": views_common.FILING_ID},
)
def cancel_filing(filing_id: str) -> Any:
    """Cancel a filing (备案取消): at once, or with the month, as the home region has it.

    What was settled under it stays.
    """
    return flow.cancel(filing_id)
