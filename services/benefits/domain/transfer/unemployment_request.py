"""Asking to move unemployment insurance to another province (失业保险关系转移接续, HRSS-064).

Whoever draws the benefit may move too: the months that aren't drawn are paid on by the new area.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.transfer import unemployment as rules
from services.benefits.domain.transfer.enterprise import OTHER_AREA
from services.benefits.domain.transfer.request import UNDER_WAY
from services.benefits.domain.transfer.unemployment import Relation
from services.benefits.domain.unemployment.claim import DRAWN_ELSEWHERE, ON_PENSION
from services.benefits.domain.unemployment.record import SUSPENDED, UnemploymentBenefit
from sscsim.kernel import regions

DRAWS = decision.reason(
    "unemployment_move_draws",
    "填报未领取失业保险金，而正在 {region} 领取（{benefit_id}）",
    "It says that no benefit is drawn; {benefit_id} is, in {region}",
    "失业保险金领取情况以经办机构记录为准",
)
DRAWS_NOTHING = decision.reason(
    "unemployment_move_draws_nothing",
    "填报正在领取失业保险金，而没有正在发放的记录",
    "It says that the benefit is drawn; none is on record",
    "失业保险金领取情况以经办机构记录为准",
)
INTERRUPTED = decision.reason(
    "unemployment_move_interrupted",
    "失业保险金 {benefit_id} 已中断（{suspended_for}），恢复后再转移",
    "The benefit {benefit_id} is interrupted ({suspended_for}): it can move once it goes on",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """relation: what the old province has; drawn: the benefit that is open, wherever;
    under_way: ids of transfers of this insurance that aren't over."""

    relation: Relation
    drawn: UnemploymentBenefit | None
    on_pension: bool = False
    under_way: Collection[str] = ()


def decide(case: Case, facts: Facts) -> Decision:
    """The letter is written when there is something that may come."""
    to = case.inputs["to_region_code"]
    if to != case.competent_region:
        return decision.refuse_acceptance(OTHER_AREA.with_(region=to))
    against = [
        *rules.against(facts.relation),
        *(UNDER_WAY.with_(transfer_id=each) for each in facts.under_way),
        *_of_benefit(case.inputs, facts),
        *([ON_PENSION] if facts.on_pension else []),
    ]
    return decision.reject(*against) if against else decision.approve()


def _of_benefit(asked: Any, facts: Facts) -> list[Reason]:
    """Where what the form says of a benefit isn't what is on record."""
    known = facts.drawn
    if known is None:
        return [DRAWS_NOTHING] if asked["on_benefit"] else []
    against = []
    if not asked["on_benefit"]:
        against.append(DRAWS.with_(region=known.region_code, benefit_id=known.id))
    old = regions.province_of(asked["from_region_code"])
    if regions.province_of(known.region_code) != old:
        against.append(DRAWN_ELSEWHERE.with_(region=known.region_code))
    if known.status == SUSPENDED:
        said = {"benefit_id": known.id, "suspended_for": known.suspended_for}
        against.append(INTERRUPTED.with_(**said))
    return against
