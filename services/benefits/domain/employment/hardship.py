"""Recognition of employment difficulty (就业困难人员认定, HRSS-006).

Of a listed category and registered as unemployed; after a public notice it holds for some years,
is checked every year, and ends with employment or with the category.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.employment.unemployment import Unemployment
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

RECOGNISED, ENDED = "recognised", "ended"
MACHINE: Final = Machine(
    "hardship recognition", initial=RECOGNISED, edges=[(RECOGNISED, "end", ENDED)]
)
STATUSES: Final = MACHINE.states
ENDED_FOR: Final = (
    "employed",
    "not_unemployed",
    "category_over",
    "expired",
    "retired",
    "died",
    "revoked",
)

ELDERLY, LONG, DISABLED = "elderly_unemployed", "long_unemployed", "disabled"
LOW_INCOME, NOBODY_WORKS = "low_income", "zero_employment_family"
LAND_LOSS, GRADUATE = "land_loss", "graduate"
CATEGORIES: Final = (ELDERLY, LONG, DISABLED, LOW_INCOME, NOBODY_WORKS, LAND_LOSS, GRADUATE)

NOT_UNEMPLOYED = decision.reason(
    "unemployment_registration_needed",
    "没有有效的失业登记",
    "There is no registration of unemployment in force",
    "先办理失业登记，后申请认定",
)
RECOGNISED_ALREADY = decision.reason(
    "hardship_recognised_already",
    "已有有效的认定 {record_id}（有效期至 {until}）",
    "There is a recognition in force, {record_id}, good until {until}",
)
TOO_YOUNG_FOR_IT = decision.reason(
    "below_hardship_age",
    "大龄失业人员须年满 {needed} 周岁（{age} 周岁）",
    "An older unemployed person is at least {needed}: this one is {age}",
    "大龄失业人员年龄标准",
)
NOT_LONG_ENOUGH = decision.reason(
    "not_long_unemployed",
    "连续失业 {months} 个月，未满 {needed} 个月",
    "Unemployed for {months} months, and {needed} are needed",
    "长期失业人员标准",
)
SINCE_DIFFERS = decision.reason(
    "unemployed_since_differs",
    "连续失业起始日 {day} 早于登记的离职日期 {left}",
    "Unemployed since {day}, it says, and the registration says left on {left}",
)
LEVEL_TOO_LIGHT = decision.reason(
    "disability_level_not_counted",
    "残疾等级 {level} 级不在范围（最轻 {lightest} 级）",
    "Disability of level {level} is not counted; the lightest that is, is level {lightest}",
)
NOT_A_GRADUATE = decision.reason(
    "graduate_not_registered",
    "没有有效的离校未就业高校毕业生登记",
    "There is no registration as a graduate without work in force",
    "离校未就业高校毕业生实名登记",
)
MEMBERS_MISSING = decision.reason(
    "household_members_differ",
    "家庭劳动力 {said} 人，列明本人以外 {listed} 人",
    "{said} of working age live in the household; {listed} besides the person are listed",
)
MEMBER_UNKNOWN = decision.reason(
    "household_member_unknown",
    "有 {count} 名家庭成员查无此人或者与本人没有亲属登记",
    "{count} of the household's members aren't known, or aren't on record as family",
)
MEMBER_WORKS = decision.reason(
    "household_member_works",
    "家庭成员已有就业登记 {record_id}",
    "A member of the household works: {record_id}",
    "零就业家庭：劳动年龄内成员均未就业",
)
PROOF_WANTED = decision.reason(
    "hardship_not_in_data",
    "数据核查未能确认类别 {category}，须补充证明",
    "Data don't confirm the category {category}; a proof is wanted",
    "先数据核查，后补充材料",
)

PROOF_OF: Final[Mapping[str, str]] = {
    DISABLED: "disability_certificate",
    LOW_INCOME: "low_income_proof",
    LAND_LOSS: "land_loss_proof",
}
"""Categories that data or a document confirm -> the document."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """One recognition. `until_date`: last day unless something ends it before.

    confirmed_by: data | document | records. members: ids of the rest of a household where
    nobody works, whom the yearly check looks at
    """

    id: str
    person_id: str
    ordinal: int
    region_code: str
    application_id: str
    category: str
    confirmed_by: str
    members: Sequence[str]
    unemployment_id: str
    recognised_on: date
    until_date: date
    next_check_on: date | None
    checks: int
    ended_on: date | None
    ended_for: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    def stands_on(self, day: date) -> bool:
        """Whether it was in force on that day; on the day of its end it is not."""
        return self.recognised_on <= day and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures of the region: ages in full years, stretches in months."""

    men_age: int
    women_age: int
    long_months: int
    lightest_level: int
    valid_months: int
    check_months: int


