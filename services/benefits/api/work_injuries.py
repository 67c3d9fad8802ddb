"""Recognised work injuries over HTTP; they are made by applications for HRSS-042."""

from typing import Any

from services.benefits import problems_injury as problems
from services.benefits.api import injury_views as views
from services.benefits.flows import injury_cases as flow
from services.benefits.problems_relations import NotTheirRecord, RecordState
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query

work_injuries = Blueprint(
    "work_injuries",
    tag="Work-injury cases",
    description="工伤认定: what was recognised, the wage behind its benefits, and its contest.",
)
_PATH = "/v1/work-injuries/<id('inj'):work_injury_id>"


@work_injuries.get(
    "/v1/work-injuries",
    listing=views.WorkInjuryView,
    query=views.WorkInjuryFilters,
    scope="work_injury.read",
)
def list_work_injuries(query: Query) -> Any:
    """List work injuries as recognised here, the newest first."""
    return flow.page(query.page, dict(query.filters))


@work_injuries.get(
    _PATH,
    answer=views.WorkInjuryView,
    scope="work_injury.read",
    problems=(problems.WorkInjuryNotFound,),
    path_examples=views.INJURY,
)
def get_work_injury(work_injury_id: str) -> Any:
    """Show a work injury."""
    return flow.get(work_injury_id)


@work_injuries.post(
    _PATH + "/confirm-wage",
    body=views.InjuryWage,
    answer=views.WorkInjuryView,
    key="accepted",
    scope="work_injury.write",
    roles=("agency",),
    problems=(
        problems.WorkInjuryNotFound,
        problems.InjuryWageUsed,
        world.RegionNotAllowed,
        RecordState,
    ),
    path_examples=views.INJURY,
)
def confirm_injury_wage(work_injury_id: str, body: dict[str, Any]) -> Any:
    """Confirm the wage that the benefits are worked out from (本人工资核定)."""
    return flow.confirm_wage(work_injury_id, **body)


@work_injuries.post(
    _PATH + "/extend-stop-work",
    body=views.StopWorkExtension,
    answer=views.WorkInjuryView,
    key="accepted",
    scope="work_injury.write",
    roles=("agency",),
    problems=(
        problems.WorkInjuryNotFound,
        problems.StopWorkNone,
        problems.StopWorkExtended,
        problems.StopWorkOver,
        problems.StopWorkTooLong,
        world.RegionNotAllowed,
        RecordState,
        PolicyMissing,
        FigureMissing,
    ),
    path_examples=views.INJURY,
)
def extend_stop_work(work_injury_id: str, body: dict[str, Any]) -> Any:
    """Confirm that pay goes on for longer while work stops (延长停工留薪期), once and in time."""
    return flow.extend_stop_work(work_injury_id, **body)


@work_injuries.post(
    _PATH + "/contest",
    body=views.InjuryContest,
    answer=views.WorkInjuryView,
    key="accepted",
    scope="service_application.write",
    roles=("employer", "agency"),
    problems=(
        problems.WorkInjuryNotFound,
        problems.InjuryContestLate,
        problems.InjuryContestedBefore,
        world.RegionNotAllowed,
        NotTheirRecord,
        RecordState,
        PolicyMissing,
        FigureMissing,
    ),
    path_examples=views.INJURY,
)
def contest_work_injury(work_injury_id: str, body: dict[str, Any]) -> Any:
    """Contest a recognition as its employer (行政复议): it is suspended until that is decided.

    No benefit is decided on it meanwhile; bills go on.
    """
    return flow.contest(work_injury_id, **body)


@work_injuries.post(
    _PATH + "/decide-contest",
    body=views.InjuryContestDecision,
    answer=views.WorkInjuryView,
    key="accepted",
    scope="work_injury.write",
    roles=("agency",),
    problems=(problems.WorkInjuryNotFound, world.RegionNotAllowed, RecordState),
    path_examples=views.INJURY,
)
def decide_injury_contest(work_injury_id: str, body: dict[str, Any]) -> Any:
    """Uphold a contested recognition, or overturn it."""
    return flow.decide_contest(work_injury_id, **body)
