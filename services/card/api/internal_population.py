"""Making people, for the gateway: never routed by it."""

from typing import Any

from services.card import problems
from services.card import problems_scheme as refusals
from services.card.flows import population
from sscsim.web import Blueprint, Schema, View, fields

internal_population = Blueprint("card_internal_population", description="For the gateway.")


class PopulationRequest(Schema):
    people = fields.Int(min=1, max=10_000_000, required=True)
    regions = fields.List(fields.Region(), required=True, min=1, max=400)
    seed = fields.Text(required=True, max=80)
    insured = fields.Bool(load_default=False)


class PopulationState(View):
    id = fields.Id("op", required=True)
    seed = fields.Text(required=True, max=100)
    people = fields.Int(required=True)
    made = fields.Int(required=True)
    regions = fields.List(fields.Region(), required=True)
    status = fields.Enum(("running", "succeeded"), required=True)
    created_at = fields.Instant(required=True)
    updated_at = fields.Instant(required=True)


@internal_population.post(
    "/internal/v1/populations",
    body=PopulationRequest,
    answer=PopulationState,
    status=202,
    problems=(
        problems.NotPoolingArea,
        refusals.PopulationRunning,
        refusals.PopulationTooLarge,
    ),
)
def start_population_for_gateway(body: dict[str, Any]) -> Any:
    """Begin to fill the world with invented people."""
    return population.start(**body)


@internal_population.get(
    "/internal/v1/populations/<id('op'):operation_id>",
    answer=PopulationState,
    problems=(refusals.PopulationNotFound,),
)
def get_population_for_gateway(operation_id: str) -> Any:
    """How far it is."""
    return population.get(operation_id)
