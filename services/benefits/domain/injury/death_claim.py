"""Benefits of a death by work (工亡待遇, HRSS-050): funeral, a grant, dependants by the month.

Regulation, articles 39 and 41; who counts as kept is in the order on dependants (因工死亡职工供养
亲属范围规定, 2003), articles 2 to 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.benefits.domain import decision, overlap
from services.benefits.domain.decision import Case, Decision, Person, Reason
from services.benefits.domain.injury import known
from services.benefits.domain.injury.death import AFTER_STOP_WORK, AT_ONCE, DeathRule, Dependant
from services.benefits.domain.injury.recognition import WorkInjury
from services.benefits.domain.overlap import FuneralGrant
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, age_on

CODE: Final = "HRSS-050"
MISSING: Final = "missing"
SPOUSE: Final = "spouse"
YOUNG: Final = ("child", "sibling", "grandchild")
"""Relatives who are kept as long as they are under age; the others once they are old."""
OF_AGE: Final = 18
OLD: Final = {"male": 60, "female": 55}
"""Ages in the order on dependants, article 3. Whoever lost the capacity to work is kept at any
age; no appraisal of dependants is known here."""

DECEASED_UNKNOWN = decision.reason(
    "work_death_unknown",
    "死亡职工的社会保障号码查无此人，或者与工伤认定不符",
    "Nobody has the number of the dead person, or the recognition is of somebody else",
)
DATES_WRONG = decision.reason(
    "work_death_dates",
    "死亡或者下落不明日期 {day} 早于事故日期 {injured} 或者晚于今天",
    "Died, or missing since {day}: before the accident, {injured}, or after today",
)
DAY_DIFFERS = decision.reason(
    "work_death_day_differs",
    "死亡日期 {said} 与登记的 {found} 不一致",
    "Died on {said}, it says, and {found} is on record",
)
GRANTED_BEFORE = decision.reason(
    "work_death_granted_before",
    "该工亡待遇已经核定",
    "The benefits of this death were granted before",
)
PAYEE_NEEDED = decision.reason(
    "work_death_payee_needed",
    "单位申请的，须有供养亲属领取",
    "Where the employer files it somebody of the family has to be named, who is paid",
)
DEPENDANT_UNKNOWN = decision.reason(
    "dependant_unknown",
    "第 {number} 名供养亲属查无此人、已死亡或者重复列名",
    "Dependant {number} is nobody's number, has died, or is listed twice",
)
DEPENDANT_NOT_KEPT = decision.reason(
    "dependant_not_entitled",
    "第 {number} 名供养亲属不在供养范围：未成年人须不满 {young} 岁，其他亲属须男满 {men} 岁、"
    "女满 {women} 岁",
    "Dependant {number} isn't kept: the young are under {young}; others men from {men}, women from "
    "{women}",
    "因工死亡职工供养亲属范围规定第三条",
)
KINSHIP_UNPROVEN = decision.reason(
    "work_death_kinship_unproven",
    "没有登记的亲属关系，须提供亲属关系证明",
    "No family link is on record: a proof of kinship is wanted",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A dependant as the form lists them; person None: nobody has the number."""

    number: int
    relation: str
    is_alone: bool
    person: Person | None
    is_linked: bool = False

    def is_kept(self, day: date) -> bool:
        """Whether they are within the ages of the order."""
        if self.person is None:
            return False
        age = age_on(self.person.birth_date, day)
        if self.relation in YOUNG:
            return age < OF_AGE
        return age >= OLD.get(self.person.sex, OLD["male"])

    @property
    def until(self) -> Month | None:
        """The last month that somebody young is paid: that of the eighteenth birthday."""
        if self.person is None or self.relation not in YOUNG:
            return None
        return Month.of(self.person.birth_date) + 12 * OF_AGE


@dataclass(frozen=True, slots=True)
class Facts:
    """deceased: None where nobody has the number. grade: of the newest final finding.
    is_linked: whether the applicant is family on record. income: None where not needed.
    advanced: of the grant, while they were missing. elsewhere: funeral grants that other
    insurances have paid."""

    injury: WorkInjury | None
    is_theirs: bool
    deceased: Person | None
    is_linked: bool
    listed: Sequence[Listed]
    rule: DeathRule
    wage: Step | None
    average: Figure[Money]
    income: Figure[Money]
    grade: int | None = None
    advanced: Money | None = None
    is_granted: bool = False
    has_dependants: bool = False
    elsewhere: Sequence[FuneralGrant] = ()


