"""What employers' items have in common: who the employer is, and who stands on its list."""

from collections.abc import Sequence
from dataclasses import replace

from services.benefits.domain.decision import Case
from services.benefits.domain.insurance.employee_enrolment import Facts
from services.benefits.domain.insurance.staff_line import Asked
from services.benefits.flows.contributions import staff
from services.benefits.flows.contributions.staff import People
from services.benefits.flows.items.employment.employment_registration import reported_by
from services.benefits.store import insurance
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def facts(tx: Tx, case: Case, month: Month, asked: Sequence[Asked], found: People) -> Facts:
    """The employer as the region knows it, and its people, held."""
    employer = insurance.employer(tx, case.inputs["employer_credit_code"], case.competent_region)
    party = reported_by(tx, case.application_id)
    theirs = party is None or (employer is not None and employer.party_id == party)
    if employer is None or not theirs or case.subject is not None:
        return Facts(employer, theirs)
    tx.lock("posting", employer.id)
    at = staff.office(employer, month, case.today)
    return Facts(employer, theirs, at, staff.known(tx, found, asked, at))


def with_record(known: Facts, on_record: frozenset[str]) -> Facts:
    return replace(known, on_record=on_record)
