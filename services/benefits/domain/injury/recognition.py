"""A work injury and its recognition (工伤认定, HRSS-042): one a person and accident.

Regulation, articles 14, 15, 17 to 20. What was recognised may be contested by the employer
(行政复议); it stands suspended meanwhile, and is upheld or taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Person, Reason
from services.benefits.domain.injury import on_order
from services.benefits.domain.injury.deadlines import EMPLOYER_LATE, DeadlineRule
from services.benefits.domain.injury.platform_order import PlatformOrder
from services.benefits.domain.injury.stop_work import StopWorkRule
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-042"
RECOGNISED, DEEMED, SUSPENDED = "recognised", "deemed", "suspended"
NOT_RECOGNISED: Final = "not_recognised"
MACHINE: Final = Machine(
    "work injury",
    initial=RECOGNISED,
    edges=[
        (RECOGNISED, "contest", SUSPENDED),
        (DEEMED, "contest", SUSPENDED),
        (SUSPENDED, "uphold", RECOGNISED),
        (SUSPENDED, "uphold_deemed", DEEMED),
        (SUSPENDED, "overturn", NOT_RECOGNISED),
    ],
)
INJURY_STATUSES: Final = MACHINE.states
IN_FORCE: Final = (RECOGNISED, DEEMED)
STANDING: Final = (*IN_FORCE, SUSPENDED)
"""Of which a person has one for an accident."""

SUDDEN_DEATH, COMMUTING, DISEASE = "sudden_death", "commuting", "occupational_disease"
DEEMED_KINDS: Final = (SUDDEN_DEATH, "public_interest")
"""视同工伤: not of work, and treated as if (article 15)."""
KINDS: Final = (
    *("at_work", "preparation", "violence", DISEASE, "business_trip", COMMUTING),
    *DEEMED_KINDS,
)
WITHIN_DAYS: Final = 2
"""A sudden illness counts when death follows within 48 hours: by days, that of it and two more."""

LEFT, OVERTURNED = "left_employer", "overturned"
ENDED_FOR: Final = (LEFT, OVERTURNED)

INJURED_UNKNOWN = decision.reason(
    "injured_unknown",
    "受伤职工的社会保障号码查无此人",
    "Nobody has the number of the injured",
)
INJURED_DIFFERS = decision.reason(
    "injured_differs",
    "受伤职工的社会保障号码与所办理的人员不符",
    "The number of the injured is not that of the person whom the application is for",
)
ELSEWHERE = decision.reason(
    "injury_insured_elsewhere",
    "职工事故当日在 {region} 参加工伤保险，应向该地申请",
    "On the day of the accident the insurance against it was in {region}, which recognises it",
    "工伤保险条例第十七条：向统筹地区社会保险行政部门申请",
)
RECOGNISED_ALREADY = decision.reason(
    "injury_recognised_already",
    "同一事故已有工伤认定 {number}",
    "The accident was recognised before, by {number}",
    "同一事故只认定一次",
)
EMPLOYER_DIFFERS = decision.reason(
    "injury_employer_differs",
    "统一社会信用代码不属于申请单位",
    "The credit code is not of the employer that applies",
)
NOT_YET = decision.reason(
    "injury_in_future",
    "事故日期 {day} 晚于今天",
    "The accident, on {day}, is after today",
)
DIED_BEFORE = decision.reason(
    "injury_death_dates",
    "死亡日期 {died} 不在事故日期 {injured} 之后或晚于今天",
    "Death on {died} is before the illness, {injured}, or after today",
)
NOT_WITHIN = decision.reason(
    "sudden_death_too_late",
    "突发疾病 {injured}，死亡 {died}，不在 48 小时之内",
    "The illness was on {injured} and death on {died}: not within 48 hours",
    "工伤保险条例第十五条第一项",
)
BEFORE_EMPLOYMENT = decision.reason(
    "injury_before_employment",
    "事故日期 {injured} 早于在该单位的就业日期 {since}",
    "The accident was on {injured}, before the employment there began on {since}",
    "工伤保险条例第十八条第二项：与用人单位存在劳动关系",
)
EMPLOYMENT_UNPROVEN = decision.reason(
    "injury_employment_unproven",
    "没有事故当日在该单位就业的记录，须提供劳动关系证明",
    "No record says that they were employed there on the day: a proof is wanted",
    "工伤保险条例第十八条第二项",
)
POLICE_WANTED = decision.reason(
    "injury_police_finding_wanted",
    "上下班途中的交通事故，须待有关机关的责任认定",
    "An accident on the way waits for the finding of another authority",
    "工伤保险条例第二十条第三款：中止",
)


@dataclass(frozen=True, slots=True)
class WorkInjury:
    """One injury as recognised.

    platform_order_id: the order on which it was, of whoever is insured by the order and has no
    employer. decide_by: last day for the decision by the regulation. is_insured: against it on the
    day; else the employer pays what the fund would. fund_from: what arose before is the employer's,
    which applied late. declared_wage, confirmed_wage: a month, of the twelve before; the second is
    the agency's. stop_work_until: last day to which pay goes on as a rule, from the employer.
    stop_work_extended_on: when the board made it longer. ended_on: last day of the relation with
    the insurance, or of the recognition
    """

    id: str
    number: str
    person_id: str
    person_name: str
    region_code: str
    application_id: str
    employer_credit_code: str
    platform_order_id: str | None
    injury_kind: str
    injured_on: date
    died_on: date | None
    place: str
    diagnosis: str
    applied_on: date
    recognised_on: date
    decide_by: date
    is_insured: bool
    fund_from: date | None
    declared_wage: Money | None
    confirmed_wage: Money | None
    stop_work_until: date
    stop_work_extended_on: date | None
    contested_on: date | None
    ended_on: date | None
    ended_for: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_deemed(self) -> bool:
        return self.injury_kind in DEEMED_KINDS

    @property
    def has_employer(self) -> bool:
        """Who pays what employers pay; a platform, of which it was an order, doesn't."""
        return self.platform_order_id is None

    @property
    def wage(self) -> Money | None:
        """The average contribution wage of the twelve months before: the agency's word first."""
        return self.confirmed_wage or self.declared_wage


