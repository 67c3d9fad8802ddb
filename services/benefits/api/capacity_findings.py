"""Findings on the capacity to work over HTTP; they are made by applications for HRSS-043."""

from typing import Any

from services.benefits import problems_injury as refusals
from services.benefits.api import injury_views as views
from services.benefits.api.applications import PEOPLE, RULED
from services.benefits.flows import capacity_findings as flow
from services.benefits.problems import ApplicationNotFound
from sscsim import world
from sscsim.web import Blueprint, Query

capacity_findings = Blueprint(
    "capacity_findings",
    tag="Labour-capacity findings",
    description="劳动能力鉴定: the grades that panels of experts give.",
)


@capacity_findings.get(
    "/v1/capacity-findings",
    listing=views.CapacityFindingView,
    query=views.CapacityFindingFilters,
    scope="work_injury.read",
)
def list_capacity_findings(query: Query) -> Any:
    """List findings on the capacity to work, the newest first."""
    return flow.page(query.page, dict(query.filters))


@capacity_findings.get(
    "/v1/capacity-findings/<id('lcf'):capacity_finding_id>",
    answer=views.CapacityFindingView,
    scope="work_injury.read",
    problems=(refusals.CapacityFindingNotFound,),
    path_examples=views.FINDING,
)
def get_capacity_finding(capacity_finding_id: str) -> Any:
    """Show a finding on the capacity to work."""
    return flow.get(capacity_finding_id)


@capacity_findings.post(
    "/v1/capacity-panels",
    body=views.CapacityPanelNew,
    answer=views.CapacityPanelView,
    status=201,
    key="accepted",
    location="/v1/service-applications/{service_application_id}",
    scope="work_injury.write",
    roles=("agency",),
    problems=(
        ApplicationNotFound,
        refusals.PanelNotWanted,
        refusals.PanelTwice,
        refusals.PanelWanted,
        world.RegionNotAllowed,
        *RULED,
    ),
    relayed=PEOPLE,
)
def record_capacity_panel(body: dict[str, Any]) -> Any:
    """Record what a panel of experts found (专家组鉴定意见).

    Unless people decide in the region, the finding is made with it.
    """
    body["experts"] = int(body["experts"])
    return flow.met(body.pop("service_application_id"), **body)
