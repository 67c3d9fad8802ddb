"""HRSS-075: a personnel file is asked for, sent, checked and shelved (人事档案接收与转递)."""

from typing import Any

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.files import transfer as domain
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.files import transferring
from services.benefits.store import files
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    send_days = transferring.times(case).send_days
    return domain.Facts(file=files.file_of(tx, case.person.id), send_days=send_days)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The letter is out; the sender has its working days."""
    asked = case.inputs
    made = transferring.asked_for(
        tx,
        case,
        sender=(asked["from_region_code"], asked["from_agency"]),
        receiver=(asked["to_region_code"], asked["to_agency"]),
        reason=asked["reason"],
        send_days=said.terms["send_days"],
    )
    return Effect(
        {
            "file_transfer_id": made.id,
            "personnel_file_id": made.file_id,
            "letter_number": made.letter_number,
            "send_by": made.send_by.isoformat(),
        }
    )


HANDLING = Handling("HRSS-075", decide=domain.decide, facts=_facts, effect=_effect)
