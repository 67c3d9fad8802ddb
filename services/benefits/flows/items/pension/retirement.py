"""HRSS-020: an employee's retirement, and the pension from the month behind it (职工退休)."""

from dataclasses import dataclass
from typing import Any

from services.benefits import terms_pension
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import EMPLOYEE_PENSION
from services.benefits.domain.pension import age, employee, record
from services.benefits.domain.pension import retirement as domain
from services.benefits.domain.pension.record import Pension
from services.benefits.domain.pension.retirement import Facts
from services.benefits.flows import pension_facts, pension_overlaps, pensions
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import insurance
from services.benefits.store import pensions as records
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class _Known:
    """What the effect needs again, read in the same transaction."""

    facts: Facts
    balance: pension_facts.Balance


def _known(tx: Tx, case: Case) -> _Known:
    region, person = case.competent_region, case.person
    records.hold_person(tx, person.id)
    chosen = Month.parse(case.inputs["retirement_month"])
    worker_class = _class(case)
    span = pension_facts.span_of(case, worker_class)
    months_of_age = age.age_at(person.birth_date, chosen)
    computed, balance, months = pension_facts.computed(
        tx, case, EMPLOYEE_PENSION, chosen, months_of_age
    )
    relation = insurance.open_relation(tx, person.id, EMPLOYEE_PENSION)
    drawn = pension_facts.drawn_of(tx, person.id, record.EMPLOYEE, record.PENSION)
    allowance = _allowance(tx, person.id)
    special = None
    if case.inputs["worker_class"] == domain.SPECIAL:
        trades = terms_pension.special_trades(region, case.today)
        special = trades.month_of(person.birth_date, person.sex)
    facts = Facts(
        months=months,
        span=span,
        choice=terms_pension.choice(region, chosen.first),
        least=terms_pension.least_months(region, age.least_counts_in(span, chosen).first),
        has_employer=relation is not None and relation.employer_credit_code is not None,
        computed=computed,
        drawn=drawn.id if drawn is not None else None,
        allowance=allowance.monthly if allowance is not None and allowance.account_part else None,
        special_from=special,
    )
    return _Known(facts, balance)


def _allowance(tx: Tx, person_id: str) -> Pension | None:
    """The disability allowance that the pension follows: drawn, or over by reaching the age."""
    for each in records.pensions.of(tx, person_id):
        if each.kind == record.ALLOWANCE and (
            each.status in record.DRAWN or each.ended_for == "term_over"
        ):
            return each
    return None


def _class(case: Case) -> str:
    named = case.inputs["worker_class"]
    if named in domain.CLASS_OF:
        return domain.CLASS_OF[named]
    return age.MEN if case.person.sex == "male" else age.WOMEN_50


def _facts(tx: Tx, case: Case, _gathered: Any) -> Facts:
    return _known(tx, case).facts


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The pension; the relation ends, and what yields to a pension ends with the month before."""
    assert said.explanation is not None
    retired, first = said.terms["retired"], said.terms["first"]
    known = _known(tx, case)
    pension_facts.post_interest(tx, known.balance, retired)
    relation = insurance.open_relation(tx, case.person.id, EMPLOYEE_PENSION)
    if relation is not None:
        insurance.end_relation(tx, relation, tx.world.today, "retired")
    part = said.explanation.totals().get(employee.ACCOUNT)
    allowance = _allowance(tx, case.person.id)
    if allowance is not None:
        if allowance.status in record.DRAWN:
            pensions.end(tx, allowance, "of_age", retired, event="convert")
        if allowance.account_part:
            part = allowance.account_part
    pensions.yields(tx, case, record.RESIDENT, first)
    made = pensions.grant(
        tx,
        case,
        scheme=record.EMPLOYEE,
        months=said.terms["months"],
        retired=retired,
        first=first,
        made=said.explanation,
        account_part=part or Money.zero(),
    )
    pension_overlaps.compare_later(tx, made)
    return Effect({"pension_id": made.id})


HANDLING = Handling(domain.CODE, decide=domain.decide, facts=_facts, effect=_effect)
