"""HRSS-050: benefits of a death by work (工亡待遇): funeral, grant, dependants by the month."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.benefits import terms_contributions as contributions
from services.benefits import terms_injury as terms
from services.benefits.domain import overlap
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.injury import death_claim as domain
from services.benefits.domain.injury import finding, payout
from services.benefits.domain.injury.death_claim import Listed
from services.benefits.domain.overlap import FuneralGrant
from services.benefits.flows import (
    applicants,
    funeral_grants,
    injury_payouts,
    injury_pensions,
    injury_wages,
)
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.injury import common
from services.benefits.store import injuries
from services.benefits.store import injury_payouts as rows
from sscsim.db import Tx

_KINDS = {
    "funeral": payout.FUNERAL,
    "grant": payout.DEATH_GRANT,
    "advance": payout.DEATH_ADVANCE,
}
"""Shares of the explanation, and the grants that are made of them."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Who has died, whether the applicant is their family, and who is listed."""

    deceased: Person | None
    is_linked: bool
    listed: Sequence[Listed]


def _gather(case: Case) -> Gathered:
    deceased = applicants.person_with_number(case.inputs["deceased_number"])
    listed = []
    for number, each in enumerate(case.inputs["dependants"], start=1):
        person = applicants.person_with_number(each["social_security_number"])
        linked = _is_linked(deceased, person)
        listed.append(Listed(number, each["relation"], each["is_alone"], person, linked))
    linked = case.subject is None or _is_linked(deceased, case.subject)
    return Gathered(deceased, linked, listed)


def _is_linked(deceased: Person | None, other: Person | None) -> bool:
    if deceased is None or other is None:
        return False
    return applicants.relation(deceased.id, other.id)[0] is not None


def _facts(tx: Tx, case: Case, found: Gathered) -> domain.Facts:
    region, today = case.competent_region, case.today
    number = case.inputs["recognition_number"]
    injury = injuries.with_number(tx, number)
    is_theirs = False
    granted: list[Any] = []
    drawn: list[Any] = []
    elsewhere: list[FuneralGrant] = []
    grade = None
    if injury is not None:
        injuries.hold_person(tx, injury.person_id)
        elsewhere = funeral_grants.paid_for(tx, injury.person_id, overlap.WORK_INJURY)
        by_family = case.subject is not None
        is_theirs = by_family or common.acts_for(tx, case, injury.employer_credit_code)
        granted = [
            each for each in rows.grants_of(tx, injury.id) if each.status != payout.RECOVERED
        ]
        drawn = rows.pensions_of(tx, injury.id)
        final = [
            each for each in injuries.findings_of(tx, injury.id) if each.status == finding.FINAL
        ]
        grade = final[-1].grade if final else None
    given = {each.kind: each.amount for each in granted}
    missing = case.inputs["case"] == domain.MISSING
    before = {payout.FUNERAL, payout.DEATH_GRANT} | ({payout.DEATH_ADVANCE} if missing else set())
    has_dependants = any(each.kind == payout.DEPENDANTS for each in drawn)
    # without a funeral grant, which another insurance paid, the family may have months alone
    is_last = has_dependants and not missing and payout.DEATH_ADVANCE not in given
    return domain.Facts(
        injury=injury,
        is_theirs=is_theirs,
        deceased=found.deceased,
        is_linked=found.is_linked,
        listed=found.listed,
        rule=terms.death_from(terms.law(region, today)),
        wage=injury_wages.own(tx, injury) if injury else None,
        average=contributions.average_wage(region, today),
        income=terms.national_income(region, today),
        grade=grade,
        advanced=given.get(payout.DEATH_ADVANCE),
        is_granted=bool(before & set(given)) or is_last,
        has_dependants=has_dependants,
        elsewhere=elsewhere,
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The sums onto the applicant's card, and each dependant's own by the month onto theirs."""
    injury = injuries.with_number(tx, case.inputs["recognition_number"])
    assert injury is not None, "the rule has seen it"
    people = {each.person.id: each for each in said.terms["people"] if each.person is not None}
    payee = case.subject or next(iter(people.values())).person
    assert payee is not None, "the rule has seen somebody"
    grants = []
    for ordinal, (share, amount) in enumerate(said.terms["once"].items(), start=1):
        made, _ = injury_payouts.grant(
            tx,
            case,
            injury,
            _KINDS[share],
            amount,
            ordinal=ordinal,
            person_id=payee.id,
            payee_name=payee.name,
        )
        grants.append(made.id)
    pensions = []
    for ordinal, (person_id, monthly) in enumerate(said.terms["monthly"].items(), start=1):
        each = people[person_id]
        assert each.person is not None, "checked before"
        pension = injury_pensions.grant(
            tx,
            case,
            injury,
            payout.DEPENDANTS,
            monthly,
            said.terms["first"],
            ordinal=ordinal,
            person_id=person_id,
            payee_name=each.person.name,
            until=each.until,
        )
        pensions.append(pension.id)
    return Effect({"injury_grant_ids": grants, "injury_pension_ids": pensions})


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    on_payment=injury_payouts.on_payment,
    one_at_a_time=False,
)
