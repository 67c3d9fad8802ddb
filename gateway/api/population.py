"""Filling a sandbox with invented people: an operation of the card service."""

from typing import Any

from gateway.problems import ServiceUnavailable
from sscsim import peers, world
from sscsim.clock import read_instant
from sscsim.kernel.problems import Conflict, NotFound, Refused
from sscsim.kernel.problems import Text as Words
from sscsim.web import Blueprint, Resource, Schema, fields

population = Blueprint(
    "population", tag="Population", description="Invented people, as many as you need."
)


class PopulationRefused(Refused):
    code = "population_refused"
    title = Words(zh="不能生成人口", en="Population refused")
    detail = Words(zh="{why}", en="{why}")


class PopulationBusy(Conflict):
    """One population at a time."""

    code = "population_busy"
    title = Words(zh="正在生成人口", en="A population is being made")
    detail = Words(zh="{why}", en="{why}")
    retryable = True


class NoPopulation(NotFound):
    code = "population_operation_not_found"
    title = Words(zh="没有该操作", en="No such operation")
    detail = Words(zh="没有操作 {operation_id}。", en="There is no operation {operation_id}.")


class PopulationOrder(Schema):
    people = fields.Int(
        min=1, max=10_000_000, required=True, description="How many, exactly.", example=100
    )
    regions = fields.List(
        fields.Region(),
        required=True,
        min=1,
        max=400,
        description="Pooling areas; shared out evenly, with migrants between them.",
        example=["510100", "500000"],
    )
    seed = fields.Text(
        max=80, description="Same seed, same people; the world's own when left out.", example="s1"
    )
    insured = fields.Bool(
        load_default=False,
        description="With social insurance: staff and their employers, the unemployed, pensioners, "
        "residents. Every region needs the figures for it.",
    )


class PopulationView(Resource):
    object = fields.Object("operation")
    kind = fields.Enum(("population",), required=True, dump_default="population")
    status = fields.Enum(("running", "succeeded"), required=True)
    seed = fields.Text(required=True, max=100)
    people = fields.Int(required=True)
    made = fields.Int(required=True, description="How many stand already.")
    regions = fields.List(fields.Region(), required=True)


@population.post(
    "/sandbox/v1/population",
    body=PopulationOrder,
    answer=PopulationView,
    status=202,
    location="/sandbox/v1/population/{id}",
    roles=("owner",),
    problems=(PopulationRefused, PopulationBusy, ServiceUnavailable),
    links={"getPopulation": {"operation_id": "$response.body#/id"}},
)
def create_population(body: dict[str, Any]) -> Any:
    """Make people (人口生成): households, ages, names, cards and electronic cards in all states.

    Jobs do the work in chunks while the sandbox clock stands still; ask Location how far
    it is. Everybody's number begins with a city's code, which real people's don't, and
    every password is 471592.
    """
    body.setdefault("seed", world.current().seed)
    if body["insured"]:
        check = {"regions": body["regions"]}
        _asked("POST", "/internal/v1/insured-people/check", check, of="benefits")
    return _shown(_asked("POST", "/internal/v1/populations", body))


@population.get(
    "/sandbox/v1/population/<id('op'):operation_id>",
    answer=PopulationView,
    problems=(NoPopulation, ServiceUnavailable),
    path_examples={"operation_id": "op_" + "0" * 26},
)
def get_population(operation_id: str) -> Any:
    """How far the making of people is."""
    try:
        return _shown(_asked("GET", f"/internal/v1/populations/{operation_id}", None))
    except PopulationRefused:
        raise NoPopulation(operation_id=operation_id) from None


def _asked(method: str, path: str, body: Any, of: str = "card") -> Any:
    try:
        return peers.call(of, method, path, body)
    except peers.Refused as refused:
        why = str(refused.problem.get("detail", ""))
        problem = PopulationBusy if refused.status == 409 else PopulationRefused
        raise problem(why=why) from None
    except (peers.Unreachable, peers.NoAnswer):
        raise ServiceUnavailable(of) from None


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    return {
        **found,
        "created_at": read_instant(found["created_at"]),
        "updated_at": read_instant(found["updated_at"]),
    }
