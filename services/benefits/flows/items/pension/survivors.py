"""HRSS-025: funeral grant and survivor payment after a death (遗属待遇), once a death."""

from typing import Any

from services.benefits import terms_pension
from services.benefits.domain import overlap
from services.benefits.domain import payment as money
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import EMPLOYEE_PENSION
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.pension import record, survivor
from services.benefits.domain.pension import survivor_claim as domain
from services.benefits.domain.pension.deceased import Dead
from services.benefits.domain.pension.survivor import Deceased
from services.benefits.domain.pension.survivor_claim import Facts, SurvivorBenefit
from services.benefits.flows import funeral_grants, pension_deaths
from services.benefits.flows.handling import Effect, Handling, PaymentOrder
from services.benefits.store import insurance
from services.benefits.store import survivors as rows
from sscsim.db import Tx
from sscsim.kernel.money import Money, sum_money


def _facts(tx: Tx, case: Case, dead: Dead) -> Facts:
    if dead.person is None or dead.died_on is None:
        return Facts(dead, Deceased(0, None, Money.zero()), None, None)
    tx.lock("survivor benefit", dead.person.id)
    known = rows.after(tx, dead.person.id)
    months = insurance.months_of(tx, dead.person.id, (EMPLOYEE_PENSION,))
    who = Deceased(
        months=len(months),
        drawn=pension_deaths.months_drawn(tx, dead.person.id, dead.died_on),
        own_contributions=sum_money(each.personal for each in months),
    )
    rules = terms_pension.survivor(case.competent_region, dead.died_on) if months else None
    elsewhere = funeral_grants.paid_for(tx, dead.person.id, overlap.PENSION)
    return Facts(dead, who, known.id if known is not None else None, rules, elsewhere)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The record and its payment; whatever the deceased drew has ended with their death."""
    assert said.explanation is not None
    shares, now = said.explanation.totals(), tx.world.now
    deceased_id = said.terms["deceased_id"]
    made = SurvivorBenefit(
        id=tx.new_id("svb", deceased_id),
        application_id=case.application_id,
        deceased_id=deceased_id,
        survivor_id=case.person.id,
        region_code=case.competent_region,
        funeral_scheme=case.inputs["scheme_choice"],
        funeral=shares.get(survivor.FUNERAL, Money.zero()),
        survivor_payment=shares.get(survivor.SURVIVORS, Money.zero()),
        status=domain.GRANTED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.benefits.add(tx, made)
    pension_deaths.end_all(tx, deceased_id, said.terms["died_on"], case.application_id)
    relation = insurance.open_relation(tx, deceased_id, EMPLOYEE_PENSION)
    if relation is not None:
        insurance.end_relation(tx, relation, tx.world.today, "died")
    order = PaymentOrder(
        f"{domain.CODE}/{made.id}",
        said.explanation.total,
        record.FUNDS[record.EMPLOYEE],
        "遗属待遇",
    )
    return Effect({"survivor_benefit_id": made.id}, payments=(order,))


def _on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """The record follows its payment."""
    assert payment.application_id is not None
    known = rows.of_application(tx, payment.application_id)
    event = "pay" if payment.status == money.PAID else "return"
    if known is not None and domain.MACHINE.allows(known.status, event):
        after = domain.MACHINE.after(known.status, event)
        changed = rows.benefits.change(tx, known, status=after)
        if changed.status == domain.PAID:
            tx.emit("survivor_benefit.paid", changed.id, told(changed))


def told(known: SurvivorBenefit) -> dict[str, Any]:
    """What an event says of it."""
    return {
        "id": known.id,
        "deceased_id": known.deceased_id,
        "survivor_id": known.survivor_id,
        "region_code": known.region_code,
        "status": known.status,
    }


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    gather=pension_deaths.gather,
    facts=_facts,
    effect=_effect,
    on_payment=_on_payment,
    one_at_a_time=False,
)
