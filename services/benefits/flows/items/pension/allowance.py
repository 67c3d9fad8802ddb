"""HRSS-026: a disability allowance, paid each month until the legal age (病残津贴)."""

from typing import Any

from services.benefits import terms, terms_pension
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import EMPLOYEE_PENSION
from services.benefits.domain.pension import age, employee, record
from services.benefits.domain.pension import allowance as domain
from services.benefits.domain.pension.allowance import Facts
from services.benefits.flows import pension_allowances, pension_facts, pensions
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import insurance
from services.benefits.store import pensions as records
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month


def _facts(tx: Tx, case: Case, _gathered: Any) -> Facts:
    person, region, now = case.person, case.competent_region, Month.of(case.today)
    records.hold_person(tx, person.id)
    legal = terms.retirement(region, case.today).latest_month(person.birth_date, person.sex)
    months_of_age = age.age_at(person.birth_date, now)
    computed, _, _ = pension_facts.computed(tx, case, EMPLOYEE_PENSION, now, months_of_age)
    drawn = [each for each in records.drawn(tx, person.id) if each.scheme != record.RESIDENT]
    return Facts(
        month=now + 1,
        legal=legal,
        least=terms_pension.least_months(region, (now + 1).first),
        computed=computed,
        figures=terms_pension.allowance(region, case.today),
        drawn=drawn[0].id if drawn else None,
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The allowance; five years before the legal age it may have to be computed anew."""
    assert said.explanation is not None
    first, part = said.terms["first"], said.explanation.totals().get(employee.ACCOUNT)
    if part is not None:
        balance = pension_facts.balance(tx, case, EMPLOYEE_PENSION, first + -1)
        pension_facts.post_interest(tx, balance, first + -1)
    relation = insurance.open_relation(tx, case.person.id, EMPLOYEE_PENSION)
    if relation is not None:
        insurance.end_relation(tx, relation, tx.world.today, "left")
    made = pensions.grant(
        tx,
        case,
        scheme=record.EMPLOYEE,
        kind=record.ALLOWANCE,
        months=said.terms["months"],
        retired=first + -1,
        first=first,
        last=said.terms["last"],
        made=said.explanation,
        account_part=part or Money.zero(),
    )
    if said.terms["anew_from"] is not None:
        pension_allowances.compute_anew_from(tx, made, said.terms["anew_from"])
    return Effect({"pension_id": made.id})


HANDLING = Handling(domain.CODE, decide=domain.decide, facts=_facts, effect=_effect)
