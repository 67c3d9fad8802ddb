"""HRSS-056: an employer declares who is on its payroll (缴费人员增减与缴费申报)."""

import hashlib
import json

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import contribution_declaration as domain
from services.benefits.domain.insurance.employee_enrolment import Facts
from services.benefits.flows.contributions import declarations, staff
from services.benefits.flows.contributions.staff import People
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.contributions import common
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def _gather(case: Case) -> People:
    return staff.people(each.social_security_number for each in domain.asked(case))


def _facts(tx: Tx, case: Case, gathered: People) -> Facts:
    month = Month.parse(case.inputs["contribution_month"])
    return common.facts(tx, case, month, domain.asked(case), gathered)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The declaration, and what it changes; the month is charged when it is over."""
    facts: Facts = said.terms["facts"]
    assert facts.employer is not None and facts.office is not None and facts.people is not None
    asked = domain.asked(case)
    lines = [
        [each.number, each.social_security_number, each.change, each.wage.fen, str(each.first)]
        for each in asked
    ]
    made = declarations.declared(
        tx,
        facts.employer,
        facts.office,
        asked,
        dict(facts.people),
        key=case.application_id,
        sha256=hashlib.sha256(json.dumps(lines).encode()).hexdigest(),
        application_id=case.application_id,
    )
    charge = {"contribution_charge_id": made.charge_id} if made.charge_id else {}
    return Effect({"contribution_declaration_id": made.id, **charge})


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
)