@dataclass(frozen=True, slots=True)
class Member:
    """Another member of the household; `person_id` None: nobody known as family has the number."""

    person_id: str | None
    employment_id: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at. `confirmed`: categories that other services' data confirm."""

    limits: Limits
    unemployment: Unemployment | None
    current: Recognition | None = None
    graduate_id: str | None = None
    confirmed: frozenset[str] = frozenset()
    members: Sequence[Member] = field(default_factory=tuple)


def decide(case: Case, facts: Facts) -> Decision:
    """Recognised if unemployed and of the category; every reason against it is named."""
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    category = case.inputs["category"]
    against = []
    if facts.unemployment is None:
        against.append(NOT_UNEMPLOYED)
    if facts.current is not None:
        until = facts.current.until_date.isoformat()
        against.append(RECOGNISED_ALREADY.with_(record_id=facts.current.id, until=until))
    against += _OF_CATEGORY.get(category, _nothing_more)(case, facts)
    if against:
        return decision.reject(*against)
    proof = PROOF_OF.get(category)
    by_data = category in facts.confirmed
    if proof is not None and not by_data and proof not in case.inputs:
        return decision.ask_supplement(proof, why=(PROOF_WANTED.with_(category=category),))
    assert facts.unemployment is not None
    return decision.approve(
        confirmed_by="data" if by_data else "document" if proof else "records",
        until=_in_months(case.today, facts.limits.valid_months),
        next_check=_in_months(case.today, facts.limits.check_months),
        unemployment_id=facts.unemployment.id,
        members=tuple(each.person_id for each in facts.members if each.person_id is not None),
    )


def _in_months(day: date, months: int) -> date:
    return (Month.of(day) + months).day(day.day)


def _nothing_more(_case: Case, _facts: Facts) -> list[Reason]:
    return []


def _elderly(case: Case, facts: Facts) -> list[Reason]:
    limits = facts.limits
    needed = limits.men_age if case.person.sex == "male" else limits.women_age
    age = case.person.age_on(case.today)
    return [] if age >= needed else [TOO_YOUNG_FOR_IT.with_(needed=needed, age=age)]


def _long(case: Case, facts: Facts) -> list[Reason]:
    """Whole months since the day the person says, which isn't before the one on record."""
    since: date = case.inputs["unemployed_since_date"]
    left = facts.unemployment.left_on_date if facts.unemployment else since
    if since < left:
        return [SINCE_DIFFERS.with_(day=since.isoformat(), left=left.isoformat())]
    months = whole_months(since, case.today)
    if months < facts.limits.long_months:
        return [NOT_LONG_ENOUGH.with_(months=months, needed=facts.limits.long_months)]
    return []


def whole_months(since: date, until: date) -> int:
    """Months that are full on the day `until`; 0 when it is before.

    >>> whole_months(date(2025, 1, 31), date(2025, 2, 28))
    1
    >>> whole_months(date(2025, 1, 15), date(2026, 1, 14))
    11
    """
    months = max(0, Month.of(until) - Month.of(since))
    if months and (Month.of(since) + months).day(since.day) > until:
        return months - 1
    return months


def _disabled(case: Case, facts: Facts) -> list[Reason]:
    level, lightest = case.inputs["disability_level"], facts.limits.lightest_level
    return [] if level <= lightest else [LEVEL_TOO_LIGHT.with_(level=level, lightest=lightest)]


def _graduate(_case: Case, facts: Facts) -> list[Reason]:
    return [] if facts.graduate_id is not None else [NOT_A_GRADUATE]


def _nobody_works(case: Case, facts: Facts) -> list[Reason]:
    """Every other member of working age is named, known as family, and without work."""
    said, listed = case.inputs["household_members"], len(facts.members)
    against = []
    if said - 1 != listed:
        against.append(MEMBERS_MISSING.with_(said=said, listed=listed))
    if unknown := sum(each.person_id is None for each in facts.members):
        against.append(MEMBER_UNKNOWN.with_(count=unknown))
    return against + [
        MEMBER_WORKS.with_(record_id=each.employment_id)
        for each in facts.members
        if each.employment_id is not None
    ]


_OF_CATEGORY: Final[Mapping[str, Callable[[Case, Facts], list[Reason]]]] = {
    ELDERLY: _elderly,
    LONG: _long,
    DISABLED: _disabled,
    NOBODY_WORKS: _nobody_works,
    GRADUATE: _graduate,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What the yearly check found. `confirmed`: categories that data confirm today."""

    living: bool
    retired: bool
    unemployed: bool
    confirmed: frozenset[str]
    members_work: bool


def ended_by(known: Recognition, found: Checked, today: date) -> str | None:
    """Why it ends at the check, None when it goes on.

    What a document confirmed is not asked again: its holder reports a change.
    """
    if not found.living:
        return "died"
    if found.retired:
        return "retired"
    if today > known.until_date:
        return "expired"
    if not found.unemployed:
        return "not_unemployed"
    by_data = known.confirmed_by == "data" and known.category not in found.confirmed
    if by_data or (known.category == NOBODY_WORKS and found.members_work):
        return "category_over"
    return None
