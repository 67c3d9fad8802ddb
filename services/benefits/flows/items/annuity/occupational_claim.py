"""HRSS-036: an occupational annuity is claimed (职业年金待遇申领), also by the employer."""

from services.benefits.domain import decision
from services.benefits.domain.annuities import account, claim
from services.benefits.domain.annuities.claim import Facts
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.flows import annuities, annuity_payouts, applicants
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.annuity import common
from services.benefits.store import annuities as rows
from sscsim.db import Tx


def _gather(case: Case) -> Person | None:
    """Whose it is: whom it is for, or who has the number that the employer gave."""
    if case.subject is not None or "person_number" not in case.inputs:
        return case.subject
    return applicants.person_with_number(case.inputs["person_number"])


def _facts(tx: Tx, case: Case, person: Person | None) -> Facts:
    """The newest account that isn't drawn yet, else the newest; an employer's own staff only."""
    known = None
    if person is not None:
        found = rows.of_kind(tx, person.id, account.OCCUPATIONAL)
        if case.subject is None:
            found = [each for each in found if each.party_id == case.party_id]
        open_ = [each for each in found if each.status == account.ACCUMULATING] or found
        known = annuities.held(tx, open_[-1].id) if open_ else None
    return common.facts_of(case, account.OCCUPATIONAL, known, person)


def _decide(case: Case, facts: Facts) -> Decision:
    if case.subject is None and "person_number" not in case.inputs:
        return decision.refuse_acceptance(claim.NOBODY_NAMED)
    return claim.occupational(case, facts)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    return common.effect(tx, case, said, "fix_option", annuity_payouts.next_month(tx))


HANDLING = Handling(
    "HRSS-036",
    decide=_decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    on_payment=annuity_payouts.on_payment,
    one_at_a_time=False,
)
