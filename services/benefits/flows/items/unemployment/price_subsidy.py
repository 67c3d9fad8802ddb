"""HRSS-018: the temporary price subsidy of a month (价格临时补贴), without a claim."""

from services.benefits import terms_unemployment as terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.unemployment import price_round as domain
from services.benefits.domain.unemployment.price_round import Facts
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.unemployment import prices
from services.benefits.store import unemployment as rows
from services.benefits.terms import figures_of
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    region, month = case.competent_region, case.inputs["trigger_month"]
    tx.lock("price subsidy", region)
    day = Month.parse(month).first
    return Facts(
        rule=terms.prices_from(figures_of(terms.PRICES, region, day)),
        subsistence=terms.region(region, day).money("subsistence"),
        persons=len(rows.drew(tx, region, month)),
        paid=rows.has_payments(tx, prices.key_of(region, month)),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """A payment for each who drew the month's benefit."""
    assert said.amount is not None
    month = case.inputs["trigger_month"]
    count = prices.pay(tx, case.competent_region, month, said.amount)
    return Effect({"persons_count": count})


HANDLING = Handling(domain.CODE, decide=domain.decide, facts=_facts, effect=_effect)
