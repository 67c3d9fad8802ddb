"""HRSS-022: certification of entitlement (待遇领取资格认证): alive, and so paid on."""

from typing import Any

from services.benefits import terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.pension import certification as domain
from services.benefits.domain.pension.certification import Facts
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import pensions as records
from sscsim.db import Tx

CODE = "HRSS-022"


def _facts(tx: Tx, case: Case, _gathered: Any) -> Facts:
    records.hold_person(tx, case.person.id)
    figures = terms.figures_of("pension_certification", case.competent_region, case.today)
    drawn = [each.id for each in records.drawn(tx, case.person.id)]
    return Facts(drawn, figures.number("valid"))


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """Good for a year from today; a payment that was paused is resumed by its own item."""
    known = records.certification_of(tx, case.person.id, lock=True)
    assert known is not None, "it began with the first pension"
    made = records.certifications.change(
        tx,
        known,
        status=domain.MACHINE.after(known.status, "certify"),
        method=case.inputs["method"],
        living_place=case.inputs["living_place"],
        certified_on=tx.world.today,
        valid_until=said.terms["until"],
    )
    records.certified_until(tx, case.person.id, made.valid_until)
    told = {
        "id": made.id,
        "person_id": made.person_id,
        "valid_until": made.valid_until.isoformat(),
        "status": made.status,
    }
    tx.emit("pension_certification.made", made.id, told)
    return Effect(
        {"pension_certification_id": made.id, "valid_until": made.valid_until.isoformat()}
    )


HANDLING = Handling(CODE, decide=domain.decide, facts=_facts, effect=_effect, one_at_a_time=False)
