"""HRSS-060: an employee's pension moves to another province (职工养老保险关系转移接续)."""

from typing import Any

from services.benefits import terms, terms_transfer
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import EMPLOYED, EMPLOYEE_PENSION
from services.benefits.domain.pension.record import EMPLOYEE
from services.benefits.domain.transfer import enterprise as domain
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.transfers import beginning, sums
from services.benefits.store import insurance, pensions, transfers
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    """Raises policy.PolicyMissing and FigureMissing, of the account's interest as well."""
    who, asked = case.person, case.inputs
    insurance.hold(tx, [who.id])
    law = terms_transfer.law(case.competent_region, case.today)
    ages = terms.retirement(case.competent_region, case.today)
    sums.rate(EMPLOYEE_PENSION, asked["from_region_code"], case.today.year)
    known = insurance.open_relation(tx, who.id, EMPLOYEE_PENSION)
    return domain.Facts(
        months=insurance.months_of(tx, who.id, (EMPLOYEE_PENSION,)),
        insured_in=known.region_code if known else None,
        under_way=transfers.under_way(tx, who.id, EMPLOYED),
        draws_pension=any(each.scheme == EMPLOYEE for each in pensions.drawn(tx, who.id)),
        legal=ages.latest_month(who.birth_date, who.sex),
        temporary=terms_transfer.temporary_from(law),
        least=terms_transfer.place_from(law),
    )


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """The letter is out; the old area has its working days."""
    reason = case.inputs["reason"]
    made = beginning.begun(tx, case, EMPLOYEE_PENSION, EMPLOYEE_PENSION, reason)
    assert made.due_by is not None, "a letter that is out has a last day"
    return Effect(
        {
            "insurance_transfer_id": made.id,
            "letter_number": made.letter_number,
            "due_by": made.due_by.isoformat(),
        }
    )


HANDLING = Handling("HRSS-060", decide=domain.decide, facts=_facts, effect=_effect)
