"""HRSS-049: the medical grant on leaving (一次性工伤医疗补助金); the relation ends with it."""

from services.benefits import terms, terms_injury
from services.benefits import terms_contributions as contributions
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.injury import departure as domain
from services.benefits.domain.injury import payout
from services.benefits.domain.injury.recognition import LEFT
from services.benefits.flows import (
    applicants,
    injury_cases,
    injury_payouts,
    injury_pensions,
    injury_wages,
    records,
)
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.injury import common
from services.benefits.store import employment_records, injuries, labour, store
from services.benefits.store import injury_payouts as rows
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def _gather(case: Case) -> Person | None:
    """Who was hurt, as the card service knows them: their age decides a part."""
    with store.read() as tx:
        found = injuries.finding_with(tx, case.inputs["appraisal_number"])
    if found is None:
        return None
    if case.subject is not None and case.subject.id == found.person_id:
        return case.subject
    return applicants.person(found.person_id)


def _facts(tx: Tx, case: Case, person: Person | None) -> domain.Facts:
    region, today = case.competent_region, case.today
    finding, injury, is_theirs = common.of_finding(tx, case, case.inputs["appraisal_number"])
    ended = case.inputs["ended_on_date"]
    left = 0
    if person is not None:
        retires = terms.retirement(region, today).latest_month(person.birth_date, person.sex)
        left = max(retires - Month.of(min(ended, today)), 0)
    still, over = False, False
    if injury is not None:
        code = injury.employer_credit_code
        works = employment_records.employments.of(tx, injury.person_id)
        there = [each for each in works if each.employer_credit_code == code]
        still = any(
            each.employer_credit_code == code
            for each in records.employments_on(tx, injury.person_id, today)
        ) or labour.is_employed_by(tx, injury.person_id, credit_code=code)
        over = bool(there) and not still
    granted = rows.grants_of(tx, injury.id) if injury else []
    return domain.Facts(
        injury=injury,
        is_theirs=is_theirs,
        finding=finding,
        is_newest=finding is not None and common.is_newest(tx, finding),
        rule=terms_injury.leaving(region, today),
        wage=injury_wages.own(tx, injury) if injury else None,
        average=contributions.average_wage(region, today),
        months_left=left,
        is_employed=still,
        has_ended=over,
        granted_before=any(each.kind == payout.LEAVING_MEDICAL for each in granted),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The grant; the relation with the insurance ends, and what runs by the month with it."""
    finding = injuries.finding_with(tx, case.inputs["appraisal_number"])
    assert finding is not None, "the rule has seen it"
    injury = injuries.injuries.find(tx, finding.injury_id)
    assert injury is not None, "a finding is of an injury"
    made, orders = injury_payouts.grant(
        tx,
        case,
        injury,
        payout.LEAVING_MEDICAL,
        said.terms["medical"],
        finding=finding,
        waits=True,
    )
    injury_cases.ended(tx, injury, LEFT, day=case.inputs["ended_on_date"])
    for each in rows.pensions_of(tx, injury.id):
        if each.status in payout.OPEN:
            injury_pensions.stop(tx, each, payout.LEFT)
    shown = {
        "injury_grant_id": made.id,
        "employer_grant_fen": said.terms["employer"].fen,
        "relation_ended_on_date": case.inputs["ended_on_date"].isoformat(),
    }
    return Effect(shown, payments=orders)


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    on_payment=injury_payouts.on_payment,
    one_at_a_time=False,
)
