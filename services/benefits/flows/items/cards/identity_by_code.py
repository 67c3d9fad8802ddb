"""HRSS-093: identity by a code of the electronic card (扫码、亮证)."""

from typing import Any

from services.benefits.domain.cards import identity as domain
from services.benefits.domain.decision import Case, Decision
from services.benefits.flows import card_service
from services.benefits.flows.handling import Effect, Handling
from sscsim.db import Tx


def _gather(case: Case) -> Any:
    return card_service.file_of(case.person.id)


def _decide(case: Case, file: Any) -> Decision:
    said = domain.decide(case, file)
    return Decision(said.outcome, terms={"file": file})


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """Who it is, told and confirmed on paper for the day."""
    file = said.terms["file"]
    tx.emit(
        "identity.confirmed",
        case.application_id,
        {"id": case.application_id, "person_id": case.person.id, "scene": case.inputs["scene"]},
    )
    return Effect(domain.shown(case, file), certificate=domain.printed(case, file))


HANDLING = Handling("HRSS-093", decide=_decide, gather=_gather, effect=_effect, one_at_a_time=False)
