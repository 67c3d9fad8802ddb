"""HRSS-016: an agency pays the medical premiums of a month of benefit (代缴医疗保险费)."""

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.unemployment import premium as domain
from services.benefits.domain.unemployment.premium import Facts
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.unemployment import premiums
from services.benefits.store import unemployment as rows
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    tx.lock("unemployment premiums", case.competent_region)
    persons, total = rows.scheduled(tx, case.competent_region, case.inputs["premium_month"])
    return Facts(persons, total)


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """One sum for the month's premiums, to the medical insurance of the region."""
    month = Month.parse(case.inputs["premium_month"])
    made = premiums.pay(tx, case.competent_region, month)
    assert made is not None, "the rule saw what waits"
    return Effect({"benefit_payment_id": made.id})


HANDLING = Handling(
    premiums.CODE,
    decide=domain.decide,
    facts=_facts,
    effect=_effect,
    on_payment=premiums.on_payment,
)
