"""HRSS-052: an employer enrols its staff in social insurance (职工参保登记)."""

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import employee_enrolment as domain
from services.benefits.domain.insurance.employee_enrolment import Facts
from services.benefits.flows.contributions import staff
from services.benefits.flows.contributions.staff import People
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.contributions import common
from services.benefits.store import employment_records
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def _gather(case: Case) -> People:
    return staff.people(each.social_security_number for each in domain.asked(case))


def _facts(tx: Tx, case: Case, gathered: People) -> Facts:
    asked = domain.asked(case)
    facts = common.facts(tx, case, Month.of(case.today), asked, gathered)
    if facts.people is None:
        return facts
    ids = [each.person_id for each in facts.people.values()]
    code = case.inputs["employer_credit_code"]
    return common.with_record(facts, employment_records.at_work_with(tx, code, ids))


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """Relations from the month that was said; months that are over are charged at once."""
    facts: Facts = said.terms["facts"]
    assert facts.employer is not None and facts.office is not None and facts.people is not None
    lines = [(each, facts.people[each.social_security_number]) for each in domain.asked(case)]
    changed = staff.apply(
        tx,
        facts.employer,
        facts.office,
        lines,
        key=case.application_id,
        application_id=case.application_id,
    )
    charge = {"contribution_charge_id": changed.arrears.id} if changed.arrears else {}
    return Effect({"insurance_relation_ids": [each.id for each in changed.relations], **charge})


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
)
