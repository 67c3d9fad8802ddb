"""What every benefit of a work injury asks first: is there a recognition, and does it hold?"""

from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.injury.recognition import IN_FORCE, LEFT, WorkInjury

UNKNOWN = decision.reason(
    "recognition_unknown",
    "没有编号为 {number} 的工伤认定决定",
    "There is no recognition with the number {number}",
    "工伤保险待遇以工伤认定为前提",
)
OF_ANOTHER = decision.reason(
    "recognition_of_another",
    "该工伤认定不属于办理对象，或者不是申请单位的职工",
    "The recognition is not of this person, or not of this employer's staff",
)
NOT_IN_FORCE = decision.reason(
    "recognition_not_in_force",
    "工伤认定 {number} 状态为 {status}，不能据此享受待遇",
    "The recognition {number} is {status}: no benefit rests on it",
    "工伤保险条例第四十二条、第五十五条",
)
ELSEWHERE = decision.reason(
    "recognition_of_another_region",
    "工伤认定 {number} 由 {region} 作出，应在该地办理",
    "The recognition {number} was decided in {region}, which is competent",
)
NOT_INSURED = decision.reason(
    "injury_not_insured",
    "事故当日未参加工伤保险，待遇由用人单位支付",
    "Nobody insured the injury on its day: the employer pays what the fund would",
    "工伤保险条例第六十二条第二款",
)
RELATION_ENDED = decision.reason(
    "injury_relation_ended",
    "工伤保险关系已于 {day} 终止",
    "The relation with the work-injury insurance ended on {day}",
    "工伤保险条例第三十六条、第三十七条",
)
WAGE_UNKNOWN = decision.reason(
    "injury_wage_unknown",
    "没有认定前 12 个月的平均缴费工资，须由经办机构核定",
    "No average contribution wage of the twelve months before is known; the agency confirms it",
    "工伤保险条例第六十四条",
)
ALL: Final = (UNKNOWN, OF_ANOTHER, NOT_IN_FORCE, ELSEWHERE)


def against(injury: WorkInjury | None, number: str, region: str, is_theirs: bool) -> list[Reason]:
    """Why nothing can be asked for of this recognition in this region."""
    if injury is None:
        return [UNKNOWN.with_(number=number)]
    if injury.region_code != region:
        return [ELSEWHERE.with_(number=number, region=injury.region_code)]
    if not is_theirs:
        return [OF_ANOTHER]
    if injury.status not in IN_FORCE:
        return [NOT_IN_FORCE.with_(number=number, status=injury.status)]
    return []


def against_fund(injury: WorkInjury) -> list[Reason]:
    """Why the fund pays nothing of it."""
    if not injury.is_insured:
        return [NOT_INSURED]
    if injury.ended_for == LEFT and injury.ended_on is not None:
        return [RELATION_ENDED.with_(day=injury.ended_on)]
    return []
