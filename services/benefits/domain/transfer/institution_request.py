"""Moving an institution's pension and annuity, as an application (机关事业单位转移, HRSS-061)."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.transfer import institution, request
from services.benefits.domain.transfer.enterprise import OTHER_AREA, of_province

NOBODY_NAMED = decision.reason(
    "institution_transfer_nobody_named",
    "用人单位应写明为哪位工作人员申请（on_behalf_of）",
    "An employer says for whom of its staff it applies, in on_behalf_of",
)
NO_ANNUITY = decision.reason(
    "annuity_nothing_to_move",
    "{from_region} 没有可转移的{kind}个人账户",
    "{from_region} has no account of the annuity ({kind}) that could move",
    "机关事业单位职业年金办法第八条",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say. months: paid ones of the insurance that is left, in order; insured_in:
    region of the open relation of the one that takes over; under_way: ids of transfers that aren't
    over; annuity: the account that may be left, plan: the one of the new employer, by their ids."""

    months: Sequence[ContributionMonth]
    insured_in: str | None
    under_way: Sequence[str]
    draws_pension: bool
    annuity: str | None = None
    plan: str | None = None


NOTHING = Facts((), None, (), draws_pension=False)
"""Of nobody."""


def decide(case: Case, facts: Facts) -> Decision:
    """The letter is written when relation and annuity may come."""
    if case.subject is None:
        return decision.refuse_acceptance(NOBODY_NAMED)
    said = case.inputs
    if said["to_region_code"] != case.competent_region:
        return decision.refuse_acceptance(OTHER_AREA.with_(region=said["to_region_code"]))
    against = [*_of_relation(case, facts), *_of_annuity(case, facts)]
    if request.NOT_COMPETENT.code in {each.code for each in against}:
        return decision.refuse_acceptance(*against)
    if against:
        return decision.reject(*against)
    moves = said["moves_annuity"]
    return decision.approve(
        annuity_from=facts.annuity if moves else None,
        annuity_to=facts.plan if moves else None,
    )


def _of_relation(case: Case, facts: Facts) -> list[Reason]:
    """As of an employee's; but within one province a scheme may be changed, or an area."""
    said = case.inputs
    old, new = said["from_region_code"], said["to_region_code"]
    moving = request.Asked(old, new, case.person.region_code, facts.insured_in)
    found = request.Facts(
        months=len(of_province(facts.months, old)),
        under_way=facts.under_way,
        draws_pension=facts.draws_pension,
    )
    stays = said["direction"] == institution.BETWEEN and old == new
    return [
        each
        for each in request.against(moving, found)
        if stays or each.code != request.ONE_PROVINCE.code
    ]


def _of_annuity(case: Case, facts: Facts) -> list[Reason]:
    said = case.inputs
    asked = institution.Asked(
        direction=said["direction"],
        from_region=said["from_region_code"],
        to_region=said["to_region_code"],
        left_for=said.get("left_for", institution.HIRED),
        register=case.person.region_code,
        moves_annuity=said["moves_annuity"],
        has_plan=facts.plan is not None,
    )
    reasons = institution.against(asked)
    if said["moves_annuity"] and facts.annuity is None:
        kind, _ = institution.ANNUITIES[asked.direction]
        reasons.append(NO_ANNUITY.with_(from_region=asked.from_region, kind=kind))
    return reasons
