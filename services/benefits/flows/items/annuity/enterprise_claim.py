"""HRSS-037: an enterprise annuity is claimed (企业年金待遇领取), and paid by the trustee's word."""

from services.benefits.domain.annuities import account, claim
from services.benefits.domain.annuities.claim import Facts
from services.benefits.domain.decision import Case, Decision
from services.benefits.flows import annuities, annuity_payouts
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.annuity import common
from services.benefits.store import annuities as rows
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    """The person's account in the plan that is named."""
    known = None
    if case.subject is not None:
        plan = case.inputs["plan_number"]
        found = rows.in_plan(tx, case.subject.id, account.ENTERPRISE, plan)
        known = annuities.held(tx, found.id) if found is not None else None
    return common.facts_of(case, account.ENTERPRISE, known, case.subject)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    return common.effect(tx, case, said, "instruct", annuity_payouts.next_day(tx))


HANDLING = Handling(
    "HRSS-037",
    decide=claim.enterprise,
    facts=_facts,
    effect=_effect,
    on_payment=annuity_payouts.on_payment,
    one_at_a_time=False,
    for_the_dead=True,
)
