"""HRSS-012: start-up guaranteed loan (创业担保贷款): the guarantee, for the bank to decide."""

from services.benefits import terms
from services.benefits.domain import review
from services.benefits.domain.application import BY_HAND
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.employment import startup_loan as domain
from services.benefits.domain.employment.startup_loan import Facts, Loan, Rules
from services.benefits.flows import founders, startup_loans
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import settings, subsidies
from services.benefits.store.startup_loans import loans
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.policy import Figures


def rules_from(figures: Figures) -> Rules:
    """The figures of a day as the rule reads them."""
    return Rules(
        most_amount=figures.money("most_amount"),
        most_term=figures.number("most_term").value,
        most_times=figures.number("most_times").value,
        plan_above=figures.money("plan_above"),
        rate=figures.ratio("rate"),
        subsidised=figures.ratio("subsidised"),
        covered_after_days=figures.number("covered_after").value,
    )


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    person_id = case.person.id
    return Facts(
        rules=rules_from(terms.figures_of("startup_loan", case.competent_region, case.today)),
        business=subsidies.business_with(tx, case.inputs["credit_code"]),
        on_record=founders.categories(tx, person_id, (case.today,)),
        loans=loans.of(tx, person_id),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The guarantee; then a bank decides, or answers by itself where nobody decides by hand."""
    assert said.amount is not None
    business = founders.business_seen(tx, case, None)
    ordinal, now = loans.next_ordinal(tx, case.person.id), tx.world.now
    made = Loan(
        id=tx.new_id("sln", case.person.id, ordinal),
        application_id=case.application_id,
        ordinal=ordinal,
        person_id=case.person.id,
        person_name=case.person.name,
        business_id=business.id,
        region_code=case.competent_region,
        amount=said.amount,
        term_months=case.inputs["term_months"],
        rate=said.terms["rate"],
        subsidised=said.terms["subsidised"],
        guarantee=case.inputs["guarantee"],
        bank_party_id=None,
        drawn_on=None,
        return_code=None,
        missed_on=None,
        covered=Money.zero(),
        declined_for=None,
        status=domain.GUARANTEED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    loans.add(tx, made)
    found = settings.among(tx, review.asked_in_turn(case.competent_region))
    if review.mode_of(found, case.competent_region, domain.CODE) != BY_HAND:
        startup_loans.answer_soon(tx, made)
    tx.emit("startup_loan.guaranteed", made.id, startup_loans.told(made))
    return Effect({"startup_loan_id": made.id, "startup_business_id": business.id})


HANDLING = Handling(domain.CODE, decide=domain.decide, facts=_facts, effect=_effect)
