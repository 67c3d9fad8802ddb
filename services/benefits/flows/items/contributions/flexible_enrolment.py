"""HRSS-053: somebody in a flexible job is insured (灵活就业人员参保登记)."""

from services.benefits import terms
from services.benefits import terms_contributions as rates
from services.benefits.domain import insurance as words
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import flexible_enrolment as domain
from services.benefits.domain.insurance.flexible_enrolment import Facts
from services.benefits.flows.contributions import enrolment
from services.benefits.flows.contributions.enrolment import Enrolled
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import insurance
from sscsim.db import Tx
from sscsim.kernel import regions
from sscsim.kernel.periods import Month

_TOGETHER = {"500000", "510000"}
"""Provinces between which the hukou doesn't matter (川渝)."""


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    person, region = case.person, case.competent_region
    insurance.hold(tx, [person.id])
    figures = terms.figures_of("job_seeking", region, case.today)
    ages = terms.retirement(region, case.today)
    provinces = {regions.province_of(region), regions.province_of(person.region_code)}
    found = insurance.open_relations(tx, [person.id]).get(person.id, [])
    return Facts(
        rule=rates.flexible(region, case.today, "medical" in case.inputs["insurances"]),
        open={each.kind: each for each in found},
        working_age=figures.number("working_age").value,
        retires_in=ages.latest_month(person.birth_date, person.sex),
        at_home=len(provinces) == 1 or provinces <= _TOGETHER,
    )


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """A relation an insurance, from this month on; a resident's rests meanwhile."""
    base = case.inputs["monthly_base_fen"]
    made = enrolment.enrol(
        tx,
        [
            Enrolled(
                person_id=case.person.id,
                person_name=case.person.name,
                kind=kind,
                category=words.FLEXIBLE,
                region_code=case.competent_region,
                wage=base,
                base=base,
                first=Month.of(case.today),
                application_id=case.application_id,
            )
            for kind in domain.kinds_of(case)
        ],
    )
    return Effect({"insurance_relation_ids": [each.id for each in made]})


HANDLING = Handling(domain.CODE, decide=domain.decide, facts=_facts, effect=_effect)
