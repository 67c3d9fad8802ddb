"""HRSS-044: care outside the area after a work injury (异地居住就医、转诊转院确认)."""

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.injury import offsite as domain
from services.benefits.domain.injury.offsite import OffsiteCare
from services.benefits.flows import offsite_cares
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.employment import due_days
from services.benefits.store import injuries, injury_care
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    if case.subject is None:
        return domain.Facts()
    injuries.hold_person(tx, case.person.id)
    return domain.Facts(
        injuries=injuries.standing(tx, case.person.id),
        known=injury_care.confirmed(tx, case.person.id),
    )


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """The confirmation, and the job that ends it."""
    now, inputs = tx.world.now, case.inputs
    made = OffsiteCare(
        id=tx.new_id("ofc", case.application_id, case.decision_no),
        application_id=case.application_id,
        person_id=case.person.id,
        region_code=case.competent_region,
        reason=inputs["reason"],
        care_region_code=inputs["care_region_code"],
        hospital_name=inputs["hospital_name"],
        from_date=inputs["from_date"],
        to_date=inputs.get("to_date"),
        ended_on=None,
        status=domain.CONFIRMED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    injury_care.offsite_cares.add(tx, made)
    if made.to_date is not None:
        tx.schedule(offsite_cares.EXPIRE, made.id, due_days.after(tx, made.to_date))
    tx.emit("offsite_care.confirmed", made.id, offsite_cares.told(made))
    return Effect({"offsite_care_id": made.id})


HANDLING = Handling(
    domain.CODE, decide=domain.decide, facts=_facts, effect=_effect, one_at_a_time=False
)
