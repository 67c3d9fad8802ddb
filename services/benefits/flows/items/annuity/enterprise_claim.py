"""HRSS-037: an enterprise annuity is claimed (企业年金待遇领取), and paid by the trustee's word."""

from datetime import date

from services.benefits.domain import annuity
from services.benefits.domain.annuities import account, claim
from services.benefits.domain.annuities.claim import Facts
from services.benefits.domain.decision import Case, Decision
from services.benefits.flows import (
    annuities,
    annuity_payouts,
    applicants,
    inheritable,
    inheritances,
)
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.annuity import common
from services.benefits.store import annuities as rows
from sscsim.db import Tx


def _gather(case: Case) -> date | None:
    """When the person died, if they have."""
    if case.subject is None:
        return None
    return applicants.deceased([case.subject.id]).get(case.subject.id)


def _facts(tx: Tx, case: Case, died_on: date | None) -> Facts:
    """The person's account in the plan that is named."""
    known = None
    if case.subject is not None:
        plan = case.inputs["plan_number"]
        found = rows.in_plan(tx, case.subject.id, account.ENTERPRISE, plan)
        known = annuities.held(tx, found.id) if found is not None else None
    return common.facts_of(case, account.ENTERPRISE, known, case.subject, died_on)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """Paid by the trustee's word; after a death it waits for the heirs."""
    if said.terms["reason"] == annuity.DEATH:
        left = inheritable.of_annuity(tx, said.terms["account_id"])
        died_on = date.fromisoformat(said.terms["died_on"])
        made = inheritances.opened(tx, left, died_on, case.application_id)
        return Effect({"account_inheritance_id": made.id})
    return common.effect(tx, case, said, "instruct", annuity_payouts.next_day(tx))


HANDLING = Handling(
    "HRSS-037",
    decide=claim.enterprise,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    on_payment=annuity_payouts.on_payment,
    one_at_a_time=False,
    for_the_dead=True,
)
