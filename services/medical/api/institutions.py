"""Institutions over HTTP."""

from typing import Any

from services.medical import problems
from services.medical.api import views_common, views_institutions
from services.medical.flows import institutions as flow
from sscsim.web import Blueprint, Query

institutions = Blueprint(
    "institutions", tag="Institutions", description="Designated institutions (定点医疗机构)."
)


@institutions.get(
    "/v1/institutions",
    listing=views_institutions.InstitutionView,
    query=views_institutions.InstitutionFilters,
    scope="institution.read",
)
def list_institutions(query: Query) -> Any:
    """List institutions, the newest first."""
    return flow.page(query.page, query.filters)


@institutions.get(
    "/v1/institutions/<id('ins'):institution_id>",
    answer=views_institutions.InstitutionView,
    scope="institution.read",
    problems=(problems.InstitutionNotFound,),
    path_examples={"institution_id": views_common.INSTITUTION_ID},
)
def get_institution(institution_id: str) -> Any:
    """Show an institution."""
    return flow.get(institution_id)


@institutions.post(
    "/v1/institutions",
    body=views_institutions.InstitutionNew,
    answer=views_institutions.InstitutionView,
    status=201,
    key="accepted",
    location="/v1/institutions/{id}",
    scope="institution.write",
    roles=("agency",),
    problems=(problems.InstitutionExists, problems.RegionUnknown),
    links={
        "getInstitution": {"institution_id": "$response.body#/id"},
        "listDepartments": {"institution_id": "$response.body#/id"},
        "listDoctors": {"institution_id": "$response.body#/id"},
    },
)
def create_institution(body: dict[str, Any]) -> Any:
    """Designate an institution (定点).

    A new world has a hospital of each level and two pharmacies in every region that has
    figures; a region whose
    figures you load yourself needs its own.
    """
    return flow.add(**body)
