"""HRSS-062: between employees' and residents' pensions (职工与城乡居民养老保险制度衔接)."""

from typing import Any

from services.benefits import terms, terms_pension, terms_transfer
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import EMPLOYEE_PENSION, PENSIONS, RESIDENT_PENSION
from services.benefits.domain.transfer import scheme_change as domain
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.transfers import beginning, sums
from services.benefits.store import insurance, pensions, transfers
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    """Raises policy.PolicyMissing and FigureMissing, of the account's interest as well."""
    who, asked = case.person, case.inputs
    insurance.hold(tx, [who.id])
    terms_transfer.law(case.competent_region, case.today)
    ages = terms.retirement(case.competent_region, case.today)
    legal = ages.latest_month(who.birth_date, who.sex)
    left, _ = domain.KINDS[asked["direction"]]
    sums.rate(left, asked["from_region_code"], case.today.year)
    return domain.Facts(
        employee=insurance.months_of(tx, who.id, (EMPLOYEE_PENSION,)),
        resident=insurance.months_of(tx, who.id, (RESIDENT_PENSION,)),
        legal=legal,
        draws_pension=bool(pensions.drawn(tx, who.id)),
        under_way=transfers.under_way(tx, who.id, PENSIONS),
        least=terms_pension.least_months(case.competent_region, legal.first),
    )


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """The letter is out; the scheme that is left has its working days."""
    direction = case.inputs["direction"]
    made = beginning.begun(tx, case, *domain.KINDS[direction], direction)
    assert made.due_by is not None, "a letter that is out has a last day"
    return Effect(
        {
            "insurance_transfer_id": made.id,
            "letter_number": made.letter_number,
            "due_by": made.due_by.isoformat(),
        }
    )


HANDLING = Handling("HRSS-062", decide=domain.decide, facts=_facts, effect=_effect)
