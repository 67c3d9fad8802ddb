"""Registration of unemployment (失业登记, HRSS-003): of working age, without work, seeking it.

That somebody left work is told by the employment record that ended; where there was none, by a
proof of it. It ends with the next employment, with retirement, or when the person takes it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.employment.employment import ACTIVE, CORRECTED, Employment
from services.benefits.domain.employment.job_seeker import PAST_RETIREMENT, TOO_YOUNG
from services.benefits.domain.origin import application_of
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

REGISTERED, CANCELLED = "registered", "cancelled"
MACHINE: Final = Machine(
    "unemployment registration", initial=REGISTERED, edges=[(REGISTERED, "cancel", CANCELLED)]
)
STATUSES: Final = MACHINE.states
CANCELLED_FOR: Final = ("employed", "retired", "withdrawn", "refused_work", "died")
NEVER_EMPLOYED: Final = "never_employed"
INVOLUNTARY: Final = ("contract_ended", "dismissed", "laid_off", "bankruptcy")
"""非因本人意愿中断就业: what unemployment insurance asks for."""

STILL_EMPLOYED = decision.reason(
    "still_employed",
    "就业登记 {record_id} 尚未终止（{since} 起）",
    "The employment {record_id}, since {since}, has not ended",
    "无业方可失业登记；先由原单位办理退工",
)
UNEMPLOYED_ALREADY = decision.reason(
    "unemployment_registered",
    "已有有效的失业登记 {record_id}",
    "There is a registration in force already, {record_id}",
)
NOT_SEEKING = decision.reason(
    "not_seeking_work",
    "没有求职意愿的不予失业登记",
    "Who doesn't seek work isn't registered as unemployed",
    "有劳动能力、有就业要求、处于无业状态",
)
LEFT_LATER = decision.reason(
    "left_in_future",
    "离职日期 {day} 晚于今天",
    "Left on {day}, which is after today",
)
LEFT_DIFFERS = decision.reason(
    "left_on_differs",
    "离职日期 {day} 与就业登记 {record_id} 的终止日期 {ended} 不一致",
    "Left on {day}, but the employment {record_id} ended on {ended}",
)
WAS_EMPLOYED = decision.reason(
    "was_employed",
    "填报从未就业，但有就业登记 {record_id}",
    "Never employed, it says; the employment {record_id} is on record",
)
PROOF_WANTED = decision.reason(
    "no_ended_employment",
    "没有已终止的就业登记，须提供终止或解除劳动关系证明",
    "No employment that ended is on record: a proof that it ended is wanted",
    "先数据核查，后补充材料",
)


@dataclass(frozen=True, slots=True)
class Unemployment:
    """One registration. `employment_id`: the record of the work that was left, if there is one."""

    id: str
    person_id: str
    ordinal: int
    region_code: str
    application_id: str
    leaving_reason: str
    left_on_date: date
    last_employer_name: str | None
    education: str | None
    employment_id: str | None
    registered_on: date
    cancelled_on: date | None
    cancelled_for: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def registered_by(self) -> str | None:
        """The application; None of somebody who came into the world with it."""
        return application_of(self.application_id)

    @property
    def is_involuntary(self) -> bool:
        """Whether the person lost the work, rather than leaving it."""
        return self.leaving_reason in INVOLUNTARY

    def stands_on(self, day: date) -> bool:
        """Whether it was in force on that day; on the day of its end it is not."""
        return self.registered_on <= day and (self.cancelled_on is None or day < self.cancelled_on)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at. `known`: all employments, the first one first."""

    working_age: int
    retires_in: Month
    known: Sequence[Employment]
    current: Unemployment | None = None


def decide(case: Case, facts: Facts) -> Decision:
    """Registered if out of work, and if data or a proof say that the work ended."""
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    worked = [each for each in facts.known if each.status != CORRECTED]
    against = [*_person(case, facts), *_work(case, worked)]
    if facts.current is not None:
        against.append(UNEMPLOYED_ALREADY.with_(record_id=facts.current.id))
    if against:
        return decision.reject(*against)
    if case.inputs["leaving_reason"] == NEVER_EMPLOYED:
        return decision.approve()
    if not worked and "termination_proof" not in case.inputs:
        return decision.ask_supplement("termination_proof", why=(PROOF_WANTED,))
    return decision.approve(employment_id=_last(worked).id) if worked else decision.approve()


def _person(case: Case, facts: Facts) -> list[Reason]:
    against = []
    age = case.person.age_on(case.today)
    if age < facts.working_age:
        against.append(TOO_YOUNG.with_(working_age=facts.working_age, age=age))
    if Month.of(case.today) >= facts.retires_in:
        against.append(PAST_RETIREMENT.with_(month=str(facts.retires_in)))
    if not case.inputs["seeks_work"]:
        against.append(NOT_SEEKING)
    return against


def _work(case: Case, worked: Sequence[Employment]) -> list[Reason]:
    """What the employment records say against it."""
    left: date = case.inputs["left_on_date"]
    if left > case.today:
        return [LEFT_LATER.with_(day=left.isoformat())]
    open_ones = [each for each in worked if each.status == ACTIVE]
    if open_ones:
        return [
            STILL_EMPLOYED.with_(record_id=each.id, since=each.start_date.isoformat())
            for each in open_ones
        ]
    if not worked:
        return []
    last = _last(worked)
    if case.inputs["leaving_reason"] == NEVER_EMPLOYED:
        return [WAS_EMPLOYED.with_(record_id=last.id)]
    if last.ended_on != left:
        ended = str(last.ended_on)
        return [LEFT_DIFFERS.with_(day=left.isoformat(), record_id=last.id, ended=ended)]
    return []


def _last(worked: Sequence[Employment]) -> Employment:
    """The one that ended last."""
    return max(worked, key=lambda each: (each.ended_on or date.max, each.ordinal))
