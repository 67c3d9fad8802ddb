"""What survivors of people on benefit got (丧葬补助金和抚恤金), following its payment."""

from typing import Any

from services.benefits import problems_unemployment as problems
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.unemployment import death as domain
from services.benefits.domain.unemployment.death import DeathBenefit
from services.benefits.store import store
from services.benefits.store import unemployment as rows
from sscsim.db import Page, PageQuery, Tx

KEPT = rows.deaths


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """The record follows its payment."""
    known = KEPT.newest(tx, KEPT.c.application_id == payment.application_id)
    event = "pay" if payment.status == payments_domain.PAID else "return"
    if known is not None and domain.MACHINE.allows(known.status, event):
        KEPT.change(tx, known, status=domain.MACHINE.after(known.status, event))


def get(unemployment_death_benefit_id: str) -> DeathBenefit:
    with store.read() as tx:
        found = KEPT.find(tx, unemployment_death_benefit_id)
    if found is None:
        raise problems.DeathBenefitNotFound(record_id=unemployment_death_benefit_id)
    return found


def page(query: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, query, filters)
