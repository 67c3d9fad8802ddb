"""The decision of a claim for the benefit (失业保险金申领, HRSS-013): whether, how long, how much.

The conditions are `claim.refuses`, the months `duration`, the sum `benefit`: here they are asked of
what the records say.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.employment.unemployment import Unemployment
from services.benefits.domain.unemployment import claim
from services.benefits.domain.unemployment.benefit import AmountRule, PremiumRule
from services.benefits.domain.unemployment.claim import Claim, ClaimRule
from services.benefits.domain.unemployment.duration import DurationRule
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

CODE: Final = "HRSS-013"

CLAIMED_ELSEWHERE = decision.reason(
    "benefit_claimed_elsewhere",
    "申领地 {claimed} 与受理审核的地区 {region} 不一致",
    "Claimed in {claimed}, and it is {region} that decides",
    "失业保险金由申领地审核",
)
LEFT_FOR_DIFFERS = decision.reason(
    "benefit_left_for_differs",
    "填报离职原因 {said} 与失业登记 {registration_id} 的 {known} 不一致",
    "Left for {said}, it says; the registration {registration_id} has {known}",
    "离职原因以失业登记和就业登记为准",
)
LEFT_ON_DIFFERS = decision.reason(
    "benefit_left_on_differs",
    "填报离职日期 {said} 与失业登记 {registration_id} 的 {known} 不一致",
    "Left on {said}, it says; the registration {registration_id} has {known}",
)
PROOF_WANTED = decision.reason(
    "benefit_termination_proof_wanted",
    "没有已终止的就业登记，须提供终止或解除劳动关系证明",
    "No employment that ended is on record: a proof that it ended is wanted",
    "先数据核查，后补充材料",
)

RELATION_ELSEWHERE = decision.reason(
    "benefit_relation_elsewhere",
    "失业保险关系（缴费年限或未领取的月数）在 {region}，须先转移接续",
    "Contributions, or months that aren't drawn, are in {region}: the relation has to move first",
    "社会保险法第五十二条",
)
RELATION_MOVING = decision.reason(
    "benefit_relation_moving",
    "失业保险关系正在转移（{transfer_id}），办结后再申领",
    "The relation is on the move ({transfer_id}); it can be claimed when that is over",
    "社会保险法第五十二条",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is in force in the region on the day of the claim."""

    claim: ClaimRule
    duration: DurationRule
    amount: AmountRule
    premium: PremiumRule


@dataclass(frozen=True, slots=True)
class Facts:
    """contributed: months in the province since the last claim, `counted_until` the newest;
    carried: months of that claim which are left; registration: in force; left_for: why the work
    ended, as the employment record has it; drawn_in: the region of a benefit that is open.
    elsewhere: a region of another province with months that no claim has counted or drawn;
    moving: the transfer by which they are on their way."""

    rules: Rules
    contributed: int
    counted_until: str
    carried: int
    registration: Unemployment | None
    left_for: str | None
    on_pension: bool
    drawn_in: str | None
    elsewhere: str | None = None
    moving: str | None = None


def decide(case: Case, facts: Facts) -> Decision:
    """Granted for the months of contributions and those left before."""
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    rules, known = facts.rules, facts.registration
    asked = Claim(
        contributed=facts.contributed,
        left=facts.carried,
        left_for=left_for(case, facts),
        registered_on=known.registered_on if known else None,
        seeks_work=case.inputs["seeks_work"],
        claimed_on=case.today,
        on_pension=facts.on_pension,
        drawn_in=facts.drawn_in,
    )
    against = [*_off_records(case, facts), *claim.refuses(asked, rules.claim)]
    if against:
        return decision.reject(*against)
    if facts.left_for is None and "termination_proof" not in case.inputs:
        return decision.ask_supplement("termination_proof", why=(PROOF_WANTED,))
    assert known is not None
    earned, monthly = rules.duration.earned(facts.contributed), rules.amount.monthly()
    granted = rules.duration.granted(facts.contributed, facts.carried)
    months = explain.number(
        "unemployment.duration",
        "min(earned + carried, together)",
        {
            "earned": earned,
            "carried": facts.carried,
            "together": rules.duration.together,
            "contributed": str(facts.contributed),
        },
        Text(
            zh="累计缴费 {contributed} 个月，领取 {earned} 个月；上次未领 {carried} 个月，"
            "合计不超过 {together} 个月：{result} 个月",
            en="{contributed} months of contributions give {earned} months; {carried} are left of "
            "the claim before, together {together} at most: {result} months",
        ),
        places=0,
    )
    assert int(months.decimal) == granted.value, "one rule, said twice"
    premium = rules.premium.monthly().total
    return decision.approve(
        monthly.total,
        Explanation(monthly.total, (months, *monthly.steps)),
        granted=granted.value,
        most=min(
            rules.duration.most.value.at(facts.contributed) + facts.carried,
            rules.duration.together.value,
        ),
        premium=premium,
        counts_from=claim.counts_from(known.registered_on, case.today, rules.claim),
        first_month=claim.first_month(case.today),
        decide_by=claim.decide_by(case.today, rules.claim),
        registration_id=known.id,
        left_for=asked.left_for,
        contributed=facts.contributed,
        counted_until=facts.counted_until,
        carried=facts.carried,
    )


def left_for(case: Case, facts: Facts) -> str:
    """Why the work ended: as the employment record has it, else as the claim says."""
    return facts.left_for or str(case.inputs["leaving_reason"])


def _off_records(case: Case, facts: Facts) -> list[Reason]:
    """Where the form differs from what is on record."""
    against = []
    claimed, known = case.inputs["claim_region_code"], facts.registration
    if claimed != case.competent_region:
        against.append(CLAIMED_ELSEWHERE.with_(claimed=claimed, region=case.competent_region))
    if facts.moving is not None:
        against.append(RELATION_MOVING.with_(transfer_id=facts.moving))
    elif facts.elsewhere is not None:
        against.append(RELATION_ELSEWHERE.with_(region=facts.elsewhere))
    if known is None:
        return against
    if known.leaving_reason != case.inputs["leaving_reason"]:
        against.append(
            LEFT_FOR_DIFFERS.with_(
                said=case.inputs["leaving_reason"],
                registration_id=known.id,
                known=known.leaving_reason,
            )
        )
    left: date = case.inputs["left_on_date"]
    if known.left_on_date != left:
        against.append(
            LEFT_ON_DIFFERS.with_(
                said=left.isoformat(),
                registration_id=known.id,
                known=known.left_on_date.isoformat(),
            )
        )
    return against


def counted(months: list[str], until: str | None) -> tuple[int, str]:
    """Months of contributions that no claim before has counted, and the newest of all.

    >>> counted(["2025-01", "2025-02", "2025-03"], "2025-01")
    (2, '2025-03')
    """
    new = [each for each in months if until is None or each > until]
    newest = max((*months, until or "0000-00"))
    return len(new), newest


def never_twice(first: Month, newest_paid: str | None) -> Month:
    """The first month of a new benefit: behind every month that was paid of one before."""
    return first if newest_paid is None else max(first, Month.parse(newest_paid) + 1)
