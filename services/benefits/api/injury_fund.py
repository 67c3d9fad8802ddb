"""What the fund of work injury insurance takes by the employer, and spends on prevention."""

from typing import Any

from services.benefits import problems_injury_fund as problems
from services.benefits.api import injury_fund_views as views
from services.benefits.flows import injury_rates, prevention_projects
from services.benefits.problems_relations import NotTheirRecord, RecordState
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query

injury_fund = Blueprint(
    "injury_fund",
    tag="Work-injury fund",
    description="工伤保险基金: employers' floating rates, and projects that prevent injuries.",
)
_PROJECTS = "/v1/prevention-projects"
_PROJECT = _PROJECTS + "/<id('ppj'):prevention_project_id>"
_SEEN = (problems.PreventionProjectNotFound, NotTheirRecord)
_ACTED = (problems.PreventionProjectNotFound, world.RegionNotAllowed, RecordState)


@injury_fund.get(
    "/v1/injury-rates",
    listing=views.InjuryRateView,
    query=views.InjuryRateFilters,
    scope="insurance.read",
)
def list_injury_rates(query: Query) -> Any:
    """List employers' rates as assessed (浮动费率核定), the newest first; an employer sees its own.

    Assessed on the first of January: by what the fund paid, what was contributed and how many were
    hurt in the years before. An employer that isn't listed pays its class's rate.
    """
    return injury_rates.page(query.page, dict(query.filters))


@injury_fund.get(
    "/v1/injury-rates/<id('irt'):injury_rate_id>",
    answer=views.InjuryRateView,
    scope="insurance.read",
    problems=(problems.InjuryRateNotFound, NotTheirRecord),
    path_examples=views.RATE,
)
def get_injury_rate(injury_rate_id: str) -> Any:
    """Show how an employer's rate came about."""
    return injury_rates.get(injury_rate_id)


@injury_fund.post(
    _PROJECTS,
    body=views.PreventionProjectNew,
    answer=views.PreventionProjectView,
    status=201,
    key="required",
    location="/v1/prevention-projects/{id}",
    scope="insurance.write",
    roles=("agency", "employer"),
    problems=(
        problems.PreventionTooManyParts,
        problems.PreventionTooMuchAhead,
        world.RegionNotAllowed,
        PolicyMissing,
        FigureMissing,
    ),
)
def create_prevention_project(body: dict[str, Any]) -> Any:
    """Apply for a project that prevents work injuries (工伤预防项目申报), for this year."""
    return prevention_projects.apply(**body)


@injury_fund.get(
    _PROJECTS,
    listing=views.PreventionProjectView,
    query=views.PreventionProjectFilters,
    scope="work_injury.read",
)
def list_prevention_projects(query: Query) -> Any:
    """List prevention projects, the newest first; an employer sees its own."""
    return prevention_projects.page(query.page, dict(query.filters))


@injury_fund.get(
    _PROJECT,
    answer=views.PreventionProjectView,
    scope="work_injury.read",
    problems=_SEEN,
    path_examples=views.PROJECT,
)
def get_prevention_project(prevention_project_id: str) -> Any:
    """Show a prevention project."""
    return prevention_projects.get(prevention_project_id)


@injury_fund.get(
    _PROJECT + "/parts",
    answer=views.PreventionPartsView,
    scope="work_injury.read",
    problems=_SEEN,
    path_examples=views.PROJECT,
)
def list_prevention_project_parts(prevention_project_id: str) -> Any:
    """List the parts in which a project is paid, in their order."""
    return {"data": prevention_projects.parts(prevention_project_id)}


@injury_fund.post(
    _PROJECT + "/review",
    body=views.PreventionReview,
    answer=views.PreventionProjectView,
    key="required",
    scope="work_injury.write",
    roles=("agency",),
    problems=(*_ACTED, problems.PreventionCeiling, PolicyMissing, FigureMissing),
    path_examples=views.PROJECT,
)
def review_prevention_project(prevention_project_id: str, body: dict[str, Any]) -> Any:
    """Approve a project within the limit of its year, or refuse it (立项评审)."""
    return prevention_projects.review(prevention_project_id, **body)


@injury_fund.post(
    _PROJECT + "/accept-part",
    body=views.PreventionAcceptance,
    answer=views.PreventionProjectView,
    key="required",
    scope="work_injury.write",
    roles=("agency",),
    problems=_ACTED,
    path_examples=views.PROJECT,
)
def accept_prevention_part(prevention_project_id: str, body: dict[str, Any]) -> Any:
    """Accept the work of the next part (验收): its money is ordered; the last one ends it."""
    return prevention_projects.accept(prevention_project_id, **body)


@injury_fund.post(
    _PROJECT + "/stop",
    body=views.PreventionStop,
    answer=views.PreventionProjectView,
    key="accepted",
    scope="work_injury.write",
    roles=("agency",),
    problems=_ACTED,
    path_examples=views.PROJECT,
)
def stop_prevention_project(prevention_project_id: str, body: dict[str, Any]) -> Any:
    """Stop a project whose work isn't accepted: the rest is not paid, and free for others."""
    return prevention_projects.stop(prevention_project_id, **body)
