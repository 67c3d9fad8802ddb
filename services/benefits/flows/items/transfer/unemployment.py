"""HRSS-064: unemployment insurance moves to another province (失业保险关系转移接续)."""

from typing import Any

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import UNEMPLOYMENT
from services.benefits.domain.transfer import unemployment_request as domain
from services.benefits.domain.transfer.record import CASE_BY_CASE
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.transfers import beginning, unemployment
from services.benefits.store import insurance, pensions, transfers
from services.benefits.store import unemployment as rows
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    """Raises policy.PolicyMissing and FigureMissing, of what the closing will need as well."""
    who, asked = case.person, case.inputs
    insurance.hold(tx, [who.id])
    rows.hold(tx, who.id)
    old, new = asked["from_region_code"], asked["to_region_code"]
    found = unemployment.relation(tx, who.id, old, new)
    unemployment.moves(tx, found)
    return domain.Facts(
        relation=found,
        drawn=rows.open_of(tx, who.id),
        on_pension=bool(pensions.drawn(tx, who.id)),
        under_way=transfers.under_way(tx, who.id, (UNEMPLOYMENT,)),
    )


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """The letter is out; the old area has its working days."""
    reason = "on_benefit" if case.inputs["on_benefit"] else "contributions"
    made = beginning.begun(tx, case, UNEMPLOYMENT, UNEMPLOYMENT, reason, money_leg=CASE_BY_CASE)
    assert made.due_by is not None, "a letter that is out has a last day"
    return Effect(
        {
            "insurance_transfer_id": made.id,
            "letter_number": made.letter_number,
            "due_by": made.due_by.isoformat(),
        }
    )


HANDLING = Handling("HRSS-064", decide=domain.decide, facts=_facts, effect=_effect)
