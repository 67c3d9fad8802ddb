"""HRSS-010: internship subsidy (就业见习补贴): a base gets it by the month."""

from services.benefits import terms
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.employment import internship as domain
from services.benefits.domain.employment.internship import Facts, Internship, Rules
from services.benefits.flows import applicants, subsidies
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import employment_records
from services.benefits.store import subsidies as rows
from sscsim.db import Tx
from sscsim.kernel.periods import Month
from sscsim.policy import Figures


def _gather(case: Case) -> Person | None:
    """Whose number the intern's is."""
    return applicants.person_with_number(case.inputs["intern_number"])


def rules_from(figures: Figures) -> Rules:
    """The figures of a day as the rule reads them."""
    return Rules(
        youngest=figures.number("youngest").value,
        oldest=figures.number("oldest").value,
        years_after_graduation=figures.number("years_after_graduation").value,
        least_months=figures.number("least").value,
        most_months=figures.number("most").value,
        claim_within=figures.number("claim_within").value,
        allowance=figures.money("allowance"),
        standard=figures.money("standard"),
    )


def _facts(tx: Tx, case: Case, intern: Person | None) -> Facts:
    rules = rules_from(terms.figures_of("internship_subsidy", case.competent_region, case.today))
    base = rows.base_of(tx, case.competent_region, case.party_id)
    if base is not None:
        base = rows.find_base(tx, base.id, lock=True)
    if base is None or base.status != domain.ACTIVE:
        return Facts(rules, None, intern=intern)
    number = case.inputs["agreement_number"]
    taken, same = rows.places_taken(tx, base.id), rows.internship_with(tx, base.id, number)
    if intern is None:
        return Facts(rules, base, taken, same)
    rows.hold_person(tx, intern.id)
    current = rows.internships.current(tx, intern.id, domain.RUNNING)
    graduates = employment_records.graduates.of(tx, intern.id)
    return Facts(
        rules,
        base,
        taken,
        same,
        intern=intern,
        current=current.id if current else None,
        works=employment_records.employments.of(tx, intern.id),
        graduated_on=graduates[-1].graduated_on if graduates else None,
        known=rows.granted_to(tx, intern.id),
    )


def _decide(case: Case, facts: Facts) -> Decision:
    said = domain.decide(case, facts)
    if said.outcome != "approve":
        return said
    assert facts.base is not None and facts.intern is not None
    terms_ = {**said.terms, "base": facts.base, "intern": facts.intern}
    return Decision(said.outcome, amount=said.amount, explanation=said.explanation, terms=terms_)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The internship, and the subsidy that the base gets month by month."""
    base, intern, now = said.terms["base"], said.terms["intern"], tx.world.now
    made = Internship(
        id=tx.new_id("itn", case.application_id),
        application_id=case.application_id,
        base_id=base.id,
        person_id=intern.id,
        agreement_number=case.inputs["agreement_number"],
        from_month=case.inputs["from_month"],
        months=case.inputs["months"],
        allowance=case.inputs["monthly_allowance_fen"],
        ended_on=None,
        ended_for=None,
        status=domain.RUNNING,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.internships.add(tx, made)
    granted = subsidies.grant(
        tx,
        case,
        person_id=intern.id,
        party_id=base.party_id,
        payee_name=base.name,
        basis_id=made.id,
        category="internship",
        first=Month.parse(made.from_month),
        months=made.months,
        monthly=said.terms["monthly"],
    )
    return Effect({"internship_id": made.id, "subsidy_id": granted.id})


HANDLING = Handling(
    domain.CODE,
    decide=_decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    on_payment=subsidies.on_payment,
    one_at_a_time=False,
)
