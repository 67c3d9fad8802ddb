"""Moving unemployment insurance to another province (失业保险关系转迁).

The months contributed go along and are added up. Money does, too, once there is a year of
contributions in the old province: the months of benefit that they give and that aren't drawn, and
half again for medical aid, training and placement (`unemployment.moving`). With less than a year
only the relation moves.
"""

from dataclasses import dataclass
from fractions import Fraction

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.unemployment import moving
from services.benefits.domain.unemployment.duration import DurationRule
from sscsim.kernel import regions
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money

NOTHING = decision.reason(
    "unemployment_nothing_to_move",
    "{from_region} 没有缴费月数和未领取的待遇月数",
    "{from_region} has neither months of contributions nor months of benefit that aren't drawn",
)
WITHIN = decision.reason(
    "unemployment_within_province",
    "{from_region} 与 {to_region} 同属一省，缴费年限直接合并",
    "{from_region} and {to_region} are of one province, where the months are added up anyway",
)


@dataclass(frozen=True, slots=True)
class Relation:
    """In the old province: months contributed since the last claim, months of an earlier claim that
    aren't drawn, and the benefit a month there."""

    from_region: str
    to_region: str
    contributed: int
    left: int
    benefit: Money


@dataclass(frozen=True, slots=True)
class Moved:
    """What arrives: months contributed, months of benefit, and the money; None where none moves."""

    contributed: int
    left: int
    money: Explanation | None


def against(relation: Relation) -> list[Reason]:
    reasons = []
    named = {"from_region": relation.from_region, "to_region": relation.to_region}
    if regions.province_of(relation.from_region) == regions.province_of(relation.to_region):
        reasons.append(WITHIN.with_(**named))
    if not relation.contributed and not relation.left:
        reasons.append(NOTHING.with_(from_region=relation.from_region))
    return reasons


def moves(
    relation: Relation, duration: DurationRule, least: Figure[int], extra: Figure[Fraction]
) -> Moved:
    """duration: of the old province. least: months of contributions from which money moves."""
    money = None
    if relation.contributed >= least.value or relation.left:
        months = duration.granted(relation.contributed, relation.left).value
        money = moving.sends(months, relation.benefit, extra)
    return Moved(relation.contributed, relation.left, money)
