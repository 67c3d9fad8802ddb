"""HRSS-032: a resident's pension, claimed and paid each month (城乡居民养老待遇申领)."""

from typing import Any

from services.benefits import terms_pension
from services.benefits.domain import overlap
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import RESIDENT_PENSION
from services.benefits.domain.pension import record, resident
from services.benefits.domain.pension import resident_claim as domain
from services.benefits.domain.pension.resident import Claimant
from services.benefits.domain.pension.resident_claim import Facts
from services.benefits.flows import pension_facts, pensions
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import insurance
from services.benefits.store import pensions as records
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, age_on

_STAYS = {record.EMPLOYEE: overlap.EMPLOYEE_PENSION, record.INSTITUTION: overlap.EMPLOYEE_PENSION}


def _facts(tx: Tx, case: Case, _gathered: Any) -> Facts:
    person = case.person
    records.hold_person(tx, person.id)
    first = Month.parse(case.inputs["from_month"])
    balance = pension_facts.balance(tx, case, RESIDENT_PENSION, first + -1)
    drawn = records.drawn(tx, person.id)
    who = Claimant(
        years=max(0, age_on(person.birth_date, first.first)),
        months=pension_facts.resident_months(tx, person.id),
        balance=balance.amount,
    )
    own = pension_facts.drawn_of(tx, person.id, record.RESIDENT, record.PENSION)
    stays = sorted({_STAYS[each.scheme] for each in drawn if each.scheme in _STAYS})
    return Facts(
        who=who,
        drawn=tuple(stays),
        own=own.id if own is not None else None,
        rules=terms_pension.resident(case.competent_region, first.first),
        steps=tuple(balance.steps),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The pension; contributions end with it."""
    assert said.explanation is not None
    first = said.terms["first"]
    balance = pension_facts.balance(tx, case, RESIDENT_PENSION, first + -1)
    pension_facts.post_interest(tx, balance, first + -1)
    relation = insurance.open_relation(tx, case.person.id, RESIDENT_PENSION)
    if relation is not None:
        insurance.end_relation(tx, relation, tx.world.today, "retired")
    made = pensions.grant(
        tx,
        case,
        scheme=record.RESIDENT,
        months=said.terms["months"],
        retired=first + -1,
        first=first,
        made=said.explanation,
        account_part=said.explanation.totals().get(resident.ACCOUNT, Money.zero()),
    )
    return Effect({"pension_id": made.id})


HANDLING = Handling(domain.CLAIM, decide=domain.decide, facts=_facts, effect=_effect)
