"""9001 签到 and 9002 签退: an operator signs in at a counter, and out."""

from typing import Any

from services.medical.domain.sign_in import SignIn
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import sign_ins


@answers("9001")
def sign_in(call: Call) -> SignIn:
    call.answer_as(_signed_in)
    given = call.input["signIn"]
    return sign_ins.sign_in(
        call.institution,
        call.msgid,
        given["opter_no"],
        given.get("mac") or "",
        given.get("ip") or "",
    )


def _signed_in(made: SignIn) -> dict[str, Any]:
    return {"signinoutb": {"sign_time": made.signed_in_at, "sign_no": made.sign_no}}


@answers("9002")
def sign_out(call: Call) -> SignIn:
    call.answer_as(_signed_out)
    given = call.input["signOut"]
    return sign_ins.sign_out(call.institution, given["sign_no"], given["opter_no"])


def _signed_out(ended: SignIn) -> dict[str, Any]:
    return {"signoutoutb": {"sign_time": ended.signed_out_at}}
