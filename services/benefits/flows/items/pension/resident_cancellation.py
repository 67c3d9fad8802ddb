"""HRSS-034: a resident's enrolment ends, and what is left of it is paid (居民养老保险注销登记)."""

from services.benefits import terms, terms_pension
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import RESIDENT_PENSION
from services.benefits.domain.pension import record
from services.benefits.domain.pension import resident_claim as domain
from services.benefits.domain.pension.deceased import Dead
from services.benefits.domain.pension.resident_claim import Ending
from services.benefits.flows import pension_deaths, pension_facts, pension_overdrawn, pensions
from services.benefits.flows.handling import Effect, Handling, PaymentOrder
from services.benefits.store import insurance
from services.benefits.store import pensions as records
from sscsim.db import Tx
from sscsim.kernel.periods import Month

_ENDED_FOR = {"death": "died", "emigration": "withdrawn", "other_scheme": "changed_scheme"}
_PENSION = {"death": "died", "emigration": "emigrated", "other_scheme": "other_pension"}


def _gather(case: Case) -> Dead:
    return pension_deaths.gather(case)


def _facts(tx: Tx, case: Case, dead: Dead) -> Ending:
    is_death = case.inputs["reason"] == "death"
    who = dead.person if is_death else case.person
    if who is None:
        return Ending(dead, False, None, (), ())
    records.hold_person(tx, who.id)
    back = pension_overdrawn.to_restore(
        tx, who.id, RESIDENT_PENSION, dead.died_on if is_death else None
    )
    found = pension_facts.balance_of(
        tx, who.id, case.competent_region, RESIDENT_PENSION, Month.of(case.today), case.today, back
    )
    relation = insurance.open_relation(tx, who.id, RESIDENT_PENSION)
    drawn = [each.id for each in records.drawn(tx, who.id) if each.scheme != record.RESIDENT]
    base = funeral = None
    if is_death and case.inputs["claims_funeral_grant"]:
        figures = terms.figures_of("resident_pension", case.competent_region, case.today)
        funeral = figures.number("funeral")
        base = terms_pension.resident(case.competent_region, case.today).base
    balance = found.amount if found.account is not None else None
    return Ending(
        dead, relation is not None, balance, tuple(found.steps), tuple(drawn), base, funeral
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The relation and the account are closed; a resident's pension ends."""
    person_id, reason = said.terms["person_id"], case.inputs["reason"]
    relation = insurance.open_relation(tx, person_id, RESIDENT_PENSION)
    if relation is not None:
        insurance.end_relation(tx, relation, tx.world.today, _ENDED_FOR[reason])
    if reason == "death":
        pension_deaths.end_all(tx, person_id, said.terms["died_on"], case.application_id)
    else:
        for each in records.drawn(tx, person_id):
            if each.scheme == record.RESIDENT:
                last = max(Month.of(case.today), Month.parse(each.from_month) + -1)
                pensions.end(tx, each, _PENSION[reason], last, application_id=case.application_id)
    closed = pension_facts.close_account(
        tx, person_id, case.competent_region, RESIDENT_PENSION, Month.of(case.today)
    )
    orders: tuple[PaymentOrder, ...] = ()
    if said.amount:
        order = PaymentOrder(
            f"{domain.CANCELLATION}/{case.application_id}/{case.decision_no}",
            said.amount,
            record.FUNDS[record.RESIDENT],
            "城乡居民养老保险注销待遇",
        )
        orders = (order,)
    changed = {"pension_account_id": closed} if closed is not None else {}
    if relation is not None:
        changed["insurance_relation_id"] = relation.id
    return Effect(changed, payments=orders)


HANDLING = Handling(
    domain.CANCELLATION,
    decide=domain.end,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
)
