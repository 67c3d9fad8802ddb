"""HRSS-024: what is in the personal account, paid at once (个人账户一次性待遇)."""

from services.benefits import terms, terms_pension
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import EMPLOYEE_PENSION
from services.benefits.domain.pension import lump_sum as domain
from services.benefits.domain.pension import record
from services.benefits.domain.pension.deceased import Dead
from services.benefits.domain.pension.lump_sum import Facts
from services.benefits.flows import pension_deaths, pension_facts, pension_overdrawn, pensions
from services.benefits.flows.handling import Effect, Handling, PaymentOrder
from services.benefits.store import insurance
from services.benefits.store import pensions as records
from sscsim.db import Tx
from sscsim.kernel.periods import Month

_ENDED_FOR = {"death": "died", "emigration": "withdrawn", "short_contribution": "withdrawn"}


def _facts(tx: Tx, case: Case, dead: Dead) -> Facts:
    region, now = case.competent_region, Month.of(case.today)
    who = dead.person if case.inputs["reason"] == "death" else case.person
    who = who or case.person
    records.hold_person(tx, who.id)
    died_on = dead.died_on if case.inputs["reason"] == "death" else None
    back = pension_overdrawn.to_restore(tx, who.id, EMPLOYEE_PENSION, died_on)
    found = pension_facts.balance_of(tx, who.id, region, EMPLOYEE_PENSION, now, case.today, back)
    ages = terms.retirement(region, case.today)
    legal = ages.latest_month(who.birth_date, who.sex)
    return Facts(
        dead=dead,
        account_id=found.account.id if found.account is not None else None,
        opening=found.opening,
        entries=found.entries,
        interest=found.interest,
        legal=legal,
        months=insurance.history(tx, who.id, (EMPLOYEE_PENSION,)).months,
        least=terms_pension.least_months(region, legal.first),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The account and the relation end, and with them whatever was drawn of it."""
    assert said.amount is not None
    person_id, reason, now = said.terms["person_id"], case.inputs["reason"], Month.of(case.today)
    relation = insurance.open_relation(tx, person_id, EMPLOYEE_PENSION)
    if relation is not None:
        insurance.end_relation(tx, relation, tx.world.today, _ENDED_FOR[reason])
    if reason == "death":
        pension_deaths.end_all(tx, person_id, said.terms["died_on"], case.application_id)
    else:
        for each in records.drawn(tx, person_id):
            if each.scheme == record.EMPLOYEE:
                last = max(now, Month.parse(each.from_month) + -1)
                pensions.end(tx, each, "emigrated", last, application_id=case.application_id)
    closed = pension_facts.close_account(
        tx, person_id, case.competent_region, EMPLOYEE_PENSION, now
    )
    order = PaymentOrder(
        f"{domain.CODE}/{case.application_id}/{case.decision_no}",
        said.amount,
        record.FUNDS[record.EMPLOYEE],
        "个人账户一次性待遇",
    )
    return Effect({"pension_account_id": closed}, payments=(order,))


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    gather=pension_deaths.gather,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
)
