"""Registration of a job-seeker (求职登记, HRSS-001): of working age, and not registered already."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

REGISTERED, MATCHED, EXPIRED, WITHDRAWN = "registered", "matched", "expired", "withdrawn"
MACHINE: Final = Machine(
    "job seeker",
    initial=REGISTERED,
    edges=[
        (REGISTERED, "match", MATCHED),
        (REGISTERED, "expire", EXPIRED),
        (REGISTERED, "withdraw", WITHDRAWN),
    ],
)
STATUSES: Final = MACHINE.states

TOO_YOUNG = decision.reason(
    "below_working_age",
    "未满最低就业年龄 {working_age} 周岁（{age} 周岁）",
    "Below the working age of {working_age}: the person is {age}",
    "年满十六周岁方可求职登记",
)
PAST_RETIREMENT = decision.reason(
    "past_retirement_age",
    "已达到法定退休年龄（{month} 起）",
    "Of retirement age since {month}",
    "达到法定退休年龄的不再办理求职登记",
)
REGISTERED_ALREADY = decision.reason(
    "job_seeker_registered",
    "已有有效的求职登记 {record_id}（有效期至 {until}）",
    "There is a registration in force already, {record_id}, good until {until}",
    "一人同一时段只有一份有效求职登记",
)
AVAILABLE_IN_PAST = decision.reason(
    "available_from_in_past",
    "可到岗日期 {day} 早于今天",
    "Available from {day}, which is before today",
)


@dataclass(frozen=True, slots=True)
class JobSeeker:
    """One registration. `until_date`: last day in force unless something ends it before."""

    id: str
    person_id: str
    ordinal: int
    region_code: str
    application_id: str
    education: str
    occupation_wanted: str
    expected_pay: Money | None
    wanted_region_code: str
    job_kind: str | None
    skill_level: str | None
    available_from_date: date | None
    registered_on: date
    until_date: date
    ended_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at. `current`: a registration in force, if there is one."""

    working_age: int
    valid_months: int
    retires_in: Month
    current: JobSeeker | None


def decide(case: Case, facts: Facts) -> Decision:
    """Registered if of working age, and without a registration in force."""
    person, today = case.person, case.today
    against = []
    age = person.age_on(today)
    if age < facts.working_age:
        against.append(TOO_YOUNG.with_(working_age=facts.working_age, age=age))
    if Month.of(today) >= facts.retires_in:
        against.append(PAST_RETIREMENT.with_(month=str(facts.retires_in)))
    if facts.current is not None:
        against.append(
            REGISTERED_ALREADY.with_(
                record_id=facts.current.id, until=facts.current.until_date.isoformat()
            )
        )
    available = case.inputs.get("available_from_date")
    if available is not None and available < today:
        against.append(AVAILABLE_IN_PAST.with_(day=available.isoformat()))
    if against:
        return decision.reject(*against)
    return decision.approve(until=(Month.of(today) + facts.valid_months).day(today.day))