def decide(case: Case, facts: Facts) -> Decision:
    """Granted to the family; of the grant a half ahead for the family of a missing person."""
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    number = case.inputs["recognition_number"]
    against = known.against(facts.injury, number, case.competent_region, facts.is_theirs)
    if against or facts.injury is None:
        return decision.reject(*against)
    against = _against(case, facts, facts.injury)
    if facts.wage is None and facts.listed:
        against.append(known.WAGE_UNKNOWN)
    if against:
        return decision.reject(*against)
    wanted = _unproven(case, facts)
    if wanted:
        return decision.ask_supplement(*wanted)
    return _granted(case, facts, facts.injury)


def _day(case: Case) -> date:
    missing = case.inputs["case"] == MISSING
    day: date = case.inputs["missing_since_date" if missing else "died_on_date"]
    return day


def _when(case: Case, injury: WorkInjury) -> str:
    return AT_ONCE if _day(case) <= injury.stop_work_until else AFTER_STOP_WORK


def _against(case: Case, facts: Facts, injury: WorkInjury) -> list[Reason]:
    if facts.deceased is None or facts.deceased.id != injury.person_id:
        return [DECEASED_UNKNOWN]
    if facts.is_granted:
        return [GRANTED_BEFORE]
    against = known.against_fund(injury)
    day = _day(case)
    if not injury.injured_on <= day <= case.today:
        against.append(DATES_WRONG.with_(day=day, injured=injury.injured_on))
    elif case.inputs["case"] != MISSING:
        against += facts.rule.refuses(_when(case, injury), facts.grade)
    if injury.died_on is not None and case.inputs["case"] != MISSING and injury.died_on != day:
        against.append(DAY_DIFFERS.with_(said=day, found=injury.died_on))
    if case.subject is None and not facts.listed:
        against.append(PAYEE_NEEDED)
    return against + _against_listed(case, facts)


def _against_listed(case: Case, facts: Facts) -> list[Reason]:
    against: list[Reason] = []
    seen: set[str] = set()
    for each in facts.listed:
        person = each.person
        if person is None or person.living_state == "deceased" or person.id in seen:
            against.append(DEPENDANT_UNKNOWN.with_(number=each.number))
            continue
        seen.add(person.id)
        if not each.is_kept(_day(case)):
            ages = {"young": OF_AGE, "men": OLD["male"], "women": OLD["female"]}
            against.append(DEPENDANT_NOT_KEPT.with_(number=each.number, **ages))
    return against


def _unproven(case: Case, facts: Facts) -> dict[str, Reason | None]:
    """Documents that data don't spare."""
    found: dict[str, Reason | None] = {}
    dead = facts.deceased is not None and facts.deceased.living_state == "deceased"
    if case.inputs["case"] != MISSING and not dead and "death_proof" not in case.inputs:
        found["death_proof"] = None
    linked = facts.is_linked and all(each.is_linked for each in facts.listed)
    if not linked and "kinship_proof" not in case.inputs:
        found["kinship_proof"] = KINSHIP_UNPROVEN
    return found


def _granted(case: Case, facts: Facts, injury: WorkInjury) -> Decision:
    missing = case.inputs["case"] == MISSING
    if missing:
        once = facts.rule.ahead(facts.income)
        first = Month.of(_day(case)) + facts.rule.missing.value
    else:
        when = _when(case, injury)
        other = facts.elsewhere[0].insurance if facts.elsewhere else None
        once = facts.rule.once(when, facts.average, facts.income, facts.advanced, other)
        first = Month.of(_day(case)) + 1
    sums = {step.share: step.money for step in once.steps if step.share is not None}
    monthly: dict[str, Explanation] = {}
    if facts.listed and facts.wage is not None and not facts.has_dependants:
        kept = [_dependant(each) for each in facts.listed]
        whole = facts.rule.monthly(facts.wage, kept)
        monthly = {
            str(step.share): Explanation(step.money, (facts.wage, step))
            for step in whole.steps
            if step.share is not None
        }
    if not sums and not monthly:
        other = facts.elsewhere[0].insurance
        return decision.reject(overlap.GRANTED_ELSEWHERE.with_(insurance=other))
    more: dict[str, Any] = {"once": sums, "monthly": monthly, "first": first}
    return decision.approve(once.total, once, people=facts.listed, **more)


def _dependant(each: Listed) -> Dependant:
    assert each.person is not None, "checked before"
    return Dependant(each.person.id, each.relation == SPOUSE, each.is_alone)
