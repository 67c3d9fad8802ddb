"""HRSS-074: registration for a professional examination (资格考试报名)."""

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.training import exam as domain
from services.benefits.domain.training.exam import Examination, ExamRegistration
from services.benefits.flows.exam_fees import tell
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import training
from sscsim.db import Tx


def _exam(tx: Tx, case: Case) -> Examination | None:
    return training.one(tx, Examination, lock=True, exam_code=case.inputs["exam_code"])


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    """The examination is held until the seat is taken."""
    exam = _exam(tx, case)
    if exam is None:
        return domain.Facts(None, 0, None)
    earlier = training.open_registration(tx, case.person.id, exam.id)
    return domain.Facts(exam, training.seats_taken(tx, exam.id), earlier)


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """A registration that waits for its fee."""
    exam, person_id = _exam(tx, case), case.person.id
    assert exam is not None, "the rule saw it"
    ordinal, now = training.registrations_count(tx, person_id, exam.id) + 1, tx.world.now
    made = ExamRegistration(
        id=tx.new_id("exr", exam.id, person_id, ordinal),
        examination_id=exam.id,
        exam_code=exam.exam_code,
        person_id=person_id,
        application_id=case.application_id,
        region_code=exam.region_code,
        subjects=list(dict.fromkeys(case.inputs["subjects"])),
        pay_by=case.inputs["pay_by"],
        fee=exam.fee,
        tries=0,
        fee_reference=None,
        admission_number=None,
        scores={},
        is_passed=None,
        certificate_id=None,
        status=domain.REGISTERED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    training.add(tx, made)
    tell(tx, made)
    return Effect({"exam_registration_id": made.id})


HANDLING = Handling(
    "HRSS-074", decide=domain.decide, facts=_facts, effect=_effect, one_at_a_time=False
)
