"""HRSS-042: recognition of a work injury (工伤认定): decided here, and told to `medical`.

Bills at the expense of the insurance rest on what `medical` knows of it: the message goes with
the decision, so that there is one truth.
"""

from dataclasses import dataclass
from datetime import date

from services.benefits import terms_injury as terms
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.injury import recognition as domain
from services.benefits.domain.injury.recognition import WorkInjury
from services.benefits.domain.insurance import WORK_INJURY
from services.benefits.flows import applicants, injury_cases, records
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.injury import common
from services.benefits.store import injuries, insurance, labour
from sscsim.db import Tx


@dataclass(frozen=True, slots=True)
class Gathered:
    """Who was hurt, by the card's holder or the number; where they were insured on the day."""

    injured: Person | None
    differs: bool
    insured_in: str | None


def _gather(case: Case) -> Gathered:
    number = case.inputs.get("injured_number")
    named = applicants.person_with_number(number) if number else None
    injured = case.subject or named
    differs = number is not None and case.subject is not None and named != case.subject
    day = case.inputs["injured_on_date"]
    insured = common.insured_in(injured.id, day) if injured and day <= case.today else None
    return Gathered(injured, differs, insured)


def _facts(tx: Tx, case: Case, found: Gathered) -> domain.Facts:
    figures = terms.law(case.competent_region, case.today)
    code, day = case.inputs["employer_credit_code"], case.inputs["injured_on_date"]
    who = found.injured
    if who is not None:
        injuries.hold_person(tx, who.id)
    return domain.Facts(
        limits=terms.deadlines_from(figures),
        stop_work=terms.stop_work_from(figures),
        applied_on=common.applied_on(tx, case),
        by_employer=common.by_employer(case),
        injured=who,
        differs=found.differs,
        own_code=not common.by_employer(case) or common.acts_for(tx, case, code),
        known=injuries.standing(tx, who.id) if who else (),
        is_employed=who is not None
        and (
            any(
                each.employer_credit_code == code
                for each in records.employments_on(tx, who.id, day)
            )
            or labour.is_employed_by(tx, who.id, credit_code=code)
        ),
        insured_in=_insured_in(tx, who, day) or found.insured_in,
    )


def _insured_in(tx: Tx, who: Person | None, day: date) -> str | None:
    """By the relation with the employer (HRSS-052); the card's register is asked besides."""
    return insurance.insured_in(tx, who.id, WORK_INJURY, day) if who is not None else None


def _decide(case: Case, facts: domain.Facts) -> Decision:
    said = domain.decide(case, facts)
    if facts.injured is None:
        return said
    more = {"injured": facts.injured, "is_insured": facts.insured_in is not None}
    more["applied_on"] = facts.applied_on
    return Decision(said.outcome, said.reasons, said.missing, terms={**said.terms, **more})


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The injury with its number; pay while work stops is told, which the employer owes."""
    injured: Person = said.terms["injured"]
    region, now, inputs = case.competent_region, tx.world.now, case.inputs
    year = case.today.year
    serial = injuries.next_serial(tx, injuries.injuries.table, region, year)
    kind = inputs["injury_kind"]
    made = WorkInjury(
        id=tx.new_id("inj", case.application_id, case.decision_no),
        number=domain.number_of(region, year, serial),
        person_id=injured.id,
        person_name=injured.name,
        region_code=region,
        application_id=case.application_id,
        employer_credit_code=inputs["employer_credit_code"],
        injury_kind=kind,
        injured_on=inputs["injured_on_date"],
        died_on=inputs.get("died_on_date"),
        place=inputs["place"],
        diagnosis=inputs["diagnosis"],
        applied_on=said.terms["applied_on"],
        recognised_on=case.today,
        decide_by=said.terms["decide_by"],
        is_insured=said.terms["is_insured"],
        fund_from=said.terms["fund_from"],
        declared_wage=inputs.get("average_wage_fen"),
        confirmed_wage=None,
        stop_work_until=said.terms["stop_work_until"],
        contested_on=None,
        ended_on=None,
        ended_for=None,
        status=domain.DEEMED if kind in domain.DEEMED_KINDS else domain.RECOGNISED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    injuries.injuries.add(tx, made)
    injury_cases.tell_medical(tx, made)
    tx.emit("injury_case.recognised", made.id, injury_cases.told(made))
    shown: dict[str, str | int] = {
        "work_injury_id": made.id,
        "recognition_number": made.number,
        "stop_work_until_date": made.stop_work_until.isoformat(),
    }
    if made.wage is not None:
        shown["stop_work_pay_fen"] = made.wage.fen
    return Effect(shown)


HANDLING = Handling(
    domain.CODE,
    decide=_decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
    for_the_dead=True,
)
