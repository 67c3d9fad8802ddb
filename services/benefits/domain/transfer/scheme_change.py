"""Changing between employees' and residents' pensions, as an application (制度衔接, HRSS-062)."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.insurance import EMPLOYEE_PENSION, RESIDENT_PENSION
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.transfer import conversion, request
from services.benefits.domain.transfer.conversion import RESIDENT_MOVES, TO_EMPLOYEE, TO_RESIDENT
from services.benefits.domain.transfer.enterprise import OTHER_AREA, of_province
from sscsim.kernel import regions
from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import Month

KINDS = {
    TO_EMPLOYEE: (RESIDENT_PENSION, EMPLOYEE_PENSION),
    TO_RESIDENT: (EMPLOYEE_PENSION, RESIDENT_PENSION),
    RESIDENT_MOVES: (RESIDENT_PENSION, RESIDENT_PENSION),
}
"""Which insurance is left, and which one takes over."""
STAYS_HERE = decision.reason(
    "conversion_same_area",
    "转出地与转入地同为 {region}，居民养老保险关系无需转移",
    "Both areas are {region}: a resident's relation has nowhere to move",
    "社会保险经办条例第十二条第三款",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """employee, resident: what was contributed in each scheme, a resident's by the year; legal:
    month of the age; under_way: ids of transfers that aren't over; least: months for a pension."""

    employee: Sequence[ContributionMonth]
    resident: Sequence[ContributionMonth]
    legal: Month
    draws_pension: bool
    under_way: Sequence[str]
    least: Figure[int]


def decide(case: Case, facts: Facts) -> Decision:
    """The new scheme's agency writes when the person may change."""
    said = case.inputs
    old, new = said["from_region_code"], said["to_region_code"]
    if new != case.competent_region:
        return decision.refuse_acceptance(OTHER_AREA.with_(region=new))
    competent = _competent(case, facts)
    if regions.province_of(new) not in competent:
        named = " ".join(sorted(competent)) or "-"
        wrong = request.NOT_COMPETENT.with_(to_region=new, competent=named)
        return decision.refuse_acceptance(wrong)
    asked = conversion.Asked(
        direction=said["direction"],
        month=Month.of(case.today),
        legal=facts.legal,
        employee_months=len(facts.employee),
        resident_months=12 * len(facts.resident),
        draws_pension=facts.draws_pension,
        register=case.person.region_code,
        to_region=new,
    )
    against = [
        *conversion.against(asked, facts.least),
        *_nowhere(facts, said["direction"], old, new),
    ]
    return decision.reject(*against) if against else decision.approve()


def _nowhere(facts: Facts, direction: str, old: str, new: str) -> list[Reason]:
    """Nothing there, nowhere to go, or on its way already."""
    left = facts.employee if direction == TO_RESIDENT else facts.resident
    reasons = []
    if direction == RESIDENT_MOVES and old == new:
        reasons.append(STAYS_HERE.with_(region=new))
    if not of_province(left, old):
        reasons.append(request.NOTHING_THERE.with_(from_region=old))
    return reasons + [request.UNDER_WAY.with_(transfer_id=each) for each in facts.under_way]


def _competent(case: Case, facts: Facts) -> set[str]:
    """An employee's pension is taken over where it is, a resident's at the household register."""
    if case.inputs["direction"] == TO_EMPLOYEE:
        return {regions.province_of(each.region_code) for each in facts.employee}
    if case.inputs["direction"] == TO_RESIDENT:
        return {regions.province_of(case.person.region_code)}
    return {regions.province_of(case.inputs["to_region_code"])}  # the register is asked about
