"""Correcting a message whose answer never came (冲正, 2601): named by its id and its number."""

from collections.abc import Mapping

from services.medical.domain import correction as words
from services.medical.domain.correction import Correction
from services.medical.domain.institution import Institution
from services.medical.flows import correct, settling, visits
from services.medical.flows.correct import Original
from services.medical.problems_outpatient import OriginalDiffers
from services.medical.store import register as rows
from sscsim.db import Tx

OPERATIONS: Mapping[str, str] = {
    "2102": words.CREATE_SETTLEMENT,
    "2207": words.CREATE_SETTLEMENT,
    "2207A": words.CREATE_SETTLEMENT,
    "2304": words.CREATE_SETTLEMENT,
    "2401": words.CREATE_VISIT,
}
"""What may be corrected, and as what; everything else has a number that takes it back."""


def correct_message(
    institution: Institution, infno: str, msgid: str, scope: str, person_id: str
) -> Correction:
    """Undo what the message did, or see to it that it never does anything.

    `scope`: what its id belongs to as a key. OriginalDiffers for a message that was another, or
    another person's; AlreadyReversed, NotCorrectable and the others of `correct`.
    """

    def original(tx: Tx) -> Original:
        known = rows.message(tx, institution.institution_code, msgid)
        differs = OriginalDiffers(msgid=msgid, infno=infno, person_id=person_id)
        if known is not None and known.infno != infno:
            raise differs
        about = ""
        if known is not None:
            is_visit = OPERATIONS[infno] == words.CREATE_VISIT
            used = tx.key_used(scope)
            told = known.visit_id if is_visit else known.settlement_id
            about = told or (used and used.about) or ""
        if about and _person_of(tx, about) != person_id:
            raise differs
        return Original(OPERATIONS[infno], msgid, msgid, scope, about)

    return correct.corrected(msgid, original)


def _person_of(tx: Tx, about: str) -> str:
    if about.startswith("vis_"):
        return visits.known(tx, about).person_id
    return settling.known(tx, about).person_id
