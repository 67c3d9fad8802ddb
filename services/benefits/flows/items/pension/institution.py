"""HRSS-028: the pension of somebody in an institution, claimed by the employer (机关事业单位)."""

from services.benefits import terms, terms_pension
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.insurance import INSTITUTION_PENSION
from services.benefits.domain.pension import age, employee, record
from services.benefits.domain.pension import institution_claim as domain
from services.benefits.domain.pension.institution_claim import Facts
from services.benefits.flows import applicants, pension_facts, pension_overlaps, pensions
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import insurance
from services.benefits.store import pensions as records
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month


def _gather(case: Case) -> Person | None:
    """Whose number it is."""
    return applicants.person_with_number(case.inputs["person_number"])


def _facts(tx: Tx, case: Case, person: Person | None) -> Facts:
    if person is None or case.subject is not None:
        return Facts(person, True, None, None, None, 0, None, None, False)
    region = case.competent_region
    records.hold_person(tx, person.id)
    chosen = Month.parse(case.inputs["retirement_month"])
    worker_class = age.MEN if person.sex == "male" else age.WOMEN_55
    ages = age.class_of(terms.retirement(region, case.today), worker_class)
    span = age.span(ages, person.birth_date, terms_pension.choice(region, case.today))
    computed, months = pension_facts.of_institution(
        tx, person.id, region, chosen, age.age_at(person.birth_date, chosen), case.today
    )
    relation = insurance.open_relation(tx, person.id, INSTITUTION_PENSION)
    insured_by = relation.employer_party_id if relation is not None else None
    drawn = pension_facts.drawn_of(tx, person.id, record.INSTITUTION, record.PENSION)
    return Facts(
        person=person,
        ours=insured_by is None or insured_by == case.party_id,
        span=span,
        choice=terms_pension.choice(region, chosen.first),
        least=terms_pension.least_months(region, age.least_counts_in(span, chosen).first),
        months=months,
        computed=computed,
        drawn=drawn.id if drawn is not None else None,
        in_transition=terms_pension.paid_share(region, chosen.first) is not None,
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The pension; the relation ends, and a resident's pension yields."""
    assert said.explanation is not None
    person, retired, first = said.terms["person"], said.terms["retired"], said.terms["first"]
    region = case.competent_region
    balance = pension_facts.balance_of(
        tx, person.id, region, INSTITUTION_PENSION, retired, case.today
    )
    pension_facts.post_interest(tx, balance, retired)
    relation = insurance.open_relation(tx, person.id, INSTITUTION_PENSION)
    if relation is not None:
        insurance.end_relation(tx, relation, tx.world.today, "retired")
    pensions.yields(tx, case, record.RESIDENT, first, person.id)
    steps = {each.rule: each for each in said.explanation.steps}
    part = steps.get(f"pension.{employee.ACCOUNT}")
    made = pensions.grant(
        tx,
        case,
        person=person,
        scheme=record.INSTITUTION,
        months=said.terms["months"],
        retired=retired,
        first=first,
        made=said.explanation,
        account_part=part.money if part is not None else Money.zero(),
    )
    pension_overlaps.compare_later(tx, made)
    return Effect({"pension_id": made.id})


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
)
