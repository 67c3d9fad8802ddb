"""Training courses and who takes them (职业培训报名登记, HRSS-067).

A provider announces a course with places; whoever is eligible takes one, signs in by card on
each day, and passes if they were there often enough.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits import problems_training as problems
from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

SHIFTS: Final = ("day", "evening", "weekend")
ENROLLED, ATTENDED, PASSED, DROPPED = "enrolled", "attended", "passed", "dropped"
MACHINE: Final = Machine(
    "training",
    initial=ENROLLED,
    edges=[
        (ENROLLED, "attend", ATTENDED),
        (ATTENDED, "attend", ATTENDED),
        (ATTENDED, "pass", PASSED),
        (ENROLLED, "drop", DROPPED),
        (ATTENDED, "drop", DROPPED),
    ],
)
STATUSES: Final = MACHINE.states

NO_COURSE = decision.reason(
    "training_course_unknown", "没有培训课程 {course_code}", "There is no course {course_code}"
)
OTHER_REGION = decision.reason(
    "training_course_elsewhere",
    "课程 {course_code} 属于 {region}，应向该地申请",
    "The course {course_code} is held in {region}, whose agency takes enrolments",
)
STARTED = decision.reason(
    "training_course_started",
    "课程已于 {day} 开班",
    "The course began on {day}",
    "开班前报名",
)
FULL = decision.reason(
    "training_course_full",
    "课程名额 {places} 个已满",
    "All {places} places of the course are taken",
)
AT_THE_SAME_TIME = decision.reason(
    "training_at_the_same_time",
    "同一时段已报名课程 {course_code}（{record_id}）",
    "Enrolled in {course_code} for the same time ({record_id})",
    "同一时段只参加一个班次",
)
TAKEN_BEFORE = decision.reason(
    "training_taken_before",
    "已报名过该课程（{record_id}）",
    "Enrolled in this course before ({record_id})",
)
TOO_YOUNG = decision.reason(
    "trainee_below_working_age",
    "未满 {age} 周岁",
    "Below the age of {age}",
    "年满十六周岁的劳动者",
)


@dataclass(frozen=True, slots=True)
class Course:
    """A course as announced. `days_needed`: on so many days one has to be there to pass."""

    id: str
    party_id: str
    region_code: str
    course_code: str
    title: str
    provider_name: str
    occupation: str
    shift: str
    starts_on: date
    ends_on: date
    places: int
    days_needed: int
    fee: Money
    version: int
    created_at: datetime
    updated_at: datetime

    def shares_time_with(self, other: "Course") -> bool:
        """Whether nobody can be at both."""
        apart = self.ends_on < other.starts_on or other.ends_on < self.starts_on
        return self.shift == other.shift and not apart

    def check(self) -> None:
        """CourseDatesWrong: it ends before it begins, or has fewer days than it asks for."""
        if self.ends_on < self.starts_on:
            raise problems.CourseDatesWrong()
        if self.days_needed > (self.ends_on - self.starts_on).days + 1:
            raise problems.CourseTooShort(days=self.days_needed)


@dataclass(frozen=True, slots=True)
class Training:
    """Somebody in a course. `days`: on so many they signed in."""

    id: str
    course_id: str
    course_code: str
    person_id: str
    region_code: str
    application_id: str
    person_category: str
    days: int
    enrolled_on: date
    ended_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at. `others`: trainings that go on, with their courses."""

    course: Course | None
    taken: int
    before: Training | None
    others: tuple[tuple[Training, Course], ...]
    working_age: int


def decide(case: Case, facts: Facts) -> Decision:
    """A place in the course, if there is one and nothing stands against it."""
    code = case.inputs["course_code"]
    course = facts.course
    if course is None:
        return decision.reject(NO_COURSE.with_(course_code=code))
    against = []
    if course.region_code != case.competent_region:
        against.append(OTHER_REGION.with_(course_code=code, region=course.region_code))
    if case.person.age_on(case.today) < facts.working_age:
        against.append(TOO_YOUNG.with_(age=facts.working_age))
    if case.today >= course.starts_on:
        against.append(STARTED.with_(day=course.starts_on.isoformat()))
    if facts.before is not None:
        against.append(TAKEN_BEFORE.with_(record_id=facts.before.id))
    elif facts.taken >= course.places:
        against.append(FULL.with_(places=course.places))
    against.extend(
        AT_THE_SAME_TIME.with_(course_code=other.course_code, record_id=training.id)
        for training, other in facts.others
        if other.id != course.id and other.shares_time_with(course)
    )
    return decision.reject(*against) if against else decision.approve(course_id=course.id)


def check_attendance(training: Training, course: Course, today: date) -> None:
    """CourseNotToday, TrainingState."""
    if not course.starts_on <= today <= course.ends_on:
        raise problems.CourseNotToday(
            course_code=course.course_code,
            first=course.starts_on.isoformat(),
            last=course.ends_on.isoformat(),
        )
    if not MACHINE.allows(training.status, "attend"):
        raise problems.TrainingState(training_id=training.id, status=training.status)


def check_ending(training: Training, course: Course, outcome: str) -> str:
    """The state after; TrainingState, AttendanceTooLow."""
    event = "pass" if outcome == PASSED else "drop"
    if event == "pass" and training.status == ENROLLED:
        raise problems.AttendanceTooLow(days=0, needed=course.days_needed)
    if not MACHINE.allows(training.status, event):
        raise problems.TrainingState(training_id=training.id, status=training.status)
    if event == "pass" and training.days < course.days_needed:
        raise problems.AttendanceTooLow(days=training.days, needed=course.days_needed)
    return MACHINE.after(training.status, event)
