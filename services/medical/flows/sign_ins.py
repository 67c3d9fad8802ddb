"""Signing in and out at an institution's counter (签到, 签退)."""

from dataclasses import replace

from services.medical import problems_interface as problems
from services.medical.domain.institution import Institution
from services.medical.domain.reference_number import reference_number
from services.medical.domain.sign_in import SignIn
from services.medical.store import interface, store
from sscsim import clock, world
from sscsim.db import Tx


def sign_in(institution: Institution, msgid: str, operator_no: str, mac: str, ip: str) -> SignIn:
    """Open a sign-in; one a message."""
    with store.write() as tx:
        now = world.now()
        sign_in_id = tx.new_id("sgn", institution.institution_code, msgid)
        made = SignIn(
            id=sign_in_id,
            sign_no=reference_number(institution.region_code, now, sign_in_id),
            institution_code=institution.institution_code,
            operator_no=operator_no,
            mac=mac,
            ip=ip,
            signed_in_at=now,
            signed_out_at=None,
            version=1,
            created_at=now,
            updated_at=now,
        )
        interface.add_sign_in(tx, made)
        tx.emit("sign_in.opened", made.id, _told(made))
        return tx.answer(made)


def sign_out(institution: Institution, sign_no: str, operator_no: str) -> SignIn:
    """End a sign-in. Raises SignInNotFound, SignInOfOther, SignInEnded."""
    with store.write() as tx:
        found = _of(tx, institution.institution_code, sign_no, lock=True)
        if found.operator_no != operator_no:
            raise problems.SignInOfOther(sign_no=sign_no, operator_no=operator_no)
        now = world.now()
        ended = replace(found, signed_out_at=now, updated_at=now, version=found.version + 1)
        interface.end_sign_in(tx, ended)
        tx.emit("sign_in.closed", ended.id, _told(ended))
        return tx.answer(ended)


def check(institution_code: str, sign_no: str) -> None:
    """Raises SignInNotFound or SignInEnded unless this number is signed in now."""
    with store.read() as tx:
        _of(tx, institution_code, sign_no)


def _of(tx: Tx, institution_code: str, sign_no: str, lock: bool = False) -> SignIn:
    found = interface.find_sign_in(tx, sign_no, lock)
    if found is None or found.institution_code != institution_code:
        raise problems.SignInNotFound(institution_code=institution_code, sign_no=sign_no)
    if found.signed_out_at is not None:
        raise problems.SignInEnded(sign_no=sign_no, at=clock.shown(found.signed_out_at))
    return found


def _told(made: SignIn) -> dict[str, str]:
    return {
        "id": made.id,
        "institution_code": made.institution_code,
        "operator_no": made.operator_no,
    }
