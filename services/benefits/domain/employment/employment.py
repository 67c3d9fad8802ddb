"""Registration of employment (就业登记, HRSS-002): who works where, since when, until when.

Two employments at once stand together only where both kinds allow it: several part-time jobs do
(Labour Contract Law, art. 69), a full-time job and anything else do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.employment.employer import Employer
from services.benefits.domain.employment.job_seeker import PAST_RETIREMENT, TOO_YOUNG
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

ACTIVE, ENDED, CORRECTED = "active", "ended", "corrected"
MACHINE: Final = Machine(
    "employment record",
    initial=ACTIVE,
    edges=[
        (ACTIVE, "end", ENDED),
        (ACTIVE, "correct", CORRECTED),
        (ENDED, "correct", CORRECTED),
    ],
)
STATUSES: Final = MACHINE.states

EMPLOYED, SELF_EMPLOYED = "employed", "self_employed"
FLEXIBLE, PUBLIC_WELFARE = "flexible", "public_welfare"
KINDS: Final = (EMPLOYED, SELF_EMPLOYED, FLEXIBLE, PUBLIC_WELFARE)
BY_AN_EMPLOYER: Final = (EMPLOYED, PUBLIC_WELFARE)
PART_TIME: Final = "part_time"
_TOGETHER: Final = (
    {PART_TIME},
    {PART_TIME, FLEXIBLE},
    {PART_TIME, SELF_EMPLOYED},
)
LEFT_FOR: Final = (
    "contract_ended",
    "dismissed",
    "laid_off",
    "bankruptcy",
    "resigned",
    "business_closed",
    "retired",
    "died",
    "other",
)

STARTS_LATER = decision.reason(
    "employment_starts_later",
    "就业日期 {day} 晚于今天，上岗后方可登记",
    "Employed from {day}, which is after today: it is registered once it has begun",
    "就业后三十日内登记",
)
CONTRACT_OVER = decision.reason(
    "contract_over",
    "合同终止日期 {day} 不晚于今天或就业日期，没有存续的劳动关系",
    "The contract ends on {day}, not after today and the first day: there is no employment",
)
EMPLOYED_ALREADY = decision.reason(
    "employed_already",
    "{since} 起已有{kind}登记 {record_id}，与本次登记的形式不能并存",
    "There is an employment of the kind {kind} since {since}, {record_id}; the two kinds can't "
    "stand together",
    "全日制就业同一时段只能登记一份；非全日制用工可以并存",
)
EMPLOYED_HERE = decision.reason(
    "employed_here_already",
    "在该单位已有就业登记 {record_id}",
    "There is an employment with this very employer on record, {record_id}",
)
HARDSHIP_NEEDED = decision.reason(
    "hardship_recognition_needed",
    "公益性岗位只安置已认定的就业困难人员",
    "A public-welfare post is for people who are recognised as having employment difficulty",
    "公益性岗位优先安置就业困难人员",
)
CODE_OF_ANOTHER = decision.reason(
    "credit_code_of_another_employer",
    "统一社会信用代码 {credit_code} 已由其他用人单位使用",
    "The credit code {credit_code} belongs to another employer's key",
    "用人单位只能为本单位办理登记",
)
CONTRACT_WANTED = decision.reason(
    "contract_not_in_data",
    "非用人单位申报，须提供劳动合同或就业证明",
    "The employer has not reported it: a contract or a proof of the employment is wanted",
    "先数据核查，后补充材料",
)
WORKER_NEEDED = decision.reason(
    "worker_needed",
    "就业登记须出示劳动者本人的社会保障卡",
    "Whose employment it is, is told by the worker's card",
)


@dataclass(frozen=True, slots=True)
class Employment:
    """One employment of a person.

    employer_party_id: the party that reported it, or that the credit code belongs to
    ended_on: last day of it. hardship_id: the recognition that was in force when it began
    corrects_id: the record that this one stands for, which was wrong
    """

    id: str
    person_id: str
    ordinal: int
    region_code: str
    application_id: str
    kind: str
    part_time: bool
    employer_credit_code: str | None
    employer_name: str | None
    employer_party_id: str | None
    contract_kind: str | None
    start_date: date
    contract_end_date: date | None
    post: str
    monthly_wage: Money | None
    hardship_id: str | None
    corrects_id: str | None
    registered_on: date
    ended_on: date | None
    leaving_reason: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def form(self) -> str:
        """The kind, with part-time work told apart from a full-time job."""
        return form_of(self.kind, self.part_time)

    def stands_on(self, day: date) -> bool:
        """Whether the person was employed by it on that day.

        Bounds are inclusive: the first and the last day count.
        """
        if self.status == CORRECTED or day < self.start_date:
            return False
        return self.ended_on is None or day <= self.ended_on


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at.

    known: the person's records that weren't corrected away
    owner: the employer on record with the credit code of the form
    party_id: of the employer that files it; None when somebody else does
    hardship_id: the recognition in force today
    """

    working_age: int
    retires_in: Month
    known: Sequence[Employment]
    owner: Employer | None = None
    party_id: str | None = None
    hardship_id: str | None = None