@dataclass(frozen=True, slots=True)
class Facts:
    """injured: whom it is about, None where nobody has the number. differs: the form's number is
    not that of the person. own_code: the credit code may be the applying employer's. known: what
    stands recognised of them. is_employed: by a record. employed_from: since when, where they only
    were after the day. insured_in: which region insured them on the day, if any. order: on which
    it was, as the platform reported it."""

    limits: DeadlineRule
    stop_work: StopWorkRule
    applied_on: date
    by_employer: bool
    injured: Person | None
    differs: bool = False
    own_code: bool = True
    known: Sequence[WorkInjury] = ()
    is_employed: bool = False
    employed_from: date | None = None
    insured_in: str | None = None
    order: PlatformOrder | None = None


def decide(case: Case, facts: Facts) -> Decision:
    """Recognised, or deemed so, when in time and proven; it waits for other authorities."""
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    if case.subject is None and "injured_number" not in case.inputs:
        return decision.ask_supplement("injured_number")
    if facts.injured is None:
        return decision.reject(INJURED_UNKNOWN)
    if on_order.is_asked(case):
        said = on_order.refuses(case, facts.order, facts.injured, facts.is_employed)
        if said is not None:
            return said
    elif facts.insured_in not in (None, case.competent_region):
        return decision.refuse_acceptance(ELSEWHERE.with_(region=facts.insured_in))
    against = _against(case, facts)
    if against:
        return decision.reject(*against)
    unproven = _unproven(case, facts)
    if unproven:
        return decision.ask_supplement(*unproven, why=tuple(unproven.values()))
    injured_on: date = case.inputs["injured_on_date"]
    late = facts.limits.refuses(injured_on, facts.applied_on, facts.by_employer)
    return decision.approve(
        fund_from=facts.applied_on if late else None,
        stop_work_until=facts.stop_work.last_day(injured_on, False),
        decide_by=facts.limits.decide_by(facts.applied_on, _is_clear(case, facts)),
    )


def _against(case: Case, facts: Facts) -> list[Reason]:
    injured: date = case.inputs["injured_on_date"]
    died: date | None = case.inputs.get("died_on_date")
    if injured > case.today:
        return [NOT_YET.with_(day=injured)]
    against = [INJURED_DIFFERS] if facts.differs else []
    if not facts.own_code:
        against.append(EMPLOYER_DIFFERS)
    late = facts.limits.refuses(injured, facts.applied_on, facts.by_employer)
    against += [each for each in late if each.code != EMPLOYER_LATE.code]
    if died is not None and not injured <= died <= case.today:
        against.append(DIED_BEFORE.with_(died=died, injured=injured))
    elif case.inputs["injury_kind"] == SUDDEN_DEATH and _is_late(injured, died):
        against.append(NOT_WITHIN.with_(died=died, injured=injured))
    since = facts.employed_from
    if since is not None and "employment_proof" not in case.inputs:
        against.append(BEFORE_EMPLOYMENT.with_(injured=injured, since=since))
    same = next((each for each in facts.known if each.injured_on == injured), None)
    if same is not None:
        against.append(RECOGNISED_ALREADY.with_(number=same.number))
    return against


def _is_late(injured: date, died: date | None) -> bool:
    return died is not None and died > injured + timedelta(days=WITHIN_DAYS)


def _unproven(case: Case, facts: Facts) -> dict[str, Reason]:
    """Documents that data don't spare, each with why it is wanted."""
    found: dict[str, Reason] = {}
    by_contract = not on_order.is_asked(case)
    if by_contract and not facts.is_employed and "employment_proof" not in case.inputs:
        found["employment_proof"] = EMPLOYMENT_UNPROVEN
    if case.inputs["injury_kind"] == COMMUTING and "police_finding" not in case.inputs:
        found["police_finding"] = POLICE_WANTED
    return found


def _is_clear(case: Case, facts: Facts) -> bool:
    """事实清楚、权利义务明确: on record as staff, hurt at work, with a doctor's certificate."""
    at_work = case.inputs["injury_kind"] == "at_work"
    return at_work and facts.is_employed and "diagnosis_proof" in case.inputs


def number_of(region_code: str, year: int, serial: int) -> str:
    """Of the decision (认定决定书编号).

    >>> number_of("990100", 2026, 7)
    'GSRD-990100-2026-00007'
    """
    return f"GSRD-{region_code}-{year}-{serial:05d}"
