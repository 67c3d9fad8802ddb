"""HRSS-011: start-up subsidy (创业补贴): once a person, onto the card."""

from services.benefits import terms
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.employment import job_hunting_subsidy as grants
from services.benefits.domain.employment import startup_subsidy as domain
from services.benefits.domain.employment.job_hunting_subsidy import Grant
from services.benefits.domain.employment.startup_subsidy import Facts
from services.benefits.domain.payment import BenefitPayment
from services.benefits.flows import founders
from services.benefits.flows.handling import Effect, Handling, PaymentOrder
from services.benefits.store import employment, subsidies
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    figures = terms.figures_of("startup_subsidy", case.competent_region, case.today)
    code, person_id = case.inputs["credit_code"], case.person.id
    others = [each for each in subsidies.businesses.of(tx, person_id) if each.credit_code != code]
    founded = case.inputs["licensed_on_date"]
    return Facts(
        amount=figures.money("amount"),
        per_employee=figures.money("per_employee"),
        most_employees=figures.number("most_employees"),
        least_months=figures.number("least").value,
        most_months=figures.number("most").value,
        least_age=figures.number("least_age").value,
        on_record=founders.categories(tx, person_id, (founded, case.today)),
        earlier=employment.grant_of(tx, person_id, domain.CODE),
        business=subsidies.business_with(tx, code),
        others=tuple(others),
        staff=subsidies.staff_of(tx, code),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The business, the grant that there is once in a life, and its payment."""
    assert said.amount is not None
    business = founders.business_seen(tx, case, case.inputs["licensed_on_date"])
    now = tx.world.now
    made = Grant(
        id=tx.new_id("sbg", case.person.id, domain.CODE),
        application_id=case.application_id,
        item_code=domain.CODE,
        person_id=case.person.id,
        region_code=case.competent_region,
        category=said.terms["category"],
        amount=said.amount,
        granted_on=case.today,
        status=grants.GRANTED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    employment.add_grant(tx, made)
    order = PaymentOrder(f"{domain.CODE}/{case.person.id}", said.amount, domain.FUND, "创业补贴")
    return Effect({"subsidy_grant_id": made.id, "startup_business_id": business.id}, (order,))


def _on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """The grant follows its payment."""
    if payment.application_id is None:
        return
    grant = employment.grant_by_application(tx, payment.application_id)
    event = "pay" if payment.status == payments_domain.PAID else "return"
    if grant is not None and grants.GRANT.allows(grant.status, event):
        employment.change_grant(tx, grant, status=grants.GRANT.after(grant.status, event))


HANDLING = Handling(
    domain.CODE, decide=domain.decide, facts=_facts, effect=_effect, on_payment=_on_payment
)
