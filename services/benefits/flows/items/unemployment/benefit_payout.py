"""HRSS-014: an agency orders a month's payout of unemployment benefit (失业保险金发放)."""

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.unemployment import run as domain
from services.benefits.domain.unemployment.run import Facts
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.unemployment import benefits, crediting, payout
from services.benefits.store import unemployment as rows
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    region, month = case.competent_region, case.inputs["pay_month"]
    tx.lock("unemployment run", region)
    known = rows.run_of(tx, region, month)
    return Facts(known.id if known else None, rows.drawing(tx, region, month))


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """The run; its lines come chunk by chunk."""
    month = Month.parse(case.inputs["pay_month"])
    made = payout.begin(tx, case.competent_region, month, case.application_id)
    return Effect({"unemployment_run_id": made.id})


HANDLING = Handling(
    benefits.CODE,
    decide=domain.decide,
    facts=_facts,
    effect=_effect,
    on_payment=crediting.on_payment,
)
