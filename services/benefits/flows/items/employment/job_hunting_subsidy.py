"""HRSS-009: the one-off job-hunting subsidy (求职创业补贴): public notice, then onto the card."""

from typing import Any

from services.benefits import terms
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.employment import job_hunting_subsidy as domain
from services.benefits.domain.employment.job_hunting_subsidy import Grant
from services.benefits.domain.payment import BenefitPayment
from services.benefits.flows.handling import Effect, Handling, PaymentOrder
from services.benefits.store import employment
from sscsim import peers
from sscsim.db import Tx

CODE = "HRSS-009"
CONFIRMS = {
    "minimum_living": "low_income",
    "destitute": "low_income",
    "other_low_income": "low_income",
}
"""Recognitions that the card service keeps -> the category of this item that they confirm."""


def _gather(case: Case) -> frozenset[str]:
    """Data first, documents after: which categories other services confirm today."""
    body = {"person_id": case.person.id}
    found = peers.call("card", "POST", "/internal/v1/service-applicants/entitlements", body)
    return frozenset(CONFIRMS[kind] for kind in found["kinds"] if kind in CONFIRMS)


def _facts(tx: Tx, case: Case, confirmed: Any) -> domain.Facts:
    figures = terms.figures_of("job_hunting_subsidy", case.competent_region, case.today)
    return domain.Facts(
        amount=figures.money("amount"),
        months_before=figures.number("months_before_graduation").value,
        months_after=figures.number("months_after_graduation").value,
        confirmed=confirmed or frozenset(),
        earlier=employment.grant_of(tx, case.person.id, CODE),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The grant, which there is once in a person's life, and its payment."""
    assert said.amount is not None
    now = tx.world.now
    made = Grant(
        id=tx.new_id("sbg", case.person.id, CODE),
        application_id=case.application_id,
        item_code=CODE,
        person_id=case.person.id,
        region_code=case.competent_region,
        category=said.terms["category"],
        amount=said.amount,
        granted_on=case.today,
        status=domain.GRANTED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    employment.add_grant(tx, made)
    order = PaymentOrder(f"{CODE}/{case.person.id}", said.amount, domain.FUND, "求职创业补贴")
    return Effect({"subsidy_grant_id": made.id}, (order,))


def _on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """The grant follows its payment."""
    if payment.application_id is None:
        return
    grant = employment.grant_by_application(tx, payment.application_id)
    event = "pay" if payment.status == payments_domain.PAID else "return"
    if grant is not None and domain.GRANT.allows(grant.status, event):
        employment.change_grant(tx, grant, status=domain.GRANT.after(grant.status, event))


HANDLING = Handling(
    CODE,
    decide=domain.decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    on_payment=_on_payment,
)
