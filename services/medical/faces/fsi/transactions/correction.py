"""2601 冲正交易: what a message of unknown outcome did is undone, and it does nothing later."""

from services.medical.domain.correction import Correction
from services.medical.faces.fsi import refusals
from services.medical.faces.fsi.serving import scope_of
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.interface import corrections
from sscsim.kernel.problems import Problem


@answers("2601")
def correction(call: Call) -> Correction:
    """Of 2102, 2207, 2207A, 2304 and 2401. Sent again while the other region doesn't answer it
    goes on; after a reversal it is refused, in the words that were recorded."""
    asked = call.input["data"]
    infno, msgid = asked["oinfno"], asked["omsgid"]
    if infno not in corrections.OPERATIONS:
        known = "、".join(corrections.OPERATIONS)
        raise refusals.FsiRefused(
            refusals.REVERSAL, f"交易{infno}不可冲正，可冲正：{known}", "data.oinfno"
        )
    call.refuse_as(refusals.REVERSAL)
    call.answer_as(lambda made: _concerning(call, made))
    scope = scope_of(call.institution.institution_code, msgid)
    try:
        return corrections.correct_message(call.institution, infno, msgid, scope, asked["psn_no"])
    except Problem as problem:
        raise refusals.told(problem, refusals.REVERSAL) from None


def _concerning(call: Call, made: Correction) -> None:
    call.concerns(made.visit_id, made.settlement_id)
