"""What the subsidies for certificates have in common: the grant, and how it follows its money."""

from services.benefits.domain import payment as payments_domain
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.training import subsidy as domain
from services.benefits.domain.training.skill_certificate import SkillCertificate
from services.benefits.domain.training.subsidy import SkillGrant
from services.benefits.flows.handling import Effect, PaymentOrder
from services.benefits.store import training
from sscsim.db import Tx


def certificate_of(tx: Tx, case: Case) -> SkillCertificate | None:
    """The certificate of the form, checked where it was issued (联网核验); held meanwhile."""
    tx.lock("skill subsidies", case.person.id)
    number = case.inputs["certificate_number"]
    return training.one(tx, SkillCertificate, lock=True, number=number)


def granted(tx: Tx, case: Case, said: Decision, purpose: str) -> Effect:
    """The grant, which there is once for an occupation and level, and its payment."""
    certificate = certificate_of(tx, case)
    assert said.amount is not None and certificate is not None and certificate.level is not None
    subsidy, now = said.terms["subsidy"], tx.world.now
    key = (case.person.id, subsidy, certificate.occupation, certificate.level)
    made = SkillGrant(
        id=tx.new_id("skg", *key),
        application_id=case.application_id,
        item_code=case.item.code,
        subsidy=subsidy,
        person_id=case.person.id,
        region_code=case.competent_region,
        certificate_id=certificate.id,
        occupation=certificate.occupation,
        level=certificate.level,
        amount=said.amount,
        granted_on=case.today,
        status=domain.GRANTED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    training.add(tx, made)
    order = PaymentOrder(f"skill/{made.id}", said.amount, domain.FUNDS[subsidy], purpose)
    return Effect({"skill_grant_id": made.id}, (order,))


def follow(tx: Tx, payment: BenefitPayment) -> None:
    """The grant is paid, or returned, with its payment."""
    if payment.application_id is None:
        return
    found = training.one(tx, SkillGrant, lock=True, application_id=payment.application_id)
    event = "pay" if payment.status == payments_domain.PAID else "return"
    if found is not None and domain.MACHINE.allows(found.status, event):
        training.change(tx, found, status=domain.MACHINE.after(found.status, event))
