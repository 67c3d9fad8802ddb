"""HRSS-008: public-welfare post subsidy (公益性岗位补贴): a month of an employer's posts."""

from collections.abc import Sequence

from services.benefits import terms
from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.employment import welfare_post_subsidy as domain
from services.benefits.domain.employment.welfare_post_subsidy import Facts, Holder
from services.benefits.flows import applicants, subsidies
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import employment_records
from services.benefits.store import subsidies as rows
from sscsim.db import Tx
from sscsim.kernel.periods import Month

EMPLOYERS_ONLY = decision.reason(
    "welfare_posts_employers_only",
    "公益性岗位补贴由用人单位申领",
    "The employer applies for it, by its own key",
)
Gathered = Sequence[Person | None]


def _gather(case: Case) -> Gathered:
    """Whose numbers they are, in the order of the list."""
    listed = case.inputs.get("posts", ())
    return [applicants.person_with_number(each["social_security_number"]) for each in listed]


def _facts(tx: Tx, case: Case, gathered: Gathered) -> Facts:
    figures = terms.figures_of("welfare_post_subsidy", case.competent_region, case.today)
    for person_id in sorted({each.id for each in gathered if each is not None}):
        rows.hold_person(tx, person_id)
    codes = rows.codes_of(tx, case.party_id)
    month = Month.parse(case.inputs["subsidy_month"])
    holders = []
    for number, (person, each) in enumerate(
        zip(gathered, case.inputs["posts"], strict=True), start=1
    ):
        if person is None:
            holders.append(Holder(number, each["days_attended"], None))
            continue
        works = employment_records.employments.of(tx, person.id)
        holders.append(
            Holder(
                number,
                each["days_attended"],
                person.id,
                name=person.name,
                is_alive=person.living_state != "deceased",
                work=domain.post_of(works, case.party_id, codes, month),
                known=rows.granted_to(tx, person.id),
            )
        )
    return Facts(
        standard=figures.money("standard"),
        full_days=figures.number("full_days"),
        most=figures.number("most").value,
        holders=holders,
    )


def _decide(case: Case, facts: Facts) -> Decision:
    if case.subject is not None:
        return decision.refuse_acceptance(EMPLOYERS_ONLY)
    return domain.decide(case, facts)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """A subsidy of one month for each post, paid onto the card of whoever holds it."""
    month = Month.parse(case.inputs["subsidy_month"])
    made = [
        subsidies.grant(
            tx,
            case,
            ordinal=ordinal,
            person_id=person_id,
            payee_name=said.terms["names"][person_id],
            basis_id=said.terms["works"][person_id],
            category="public_welfare",
            first=month,
            months=1,
            monthly=amount,
        )
        for ordinal, (person_id, amount) in enumerate(said.terms["amounts"].items(), start=1)
        if amount
    ]
    return Effect({"subsidy_ids": [each.id for each in made]})


HANDLING = Handling(
    domain.CODE,
    decide=_decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    on_payment=subsidies.on_payment,
    one_at_a_time=False,
)