NO_FACTS: Final = Facts(working_age=0, retires_in=Month(9999, 12), known=())
"""Of nobody: what the rule gets where no worker's card was shown."""


def form_of(kind: str, part_time: bool) -> str:
    """Part-time work (非全日制用工) is employment by a unit, of its own form.

    >>> form_of("employed", True), form_of("flexible", True)
    ('part_time', 'flexible')
    """
    return PART_TIME if kind == EMPLOYED and part_time else kind


def may_stand_together(one: str, other: str) -> bool:
    """Whether employments of two forms may be on record for the same days.

    >>> may_stand_together("part_time", "part_time"), may_stand_together("employed", "flexible")
    (True, False)
    """
    return {one, other} in _TOGETHER


def decide(case: Case, facts: Facts) -> Decision:
    """Registered unless the days, the age, another employment or the employer stand against it."""
    if case.subject is None:
        return decision.refuse_acceptance(WORKER_NEEDED)
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    against = [
        *_days(case),
        *_ages(case, facts),
        *_beside(case, facts),
        *_employer(case, facts),
    ]
    if against:
        return decision.reject(*against)
    reported = facts.party_id is not None
    if (
        case.inputs["employment_kind"] == EMPLOYED
        and not reported
        and "contract" not in case.inputs
    ):
        return decision.ask_supplement("contract", why=(CONTRACT_WANTED,))
    return decision.approve(hardship_id=facts.hardship_id)


def _days(case: Case) -> list[Reason]:
    start: date = case.inputs["start_date"]
    ends: date | None = case.inputs.get("contract_end_date")
    against = []
    if start > case.today:
        against.append(STARTS_LATER.with_(day=start.isoformat()))
    if ends is not None and (ends < start or ends <= case.today):
        against.append(CONTRACT_OVER.with_(day=ends.isoformat()))
    return against


def _ages(case: Case, facts: Facts) -> list[Reason]:
    """Of age on the first day, and not of retirement age by then."""
    start: date = case.inputs["start_date"]
    age = case.person.age_on(start)
    against = []
    if age < facts.working_age:
        against.append(TOO_YOUNG.with_(working_age=facts.working_age, age=age))
    if Month.of(start) >= facts.retires_in:
        against.append(PAST_RETIREMENT.with_(month=str(facts.retires_in)))
    return against


def _beside(case: Case, facts: Facts) -> list[Reason]:
    """Every other employment that shares a day with this one, and may not."""
    start: date = case.inputs["start_date"]
    form = form_of(case.inputs["employment_kind"], case.inputs.get("part_time", False))
    code = case.inputs.get("employer_credit_code")
    against = []
    for each in facts.known:
        if each.status == CORRECTED or (each.ended_on is not None and each.ended_on < start):
            continue
        if code is not None and each.employer_credit_code == code:
            against.append(EMPLOYED_HERE.with_(record_id=each.id))
        elif not may_stand_together(form, each.form):
            since = each.start_date.isoformat()
            against.append(EMPLOYED_ALREADY.with_(since=since, kind=each.form, record_id=each.id))
    return against


def _employer(case: Case, facts: Facts) -> list[Reason]:
    against = []
    if case.inputs["employment_kind"] == PUBLIC_WELFARE and facts.hardship_id is None:
        against.append(HARDSHIP_NEEDED)
    owner = facts.owner.party_id if facts.owner else None
    if facts.party_id is not None and owner not in (None, facts.party_id):
        code = case.inputs["employer_credit_code"]
        against.append(CODE_OF_ANOTHER.with_(credit_code=code))
    return against


def impossible(made: Employment, known: Sequence[Employment], today: date) -> str | None:
    """Why a corrected record can't be so; None when it can. `known`: all of the person's."""
    last = made.ended_on or made.contract_end_date
    if made.start_date > today:
        return f"start_date {made.start_date} is after today"
    if last is not None and last < made.start_date:
        return f"it would end on {last}, before {made.start_date}"
    for each in known:
        if each.status == CORRECTED or each.id == made.corrects_id:
            continue
        before = each.ended_on is not None and each.ended_on < made.start_date
        behind = made.ended_on is not None and made.ended_on < each.start_date
        if not before and not behind and not may_stand_together(made.form, each.form):
            return f"{each.id} covers the same days"
    return None
