"""What the items of work injury share: which injury, whose it is, when it was asked for."""

from datetime import date

from services.benefits.domain.decision import Case
from services.benefits.domain.injury.finding import Finding
from services.benefits.domain.injury.recognition import WorkInjury
from services.benefits.flows import card_service
from services.benefits.store import applications, injuries, subsidies
from sscsim.db import Tx
from sscsim.kernel.periods import china_day

WORK_INJURY = "work_injury"


def applied_on(tx: Tx, case: Case) -> date:
    """The day on which it was handed in: what the limits of the regulation are counted to."""
    found = applications.find(tx, case.application_id)
    return case.today if found is None else china_day(found.created_at)


def acts_for(tx: Tx, case: Case, credit_code: str) -> bool:
    """Whether the party that applies is the employer with this credit code."""
    found = applications.find(tx, case.application_id)
    if found is None or found.party_role != "employer":
        return True  # an agency, or the world's owner, takes it in for the employer
    return credit_code in subsidies.codes_of(tx, case.party_id)


def by_employer(case: Case) -> bool:
    return case.subject is None or case.proxy_kind == "employer"


def of_number(tx: Tx, case: Case, number: str) -> tuple[WorkInjury | None, bool]:
    """The injury with this number, and whether it is the applicant's to ask about."""
    found = injuries.with_number(tx, number)
    if found is None:
        return None, False
    injuries.hold_person(tx, found.person_id)
    if case.subject is not None:
        return found, found.person_id == case.subject.id
    return found, acts_for(tx, case, found.employer_credit_code)


def insured_in(person_id: str, day: date) -> str | None:
    """Which region insured the person against work injuries on a day; no transaction is open."""
    return card_service.insured_in(person_id, WORK_INJURY, day)


def of_finding(tx: Tx, case: Case, number: str) -> tuple[Finding | None, WorkInjury | None, bool]:
    """The finding with this number, its injury, and whether it is the applicant's."""
    found = injuries.finding_with(tx, number)
    if found is None:
        return None, None, False
    injury = injuries.injuries.find(tx, found.injury_id)
    assert injury is not None, "a finding is of an injury"
    same, is_theirs = of_number(tx, case, injury.number)
    return found, same, is_theirs


def is_newest(tx: Tx, finding: Finding) -> bool:
    """Whether none was made after it for the injury."""
    return injuries.findings_of(tx, finding.injury_id)[-1].id == finding.id
