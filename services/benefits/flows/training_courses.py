"""Courses that providers hold: announced, attended by card, passed or dropped."""

from collections.abc import Mapping
from typing import Any

from services.benefits import problems_training as problems
from services.benefits.domain.training import course as domain
from services.benefits.domain.training.course import Course, Training
from services.benefits.flows import training_known as known
from services.benefits.store import store, training
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money


def announce(region_code: str, fee: Money, **about: Any) -> Course:
    """A new course of the calling organisation. CourseCodeTaken, CourseInPast and the dates."""
    known.check_region(region_code)
    with store.write() as tx:
        code = about["course_code"]
        tx.lock("training course", code)
        if training.one(tx, Course, course_code=code) is not None:
            raise problems.CourseCodeTaken(course_code=code)
        now = tx.world.now
        made = Course(
            id=tx.new_id("trc", code),
            party_id=world.current().party_id,
            region_code=region_code,
            fee=fee,
            version=1,
            created_at=now,
            updated_at=now,
            **about,
        )
        made.check()
        if made.starts_on < tx.world.today:
            raise problems.CourseInPast(day=made.starts_on.isoformat())
        training.add(tx, made)
        tx.emit("training_course.announced", made.id, {"id": made.id, "course_code": code})
        return tx.answer(made)


def sign_in(course_id: str, credential: Mapping[str, Any]) -> Training:
    """The holder of the card is there today (持卡签到).

    NotTheirRecord, CourseNotToday, NotInCourse, SignedInToday, TrainingState, and what stands
    against the card.
    """
    course = known.get(Course, course_id)
    known.check_keeper(course)
    verification = known.shown_card("HRSS-067", credential, course.region_code)
    with store.write() as tx:
        found = training.one(
            tx, Training, lock=True, course_id=course_id, person_id=verification.get("person_id")
        )
        if found is None:
            raise problems.NotInCourse(course_code=course.course_code)
        domain.check_attendance(found, course, tx.world.today)
        if not training.signed_in(tx, found.id, tx.world.today, verification["id"]):
            raise problems.SignedInToday()
        status = domain.MACHINE.after(found.status, "attend")
        changed = training.change(tx, found, status=status, days=found.days + 1)
        _tell(tx, changed)
        failpoint("benefits.sign_in.before_commit")
        return tx.answer(changed)


def complete(training_id: str, outcome: str) -> Training:
    """The course is over for somebody: passed, if they were there often enough, or dropped."""
    seen = known.get(Training, training_id)
    course = known.get(Course, seen.course_id)
    known.check_keeper(course)
    with store.write() as tx:
        found = known.held(tx, Training, training_id)
        status = domain.check_ending(found, course, outcome)
        changed = training.change(tx, found, status=status, ended_on=tx.world.today)
        _tell(tx, changed)
        return tx.answer(changed)


def _tell(tx: Tx, changed: Training) -> None:
    tx.emit(f"training.{changed.status}", changed.id, told(changed))


def told(changed: Training) -> dict[str, Any]:
    """What an event says of an enrolment."""
    return {"id": changed.id, "person_id": changed.person_id, "course_code": changed.course_code}
