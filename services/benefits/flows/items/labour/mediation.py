"""HRSS-079: mediation of a labour dispute (劳动争议调解)."""

from datetime import timedelta
from typing import Any

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.labour import mediation as domain
from services.benefits.domain.labour.mediation import Mediation
from services.benefits.flows import labour_dues, relations
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.labour import times
from services.benefits.store import labour
from sscsim.db import Tx
from sscsim.kernel import workdays

FAIL = "benefits.fail_mediation"


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    employer = case.inputs["respondent_credit_code"]
    open_case = labour.open_case(tx, case.person.id, employer)
    return domain.Facts(
        times=times.dispute(case.competent_region, case.today),
        mediation=labour.last_mediation(tx, case.person.id, employer),
        open_case=open_case.id if open_case else None,
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The session is appointed, and the job that ends a mediation without agreement."""
    limits = times.dispute(case.competent_region, case.today)
    now = tx.world.now
    made = Mediation(
        id=tx.new_id("lmd", case.application_id, case.decision_no),
        application_id=case.application_id,
        person_id=case.person.id,
        person_name=case.person.name,
        region_code=case.competent_region,
        respondent_credit_code=case.inputs["respondent_credit_code"],
        respondent_name=case.inputs["respondent_name"],
        arisen_on=case.inputs["arisen_on_date"],
        claims=said.terms["claims"],
        claimed=said.terms["claimed"],
        session_on=workdays.after(case.today, limits.session_days).day,
        until_date=case.today + timedelta(days=limits.mediation_days),
        agreed=None,
        agreed_on=None,
        pay_by_date=None,
        agreement=None,
        failed_reason=None,
        due_id=None,
        status=domain.SESSION,
        version=1,
        created_at=now,
        updated_at=now,
    )
    labour.mediations.add(tx, made)
    tx.schedule(FAIL, made.id, relations.day_after(made.until_date))
    tx.emit("labour_mediation.appointed", made.id, told(made))
    return Effect({"labour_mediation_id": made.id, "session_on": made.session_on.isoformat()})


def told(made: Mediation) -> dict[str, str]:
    """What an event says of a mediation."""
    return {"id": made.id, "person_id": made.person_id, "status": made.status}


HANDLING = Handling(
    "HRSS-079",
    decide=domain.decide,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
    on_payment=labour_dues.on_payment,
)
