"""HRSS-080: arbitration of a labour dispute (劳动争议仲裁)."""

from datetime import timedelta
from typing import Any

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.labour import arbitration as domain
from services.benefits.domain.labour.arbitration import ArbitrationCase
from services.benefits.flows import labour_dues, relations
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.labour import times
from services.benefits.store import labour
from sscsim.db import Tx

LATE = "benefits.arbitration_late"


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    person, employer = case.person.id, case.inputs["respondent_credit_code"]
    mediation = labour.last_mediation(tx, person, employer)
    open_case = labour.open_case(tx, person, employer)
    return domain.Facts(
        times=times.dispute(case.competent_region, case.today),
        mediation=mediation,
        open_case=open_case.id if open_case else None,
        is_employed=labour.is_employed_by(tx, person, credit_code=employer),
        agreement_broken=labour_dues.is_broken(tx, mediation.due_id if mediation else None),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The case is on the commission's list, with the days by which it is served and decided."""
    limits = times.dispute(case.competent_region, case.today)
    now = tx.world.now
    made = ArbitrationCase(
        id=tx.new_id("arb", case.application_id, case.decision_no),
        application_id=case.application_id,
        person_id=case.person.id,
        person_name=case.person.name,
        region_code=case.competent_region,
        respondent_credit_code=case.inputs["respondent_credit_code"],
        respondent_name=case.inputs["respondent_name"],
        arisen_on=case.inputs["arisen_on_date"],
        claims=said.terms["claims"],
        claimed=said.terms["claimed"],
        filed_on=case.today,
        serve_by=case.today + timedelta(days=limits.serve_days),
        served_on=None,
        hearing_on=None,
        heard_on=None,
        award_by=case.today + timedelta(days=limits.award_days),
        is_extended=False,
        extension_reason=None,
        awarded_on=None,
        award=[],
        awarded=None,
        sue_until=None,
        sued_by=None,
        late_with=None,
        due_id=None,
        status=domain.FILED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    labour.cases.add(tx, made)
    watch(tx, made, "serve")
    watch(tx, made, "award")
    tx.emit("arbitration_case.accepted", made.id, told(made))
    return Effect(
        {
            "arbitration_case_id": made.id,
            "serve_by": made.serve_by.isoformat(),
            "award_by": made.award_by.isoformat(),
        }
    )


def watch(tx: Tx, case: ArbitrationCase, step: str) -> None:
    """Look on the day after the last one whether the step was done."""
    day = case.serve_by if step == "serve" else case.award_by
    tx.schedule(LATE, f"{case.id}:{step}:{day.isoformat()}", relations.day_after(day))


def told(case: ArbitrationCase) -> dict[str, str]:
    """What an event says of a case."""
    return {"id": case.id, "person_id": case.person_id, "status": case.status}


HANDLING = Handling(
    "HRSS-080",
    decide=domain.decide,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
    on_payment=labour_dues.on_payment,
)
