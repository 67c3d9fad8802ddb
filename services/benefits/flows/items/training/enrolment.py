"""HRSS-067: enrolment in a training course (职业培训报名登记)."""

from services.benefits import terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.training import course as domain
from services.benefits.domain.training.course import Course, Training
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.training_courses import told
from services.benefits.store import training
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    """The course is held until the place is taken: nobody takes the last one twice."""
    person_id = case.person.id
    course = training.one(tx, Course, lock=True, course_code=case.inputs["course_code"])
    figures = terms.figures_of("job_seeking", case.competent_region, case.today)
    before, taken = None, 0
    if course is not None:
        before = training.one(tx, Training, course_id=course.id, person_id=person_id)
        taken = training.places_taken(tx, course.id)
    return domain.Facts(
        course=course,
        taken=taken,
        before=before,
        others=tuple(training.open_trainings(tx, person_id)),
        working_age=figures.number("working_age").value,
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """A place in the course."""
    now = tx.world.now
    made = Training(
        id=tx.new_id("trn", said.terms["course_id"], case.person.id),
        course_id=said.terms["course_id"],
        course_code=case.inputs["course_code"],
        person_id=case.person.id,
        region_code=case.competent_region,
        application_id=case.application_id,
        person_category=case.inputs["person_category"],
        days=0,
        enrolled_on=case.today,
        ended_on=None,
        status=domain.ENROLLED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    training.add(tx, made)
    tx.emit("training.enrolled", made.id, told(made))
    return Effect({"training_id": made.id})


HANDLING = Handling(
    "HRSS-067", decide=domain.decide, facts=_facts, effect=_effect, one_at_a_time=False
)
