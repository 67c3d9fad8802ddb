"""Examinations: announced, entered by card and face, scored."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from services.benefits import problems_training as problems
from services.benefits.domain.training import exam as domain
from services.benefits.domain.training.exam import Examination, ExamRegistration
from services.benefits.flows import skill_certificates
from services.benefits.flows import training_known as known
from services.benefits.flows.exam_fees import tell
from services.benefits.store import store, training
from sscsim import clock, world
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

CLOSE = "benefits.close_exam_registration"
MARK_ABSENT = "benefits.mark_exam_absent"


def announce(region_code: str, fee: Money, **about: Any) -> Examination:
    """A new examination of an agency. ExamCodeTaken, ExamDatesWrong, ExamSubjectsTwice."""
    known.check_region(region_code)
    with store.write() as tx:
        code = about["exam_code"]
        tx.lock("examination", code)
        if training.one(tx, Examination, exam_code=code) is not None:
            raise problems.ExamCodeTaken(exam_code=code)
        now = tx.world.now
        made = Examination(
            id=tx.new_id("exm", code),
            party_id=world.current().party_id,
            region_code=region_code,
            fee=fee,
            version=1,
            created_at=now,
            updated_at=now,
            **about,
        )
        made.check()
        if made.held_on <= tx.world.today:
            raise problems.ExamDatesWrong()
        training.add(tx, made)
        tx.schedule(CLOSE, made.id, _after(made.closes_on, now))
        tx.schedule(MARK_ABSENT, made.id, _after(made.held_on, now))
        tx.emit("examination.announced", made.id, {"id": made.id, "exam_code": code})
        return tx.answer(made)


def _after(day: date, now: datetime) -> datetime:
    """The midnight that ends a day."""
    return max(datetime.combine(day + timedelta(days=1), time(0, 0), clock.SHANGHAI), now)


def enter(examination_id: str, credential: Mapping[str, Any], face: str) -> ExamRegistration:
    """Let somebody in by card and face (持卡入场).

    ExamNotToday, NotAdmitted, FaceNotMatched, ExamRegistrationState, and what is against the card.
    """
    exam = known.get(Examination, examination_id)
    known.check_keeper(exam)
    verification = known.shown_card("HRSS-074", credential, exam.region_code)
    with store.write() as tx:
        mine = training.open_registration(tx, verification["person_id"], examination_id)
        if mine is None or mine.admission_number is None:
            raise problems.NotAdmitted(exam_code=exam.exam_code)
        found = known.held(tx, ExamRegistration, mine.id)
        domain.check_entry(found, exam, tx.world.today, face)
        changed = training.change(tx, found, status=domain.moved(found, "enter"))
        tell(tx, changed)
        failpoint("benefits.exam_entry.before_commit")
        return tx.answer(changed)


def score(registration_id: str, marks: Sequence[tuple[str, int]]) -> ExamRegistration:
    """The marks of somebody who was there; who passes gets the qualification.

    ScoresDontFit, ExamRegistrationState.
    """
    seen = known.get(ExamRegistration, registration_id)
    exam = known.get(Examination, seen.examination_id)
    known.check_keeper(exam)
    with store.write() as tx:
        found = known.held(tx, ExamRegistration, registration_id)
        status = domain.moved(found, "score")
        is_passed = domain.passed(found, exam, marks)
        more: dict[str, Any] = {}
        if is_passed:
            made = skill_certificates.certified(
                tx,
                kind="qualification",
                number=f"Q{found.id[-26:]}",
                person_id=found.person_id,
                region_code=exam.region_code,
                occupation=exam.title,
                level=None,
                issued_on=tx.world.today,
                issuer_name=exam.title,
                party_id=exam.party_id,
            )
            more["certificate_id"] = made.id
        changed = training.change(
            tx, found, status=status, scores=dict(marks), is_passed=is_passed, **more
        )
        tell(tx, changed)
        return tx.answer(changed)


# ---- due


def close(examination_id: str) -> None:
    """The time for registration is over: who has not paid is no longer registered."""
    _each(examination_id, "lapse")


def mark_absent(examination_id: str) -> None:
    """The day is over: who was admitted and did not come was absent."""
    _each(examination_id, "miss")


def _each(examination_id: str, event: str) -> None:
    with store.write() as tx:
        for seen in training.all_of(tx, ExamRegistration, examination_id=examination_id):
            found = known.held(tx, ExamRegistration, seen.id)
            if domain.MACHINE.allows(found.status, event):
                changed = training.change(tx, found, status=domain.moved(found, event))
                tell(tx, changed)
        tx.complete_job()
