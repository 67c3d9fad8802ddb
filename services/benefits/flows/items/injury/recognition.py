"""HRSS-042: recognition of a work injury (工伤认定): decided here, and told to `medical`.

Bills at the expense of the insurance rest on what `medical` knows of it: the message goes with
the decision, so that there is one truth.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.benefits import terms_injury as terms
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.employment.employment import CORRECTED
from services.benefits.domain.injury import on_order
from services.benefits.domain.injury import recognition as domain
from services.benefits.domain.injury.recognition import WorkInjury
from services.benefits.domain.insurance import WORK_INJURY
from services.benefits.flows import applicants, injury_cases, injury_wages, records
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.injury import common
from services.benefits.store import (
    employment_records,
    injuries,
    insurance,
    labour,
    platform_orders,
)
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
    is_employed, employed_from = False, None
    if who is not None:
        injuries.hold_person(tx, who.id)
        is_employed = _is_employed(tx, who.id, code, day)
        employed_from = None if is_employed else _employed_from(tx, who.id, code, day)
    number = case.inputs.get(on_order.NUMBER)
    return domain.Facts(
        limits=terms.deadlines_from(figures),
        stop_work=terms.stop_work_from(figures),
        applied_on=common.applied_on(tx, case),
        by_employer=common.by_employer(case),
        injured=who,
        differs=found.differs,
        own_code=not common.by_employer(case) or common.acts_for(tx, case, code),
        known=injuries.standing(tx, who.id) if who else (),
        is_employed=is_employed,
        employed_from=employed_from,
        insured_in=_insured_in(tx, who, day) or found.insured_in,
        order=platform_orders.numbered(tx, code, number) if number else None,
    )


def _is_employed(tx: Tx, person_id: str, code: str, day: date) -> bool:
    stood = records.employments_on(tx, person_id, day)
    return any(each.employer_credit_code == code for each in stood) or labour.is_employed_by(
        tx, person_id, credit_code=code
    )


def _employed_from(tx: Tx, person_id: str, code: str, day: date) -> date | None:
    """Since when they were on record there, if not before the day."""
    there = [
        each.start_date
        for each in employment_records.employments.of(tx, person_id)
        if each.employer_credit_code == code and each.status != CORRECTED
    ]
    first = min(there, default=None)
    return first if first is not None and first > day else None


def _insured_in(tx: Tx, who: Person | None, day: date) -> str | None:
    """By the relation with the employer (HRSS-052); the card's register is asked besides."""
    return insurance.insured_in(tx, who.id, WORK_INJURY, day) if who is not None else None


def _decide(case: Case, facts: domain.Facts) -> Decision:
    said = domain.decide(case, facts)
    if facts.injured is None:
        return said
    by_order = facts.order.id if facts.order is not None else None
    more: dict[str, Any] = {"injured": facts.injured, "order_id": by_order}
    more["is_insured"] = facts.insured_in is not None or by_order is not None
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
        platform_order_id=said.terms["order_id"],
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
        stop_work_extended_on=None,
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
    pay = injury_wages.average(tx, made) if made.has_employer else None
    if pay is not None:
        shown["stop_work_pay_fen"] = pay.fen
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
