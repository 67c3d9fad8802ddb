"""HRSS-030: a resident is enrolled in the residents' pension (城乡居民养老保险参保登记)."""

from services.benefits import terms
from services.benefits import terms_contributions as rates
from services.benefits.domain import insurance as words
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import resident_enrolment as domain
from services.benefits.domain.insurance.resident_enrolment import Facts
from services.benefits.flows.contributions import enrolment
from services.benefits.flows.contributions.enrolment import Enrolled
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import insurance
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    insurance.hold(tx, [case.person.id])
    found = insurance.open_relations(tx, [case.person.id]).get(case.person.id, [])
    pension = terms.figures_of("resident_pension", case.competent_region, case.today)
    return Facts(
        rule=rates.resident(case.competent_region, case.today),
        open={each.kind: each for each in found},
        pension_age=pension.number("age").value,
    )


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """A relation from this month on, or the one that rested goes on."""
    tier = case.inputs["yearly_tier_fen"]
    rested = insurance.open_relation(tx, case.person.id, words.RESIDENT_PENSION)
    if rested is not None:
        known = enrolment.resumed(tx, rested, base=tier, wage=tier)
        return Effect({"insurance_relation_id": known.id})
    [made] = enrolment.enrol(
        tx,
        [
            Enrolled(
                person_id=case.person.id,
                person_name=case.person.name,
                kind=words.RESIDENT_PENSION,
                category=words.RESIDENT,
                region_code=case.competent_region,
                wage=tier,
                base=tier,
                first=Month.of(case.today),
                application_id=case.application_id,
            )
        ],
    )
    return Effect({"insurance_relation_id": made.id})


HANDLING = Handling(domain.CODE, decide=domain.decide, facts=_facts, effect=_effect)
