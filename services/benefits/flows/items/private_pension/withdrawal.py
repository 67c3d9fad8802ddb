"""HRSS-041: a private pension is drawn (个人养老金领取): all of it, part by part, to the card."""

from services.benefits import terms
from services.benefits import terms_private_pension as private_terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.private_pension import payout
from services.benefits.domain.private_pension import withdrawal as domain
from services.benefits.domain.private_pension.withdrawal import Facts
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.private_pension import known, payouts, products
from services.benefits.store import private_pensions as rows
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    """The pension is held until it is paid out."""
    region, today = case.competent_region, case.today
    ages = terms.retirement(region, today)
    met = payout.Facts(
        today=Month.of(today),
        retires_in=ages.latest_month(case.person.birth_date, case.person.sex),
    )
    pension = rows.held(tx, case.person.id)
    under_way = rows.under_way(tx, case.person.id) if pension is not None else None
    rule = private_terms.payout_from(private_terms.figures(region, today))
    income = None
    if (
        domain.CONDITIONS[case.inputs["reason"]] == payout.MEDICAL_BILLS
        and payout.MEDICAL_BILLS in rule.conditions.value
    ):
        income = private_terms.provincial_income(region, today)
    return Facts(
        rule=rule,
        pension=pension,
        balance=products.worth(tx, pension) if pension is not None else known.NOTHING,
        met=met,
        under_way=under_way.id if under_way is not None else None,
        income=income,
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """Everything is sold and the first part ordered; the others follow month by month."""
    pension = rows.held(tx, case.person.id)
    assert pension is not None, "the rule saw it"
    chosen = {name: said.terms[name] for name in ("condition", "manner", "parts", "part")}
    changed = payouts.started(tx, pension, **chosen)
    return Effect({"private_pension_id": changed.id})


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    facts=_facts,
    effect=_effect,
    on_payment=payouts.on_payment,
)
