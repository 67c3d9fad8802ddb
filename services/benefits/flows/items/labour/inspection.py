"""HRSS-081: a complaint to labour inspection (劳动保障监察举报投诉)."""

from typing import Any

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.labour import inspection as domain
from services.benefits.domain.labour.inspection import InspectionCase
from services.benefits.flows import labour_dues, relations
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.labour import times
from services.benefits.store import labour
from sscsim.db import Tx
from sscsim.kernel import workdays

LATE = "benefits.inspection_late"


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    asked = case.inputs
    return domain.Facts(
        times=times.inspection(case.competent_region, case.today),
        known=labour.open_inspection(
            tx, case.person.id, asked.get("employer_credit_code"), asked["violation"]
        ),
    )


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """A case is opened (立案), to be closed in so many working days."""
    limits = times.inspection(case.competent_region, case.today)
    now = tx.world.now
    made = InspectionCase(
        id=tx.new_id("lic", case.application_id, case.decision_no),
        application_id=case.application_id,
        person_id=case.person.id,
        person_name=case.person.name,
        region_code=case.competent_region,
        employer_credit_code=case.inputs["employer_credit_code"],
        employer_name=case.inputs["employer_name"],
        violation=case.inputs["violation"],
        people_concerned=case.inputs["people_concerned"],
        owed=case.inputs.get("owed_fen"),
        accepted_on=case.today,
        finish_by=workdays.after(case.today, limits.finish_days).day,
        is_extended=False,
        is_overdue=False,
        finding=None,
        ordered=None,
        ordered_on=None,
        correct_by=None,
        fine=None,
        closed_on=None,
        due_id=None,
        status=domain.ACCEPTED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    labour.inspections.add(tx, made)
    watch(tx, made)
    tx.emit("inspection_case.opened", made.id, told(made))
    return Effect({"inspection_case_id": made.id, "finish_by": made.finish_by.isoformat()})


def watch(tx: Tx, case: InspectionCase) -> None:
    """Look on the day after the last one whether it was closed or penalised."""
    key = f"{case.id}:{case.finish_by.isoformat()}"
    tx.schedule(LATE, key, relations.day_after(case.finish_by))


def told(case: InspectionCase) -> dict[str, str]:
    """What an event says of a case."""
    return {"id": case.id, "person_id": case.person_id, "status": case.status}


HANDLING = Handling(
    "HRSS-081",
    decide=domain.decide,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
    on_payment=labour_dues.on_payment,
)
