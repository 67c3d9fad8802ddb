"""Care outside the area after a work injury (异地居住就医、转诊转院确认, HRSS-044)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.injury import known
from services.benefits.domain.injury.recognition import WorkInjury
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-044"
CONFIRMED, EXPIRED, CANCELLED = "confirmed", "expired", "cancelled"
MACHINE: Final = Machine(
    "off-area care",
    initial=CONFIRMED,
    edges=[(CONFIRMED, "expire", EXPIRED), (CONFIRMED, "cancel", CANCELLED)],
)
OFFSITE_STATUSES: Final = MACHINE.states
RESIDENCE, REFERRAL = "residence", "referral"
OFFSITE_REASONS: Final = (RESIDENCE, REFERRAL)
_PAPER: Final = {RESIDENCE: "residence_proof", REFERRAL: "referral_letter"}

PERSON_NEEDED = decision.reason(
    "offsite_person_needed",
    "须为职工办理：出示其社会保障卡，或者由单位代其办理",
    "It is for an injured worker: by their card, or by the employer on their behalf",
)
NO_INJURY = decision.reason(
    "offsite_no_injury",
    "没有在本统筹地区有效的工伤认定",
    "The region has recognised no injury of theirs that is in force and insured",
)
SAME_AREA = decision.reason(
    "offsite_same_area",
    "就医地 {region} 就是参保地，无需确认",
    "Care is in {region}, the area itself: nothing has to be confirmed",
)
DATES_WRONG = decision.reason(
    "offsite_dates_wrong",
    "终止日期 {last} 早于起始日期 {first} 或者今天",
    "It would end on {last}, before {first} or before today",
)
CONFIRMED_BEFORE = decision.reason(
    "offsite_confirmed_before",
    "该期间在 {region} 就医已有确认 {record_id}",
    "Care in {region} is confirmed for a part of that time, by {record_id}",
)


@dataclass(frozen=True, slots=True)
class OffsiteCare:
    """One confirmation. to_date: its last day, None where it goes on."""

    id: str
    application_id: str
    person_id: str
    region_code: str
    reason: str
    care_region_code: str
    hospital_name: str
    from_date: date
    to_date: date | None
    ended_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    def covers(self, region_code: str, day: date) -> bool:
        """Whether care in that region on that day was confirmed."""
        last = self.ended_on or self.to_date
        inside = self.from_date <= day and (last is None or day <= last)
        return self.care_region_code == region_code and inside

    def meets(self, first: date, last: date | None) -> bool:
        """Whether it has a day in common with a period."""
        own = self.ended_on or self.to_date
        return (last is None or self.from_date <= last) and (own is None or first <= own)


@dataclass(frozen=True, slots=True)
class Facts:
    """injuries: of the person that stand; known: confirmations that are in force."""

    injuries: Sequence[WorkInjury] = ()
    known: Sequence[OffsiteCare] = ()


def decide(case: Case, facts: Facts) -> Decision:
    """Confirmed for its period, with the letter or the proof."""
    if case.subject is None:
        return decision.refuse_acceptance(PERSON_NEEDED)
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    against = _against(case, facts)
    if against:
        return decision.reject(*against)
    paper = _PAPER[case.inputs["reason"]]
    if paper not in case.inputs:
        return decision.ask_supplement(paper)
    return decision.approve()


def _against(case: Case, facts: Facts) -> list[Reason]:
    first, last = case.inputs["from_date"], case.inputs.get("to_date")
    region = case.inputs["care_region_code"]
    against = []
    if not any(_is_good(each, case.competent_region) for each in facts.injuries):
        against.append(NO_INJURY)
    if region == case.competent_region:
        against.append(SAME_AREA.with_(region=region))
    if last is not None and (last < first or last < case.today):
        against.append(DATES_WRONG.with_(first=first, last=last))
    for each in facts.known:
        if each.care_region_code == region and each.meets(first, last):
            against.append(CONFIRMED_BEFORE.with_(region=region, record_id=each.id))
    return against


def _is_good(injury: WorkInjury, region: str) -> bool:
    here = injury.region_code == region
    return here and not known.against_fund(injury)
