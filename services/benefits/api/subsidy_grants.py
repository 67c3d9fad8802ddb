"""One-off subsidies over HTTP: those of HRSS-009 and HRSS-011."""

from typing import Any

from services.benefits import problems_subsidies as problems
from services.benefits.api import views
from services.benefits.domain.employment import job_hunting_subsidy as domain
from services.benefits.flows import subsidy_grants as flow
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields

subsidy_grants = Blueprint(
    "subsidy_grants",
    tag="One-off subsidies",
    description="一次性补贴: paid once in a person's life.",
)
_PATH = "/v1/subsidy-grants/<id('sbg'):subsidy_grant_id>"
_EXAMPLE = {"subsidy_grant_id": "sbg_" + "0" * 26}


class GrantView(Resource):
    object = fields.Object("subsidy_grant")
    application_id = fields.Id("svc", required=True)
    item_code = views.item_code(required=True)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    category = fields.Text(required=True, max=40)
    amount_fen = fields.Fen(attribute="amount", required=True)
    granted_on = fields.Date(required=True)
    status = fields.Enum(domain.GRANT_STATUSES, required=True)


class GrantFilters(ListQuery):
    person_id = fields.Id("psn")
    item_code = views.item_code()
    region_code = fields.Region()
    status = fields.Enum(domain.GRANT_STATUSES)


class GrantRecovery(Schema):
    reason = fields.Text(required=True, max=400, example="经营主体不实")


@subsidy_grants.get(
    "/v1/subsidy-grants", listing=GrantView, query=GrantFilters, scope="subsidy.read"
)
def list_subsidy_grants(query: Query) -> Any:
    """List one-off subsidies, the newest first."""
    return flow.page(query.page, dict(query.filters))


@subsidy_grants.get(
    _PATH,
    answer=GrantView,
    scope="subsidy.read",
    problems=(problems.GrantNotFound,),
    path_examples=_EXAMPLE,
)
def get_subsidy_grant(subsidy_grant_id: str) -> Any:
    """Show a one-off subsidy."""
    return flow.get(subsidy_grant_id)


@subsidy_grants.post(
    _PATH + "/recover",
    body=GrantRecovery,
    answer=GrantView,
    key="accepted",
    scope="subsidy.write",
    roles=("agency",),
    problems=(problems.GrantNotFound, problems.GrantState, world.RegionNotAllowed),
    path_examples=_EXAMPLE,
)
def recover_subsidy_grant(subsidy_grant_id: str, body: dict[str, Any]) -> Any:
    """Have a one-off subsidy whose facts were false given back (追回)."""
    return flow.recover(subsidy_grant_id, body["reason"])
