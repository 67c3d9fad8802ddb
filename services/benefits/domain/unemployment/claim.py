"""Who may claim the benefit, from when it counts, and until when it is decided.

Law on social insurance, article 45: a year of contributions, work lost not by own will, registered
and seeking work. Who has months left of a claim before needs no new year (Guangdong, article 15).
"""

from dataclasses import dataclass
from datetime import date

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.employment.unemployment import INVOLUNTARY
from sscsim.kernel import workdays
from sscsim.kernel.periods import Month

CONTRIBUTED_TOO_LITTLE = decision.reason(
    "unemployment_contributed_too_little",
    "累计缴费 {months} 个月，不满 {least} 个月",
    "{months} months of contributions; {least} are wanted",
    "社会保险法第四十五条第一项",
)
OWN_WILL = decision.reason(
    "left_by_own_will",
    "离职原因为 {left_for}，不属于非因本人意愿中断就业",
    "Left for {left_for}: that is not against one's own will",
    "社会保险法第四十五条第二项",
)
NOT_REGISTERED = decision.reason(
    "unemployment_not_registered",
    "没有有效的失业登记",
    "No registration of unemployment is in force",
    "社会保险法第四十五条第三项",
)
NOT_SEEKING = decision.reason(
    "benefit_not_seeking_work",
    "没有求职要求",
    "Not seeking work",
    "社会保险法第四十五条第三项",
)
ON_PENSION = decision.reason(
    "benefit_on_pension",
    "已享受基本养老保险待遇",
    "A pension is drawn already",
    "社会保险法第五十一条第四项",
)
DRAWN_ELSEWHERE = decision.reason(
    "benefit_drawn_elsewhere",
    "正在 {region} 领取失业保险金",
    "The benefit is drawn in {region} already",
    "同一时期只在一地领取失业保险金",
)


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """least: months of contributions; claim_days: working days after registration within which a
    claim counts from it, None where it always does; decide_days: working days for the decision."""

    least: int
    claim_days: int | None
    decide_days: int


@dataclass(frozen=True, slots=True)
class Claim:
    """contributed: months since the last claim; left: months of it not drawn. left_for: why the
    work ended; registered_on: of a registration in force; drawn_in: region that pays already."""

    contributed: int
    left: int
    left_for: str
    registered_on: date | None
    seeks_work: bool
    claimed_on: date
    on_pension: bool = False
    drawn_in: str | None = None


def refuses(claim: Claim, rule: ClaimRule) -> list[Reason]:
    """Every condition that isn't met, in the order of the law."""
    against = []
    if claim.contributed < rule.least and not claim.left:
        against.append(CONTRIBUTED_TOO_LITTLE.with_(months=claim.contributed, least=rule.least))
    if claim.left_for not in INVOLUNTARY:
        against.append(OWN_WILL.with_(left_for=claim.left_for))
    if claim.registered_on is None:
        against.append(NOT_REGISTERED)
    if not claim.seeks_work:
        against.append(NOT_SEEKING)
    if claim.on_pension:
        against.append(ON_PENSION)
    if claim.drawn_in is not None:
        against.append(DRAWN_ELSEWHERE.with_(region=claim.drawn_in))
    return against


def counts_from(registered_on: date, claimed_on: date, rule: ClaimRule) -> date:
    """The day from which the months run: of the registration (law, article 50); where the region
    asks for a claim soon after it, and it came later, of the claim (Guangdong, article 36)."""
    if rule.claim_days is None:
        return registered_on
    last = workdays.after(registered_on, rule.claim_days).day
    return registered_on if claimed_on <= last else claimed_on


def decide_by(claimed_on: date, rule: ClaimRule) -> date:
    """The last day for the decision."""
    return workdays.after(claimed_on, rule.decide_days).day


def first_month(decided_on: date) -> Month:
    """The month in which the benefit is first paid: the one after the decision."""
    return Month.of(decided_on) + 1
