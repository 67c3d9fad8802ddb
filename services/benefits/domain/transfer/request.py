"""Why a move can't begin: from and to where, what is there, and what is under way.

State Council office 2009 no. 66, articles 2, 5 and 6. Within one province nothing has to be moved:
years and account are the province's already.
"""

from collections.abc import Collection
from dataclasses import dataclass

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.transfer.temporary import ORDINARY, TEMPORARY
from sscsim.kernel import regions

_RULE = "国办发〔2009〕66号"
ONE_PROVINCE = decision.reason(
    "transfer_within_province",
    "{from_region} 与 {to_region} 同属一省，关系无需转移",
    "{from_region} and {to_region} are of one province: nothing has to be moved",
    "企业职工基本养老保险省级统筹",
)
NOTHING_THERE = decision.reason(
    "transfer_nothing_there",
    "{from_region} 没有缴费记录",
    "{from_region} has no contributions on record",
)
UNDER_WAY = decision.reason(
    "transfer_under_way",
    "转移 {transfer_id} 尚未办结，不能同时办理两笔转移",
    "The transfer {transfer_id} isn't over yet, and there is only one at a time",
)
DRAWING = decision.reason(
    "transfer_pension_drawn",
    "已按规定领取基本养老保险待遇，不再转移",
    "A pension is drawn already: the relation isn't moved any more",
    f"{_RULE}第二条",
)
NOT_COMPETENT = decision.reason(
    "transfer_not_competent",
    "{to_region} 既非当前参保地、户籍地，也非待遇领取地（{competent}），不予受理",
    "{to_region} is neither where the person is insured now, nor of the register, nor the place of "
    "the pension ({competent}), and can't take it",
    f"{_RULE}第五条、第六条",
)
STAYS = decision.reason(
    "transfer_relation_stays",
    "在 {to_region} 建立临时缴费账户，关系保留在 {from_region}",
    "{to_region} opens a temporary account; the relation stays in {from_region}",
    f"{_RULE}第五条第二项",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A move that is asked for. insured_in: where contributions are paid now, if they are."""

    from_region: str
    to_region: str
    register: str
    insured_in: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """months: on record in the old area; under_way: ids of transfers that aren't over; place: of
    the pension, once the age is reached; account: what the new area has opened."""

    months: int
    under_way: Collection[str] = ()
    draws_pension: bool = False
    place: str | None = None
    account: str = ORDINARY


def against(asked: Asked, facts: Facts) -> list[Reason]:
    """Every reason, in the order in which an agency would ask."""
    old, new = regions.province_of(asked.from_region), regions.province_of(asked.to_region)
    named = {"from_region": asked.from_region, "to_region": asked.to_region}
    reasons = []
    competent = _competent(asked, facts)
    if new not in competent:
        said = " ".join(sorted(competent))
        reasons.append(NOT_COMPETENT.with_(to_region=asked.to_region, competent=said))
    if old == new:
        reasons.append(ONE_PROVINCE.with_(**named))
    if not facts.months:
        reasons.append(NOTHING_THERE.with_(from_region=asked.from_region))
    reasons += [UNDER_WAY.with_(transfer_id=each) for each in facts.under_way]
    if facts.draws_pension:
        reasons.append(DRAWING)
    if facts.account == TEMPORARY and new != facts.place:
        reasons.append(STAYS.with_(**named))
    return reasons


def _competent(asked: Asked, facts: Facts) -> set[str]:
    named = (asked.register, asked.insured_in, facts.place)
    return {regions.province_of(each) for each in named if each is not None}
