"""Survivor benefits over HTTP (遗属待遇); they are made by applications for HRSS-025."""

from typing import Any

from services.benefits import problems_pension as problems
from services.benefits.domain.pension import survivor_claim as domain
from services.benefits.flows import survivor_benefits as flow
from sscsim.web import Blueprint, ListQuery, Query, Resource, fields

survivor_benefits = Blueprint(
    "survivor_benefits",
    tag="Survivor benefits",
    description="遗属待遇: what survivors were paid after a death, once.",
)


class SurvivorBenefitView(Resource):
    object = fields.Object("survivor_benefit")
    application_id = fields.Id("svc", required=True)
    deceased_id = fields.Id("psn", required=True)
    survivor_id = fields.Id("psn", required=True, description="Who was paid.")
    region_code = fields.Region(required=True)
    funeral_scheme = fields.Text(
        max=12, required=True, description="The insurance that pays the funeral grant."
    )
    funeral_fen = fields.Fen(attribute="funeral", required=True)
    survivor_payment_fen = fields.Fen(attribute="survivor_payment", required=True)
    status = fields.Enum(domain.STATUSES, required=True)


class SurvivorBenefitFilters(ListQuery):
    survivor_id = fields.Id("psn")
    deceased_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(domain.STATUSES)


@survivor_benefits.get(
    "/v1/survivor-benefits",
    listing=SurvivorBenefitView,
    query=SurvivorBenefitFilters,
    scope="pension.read",
)
def list_survivor_benefits(query: Query) -> Any:
    """List what survivors were paid, the newest first."""
    return flow.page(query.page, dict(query.filters))


@survivor_benefits.get(
    "/v1/survivor-benefits/<id('svb'):survivor_benefit_id>",
    answer=SurvivorBenefitView,
    scope="pension.read",
    problems=(problems.SurvivorBenefitNotFound,),
    path_examples={"survivor_benefit_id": "svb_" + "0" * 26},
)
def get_survivor_benefit(survivor_benefit_id: str) -> Any:
    """Show what was paid after a death, and whether it reached the card."""
    return flow.get(survivor_benefit_id)
