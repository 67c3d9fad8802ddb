"""Professional examinations (专业技术人员资格考试, HRSS-074): from registration to certificate.

Registered in the time for it, admitted once the fee is paid, let in by card and face on the
day, scored; who passes gets a qualification. Until a day of its own the fee is given back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits import problems_training as problems
from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

EDUCATION: Final = (
    "primary",
    "junior_secondary",
    "senior_secondary",
    "college",
    "bachelor",
    "postgraduate",
)
PAY_BY: Final = ("card_account", "electronic_card")
(REGISTERED, PAYING, ADMITTED, ENTERED, SCORED, ABSENT, LAPSED, REFUNDED) = (
    "registered",
    "paying",
    "admitted",
    "entered",
    "scored",
    "absent",
    "lapsed",
    "refunded",
)
MACHINE: Final = Machine(
    "exam registration",
    initial=REGISTERED,
    edges=[
        (REGISTERED, "begin_payment", PAYING),
        (PAYING, "begin_payment", PAYING),
        (PAYING, "fail", REGISTERED),
        (PAYING, "admit", ADMITTED),
        (REGISTERED, "lapse", LAPSED),
        (ADMITTED, "enter", ENTERED),
        (ADMITTED, "refund", REFUNDED),
        (ADMITTED, "miss", ABSENT),
        (ENTERED, "score", SCORED),
    ],
)
STATUSES: Final = MACHINE.states
OPEN: Final = (REGISTERED, PAYING, ADMITTED, ENTERED, SCORED, ABSENT)
"""With these one can't register for the same examination again."""

NO_EXAM = decision.reason("exam_unknown", "没有考试 {exam_code}", "There is no exam {exam_code}")
ELSEWHERE = decision.reason(
    "exam_region_differs",
    "考试 {exam_code} 的考区为 {region}",
    "The exam {exam_code} is held in {region}",
)
NOT_OPEN = decision.reason(
    "exam_registration_closed",
    "报名时间为 {first} 至 {last}",
    "Registration is from {first} to {last}",
)
NO_SUBJECT = decision.reason(
    "exam_subject_unknown", "没有科目：{subjects}", "The exam has no such subjects: {subjects}"
)
EDUCATION_SHORT = decision.reason(
    "exam_education_short",
    "学历须达到 {needed}",
    "An education of {needed} is needed",
)
YEARS_SHORT = decision.reason(
    "exam_years_short",
    "从事专业 {years} 年，不足 {needed} 年",
    "{years} years in the profession, of the {needed} needed",
)
REGISTERED_ALREADY = decision.reason(
    "exam_registered_already",
    "已报名该考试（{record_id}）",
    "Registered for this exam already ({record_id})",
)
FULL = decision.reason("exam_full", "考位 {seats} 个已满", "All {seats} seats are taken")


@dataclass(frozen=True, slots=True)
class Examination:
    """An examination as announced; `refund_until`: last day on which the fee is given back."""

    id: str
    party_id: str
    region_code: str
    exam_code: str
    title: str
    subjects: list[str]
    least_education: str
    least_years: int
    fee: Money
    seats: int
    pass_mark: int
    opens_on: date
    closes_on: date
    refund_until: date
    held_on: date
    version: int
    created_at: datetime
    updated_at: datetime

    def check(self) -> None:
        """ExamDatesWrong, ExamSubjectsTwice."""
        if not self.opens_on <= self.closes_on <= self.refund_until < self.held_on:
            raise problems.ExamDatesWrong()
        if len(set(self.subjects)) != len(self.subjects):
            raise problems.ExamSubjectsTwice()


@dataclass(frozen=True, slots=True)
class ExamRegistration:
    """Somebody's registration. `tries`: attempts to pay the fee, each an event of its own."""

    id: str
    examination_id: str
    exam_code: str
    person_id: str
    application_id: str
    region_code: str
    subjects: list[str]
    pay_by: str
    fee: Money
    tries: int
    fee_reference: str | None
    admission_number: str | None
    scores: dict[str, int]
    is_passed: bool | None
    certificate_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def fee_event(self) -> str:
        """By which the card service knows this attempt."""
        return f"exam:{self.id}:{self.tries}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at. `taken`: seats that are taken."""

    exam: Examination | None
    taken: int
    earlier: ExamRegistration | None


def decide(case: Case, facts: Facts) -> Decision:
    """Registered when the conditions of the announcement are met, in the time for it."""
    exam, code = facts.exam, case.inputs["exam_code"]
    if exam is None:
        return decision.reject(NO_EXAM.with_(exam_code=code))
    against = []
    if {exam.region_code} != {case.inputs["exam_region_code"], case.competent_region}:
        against.append(ELSEWHERE.with_(exam_code=code, region=exam.region_code))
    if not exam.opens_on <= case.today <= exam.closes_on:
        against.append(
            NOT_OPEN.with_(first=exam.opens_on.isoformat(), last=exam.closes_on.isoformat())
        )
    unknown = [each for each in case.inputs["subjects"] if each not in exam.subjects]
    if unknown:
        against.append(NO_SUBJECT.with_(subjects=", ".join(unknown)))
    if EDUCATION.index(case.inputs["education"]) < EDUCATION.index(exam.least_education):
        against.append(EDUCATION_SHORT.with_(needed=exam.least_education))
    years = case.inputs["years_in_profession"]
    if years < exam.least_years:
        against.append(YEARS_SHORT.with_(years=years, needed=exam.least_years))
    if facts.earlier is not None:
        against.append(REGISTERED_ALREADY.with_(record_id=facts.earlier.id))
    elif facts.taken >= exam.seats:
        against.append(FULL.with_(seats=exam.seats))
    return decision.reject(*against) if against else decision.approve()


def moved(known: ExamRegistration, event: str) -> str:
    """The state after; ExamRegistrationState where it has no such move."""
    if not MACHINE.allows(known.status, event):
        raise problems.ExamRegistrationState(registration_id=known.id, status=known.status)
    return MACHINE.after(known.status, event)


def check_entry(known: ExamRegistration, exam: Examination, today: date, face: str) -> None:
    """ExamNotToday, FaceNotMatched, ExamRegistrationState."""
    if today != exam.held_on:
        raise problems.ExamNotToday(exam_code=exam.exam_code, day=exam.held_on.isoformat())
    moved(known, "enter")
    if face != "match":
        raise problems.FaceNotMatched()


def passed(known: ExamRegistration, exam: Examination, marks: Sequence[tuple[str, int]]) -> bool:
    """Whether every subject reaches the mark; ScoresDontFit unless each stands there once."""
    if sorted(subject for subject, _ in marks) != sorted(known.subjects):
        raise problems.ScoresDontFit(subjects=", ".join(known.subjects))
    return all(mark >= exam.pass_mark for _, mark in marks)
